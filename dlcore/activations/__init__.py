"""The activations of Keras as records, with values and derivatives by Keras and autodiff.

Begin with `ACTIVATIONS` and `evaluate`. table: the records. curves: several functions over a range.
formula: one's own, parsed and never run as Python. depth: a signal and its gradient through many
layers. script: the same as plain Keras programs.
"""

from dlcore.activations.functions import (
    ACTIVATIONS,
    SCALARS,
    VECTORS,
    Activation,
    VectorAnswer,
    evaluate,
    evaluate_vector,
)

__all__ = [
    "ACTIVATIONS",
    "SCALARS",
    "VECTORS",
    "Activation",
    "VectorAnswer",
    "evaluate",
    "evaluate_vector",
]
