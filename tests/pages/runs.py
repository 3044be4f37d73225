"""Runs to compare, for tests of the page that shows them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dlcore.runs import RunRecord
from dlcore.training import TrainConfig


def record(number: int, owner: str, **fields) -> RunRecord:
    """The run of this number; the later, the better and the slower."""
    figures = {
        "accuracy": 0.9 + 0.0001 * number,
        "loss": 0.5 - 0.0001 * number,
        "parameters": 1000.0 + number,
        "seconds": 10.0 + number,
        "per_second": 5000.0,
        "epochs_done": 3.0,
    }
    usual = {"config": TrainConfig(seed=number), "figures": figures, "created": 1.7e9 + number}
    return RunRecord(
        **{"id": f"run-{number}", "kind": "train", "owner": owner, "status": "done"}
        | usual
        | fields
    )


def curves(number: int = 0, points: int = 500) -> dict[str, NDArray]:
    """Noisy curves that fall, over so many groups of steps."""
    rng = np.random.default_rng(number)
    steps = np.arange(1.0, points + 1) * 16
    loss = 2 / np.sqrt(steps) + rng.normal(0, 0.02, points) ** 2
    ends = steps[points // 3 - 1 :: points // 3]

    def series(x: NDArray, y: NDArray) -> NDArray:
        return np.column_stack([x, y])

    return {
        "loss": series(steps, loss),
        "accuracy": series(steps, 1 - loss / 3),
        "val_loss": series(ends, 1.5 / np.sqrt(ends)),
        "val_accuracy": series(ends, 1 - 0.5 / np.sqrt(ends)),
        "epoch": series(steps, 3 * steps / steps[-1]),
        "seconds": series(steps, (0.01 + 0.001 * number) * steps),
    }
