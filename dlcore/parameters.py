"""Hyperparameters of Keras objects: one record a keyword."""

from __future__ import annotations

from dataclasses import dataclass

Value = float | bool | None
"""What a parameter can be: a number, a switch, or nothing where Keras takes None."""


@dataclass(frozen=True)
class Hyperparameter:
    """One keyword of a Keras activation or loss, and the values that are accepted for it.

    Attributes:
        keyword: as Keras calls it, e.g. "negative_slope".
        default: Keras' own; where it has none, a value at which the function is not trivial.
        low, high: the range, both ends included; not used by a boolean.
        meaning: one English sentence, a msgid.
        step: a sensible increment within the range.
    """

    keyword: str
    default: Value
    low: float
    high: float
    meaning: str
    step: float = 0.05

    @property
    def is_switch(self) -> bool:
        """Whether it is a boolean."""
        return isinstance(self.default, bool)
