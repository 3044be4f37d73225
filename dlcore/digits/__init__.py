"""A drawing -> 28x28 as MNIST was made -> ten probabilities, and whether it is a digit at all."""

from dlcore.digits.preprocessing import (
    SIDE,
    Batch,
    Drawing,
    classify,
    digit_score,
    from_ink,
    is_blank,
    preprocess,
)

__all__ = [
    "SIDE",
    "Batch",
    "Drawing",
    "classify",
    "digit_score",
    "from_ink",
    "is_blank",
    "preprocess",
]
