"""The widgets of how a network is trained, whatever it is made of."""

from __future__ import annotations

from dlcore.training import SCHEDULES, TrainConfig
from ui.frame.i18n import N_
from ui.frame.setting import Choice, Number, Percent, Whole

_USUAL = TrainConfig()

OPTIMIZER = Choice.of(
    _USUAL,
    "optimizer",
    "train_optimizer",
    N_("Optimizer"),
    N_("The rule by which gradients become steps of the weights."),
)
LEARNING_RATE = Number.of(
    _USUAL,
    "learning_rate",
    "train_learning_rate",
    N_("Learning rate"),
    N_("The length of a step. Too high diverges, too low crawls."),
    step=0.0005,
    format="%.5g",
)
SCHEDULE = Choice.of(
    _USUAL,
    "schedule",
    "train_schedule",
    N_("Learning-rate schedule"),
    N_("How the learning rate changes during the run."),
    {name: schedule.label for name, schedule in SCHEDULES.items()},
)
BATCH_SIZE = Choice(
    "train_batch_size",
    _USUAL.batch_size,
    N_("Batch size"),
    N_("How many images one step averages its gradient over."),
    (16, 32, 64, 128, 256, 512),
    fields=("batch_size",),
)
EPOCHS = Whole.of(
    _USUAL,
    "epochs",
    "train_epochs",
    N_("Epochs"),
    N_("How often the network sees every training image."),
    high=50,
)
SHARE = Percent.of(
    _USUAL,
    "train_share",
    "train_share",
    N_("Share of the data (%)"),
    N_("Use only the first part of the training images: faster, but how much worse?"),
)
SEED = Whole.of(
    _USUAL,
    "seed",
    "train_seed",
    N_("Seed"),
    N_("The start of all random numbers. The same seed and settings give the same run."),
    high=2**31 - 1,
)
SETTINGS = (OPTIMIZER, LEARNING_RATE, SCHEDULE, BATCH_SIZE, EPOCHS, SHARE, SEED)


def widgets() -> None:
    """All but the epochs, which everybody changes and which stand above."""
    OPTIMIZER.selectbox()
    LEARNING_RATE.number_input()
    SCHEDULE.selectbox()
    BATCH_SIZE.select_slider()
    SHARE.slider()
    SEED.number_input()
