"""The numbers that sum a run up, by kind: of a result, or of the newest points while it goes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Numbers = Mapping[str, float | None]


@dataclass(frozen=True)
class Summary:
    """Where the figures of a kind of run come from.

    Attributes:
        newest: from the last value of each series.
        final: from a result, beside those that every result has.
    """

    newest: Callable[[Mapping[str, float]], Numbers]
    final: Callable[[Any], Numbers]


def _train_newest(last: Mapping[str, float]) -> Numbers:
    found = {name: last.get(name) for name in ("val_accuracy", "val_loss")}
    return {"accuracy": found["val_accuracy"], "loss": found["val_loss"], **found}


def _train_final(result: Any) -> Numbers:
    return {
        "accuracy": result.test_accuracy,
        "loss": result.test_loss,
        "per_second": result.images_per_second,
    }


def _gan_newest(last: Mapping[str, float]) -> Numbers:
    return {name: last.get(name) for name in ("agreement", "evenness", "distance")}


def _gan_final(result: Any) -> Numbers:
    found = result.assessment
    return {
        "agreement": found.agreement,
        "evenness": found.evenness,
        "distance": found.distance,
        "per_second": result.images_per_second,
    }


def _addition_newest(last: Mapping[str, float]) -> Numbers:
    shares = [y for name, y in last.items() if name.startswith("right_")]
    return {"accuracy": sum(shares) / len(shares) if shares else None, "loss": last.get("loss")}


def _addition_final(result: Any) -> Numbers:
    return {"accuracy": float(result.accuracy.mean()), "per_second": result.sums_per_second}


def _sweep_newest(last: Mapping[str, float]) -> Numbers:
    return {"accuracy": last.get("best_accuracy")}


SUMMARIES: Mapping[str, Summary] = {
    "train": Summary(_train_newest, _train_final),
    "gan": Summary(_gan_newest, _gan_final),
    "addition": Summary(_addition_newest, _addition_final),
    "sweep": Summary(_sweep_newest, _train_final),
}
"""By kind of run. Accuracies are shares; per_second counts images or sums."""


def figures(
    kind: str,
    history: Mapping[str, Sequence[tuple[float, float]]],
    progress: Mapping[str, Any] | None,
    result: Any,
) -> dict[str, float]:
    """What is known of a run in numbers, under the names of `SUMMARIES` and these.

    "parameters", "seconds" of training, "epochs_done", and "per_second" also while it goes.

    Args:
        kind: a name in `SUMMARIES`.
        history: as `Run.history`.
        progress: as `Run.progress`.
        result: as `Run.result`; None where there is none.
    """
    last = {name: points[-1][1] for name, points in history.items() if points}
    found: dict[str, float | None] = {
        "seconds": last.get("seconds"),
        "epochs_done": last.get("epoch"),
        "per_second": (progress or {}).get("examples_per_second"),
        **SUMMARIES[kind].newest(last),
    }
    if result is not None:
        found |= {n: getattr(result, n) for n in ("parameters", "seconds", "epochs_done")}
        final = SUMMARIES[kind].final(result)
        found |= {n: y for n, y in final.items() if y is not None}
    return {n: float(y) for n, y in found.items() if y is not None and math.isfinite(y)}
