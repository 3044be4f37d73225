"""A card that says everything a card can say, for tests of the page that shows it."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np

PER_CLASS = {str(digit): 0.999 - digit / 1000 for digit in range(10)}


def complete_card() -> dict[str, Any]:
    thresholds = np.linspace(0.02, 0.98, 25)
    return {
        "name": "cnn",
        "sha256": "0" * 64,
        "data": [
            {"name": "MNIST (LeCun, Cortes, Burges)", "licence": "CC BY-SA 3.0"},
            {"name": "Pen-Based Recognition of Handwritten Digits", "licence": "CC BY 4.0"},
        ],
        "seed": 7,
        "epochs": 24,
        "command": "python -m dlcore.pretrain cnn --mnist mnist.npz",
        "versions": {"python": "3.11.7", "keras": "3.15.1"},
        "training_seconds": 3_905.0,
        "parameters": 321_098,
        "test_accuracy": 0.9968,
        "test_images": 10_000,
        "test_accuracy_per_class": PER_CLASS,
        "drawn": {
            "drawings": 1_500,
            "writers": 6,
            "accuracy": 0.9912,
            "worst_writer": 0.9604,
            "per_writer": {"24": 0.99, "30": 0.9604},
            "per_class": {digit: share - 0.01 for digit, share in PER_CLASS.items()},
            "altered": {"small": 0.985, "thin": 0.981, "thick": 0.979, "off_centre": 0.99},
            "calibration_error": 0.0123,
            "reliability": {
                "confidence": [0.35, 0.46, 0.55, 0.65, 0.76, 0.85, 0.95, 0.996],
                "accuracy": [0.4, 0.42, 0.6, 0.61, 0.8, 0.83, 0.97, 0.998],
                "count": [3, 6, 9, 12, 20, 41, 180, 1_229],
            },
        },
        "knowing": {
            "threshold": 0.42,
            "digits_passed": 0.951,
            "auroc": {"letters": 0.972, "symbols": 0.963, "scripts": 0.951},
            "passed": {"letters": 0.124, "symbols": 0.083, "scripts": 0.092},
            "page": {
                "threshold": 0.31,
                "digits_passed": 0.991,
                "passed": {"letters": 0.153, "symbols": 0.112, "scripts": 0.137},
            },
            "rejection": {
                "threshold": thresholds.tolist(),
                "digits": (1 - thresholds**4).tolist(),
                "letters": ((1 - thresholds) ** 3).tolist(),
                "symbols": ((1 - thresholds) ** 4).tolist(),
                "scripts": ((1 - thresholds) ** 2).tolist(),
            },
        },
        "kinds": {
            kind: {"pictures": 200, "read": 0.93, "unsure": 0.04, "refused": 0.02, "wrong": 0.01}
            for kind in ("tight_crop", "box", "desk")
        },
        "mistakes": [_mistake(i) for i in range(24)],
    }


def complete_line_card() -> dict[str, Any]:
    gaps = ("apart", "near", "overlapping", "touching", "chain")
    return {
        "name": "line",
        "numbers": {
            gap: {"numbers": 300, "read": 0.98 - i / 25, "wrong": 0.004 + i / 1000}
            for i, gap in enumerate(gaps)
        },
    }


def _mistake(i: int) -> dict[str, Any]:
    source = ("mnist", "drawn", "letters", "symbols")[i % 4]
    image = np.zeros((28, 28), np.uint8)
    image[4:24, 6 + i % 14 : 9 + i % 14] = 255
    return {
        "image": base64.b64encode(image.tobytes()).decode(),
        "truth": 4 if i % 4 < 2 else None,
        "guess": i % 10,
        "confidence": 0.93 - i / 50,
        "source": source,
    }
