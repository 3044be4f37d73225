"""What the experiment is set to, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isfinite, nan

import numpy as np
from numpy.typing import NDArray

from dlcore.limits.cost.operations import training
from dlcore.training.result import TaskResult
from dlcore.validation import check_fields, one_of, real, whole

GOALS = (0.95, 0.97, 0.98, 0.99)
RACERS = ("fast", "tutorial")
"""Names in `training.PRESETS`; the shorter training first, so that there is soon something."""
CHANCE = 0.15
"""An accuracy on ten digits that a network which has learnt nothing hardly exceeds."""


@dataclass(frozen=True)
class CostConfig:
    """What the experiment is set to.

    Attributes:
        goal: share of validation images to read right; a training ends there.
        seconds: that each of the two has to get there, 1-300.
        student_images: that the small network learns from, 100-20,000.
        temperature: that soft answers of the teacher are made with, 1-20 (Hinton et al. 2015).
        teaching: how much these count beside the labels, in [0, 1]; at 0 no student has one.
        seed: of all chance in it.

    Raises:
        ConfigError: a value outside its range.
    """

    goal: float = one_of(0.99, GOALS)
    seconds: float = real(12.0, 1.0, 300.0)
    student_images: int = whole(2000, 100, 20_000)
    temperature: float = real(4.0, 1.0, 20.0)
    teaching: float = real(0.9, 0.0, 1.0)
    seed: int = whole(0, 0, 2**31 - 1)

    def __post_init__(self) -> None:
        check_fields(self)


def _nothing() -> NDArray[np.float64]:
    return np.zeros(0)


@dataclass(frozen=True, kw_only=True, eq=False)
class Race:
    """A training on its way to the goal.

    Attributes:
        name: in `RACERS`.
        parameters: of the network.
        multiply_adds: of one image on its way through.
        epoch_images: images in an epoch.
        images: (k,) that it had been shown whenever it was measured, increasing.
        seconds: (k,) of training alone, up to then.
        core_seconds: (k,) that processor cores were busy; with two cores, up to twice as many.
        accuracy: (k,) on the validation images.
        joules: that the processor drew meanwhile, NaN where the machine does not say.
        reached: it came to the goal.
        test_accuracy: on the test images at the end; NaN where it was not tested.
    """

    name: str
    parameters: int
    multiply_adds: int
    epoch_images: int
    images: NDArray[np.float64] = field(default_factory=_nothing)
    seconds: NDArray[np.float64] = field(default_factory=_nothing)
    core_seconds: NDArray[np.float64] = field(default_factory=_nothing)
    accuracy: NDArray[np.float64] = field(default_factory=_nothing)
    joules: float = nan
    reached: bool = False
    test_accuracy: float = nan

    @property
    def begun(self) -> bool:
        """Whether it was measured at all."""
        return len(self.images) > 0

    @property
    def learnt(self) -> bool:
        """Whether it was ever better than chance."""
        return self.begun and float(self.accuracy.max()) > CHANCE

    @property
    def counted(self) -> bool:
        """Whether the processor has said what it drew; else electricity is an estimate."""
        return isfinite(self.joules)

    @property
    def work(self) -> float:
        """Multiply-adds of the training so far; NaN before it was measured."""
        return training(self.multiply_adds, float(self.images[-1])) if self.begun else nan

    def watt_hours(self, core_watts: float) -> NDArray[np.float64]:
        """(k,) electricity up to each measurement: counted by the processor, else estimated.

        Args:
            core_watts: taken for each second that a core was busy, where nothing was counted.
        """
        if self.begun and self.counted:
            return self.joules * self.core_seconds / self.core_seconds[-1] / 3600
        return self.core_seconds * core_watts / 3600


@dataclass(frozen=True, kw_only=True)
class Saving:
    """A network made smaller, and what is left of it. All of it is run as a LiteRT file.

    Attributes:
        name: "whole", as it was; "pruned", its smallest weights set to 0; "tuned", the same and
            then trained a little more, or with a share of 0 that alone; "quantised", in 8 bits;
            "alone" and "taught", a student without and with a teacher.
        share: of the weights that were set to 0, in [0, 1].
        accuracy: on the test images.
        bytes: of its LiteRT file, compressed.
        parameters: that are not 0.
        multiply_adds: of one image, without those by 0.
        milliseconds: an image, one at a time, on one core.
    """

    name: str
    share: float = 0.0
    accuracy: float
    bytes: int
    parameters: int
    multiply_adds: float
    milliseconds: float


@dataclass(frozen=True, kw_only=True)
class CostResult(TaskResult):
    """What it has found; in part where it was stopped or still goes.

    Attributes, beside those of every task:
        config: with which.
        source: of the images, see `Mnist.source`.
        train_images: that there were to learn from, the validation images not among them.
        test_images: how many the accuracies of `savings` rest on.
        races: as far as they have come, in the order of `RACERS`.
        savings: of the tutorial's network that ships, as far as they were measured.
    """

    config: CostConfig
    source: str
    train_images: int
    test_images: int
    races: tuple[Race, ...] = ()
    savings: tuple[Saving, ...] = ()

    @property
    def student_images(self) -> int:
        """That a student had: all there are, where more were asked for."""
        return min(self.config.student_images, self.train_images)

    def race(self, name: str) -> Race | None:
        """One of them; None where it has not begun."""
        return next((one for one in self.races if one.name == name and one.begun), None)

    def saving(self, name: str, share: float = 0.0) -> Saving | None:
        """One of them; None where it was not measured."""
        for one in self.savings:
            if one.name == name and one.share == share:
                return one
        return None
