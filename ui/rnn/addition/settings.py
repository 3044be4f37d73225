"""The widgets that make an AdditionConfig, and settings worth a look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dlcore.addition.config import CELLS, MOST_DIGITS, AdditionConfig
from ui.frame import settings as url
from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _

UNITS = (16, 32, 64, 128, 256)
BATCH_SIZES = (64, 128, 256, 512, 1024)
MOST_EPOCHS = 100

CELL_LABELS = {"lstm": "LSTM", "gru": "GRU", "simple": "SimpleRNN"}
_FIELDS = (
    "digits",
    "cell",
    "units",
    "reverse",
    "ones_first",
    "epochs",
    "batch_size",
    "learning_rate",
    "seed",
)
KEYS = {field: f"addition_{field}" for field in _FIELDS}
PARAMETERS = {
    KEYS["digits"]: url.number(1, MOST_DIGITS),
    KEYS["cell"]: url.choice(*CELLS),
    KEYS["units"]: url.choice(*UNITS),
    KEYS["reverse"]: url.flag(),
    KEYS["ones_first"]: url.flag(),
    KEYS["epochs"]: url.number(1, MOST_EPOCHS),
    KEYS["batch_size"]: url.choice(*BATCH_SIZES),
    KEYS["learning_rate"]: url.number(1e-5, 1.0, float),
    KEYS["seed"]: url.number(0, 2**31 - 1),
}
DEFAULTS: dict[str, Any] = {key: getattr(AdditionConfig(), field) for field, key in KEYS.items()}


def _changed(**values: Any) -> dict[str, Any]:
    seed = KEYS["seed"]
    usual = {key: value for key, value in DEFAULTS.items() if key != seed}
    return usual | {KEYS[field]: value for field, value in values.items()}


PRESETS = {
    "usual": Preset(
        N_("As it ships"),
        N_(
            "LSTM, question read from its end. For several epochs nothing is right; then short "
            "sums come first, long ones last."
        ),
        _changed(),
    ),
    "ones_first": Preset(
        N_("Ones first"),
        N_(
            "The answer is written from its end, as on paper: each carry is known before it is "
            "needed. Once it has the idea, all lengths come at nearly the same time."
        ),
        _changed(ones_first=True),
    ),
    "forwards": Preset(
        N_("Read forwards"),
        N_(
            "The question goes in as it is written. What the answer begins with was then read long "
            "ago: it gets there too, but some epochs later."
        ),
        _changed(reverse=False),
    ),
    "simple": Preset(
        N_("A simple cell"),
        N_(
            "No gates, a quarter of the weights, three times as fast. Seven characters are few "
            "enough to remember without gates; it ends nearly as good, but not quite."
        ),
        _changed(cell="simple", learning_rate=3e-3),
    ),
    "four": Preset(
        N_("Four digits"),
        N_("A hundred times as many sums, two characters more to remember: it takes longer."),
        _changed(digits=4, epochs=40),
    ),
}


def read_config(values: Mapping[str, Any] | None = None) -> AdditionConfig:
    """What the widgets say at this moment."""
    values = st.session_state if values is None else values
    return AdditionConfig(**{field: values[key] for field, key in KEYS.items()})


def show() -> None:
    """What is asked of the network, what it is, and how it is trained."""
    st.segmented_control(
        _("Digits of a number"),
        range(1, MOST_DIGITS + 1),
        key=KEYS["digits"],
        required=True,
        help=_("The most that either number has. Shorter ones are always among the sums too."),
    )
    st.segmented_control(
        _("Cell"),
        list(CELL_LABELS),
        format_func=CELL_LABELS.get,
        key=KEYS["cell"],
        required=True,
        help=_("What carries the state from character to character, in encoder and decoder."),
    )
    st.toggle(
        _("Read from the end"),
        key=KEYS["reverse"],
        help=_(
            "47+85 goes in as 58+74. The last character read is then the first digit of the first "
            "number, next to where the answer begins (Sutskever et al. 2014)."
        ),
    )
    st.toggle(
        _("Write from the end"),
        key=KEYS["ones_first"],
        help=_("231 for 132: ones first, as people add on paper. It makes the task much easier."),
    )
    st.slider(
        _("Epochs"),
        1,
        MOST_EPOCHS,
        key=KEYS["epochs"],
        help=_("Each has {sums:,} sums of its own; none is meant to be seen twice.").format(
            sums=AdditionConfig().sums_per_epoch
        ),
    )
    with st.expander(_("More settings"), icon=":material/tune:"):
        _more()


def _more() -> None:
    st.select_slider(
        _("Units"),
        UNITS,
        key=KEYS["units"],
        help=_("Length of the state: all that the decoder gets to know of the question."),
    )
    st.select_slider(
        _("Batch size"), BATCH_SIZES, key=KEYS["batch_size"], help=_("Sums in one step.")
    )
    st.number_input(
        _("Learning rate"),
        1e-5,
        1.0,
        format="%g",
        step=1e-3,
        key=KEYS["learning_rate"],
        help=_("Its peak: it rises over the first 30 % of the run, then falls to zero."),
    )
    st.number_input(
        _("Seed"),
        0,
        2**31 - 1,
        key=KEYS["seed"],
        help=_("Of the first weights and of the sums that are drawn."),
    )
