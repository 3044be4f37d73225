"""Training on MNIST: `train(config, data, report, should_stop) -> TrainResult`."""

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
