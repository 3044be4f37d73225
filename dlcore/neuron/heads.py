"""What a network on the plane ends in: that follows from what it is asked.

Two classes: one output, squashed to a probability or left as a score. Three or four: one output a
class, by softmax. A value: one output as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

VALUE, TWO_CLASSES, CLASSES = "value", "two_classes", "classes"
MOST_CLASSES = 4


@dataclass(frozen=True)
class Head:
    """The last layer of a network on the plane.

    Attributes:
        question: VALUE, TWO_CLASSES or CLASSES.
        losses: names in `dlcore.losses.LOSSES`, the usual one first.
    """

    question: str
    losses: tuple[str, ...]

    def activation(self, loss: str) -> str:
        """Name in `keras.activations`: what turns the last sum into what the loss compares."""
        if self.question == VALUE or loss in MARGINS:
            return "linear"
        return "sigmoid" if self.question == TWO_CLASSES else "softmax"


MARGINS = ("hinge", "squared_hinge")
"""Losses of a score: label -1 or +1, and the sign of the score decides."""

HEADS: dict[str, Head] = {
    VALUE: Head(VALUE, ("mean_squared_error", "mean_absolute_error", "huber", "log_cosh")),
    TWO_CLASSES: Head(
        TWO_CLASSES,
        ("binary_crossentropy", "binary_focal_crossentropy", "mean_squared_error", *MARGINS),
    ),
    CLASSES: Head(
        CLASSES,
        (
            "categorical_crossentropy",
            "categorical_focal_crossentropy",
            "kl_divergence",
            "mean_squared_error",
        ),
    ),
}


def question_of(classes: int) -> str:
    """What is asked where the points have so many classes; 0 where they have values."""
    return VALUE if classes == 0 else TWO_CLASSES if classes == 2 else CLASSES


def outputs_of(classes: int) -> int:
    """Units of the last layer."""
    return 1 if classes in (0, 2) else classes
