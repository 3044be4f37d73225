"""The card of an adding network: its data, config and accuracy."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore.addition.alphabet import ALPHABET
from dlcore.addition.config import AdditionConfig, answer_length, question_length
from dlcore.addition.sums import TEST_SHARE, VALIDATION_SHARE
from dlcore.addition.training import AdditionResult


def addition_card(config: AdditionConfig, result: AdditionResult) -> dict[str, Any]:
    """JSON-ready facts and metrics of one training."""
    digits = config.digits
    return {
        "data": {
            "name": "Sums of two whole numbers, made by a seeded generator (dlcore.addition.sums)",
            "digits": digits,
            "train_sums": config.steps * config.batch_size,
            "held_out": f"{TEST_SHARE} in 100 pairs of numbers for the test and "
            f"{VALIDATION_SHARE} to watch it learn, by a hash of the pair; none is trained on, in "
            "neither order",
        },
        "input": f"question (n, {question_length(digits)}) and prompt (n, {answer_length(digits)}),"
        f" uint8 places in the alphabet {ALPHABET!r}",
        "output": f"(n, {answer_length(digits)}, {len(ALPHABET)}) float32 probabilities of each "
        "character of the answer, given the prompt up to it",
        "config": asdict(config),
        "seed": config.seed,
        "epochs": config.epochs,
        "test_accuracy": float(np.average(result.accuracy, weights=result.test_sums)),
        "test_accuracy_per_length": _by_lengths(result.accuracy),
        "test_sums_per_length": _by_lengths(result.test_sums),
        "mistakes": [vars(example) for example in result.mistakes],
        "training_seconds": round(result.seconds, 1),
    }


def _by_lengths(table: NDArray) -> dict[str, Any]:
    """A (digits, digits) table by pairs of numbers of digits: "2+3" for 47+852."""
    return {f"{m + 1}+{n + 1}": figure.item() for (m, n), figure in np.ndenumerate(table)}
