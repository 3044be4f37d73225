"""What can be set of a Keras object: one record a keyword."""

from __future__ import annotations

from dataclasses import dataclass

Value = float | bool | None
"""What a parameter can be: a number, a switch, or nothing where Keras takes None."""


@dataclass(frozen=True)
class Parameter:
    """One keyword of a Keras activation or loss that a visitor can set.

    Attributes:
        keyword: as Keras calls it, e.g. "negative_slope".
        default: Keras' own; where it has none, a value that shows something.
        low, high: what the lab accepts, both included; not used by a switch.
        meaning: one English sentence, shown through gettext.
        step: of its control.
    """

    keyword: str
    default: Value
    low: float
    high: float
    meaning: str
    step: float = 0.05

    @property
    def is_switch(self) -> bool:
        return isinstance(self.default, bool)
