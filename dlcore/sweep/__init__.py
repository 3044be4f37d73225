"""A sweep: many trainings in one run, each with other values of two settings.

Begin with config: `SweepConfig`. trial: how one of its trainings went. proposal: which comes next,
by a grid or by Optuna. training: `sweep`, the run itself.

Light: Keras is imported when a training begins, Optuna when it is asked.
"""

from dlcore.sweep.config import METHODS, MOST, SweepAxis, SweepConfig
from dlcore.sweep.trial import SweepTrial

__all__ = ["METHODS", "MOST", "SweepAxis", "SweepConfig", "SweepTrial"]
