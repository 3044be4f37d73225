"""What the experiment can be set to."""

from __future__ import annotations

import math
from dataclasses import replace

import streamlit as st

from dlcore.limits.membership import MembershipConfig
from dlcore.limits.membership.config import PLAIN
from dlcore.limits.membership.cures import WAYS
from dlcore.limits.membership.images import check_set, most_images
from dlcore.limits.membership.private_training import promise
from dlcore.validation import ConfigError
from ui.frame.i18n import N_, explain
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Number, Percent, Setting, Several, Whole
from ui.frame.settings import configured
from ui.limits.subject import ExperimentSet

USUAL = MembershipConfig()
TITLES = {name: way.title for name, way in WAYS.items()}
_CURES = {name: title for name, title in TITLES.items() if name != PLAIN}

IMAGES = Whole.of(
    USUAL,
    "images",
    "membership_images",
    N_("Images"),
    N_("That each network learns. The fewer there are, the more of each it can keep in mind."),
)
EPOCHS = Whole.of(
    USUAL,
    "epochs",
    "membership_epochs",
    N_("Epochs"),
    N_("How often it sees each of them."),
)
LABEL_NOISE = Percent.of(
    USUAL,
    "label_noise",
    "membership_label_noise",
    N_("Random labels, %"),
    N_(
        "Share of the labels that are drawn by lot: nothing in a picture explains them, so they "
        "can only be learnt by heart. Images outside have as many, or the noise alone would tell."
    ),
)
CURES = Several(
    "membership_cures",
    list(USUAL.cures),
    N_("Cures to compare"),
    N_("Each has a network of its own, with the same first weights and the same images."),
    _CURES,
    at_most=len(_CURES),
    fields=("cures",),
)
DROPOUT = Number.of(
    USUAL,
    "dropout",
    "membership_dropout",
    N_("Dropout"),
    N_("Share of the inputs of the last layer that is switched off at random."),
    step=0.05,
)
L2 = Choice.of(
    USUAL,
    "l2",
    "membership_l2",
    N_("L2 penalty"),
    N_("What the square of each weight costs."),
    (0.001, 0.003, 0.01, 0.03, 0.1),
)
PATIENCE = Whole.of(
    USUAL,
    "patience",
    "membership_patience",
    N_("Patience"),
    N_("Epochs without a better validation loss before training ends."),
    high=20,
)
CLIP_NORM = Choice.of(
    USUAL,
    "clip_norm",
    "membership_clip",
    N_("Clipping: longest gradient"),
    N_("How far one image can pull the weights in one step."),
    (0.1, 0.3, 1.0, 3.0, 10.0),
)
NOISE = Choice.of(
    USUAL,
    "noise",
    "membership_noise",
    N_("Noise"),
    N_("Standard deviation of what is added to each step, by the longest gradient."),
    (0.0, 0.2, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0),
)
SEED = Whole.of(
    USUAL,
    "seed",
    "membership_seed",
    N_("Seed"),
    N_("Which images are taken, and all chance in training. The same seed finds the same."),
)
_OF_CURES = (DROPOUT, L2, PATIENCE, CLIP_NORM, NOISE)
EXPERIMENT: tuple[Setting, ...] = (IMAGES, EPOCHS, LABEL_NOISE, CURES, *_OF_CURES, SEED)


def config(asked: ExperimentSet) -> MembershipConfig | None:
    """What the widgets say; None, and one sentence, where that makes no experiment."""
    try:
        if asked.data:
            check_set(len(asked.data.x_train))
        return _config(asked)
    except ConfigError as error:
        st.error(explain(error), icon=":material/error:")
        return None


def _config(asked: ExperimentSet) -> MembershipConfig:
    network = replace(USUAL.network, classes=len(asked.classes))
    usual = replace(USUAL, network=network, set=asked.fingerprint)
    return configured(usual, EXPERIMENT, st.session_state)


def show(asked: ExperimentSet) -> None:
    """The widgets."""
    _images(asked)
    EPOCHS.number_input(step=10)
    LABEL_NOISE.slider()
    CURES.pills()
    with st.expander(_("How strong the cures are"), icon=":material/tune:"):
        DROPOUT.slider()
        L2.select_slider()
        PATIENCE.slider()
        CLIP_NORM.select_slider()
        NOISE.select_slider()
        with st.container(key="membership_promise"):
            _promise(asked)
        SEED.number_input()


def _images(asked: ExperimentSet) -> None:
    """How many are learnt, at most as many as this set has room for."""
    if asked.data is None:
        IMAGES.number_input(step=100)
        return
    there = len(asked.data.x_train)
    most = min(max(1, most_images(there)), int(IMAGES.high))
    IMAGES.set(min(IMAGES.value, most))
    IMAGES.number_input(step=10, max_value=most)
    st.caption(
        _(
            "Of the {there:,} images that this set has to learn from, {most:,} at most: as many "
            "others are never learnt, and some validate."
        ).format(there=there, most=most)
    )


def _promise(asked: ExperimentSet) -> None:
    """What clipping and noise promise with these settings."""
    try:
        epsilon = promise(_config(asked))
    except ConfigError:  # said where the experiment is started
        return
    if math.isinf(epsilon):
        st.caption(_("Without noise nothing is promised: ε is infinite."))
        return
    st.caption(
        _(
            "This promises ε = {epsilon:,.1f} (δ = 0.00001): no outcome is more than e^ε times as "
            "probable because one image was there. Up to 1 is a strong promise, up to 10 a usable "
            "one, more is hardly any (Ponomareva et al. 2023)."
        ).format(epsilon=epsilon)
    )
