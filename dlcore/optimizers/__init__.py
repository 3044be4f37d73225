"""The optimizers of Keras as records, and their trajectories down loss surfaces of two numbers.

Begin with `OPTIMIZERS`, and with `descend(DescentConfig())`. surfaces, landscape: the
losses. terrain: contour, derivatives, minima. outcomes: convergence and its failures. schedules:
learning rates over time. script: the same as a plain Keras program.
"""

from dlcore.optimizers.config import DescentConfig
from dlcore.optimizers.descent import Trajectory, descend
from dlcore.optimizers.surfaces import SURFACES, Surface
from dlcore.optimizers.table import OPTIMIZERS, OptimizerRecord, OptimizerSpec

__all__ = [
    "OPTIMIZERS",
    "SURFACES",
    "DescentConfig",
    "OptimizerRecord",
    "OptimizerSpec",
    "Surface",
    "Trajectory",
    "descend",
]
