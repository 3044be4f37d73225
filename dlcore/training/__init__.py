"""Training on MNIST: `train(config, data, report, should_stop) -> TrainResult`.

Begin with run: `train`. config: the values of a run; its groups are recipe (images and labels),
regularisation and augmentation. architectures: which networks. plan: images and steps. compiled,
pool: models that are used again. monitor: validation and weights on the way. script: the same run
as a plain Keras program.
"""

from dlcore.optimizers.schedules import SCHEDULES
from dlcore.training.augmentation import Augmentation
from dlcore.training.config import OPTIMIZERS, PRESETS, TrainConfig
from dlcore.training.fit_monitor import TrainingDiverged
from dlcore.training.recipe import DataRecipe
from dlcore.training.regularisation import Regularisation
from dlcore.training.run import Mistake, TrainResult, train

__all__ = [
    "OPTIMIZERS",
    "PRESETS",
    "SCHEDULES",
    "Augmentation",
    "DataRecipe",
    "Mistake",
    "Regularisation",
    "TrainConfig",
    "TrainResult",
    "TrainingDiverged",
    "train",
]
