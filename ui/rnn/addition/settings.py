"""The widgets that make an AdditionConfig, and settings worth a look."""

from __future__ import annotations

import streamlit as st

from dlcore.addition.config import MOST_DIGITS, AdditionConfig
from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Number, Switch, Whole
from ui.frame.settings import configured

_USUAL = AdditionConfig()
DIGITS = Choice.of(
    _USUAL,
    "digits",
    "addition_digits",
    N_("Digits of a number"),
    N_("The most that either number has. Shorter ones are always among the sums too."),
    range(1, MOST_DIGITS + 1),
)
CELL = Choice.of(
    _USUAL,
    "cell",
    "addition_cell",
    N_("Cell"),
    N_("What carries the state from character to character, in encoder and decoder."),
    {"lstm": "LSTM", "gru": "GRU", "simple": "SimpleRNN"},
)
REVERSE = Switch.of(
    _USUAL,
    "reverse",
    "addition_reverse",
    N_("Read from the end"),
    N_(
        "47+85 goes in as 58+74. The last character read is then the first digit of the first "
        "number, next to where the answer begins (Sutskever et al. 2014)."
    ),
)
ONES_FIRST = Switch.of(
    _USUAL,
    "ones_first",
    "addition_ones_first",
    N_("Write from the end"),
    N_("231 for 132: ones first, as people add on paper. It makes the task much easier."),
)
EPOCHS = Whole.of(
    _USUAL,
    "epochs",
    "addition_epochs",
    N_("Epochs"),
    N_("Each has {sums:,} sums of its own; none is meant to be seen twice."),
    high=100,
)
UNITS = Choice.of(
    _USUAL,
    "units",
    "addition_units",
    N_("Units"),
    N_("Length of the state: all that the decoder gets to know of the question."),
    (16, 32, 64, 128, 256),
)
BATCH_SIZE = Choice.of(
    _USUAL,
    "batch_size",
    "addition_batch_size",
    N_("Batch size"),
    N_("Sums in one step."),
    (64, 128, 256, 512, 1024),
)
LEARNING_RATE = Number.of(
    _USUAL,
    "learning_rate",
    "addition_learning_rate",
    N_("Learning rate"),
    N_("Its peak: it rises over the first 30 % of the run, then falls to zero."),
    format="%g",
    step=1e-3,
)
SEED = Whole.of(
    _USUAL,
    "seed",
    "addition_seed",
    N_("Seed"),
    N_("Of the first weights and of the sums that are drawn."),
)
SETTINGS = (
    *(DIGITS, CELL, REVERSE, ONES_FIRST, EPOCHS),
    *(UNITS, BATCH_SIZE, LEARNING_RATE, SEED),
)

_START = {one.key: one.usual for one in SETTINGS if one is not SEED}
PRESETS = {
    "usual": Preset(
        N_("As it ships"),
        N_(
            "LSTM, question read from its end. For several epochs nothing is right; then short "
            "sums come first, long ones last."
        ),
        _START,
    ),
    "ones_first": Preset(
        N_("Ones first"),
        N_(
            "The answer is written from its end, as on paper: each carry is known before it is "
            "needed. Once it has the idea, all lengths come at nearly the same time."
        ),
        _START | {ONES_FIRST.key: True},
    ),
    "forwards": Preset(
        N_("Read forwards"),
        N_(
            "The question goes in as it is written. What the answer begins with was then read long "
            "ago: it gets there too, but some epochs later."
        ),
        _START | {REVERSE.key: False},
    ),
    "simple": Preset(
        N_("A simple cell"),
        N_(
            "No gates, a quarter of the weights, three times as fast. Seven characters are few "
            "enough to remember without gates; it ends nearly as good, but not quite."
        ),
        _START | {CELL.key: "simple", LEARNING_RATE.key: 3e-3},
    ),
    "four": Preset(
        N_("Four digits"),
        N_("A hundred times as many sums, two characters more to remember: it takes longer."),
        _START | {DIGITS.key: 4, EPOCHS.key: 40},
    ),
}


def read_config() -> AdditionConfig:
    """What the widgets say at this moment."""
    return configured(_USUAL, SETTINGS, st.session_state)


def show() -> None:
    """What is asked of the network, what it is, and how it is trained."""
    DIGITS.segmented()
    CELL.segmented()
    REVERSE.toggle()
    ONES_FIRST.toggle()
    EPOCHS.slider(help=_(EPOCHS.help).format(sums=_USUAL.sums_per_epoch))
    with st.expander(_("More settings"), icon=":material/tune:"):
        UNITS.select_slider()
        BATCH_SIZE.select_slider()
        LEARNING_RATE.number_input()
        SEED.number_input()
