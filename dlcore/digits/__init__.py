"""A drawing -> 28x28 as MNIST was made -> ten probabilities, and whether it is a digit at all.

Begin with `preprocess` and `classify`, then `judge`. ink: foreground and background. segmentation:
rows of ink, and parts of them. choice: among readings of one picture. verdict: a digit, one of
several, or none. pictures: files of strangers.
"""

from dlcore.digits.preprocessing import (
    BOX,
    SIDE,
    Batch,
    Classification,
    Drawing,
    classify,
    digit_score,
    from_ink,
    is_blank,
    preprocess,
    usual_size,
)
from dlcore.digits.verdict import Verdict, judge

__all__ = [
    "BOX",
    "SIDE",
    "Batch",
    "Classification",
    "Drawing",
    "Verdict",
    "classify",
    "digit_score",
    "from_ink",
    "is_blank",
    "judge",
    "preprocess",
    "usual_size",
]
