"""How good predictions and generated images are: NumPy alone, no Keras.

classification: accuracy, calibration, ROC. frechet, neighbours, evenness: of sets of images.
"""

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
    Copies,
    Nearest,
    PrecisionRecall,
    find_copies,
    nearest,
    precision_recall,
)

__all__ = [
    "Copies",
    "Gaussian",
    "Nearest",
    "PrecisionRecall",
    "Reliability",
    "accuracy",
    "area_under_roc",
    "confusion_matrix",
    "cross_entropy",
    "evenness",
    "find_copies",
    "frechet_distance",
    "nearest",
    "precision_recall",
    "reliability",
    "share_passed",
    "worst_mistakes",
]
