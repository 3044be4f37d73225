"""The losses of Keras as records, and what can be shown of them."""

from dlcore.losses.table import FAMILIES, LOSSES, Loss, LossChoice, of_family

__all__ = [
    "FAMILIES",
    "LOSSES",
    "Loss",
    "LossChoice",
    "of_family",
]
