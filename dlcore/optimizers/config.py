"""A comparison of optimizers: values alone, checked, no Keras."""

from __future__ import annotations

from dataclasses import dataclass

from dlcore.errors import LabError
from dlcore.optimizers.schedules import DECAYS, MOST_STEPS
from dlcore.optimizers.surfaces import SURFACES, Point
from dlcore.optimizers.table import OPTIMIZERS
from dlcore.validation import (
    ConfigError,
    check_choice,
    check_fields,
    check_number,
    one_of,
    real,
    whole,
)

MAX_STEPS = MOST_STEPS
MAX_OPTIMIZERS = 6
RATES = ("own", "same")


@dataclass(frozen=True)
class DescentConfig:
    """Some optimizers, from one point down one surface.

    Attributes:
        surface: a name in `SURFACES`.
        optimizers: names in `OPTIMIZERS`, 1 to 6, none twice.
        start: x and y within `Surface.view`; the surface's own start if None.
        rates: "own": each optimizer its usual rate on this surface times `learning_rate`;
            "same": `learning_rate` for all.
        learning_rate: 1e-6 to 1e3; the highest in the course of the schedule.
        momentum: of SGD with momentum and of Nesterov's, 0 to 0.999; the others keep theirs.
        schedule: a name in `DECAYS`.
        steps: 1-500.

    Raises:
        LabError: no optimizer.
        ConfigError: a value outside its range.
    """

    surface: str = one_of("ravine", SURFACES)
    optimizers: tuple[str, ...] = ("sgd", "momentum", "rmsprop", "adam")
    start: Point | None = None
    rates: str = one_of("own", RATES)
    learning_rate: float = real(1.0, 1e-6, 1e3)
    momentum: float = real(0.9, 0.0, 0.999)
    schedule: str = one_of("constant", DECAYS)
    steps: int = whole(150, 1, MAX_STEPS)

    def __post_init__(self) -> None:
        check_fields(self)
        self._check_optimizers()
        if self.start is not None:
            left, right, bottom, top = SURFACES[self.surface].view
            check_number("start x", self.start[0], left, right)
            check_number("start y", self.start[1], bottom, top)

    def _check_optimizers(self) -> None:
        if not self.optimizers:
            raise LabError("Choose at least one optimizer.")
        for name in self.optimizers:
            check_choice("optimizers", name, OPTIMIZERS)
        if len(set(self.optimizers)) < len(self.optimizers):
            raise ConfigError(
                "Each optimizer can run only once. Received: {value}",
                value=", ".join(self.optimizers),
            )
        if len(self.optimizers) > MAX_OPTIMIZERS:
            raise ConfigError(
                "At most {most} optimizers run together. Received: {count}",
                most=MAX_OPTIMIZERS,
                count=len(self.optimizers),
            )

    @property
    def origin(self) -> Point:
        """Where all of them start."""
        return self.start or SURFACES[self.surface].start

    def rate_of(self, optimizer: str) -> float:
        """The highest learning rate of one of them."""
        usual = usual_rate(optimizer, self.surface) if self.rates == "own" else 1.0
        return usual * self.learning_rate


def usual_rate(optimizer: str, surface: str) -> float:
    """A rate with which that optimizer does well on that surface."""
    record = OPTIMIZERS[optimizer]
    return SURFACES[surface].usual_rates[record.step] * record.factor
