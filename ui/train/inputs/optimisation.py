"""The widgets of how a network is trained, whatever it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dlcore import training
from dlcore.training import TrainConfig
from ui.frame import settings as url
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _

SCHEDULES = {
    "constant": N_("constant"),
    "one_cycle": N_("one-cycle: up, then down to zero"),
}
BATCH_SIZES = (16, 32, 64, 128, 256, 512)
MAX_EPOCHS = 50

PARAMETERS = {
    "train_optimizer": url.choice(*training.OPTIMIZERS),
    "train_learning_rate": url.number(1e-6, 10, float),
    "train_schedule": url.choice(*SCHEDULES),
    "train_batch_size": url.choice(*BATCH_SIZES),
    "train_epochs": url.number(1, MAX_EPOCHS),
    "train_share": url.number(1, 100),
    "train_seed": url.number(0, 2**31 - 1),
}


def values(config: TrainConfig) -> dict[str, Any]:
    """What the widgets show for a run; `settings` is its inverse."""
    return {
        "train_optimizer": config.optimizer,
        "train_learning_rate": config.learning_rate,
        "train_schedule": config.schedule,
        "train_batch_size": config.batch_size,
        "train_epochs": config.epochs,
        "train_share": round(100 * config.train_share),
        "train_seed": config.seed,
    }


def settings(said: Mapping[str, Any]) -> dict[str, Any]:
    """What the widgets say, as `TrainConfig` takes it beside the network."""
    return {
        "optimizer": said["train_optimizer"],
        "learning_rate": said["train_learning_rate"],
        "schedule": said["train_schedule"],
        "batch_size": said["train_batch_size"],
        "epochs": said["train_epochs"],
        "train_share": said["train_share"] / 100,
        "seed": said["train_seed"],
    }


def epochs() -> None:
    """The one that everybody changes."""
    st.number_input(
        _("Epochs"),
        1,
        MAX_EPOCHS,
        key="train_epochs",
        help=_("How often the network sees every training image."),
    )


def widgets() -> None:
    st.selectbox(
        _("Optimizer"),
        list(training.OPTIMIZERS),
        key="train_optimizer",
        help=_("The rule by which gradients become steps of the weights."),
    )
    st.number_input(
        _("Learning rate"),
        1e-6,
        10.0,
        step=0.0005,
        format="%.5g",
        key="train_learning_rate",
        help=_("The length of a step. Too high diverges, too low crawls."),
    )
    st.selectbox(
        _("Learning-rate schedule"),
        list(SCHEDULES),
        format_func=lambda name: _(SCHEDULES[name]),
        key="train_schedule",
        help=_("How the learning rate changes during the run."),
    )
    st.select_slider(
        _("Batch size"),
        BATCH_SIZES,
        key="train_batch_size",
        help=_("How many images one step averages its gradient over."),
    )
    st.slider(
        _("Share of the data (%)"),
        1,
        100,
        key="train_share",
        help=_("Use only the first part of the training images: faster, but how much worse?"),
    )
    st.number_input(
        _("Seed"),
        0,
        2**31 - 1,
        key="train_seed",
        help=_("The start of all random numbers. The same seed and settings give the same run."),
    )
