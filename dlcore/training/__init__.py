"""Training on MNIST: `train(config, data, report, should_stop) -> TrainResult`.

Begin with run: `train`. config: the values of a run. architectures: which networks. plan: images
and steps. compiled, pool: models that are used again. monitor: validation and weights on the way.
script: the same run as a plain Keras program.
"""

from dlcore.training.run import (
    OPTIMIZERS,
    PRESETS,
    SCHEDULES,
    Mistake,
    TrainConfig,
    TrainingDiverged,
    TrainResult,
    train,
)

__all__ = [
    "OPTIMIZERS",
    "PRESETS",
    "SCHEDULES",
    "Mistake",
    "TrainConfig",
    "TrainResult",
    "TrainingDiverged",
    "train",
]
