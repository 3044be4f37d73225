"""What is done to the images and labels of a run before it begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.contract import CLASSES, MOST_CLASSES
from dlcore.validation import ConfigError, check_fields, one_of, real, whole

_FINGERPRINT = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class DataRecipe:
    """How the images that are trained on differ from those that there are; as they are by default.

    Validation and test images and their labels are always left as they are.

    Attributes:
        label_noise: share of the training images whose label is replaced by a random one, 0 to 1;
            each class is equally probable, the true one too (Zhang et al. 2017), so that at 1
            nothing is left to learn.
        thinned_digit: a class, by its index, of which only a few training images are kept; None for
            none. It was named when there were digits alone.
        thinned_to: how many of it, the first ones, 0-5000.
        class_weights: errors count the more the rarer their class is among the training images, so
            that all classes count the same together.
        validation_share: the last share of the images, held out for validation, 0.01 to 0.5.
        set: which data set it is, by its fingerprint, see `DataSet.fingerprint`; "" for MNIST.

    Raises:
        ConfigError: a value outside its range.
    """

    label_noise: float = real(0.0, 0.0, 1.0)
    thinned_digit: int | None = one_of(None, (None, *range(MOST_CLASSES)))
    thinned_to: int = whole(100, 0, 5000)
    class_weights: bool = one_of(False)
    validation_share: float = real(0.1, 0.01, 0.5)
    set: str = ""

    def __post_init__(self) -> None:
        check_fields(self)
        if self.set != "" and not _is_fingerprint(self.set):
            raise ConfigError(
                "{field} must be one of {expected}. Received: {value}",
                field="set",
                expected='"", 16 hex digits',
                value=repr(self.set),
            )

    @property
    def is_on(self) -> bool:
        """Whether training goes by anything but the images and labels as they are."""
        return self.thinned_digit is not None or self.label_noise > 0 or self.class_weights


def _is_fingerprint(value: object) -> bool:
    return isinstance(value, str) and _FINGERPRINT.fullmatch(value) is not None


def thinned(labels: NDArray[np.uint8], recipe: DataRecipe) -> NDArray[np.intp]:
    """Which training images are kept, (m,) indices in order: of the thinned class the first few."""
    if recipe.thinned_digit is None:
        return np.arange(len(labels))
    left_out = np.flatnonzero(labels == recipe.thinned_digit)[recipe.thinned_to :]
    return np.delete(np.arange(len(labels)), left_out)


def noisy(
    labels: NDArray[np.uint8], share: float, seed: int, classes: int = CLASSES
) -> NDArray[np.uint8]:
    """Labels of which about this share is replaced, each by one of the classes at random."""
    if not share:
        return labels
    random = np.random.default_rng(seed)
    replaced = random.random(len(labels)) < share
    return np.where(replaced, random.integers(classes, size=len(labels), dtype=np.uint8), labels)


def class_weights(labels: NDArray[np.uint8]) -> dict[int, float]:
    """How much the error of an image of each class counts: its mean over all images is 1.

    Of n images of k classes, of which n_c are of the class c, its weight is n / (k n_c), as
    scikit-learn's "balanced" has it. A class that is not there has none.
    """
    classes, counts = np.unique(labels, return_counts=True)
    weights = len(labels) / (len(classes) * counts)
    return dict(zip(classes.tolist(), weights.tolist(), strict=True))
