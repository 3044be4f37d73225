"""The widgets of what is done to the images and labels before a training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dlcore.contract import MOST_CLASSES
from dlcore.data.dataset import DIGITS
from dlcore.training import TrainConfig
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Percent, Switch, Whole
from ui.frame.settings import say_refused

_USUAL = TrainConfig()

LABEL_NOISE = Percent.of(
    _USUAL,
    "data.label_noise",
    "train_label_noise",
    N_("Random labels (%)"),
    N_(
        "The share of training labels replaced by one at random. A large network learns even "
        "these, by heart: watch the validation."
    ),
)
THINNED_DIGIT = Choice.of(
    _USUAL,
    "data.thinned_digit",
    "train_thinned",
    N_("Rare digit"),
    N_("A digit of which the network sees only a few training images; see the confusion matrix."),
    {None: N_("none")} | {number: str(number) for number in range(MOST_CLASSES)},
    expects=f"None, 0 – {MOST_CLASSES - 1}",
)
THINNED_TO = Whole.of(
    _USUAL,
    "data.thinned_to",
    "train_thinned_to",
    N_("Images of it"),
    N_("How many images of it are left; all of MNIST has about 6,000 of each digit."),
)
CLASS_WEIGHTS = Switch.of(
    _USUAL,
    "data.class_weights",
    "train_class_weights",
    N_("Class weights"),
    N_(
        "An error counts the more, the rarer its class is among the training images: the remedy "
        "for a rare one."
    ),
    terms=False,
)
VALIDATION_SHARE = Percent.of(
    _USUAL,
    "data.validation_share",
    "train_validation_share",
    N_("Validation share (%)"),
    N_("The last part of the images, kept from training: the more there are, the surer its curve."),
)
SETTINGS = (LABEL_NOISE, THINNED_DIGIT, THINNED_TO, CLASS_WEIGHTS, VALIDATION_SHARE)


def rare(is_own: bool) -> Choice:
    """The choice of a rare class; what each is called, the set says.

    Args:
        is_own: the set is another one than MNIST.
    """
    if not is_own:
        return THINNED_DIGIT
    said = N_("One of which the network sees only a few training images; see the confusion matrix.")
    return replace(THINNED_DIGIT, label=N_("Rare class"), help=said)


def settle(classes: int) -> None:
    """Takes no class for rare that a set of so many does not have; says so. Before the widgets."""
    asked = THINNED_DIGIT.value
    if asked is not None and asked >= classes:
        say_refused(THINNED_DIGIT.key, str(asked), f"None, 0 – {classes - 1}")
        THINNED_DIGIT.set(None)


def forget_rare() -> None:
    """None is rare: another set has other classes. For use in callbacks."""
    THINNED_DIGIT.set(None)


def widgets(classes: Sequence[str] = DIGITS) -> None:
    """All of them.

    Args:
        classes: what those of the set are called.
    """
    st.caption(
        _("What bad data does: only training images change, validation and test stay as they are.")
    )
    LABEL_NOISE.slider()
    names = [_("none"), *classes]
    rare(tuple(classes) != DIGITS).selectbox(
        options=[None, *range(len(classes))],
        format_func=lambda number: names[0 if number is None else number + 1],
    )
    if THINNED_DIGIT.value is not None:
        THINNED_TO.number_input()
    CLASS_WEIGHTS.toggle()
    VALIDATION_SHARE.slider()
