"""The activations of Keras as records, with values and slopes by autodiff."""

from dlcore.activations.functions import ACTIVATIONS, Activation

__all__ = [
    "ACTIVATIONS",
    "Activation",
]
