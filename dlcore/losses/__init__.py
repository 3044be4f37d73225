"""The losses of Keras as records, with values and gradients by Keras and autodiff.

Begin with `LOSSES` and `LossChoice(name).build()`. curves: loss and gradient against the
prediction. examples: the loss of a few examples, with its numbers. line_fit: outliers. saturation:
squared error against cross-entropy behind a sigmoid. script: the same as plain Keras programs.
"""

from dlcore.losses.examples import ExampleLosses, example_losses
from dlcore.losses.line_fit import FittedLine, fit_lines
from dlcore.losses.saturation import Saturation, saturate
from dlcore.losses.table import FAMILIES, LOSSES, Loss, LossChoice, of_family

__all__ = [
    "FAMILIES",
    "LOSSES",
    "ExampleLosses",
    "FittedLine",
    "Loss",
    "LossChoice",
    "Saturation",
    "example_losses",
    "fit_lines",
    "of_family",
    "saturate",
]
