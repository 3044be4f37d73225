"""Which trainings a sweep consists of."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field, replace
from typing import Any

from dlcore.training.config import PRESETS, TrainConfig
from dlcore.validation import ConfigError, check_fields, check_kind, one_of, whole

MOST = 24  # trainings in one sweep
METHODS = ("grid", "search")
_DECADE = 10.0
Values = tuple[Any, ...]  # one of each axis


@dataclass(frozen=True)
class SweepAxis:
    """One setting, and what it is set to.

    Attributes:
        field: of a `TrainConfig`, dotted within it: "learning_rate", "network.dropout".
        values: at least one, and none twice.

    Raises:
        ConfigError: there is none, or one twice.
    """

    field: str
    values: Values

    def __post_init__(self) -> None:
        if type(self.values) is not tuple or not 0 < len(set(self.values)) == len(self.values):
            raise ConfigError(
                "{field} needs at least one value, and none of them twice. Received: {value}",
                field=self.field,
                value=repr(self.values),
            )

    @property
    def is_continuous(self) -> bool:
        """Whether a search may take what lies between the values."""
        return len(self.values) > 1 and all(type(value) is float for value in self.values)

    @property
    def is_logarithmic(self) -> bool:
        """Whether its values are of different sizes, so that ratios count and not differences."""
        numbers = all(type(value) in (int, float) for value in self.values)
        return numbers and 0 < min(self.values) * _DECADE <= max(self.values)


@dataclass(frozen=True)
class SweepConfig:
    """One sweep; its best training is the one with the highest validation accuracy at its end.

    Attributes:
        base: what all trainings have in common, and the seed of the search.
        axes: two different settings.
        method: "grid" trains with each value of the one and each of the other; "search" lets Optuna
            choose: of real numbers any from the lowest value to the highest, else one of the
            values. It gives up what is worse after an epoch than half of what came before.
        trials: of a search, 1-24.

    Raises:
        ConfigError: a combination of values is no `TrainConfig`, the settings are not two, or there
            are more than 24 trainings in the grid.
    """

    base: TrainConfig = field(default_factory=lambda: PRESETS["tiny"])
    axes: tuple[SweepAxis, ...] = (
        SweepAxis("learning_rate", (0.0005, 0.002, 0.008)),
        SweepAxis("batch_size", (32, 128, 512)),
    )
    method: str = one_of("grid", METHODS)
    trials: int = whole(12, 1, MOST)

    def __post_init__(self) -> None:
        check_fields(self)
        check_kind("base", self.base, TrainConfig)
        if len({axis.field for axis in self.axes}) != len(self.axes) or len(self.axes) != 2:
            names = ", ".join(axis.field for axis in self.axes)
            raise ConfigError(
                "A sweep needs two different settings. Received: {value}", value=names
            )
        if self.method == "grid" and self.count > MOST:
            raise ConfigError(
                "A sweep has at most {most} trainings. Received: {count}",
                most=MOST,
                count=self.count,
            )
        if any(self.config_of(point).schedule == "range_test" for point in self.points()):
            raise ConfigError("A range test has learnt nothing at its end: it cannot be compared.")

    @property
    def seed(self) -> int:
        """Of its trainings, where it is not one of the axes, and of the search."""
        return self.base.seed

    @property
    def count(self) -> int:
        """Of its trainings."""
        every = math.prod(len(axis.values) for axis in self.axes)
        if self.method == "grid":
            return every
        endless = any(axis.is_continuous for axis in self.axes)
        return self.trials if endless else min(self.trials, every)

    def points(self) -> list[Values]:
        """Each value of the first axis with each of the second; the second one changes first."""
        return list(itertools.product(*(axis.values for axis in self.axes)))

    def config_of(self, values: Values) -> TrainConfig:
        """The training with these values.

        Raises:
            ConfigError: there is none.
        """
        config = self.base
        for axis, value in zip(self.axes, values, strict=True):
            config = _with_field(config, axis.field, value)
        return config


def _with_field(config: Any, name: str, value: Any) -> Any:
    own, _dot, inner = name.partition(".")
    try:
        within = _with_field(getattr(config, own), inner, value) if inner else value
        return replace(config, **{own: within})
    except (AttributeError, TypeError) as error:
        raise ConfigError("{field} is no setting of this kind of network.", field=name) from error
