"""The widgets of what is done to the images and labels before a training."""

from __future__ import annotations

import streamlit as st

from dlcore.training import TrainConfig
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Percent, Switch, Whole

_USUAL = TrainConfig()

LABEL_NOISE = Percent.of(
    _USUAL,
    "data.label_noise",
    "train_label_noise",
    N_("Random labels (%)"),
    N_(
        "The share of training labels replaced by a random digit. A large network learns even "
        "these, by heart: watch the validation."
    ),
)
THINNED_DIGIT = Choice.of(
    _USUAL,
    "data.thinned_digit",
    "train_thinned",
    N_("Rare digit"),
    N_("A digit of which the network sees only a few training images; see the confusion matrix."),
    {None: N_("none")} | {digit: str(digit) for digit in range(10)},
)
THINNED_TO = Whole.of(
    _USUAL,
    "data.thinned_to",
    "train_thinned_to",
    N_("Images of it"),
    N_("How many images of the rare digit are left; all of MNIST has about 6,000 of each."),
)
CLASS_WEIGHTS = Switch.of(
    _USUAL,
    "data.class_weights",
    "train_class_weights",
    N_("Class weights"),
    N_(
        "An error counts the more, the rarer its digit is among the training images: the remedy "
        "for a rare digit."
    ),
)
VALIDATION_SHARE = Percent.of(
    _USUAL,
    "data.validation_share",
    "train_validation_share",
    N_("Validation share (%)"),
    N_("The last part of the images, kept from training: the more there are, the surer its curve."),
)
SETTINGS = (LABEL_NOISE, THINNED_DIGIT, THINNED_TO, CLASS_WEIGHTS, VALIDATION_SHARE)


def widgets() -> None:
    st.caption(
        _("What bad data does: only training images change, validation and test stay as they are.")
    )
    LABEL_NOISE.slider()
    THINNED_DIGIT.selectbox()
    if THINNED_DIGIT.value is not None:
        THINNED_TO.number_input()
    CLASS_WEIGHTS.toggle()
    VALIDATION_SHARE.slider()
