"""What is done to the images and labels of a run before it begins."""

from __future__ import annotations

from dataclasses import dataclass

from dlcore.contract import CLASSES
from dlcore.validation import check_fields, one_of, real, whole


@dataclass(frozen=True)
class DataRecipe:
    """How the images that are trained on differ from those that there are; as they are by default.

    Validation and test images and their labels are always left as they are.

    Attributes:
        label_noise: share of the training images whose label is replaced by a random one, 0 to 1;
            each of the ten is equally probable, the true one too (Zhang et al. 2017), so that at 1
            nothing is left to learn.
        thinned_digit: a digit of which only a few training images are kept; None for none.
        thinned_to: how many of it, the first ones, 0-5000.
        class_weights: errors count the more the rarer their digit is among the training images, so
            that all ten digits count the same together.
        validation_share: the last share of the images, held out for validation, 0.01 to 0.5.

    Raises:
        ConfigError: a value outside its range.
    """

    label_noise: float = real(0.0, 0.0, 1.0)
    thinned_digit: int | None = one_of(None, (None, *range(CLASSES)))
    thinned_to: int = whole(100, 0, 5000)
    class_weights: bool = one_of(False)
    validation_share: float = real(0.1, 0.01, 0.5)

    def __post_init__(self) -> None:
        check_fields(self)
