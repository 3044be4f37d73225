"""The widgets of how a network is trained, whatever it is made of."""

from __future__ import annotations

import streamlit as st

from dlcore.training import SCHEDULES, TrainConfig
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
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
    if SCHEDULE.selectbox() == "range_test":
        st.caption(
            _(
                "To find a learning rate: this run goes from 0.000001 up to 10, whatever is set "
                "above. Two epochs are enough; what it leaves has learnt nothing."
            )
        )
    BATCH_SIZE.select_slider()
    SHARE.slider()
    SEED.number_input()


def take_rate(rate: float) -> None:
    """Sets the learning rate that a range test has found, and a schedule that uses it."""
    LEARNING_RATE.set(rate)
    SCHEDULE.set(_USUAL.schedule)
