"""The optimizers of Keras as records, and the ground that they go down."""

from dlcore.optimizers.table import OPTIMIZERS

__all__ = [
    "OPTIMIZERS",
]
