"""What the experiment is set to, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dlcore.limits.confidence.nonsense import NONSENSE
from dlcore.training.result import TaskResult
from dlcore.validation import check_choice, check_fields, whole

TUTORIAL, COOLED, OUTLIER_CLASS, REFUSING = "tutorial", "cooled", "outlier_class", "refusing"
READERS = (TUTORIAL, COOLED, OUTLIER_CLASS, REFUSING)
"""The networks that are asked: the tutorial's; the same with a temperature; the same taught an
eleventh class; and the one that ships, which refuses by its digit score."""
REFUSED = 10
"""In place of a digit: the network says that it is none."""
SURE = 0.9
"""An answer with more than this counts as a sure one."""


@dataclass(frozen=True)
class ConfidenceConfig:
    """What the experiment is set to.

    Attributes:
        images: test images that are changed and asked about.
        pictures: of no digit, of each kind that are asked about.
        taught: the kinds that the eleventh class is taught; all others it never sees.
        outliers: pictures of these kinds together that it is taught with; 0 teaches nothing.
        digits: training images that are taught beside them, so that they are not forgotten.
        epochs: passes over both; 0 teaches nothing.
        seed: of all chance in it.

    Raises:
        ConfigError: a value outside its range.
    """

    images: int = whole(500, 1, 1000)
    pictures: int = whole(100, 1, 200)
    taught: tuple[str, ...] = tuple(name for name, kind in NONSENSE.items() if kind.taught)
    outliers: int = whole(3000, 0, 10_000)
    digits: int = whole(6000, 0, 20_000)
    epochs: int = whole(2, 0, 10)
    seed: int = whole(0, 0, 2**31 - 1)

    def __post_init__(self) -> None:
        check_fields(self)
        for name in self.taught:
            check_choice("taught", name, NONSENSE)

    @property
    def teaches(self) -> bool:
        """Whether the eleventh class is taught anything."""
        return bool(self.taught and self.outliers and self.epochs)


@dataclass(frozen=True, eq=False)
class AlongShifts:
    """What one network makes of digits that are changed; NaN where it has not been asked.

    Attributes:
        answered: (shifts, levels) float32, share of the images that it takes for a digit.
        accuracy, confidence: (shifts, levels) float32, of those: the share that is right, and the
            mean of the largest probability.
        calibration_error: (shifts, levels) float32, the expected one (Guo et al. 2017).
        sample_answers: (shifts, levels, samples) uint8, a digit or `REFUSED`.
        sample_confidence: the same, float32.
    """

    answered: NDArray[np.float32]
    accuracy: NDArray[np.float32]
    confidence: NDArray[np.float32]
    calibration_error: NDArray[np.float32]
    sample_answers: NDArray[np.uint8]
    sample_confidence: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class OnPictures:
    """What one network makes of digits as they are, and of what is none.

    Attributes:
        digit_answers, digit_confidence: (images,) uint8 and float32, of the digits as they are.
        answers, confidence: (kinds, pictures) uint8 and float32, of each kind of `NONSENSE`.
        fooled_answers, fooled_confidence: (radii, 10) uint8 and float32, of the pictures made to be
            digits; None where there are none yet.
    """

    digit_answers: NDArray[np.uint8]
    digit_confidence: NDArray[np.float32]
    answers: NDArray[np.uint8]
    confidence: NDArray[np.float32]
    fooled_answers: NDArray[np.uint8] | None = None
    fooled_confidence: NDArray[np.float32] | None = None


@dataclass(frozen=True, eq=False)
class TutorialLogits:
    """What the tutorial's network says before its softmax, for any temperature.

    Attributes:
        digits: (images, 10) float16, of the digits as they are.
        changed: (shifts, images, 10) float16, changed as far as each shift goes.
        nonsense: (kinds, pictures, 10) float16.
    """

    digits: NDArray[np.float16]
    changed: NDArray[np.float16]
    nonsense: NDArray[np.float16]


@dataclass(frozen=True, kw_only=True)
class ConfidenceResult(TaskResult):
    """What it has found; in part where it was stopped or still goes.

    Attributes, beside those of every task:
        config: with which.
        source: of the images, see `Mnist.source`.
        samples, sample_labels: (samples, 28, 28) uint8 and (samples,) uint8, the first of the
            images that were asked about.
        labels: (images,) uint8, of all of them.
        gallery: (kinds, shown, 28, 28) uint8, the first pictures of no digit of each kind.
        fooling: (radii, 10, 28, 28) uint8, noise made to be each digit; None before there is any.
        temperature: that makes the tutorial's network honest about digits as they are.
        along: by network, for those that have been asked.
        on_pictures: the same.
        logits: of the tutorial's network; None before there are any.
    """

    config: ConfidenceConfig
    source: str
    samples: NDArray[np.uint8]
    sample_labels: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    gallery: NDArray[np.uint8]
    fooling: NDArray[np.uint8] | None = None
    temperature: float = float("nan")
    along: dict[str, AlongShifts] = field(default_factory=dict)
    on_pictures: dict[str, OnPictures] = field(default_factory=dict)
    logits: TutorialLogits | None = None
