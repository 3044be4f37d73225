"""One view of a page: a network reads a line of digits, and how such a network learns."""

from __future__ import annotations

import streamlit as st

from dlcore.digits.ink import Ink
from dlcore.line.reading import read_line
from dlcore.line.script import ctc_script
from ui.frame import explore
from ui.frame.engine import here
from ui.frame.i18n import gettext as _
from ui.rnn.line import answers, belief, by_hand, source

SETTINGS = source.SETTINGS + answers.SETTINGS + by_hand.SETTINGS


def show() -> None:
    """The line and its reading, then the small example; fit for a fragment."""
    st.markdown(
        _(
            "This network is not told where a digit begins. It goes along the line and says at "
            "each place which digit it sees, or the *blank*, which writes nothing."
        )
    )
    ink = source.show()
    with st.container(key="line_reading"):
        if ink is not None:
            _read(ink)
    by_hand.show()
    explore.code(ctc_script(by_hand.logits(), by_hand.target()))


def _read(ink: Ink) -> None:
    reading = here(read_line, ink)
    if reading is None:
        return
    along, said = st.columns([1.35, 1], gap="large")
    with along:
        belief.show(reading)
    with said:
        answers.show(reading)
