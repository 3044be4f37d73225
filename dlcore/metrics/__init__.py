"""How good predictions and drawings are: NumPy alone, no Keras."""

from dlcore.metrics.classification import (
    Reliability,
    accuracy,
    area_under_roc,
    confusion_matrix,
    cross_entropy,
    reliability,
    share_passed,
    worst_mistakes,
)
from dlcore.metrics.evenness import evenness
from dlcore.metrics.frechet import Gaussian, frechet_distance
from dlcore.metrics.neighbours import (
    Nearest,
    PrecisionRecall,
    nearest,
    precision_recall,
)

__all__ = [
    "Gaussian",
    "Nearest",
    "PrecisionRecall",
    "Reliability",
    "accuracy",
    "area_under_roc",
    "confusion_matrix",
    "cross_entropy",
    "evenness",
    "frechet_distance",
    "nearest",
    "precision_recall",
    "reliability",
    "share_passed",
    "worst_mistakes",
]
