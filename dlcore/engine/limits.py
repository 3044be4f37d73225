"""How much of the engine is for one visitor: so many trainings at a time, and each so long."""

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass

RUNS_VARIABLE = "DLCORE_RUNS_PER_VISITOR"
MINUTES_VARIABLE = "DLCORE_RUN_MINUTES"


@dataclass(frozen=True)
class Limits:
    """What keeps one visitor from holding up the others.

    Attributes:
        runs_per_visitor: most trainings of one owner that wait or run at the same time, at least 1.
        run_minutes: after which a running training that somebody owns is stopped, above 0.
        unseen_minutes: after which one that waits, and that nobody has looked at, leaves the line.

    Raises:
        ValueError: a value outside its range.
    """

    runs_per_visitor: int = 1
    run_minutes: float = 30.0
    unseen_minutes: float = 10.0

    def __post_init__(self) -> None:
        if self.runs_per_visitor < 1:
            raise ValueError(f"runs_per_visitor must be 1 or more. Received: {self!r}")
        if not min(self.run_minutes, self.unseen_minutes) > 0:
            raise ValueError(f"minutes must be more than 0. Received: {self!r}")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Limits":
        """What the variables `RUNS_VARIABLE` and `MINUTES_VARIABLE` say, else what is usual.

        Raises:
            ValueError: one of them is no number, or none that is possible.
        """
        runs = _number(environment, RUNS_VARIABLE, USUAL.runs_per_visitor, 1)
        if runs != int(runs):
            raise ValueError(_refusal(environment, RUNS_VARIABLE, "a whole number of 1 or more"))
        return cls(int(runs), _number(environment, MINUTES_VARIABLE, USUAL.run_minutes, 1 / 60))


USUAL = Limits()


def _number(environment: Mapping[str, str], name: str, usual: float, least: float) -> float:
    text = environment.get(name, "").strip()
    if not text:
        return usual
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not least <= number < math.inf:
        expected = "a number of minutes" if name == MINUTES_VARIABLE else "a whole number"
        raise ValueError(_refusal(environment, name, f"{expected} of {least:.3g} or more"))
    return number


def _refusal(environment: Mapping[str, str], name: str, expected: str) -> str:
    return f"The environment variable {name} must be {expected}. Received: {environment[name]!r}"
