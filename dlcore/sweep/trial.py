"""How one training of a sweep went, or goes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from dlcore.sweep.config import Values

STATES = ("running", "done", "pruned", "failed", "stopped")


@dataclass(frozen=True)
class SweepTrial:
    """One training.

    Attributes:
        values: of the axes of its sweep.
        state: "pruned" where the search gave it up, "failed" where its loss became no number,
            "stopped" where the whole sweep was.
        curve: accuracy on the validation images after each epoch; up to where it was given up.
        val_accuracy, val_loss: of the network that it leaves; None before the first epoch, and
            where it leaves none.
        epochs: done; a fraction where it ended early.
        seconds: from its beginning to its end.
        steps: updates of the weights.
    """

    values: Values
    state: str = "running"
    curve: tuple[float, ...] = ()
    val_accuracy: float | None = None
    val_loss: float | None = None
    epochs: float = 0.0
    seconds: float = 0.0
    steps: int = 0

    @property
    def rank(self) -> tuple[bool, float, float]:
        """The higher, the better: whether it is through, accuracy, and then the lower loss."""
        loss = math.inf if self.val_loss is None else self.val_loss
        return self.state == "done", self.val_accuracy or 0.0, -loss

    def to_plain(self) -> dict[str, Any]:
        """Numbers, strings and lists alone, as reports and JSON carry them."""
        return {**asdict(self), "values": list(self.values), "curve": list(self.curve)}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> SweepTrial:
        """The inverse of `to_plain`.

        Raises:
            TypeError, KeyError: it is no such thing.
        """
        told = {"values": tuple(plain["values"]), "curve": tuple(plain["curve"])}
        return cls(**{**plain, **told})
