"""What a training run is made of, and ready-made runs by name."""

from __future__ import annotations

from dataclasses import dataclass, field

from dlcore import cnn, mlp, optimizers, rnn
from dlcore.optimizers.schedules import SCHEDULES
from dlcore.optimizers.table import OptimizerSpec
from dlcore.training.architectures import ARCHITECTURES, NetworkConfig
from dlcore.training.augmentation import Augmentation
from dlcore.training.recipe import DataRecipe
from dlcore.training.regularisation import Regularisation
from dlcore.validation import ConfigError, check_fields, check_kind, one_of, real, whole

OPTIMIZERS: dict[str, OptimizerSpec] = {
    name: optimizers.OPTIMIZERS[name].spec
    for name in ("sgd", "momentum", "rmsprop", "adam", "adamw")
}
"""Every optimizer that a run can use: of those, zero is the right start for what they remember."""


@dataclass(frozen=True)
class TrainConfig:
    """One training run, told apart from another by its values alone.

    Attributes:
        network: what is trained.
        optimizer: a name in `OPTIMIZERS`.
        learning_rate: 1e-7 to 10; the peak where the schedule is "one_cycle".
        schedule: "constant", or "one_cycle" (Smith 2018): a linear warm-up over the first 30 % of
            the run, then a cosine down to zero.
        batch_size: images a step, 1-4096.
        epochs: passes over the training images, 1-200.
        train_share: the first share of the training images that is used, 0.001 to 1; the last
            part of it is held out for validation, see `DataRecipe.validation_share`.
        seed: of the initial weights, the order of the images, the dropout and what chance there is
            in `data` and `augmentation`.
        regularisation: what keeps the weights small.
        data: what is done to the images and labels before.
        augmentation: what is done to the images on the way.
        patience: the run ends early, with the best weights it had, after so many epochs without a
            better validation loss, 0-50; 0 never.

    Raises:
        ConfigError: a value outside its range.
    """

    network: NetworkConfig = cnn.PRESETS["tutorial"]
    optimizer: str = one_of("adam", OPTIMIZERS)
    learning_rate: float = real(1e-3, 1e-7, 10.0)
    schedule: str = one_of("constant", SCHEDULES)
    batch_size: int = whole(128, 1, 4096)
    epochs: int = whole(10, 1, 200)
    train_share: float = real(1.0, 0.001, 1.0)
    seed: int = whole(0, 0, 2**32 - 1)
    regularisation: Regularisation = field(default_factory=Regularisation)
    data: DataRecipe = field(default_factory=DataRecipe)
    augmentation: Augmentation = field(default_factory=Augmentation)
    patience: int = whole(0, 0, 50)

    def __post_init__(self) -> None:
        if type(self.network) not in ARCHITECTURES:
            raise ConfigError(
                "{field} must be one of {expected}. Received: {value}",
                field="network",
                expected=", ".join(kind.__name__ for kind in ARCHITECTURES),
                value=repr(self.network),
            )
        check_fields(self)
        check_kind("regularisation", self.regularisation, Regularisation)
        check_kind("data", self.data, DataRecipe)
        check_kind("augmentation", self.augmentation, Augmentation)


def _one_cycle(network: NetworkConfig, peak: float) -> TrainConfig:
    return TrainConfig(network, learning_rate=peak, schedule="one_cycle", epochs=5)


PRESETS: dict[str, TrainConfig] = {
    "tutorial": TrainConfig(),
    "fast": TrainConfig(
        cnn.PRESETS["fast"],
        "momentum",
        learning_rate=0.3,
        schedule="one_cycle",
        batch_size=256,
        epochs=2,
    ),
    "tiny": TrainConfig(cnn.PRESETS["tiny"], learning_rate=2e-3, epochs=3),
    "rnn-simple": _one_cycle(rnn.PRESETS["simple"], 1e-3),
    "rnn-lstm": _one_cycle(rnn.PRESETS["lstm"], 3e-3),
    "rnn-gru": _one_cycle(rnn.PRESETS["gru"], 3e-3),
    "mlp": TrainConfig(mlp.PRESETS["one_layer"]),
}
"""Ready-made runs by name."""
