"""Where the line comes from: made of the page's strokes, or written by the visitor."""

from __future__ import annotations

import streamlit as st

from dlcore.digits.ink import Ink, extract_ink
from ui.frame import explore
from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Number, Text
from ui.rnn.line import made
from ui.shared import canvas

_MOST = 8  # digits of a line that is made
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")

WHICH = Choice(
    "line_source",
    "made",
    N_("The line"),
    N_("Made of this page's strokes, or written by you."),
    {"made": N_("Made"), "draw": N_("Write")},
)
NUMBER = Text(
    "line_number",
    "4077",
    N_("A number"),
    N_("One to eight digits. Press Enter to have it written."),
    at_most=_MOST,
)
DISTANCE = Number(
    "line_distance",
    0.2,
    N_("Distance"),
    N_("From one digit to the next, in heights of a digit. Below 0 they overlap."),
    -0.4,
    0.6,
    step=0.02,
    format="%.2f",
)
SETTINGS = (WHICH, NUMBER, DISTANCE, *canvas.NUMBER.settings)


def _preset(title: str, look_for: str, number: str, distance: float) -> Preset:
    values = {WHICH.key: "made", NUMBER.key: number, DISTANCE.key: distance}
    return Preset(title, look_for, values)


PRESETS = {
    "apart": _preset(
        N_("Apart"),
        N_(
            "Each digit is a short flash of belief, and between them stands the blank. The two 7s "
            "stay two because a blank is between them: repeats without one are merged."
        ),
        *("4077", 0.2),
    ),
    "near": _preset(
        N_("Near"),
        N_("Hardly any paper between them, which is all that cutting a number apart has to go by."),
        *("382", 0.04),
    ),
    "touching": _preset(
        N_("Touching"),
        N_("All four are one piece of ink. It has to be cut nowhere: each digit is still a flash."),
        *("2563", -0.04),
    ),
    "overlapping": _preset(
        N_("Overlapping"),
        N_(
            "The digits lie on one another. Move the distance, and see from where on all four are "
            "read right."
        ),
        *("9514", -0.2),
    ),
}


def show() -> Ink | None:
    """The choice of a line; None where there is none yet."""
    explore.presets("line", PRESETS)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        which = WHICH.segmented()
        if which == "made":
            NUMBER.text_input(width=180)
            DISTANCE.slider(width=320)
    return _made() if which == "made" else _drawn()


def _made() -> Ink | None:
    digits = "".join(c for c in NUMBER.value.translate(_DIGITS) if c in "0123456789")
    if not digits:
        st.caption(_("Only digits can be written here, one to eight of them."))
        return None
    return made.line(digits, DISTANCE.value)


def _drawn() -> Ink | None:
    image = canvas.show(canvas.NUMBER)
    with st.container(width=canvas.NUMBER.size[0]):
        canvas.pen(canvas.NUMBER)
    ink = None if image is None else extract_ink(image)
    if ink is None or not ink.any():
        st.caption(_("Nothing is drawn yet."))
        return None
    return ink
