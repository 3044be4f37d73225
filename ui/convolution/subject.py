"""The picture that a window slides over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dlcore.convolution import patterns
from dlcore.convolution.script import FROM_FILE, from_mnist, from_pattern
from ui.frame import settings as url
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.shared import canvas, digit_source, upload

SOURCES = {
    "test": N_("Test image"),
    "pattern": N_("Test pattern"),
    "draw": N_("Draw"),
    "upload": N_("Upload"),
}
_SOURCE, _NUMBER = "convolution_source", "convolution_number"
_PATTERN, _SIDE = "convolution_pattern", "convolution_side"
_UPLOADED_SIDE = 64  # px, so that each of them can be seen and clicked
PARAMETERS = {
    _SOURCE: url.choice(*SOURCES),
    _NUMBER: url.number(0, digit_source.MOST),
    _PATTERN: url.choice(*patterns.PATTERNS),
    _SIDE: url.number(patterns.SMALLEST, patterns.LARGEST),
    canvas.DIGIT.pen_key: url.number(*canvas.DIGIT.pen_widths),
}
DEFAULTS = {
    _SOURCE: "test",
    _NUMBER: 7,
    _PATTERN: "circle",
    _SIDE: 12,
    canvas.DIGIT.pen_key: canvas.DIGIT.pen_width,
}


@dataclass(frozen=True)
class Subject:
    """A picture.

    Attributes:
        grey: (height, width) float32 in [0, 1].
        colours: (height, width, 3) float32 in [0, 1].
        painted: the colours are made up, because the picture has none.
        source: Python that makes `picture`, the grey one.
    """

    grey: NDArray[np.float32]
    colours: NDArray[np.float32]
    painted: bool
    source: str


def show() -> Subject | None:
    """What can be chosen of the picture; None where there is none, after a word about it."""
    is_low = st.session_state[_SOURCE] in ("test", "pattern")  # as low as one widget
    which, settings = st.columns(
        [1.15, 1.5], gap="medium", vertical_alignment="bottom" if is_low else "top"
    )
    which.segmented_control(
        _("Source"),
        list(SOURCES),
        format_func=lambda name: _(SOURCES[name]),
        key=_SOURCE,
        required=True,
        label_visibility="collapsed",
        help=_("Where the picture comes from."),
    )
    with settings:
        found = _CHOICES[st.session_state[_SOURCE]]()
    if found is None:
        st.info(_("There is no picture yet."), icon=":material/image:")
    return found


def _of_grey(grey: NDArray[np.float32] | None, source: str) -> Subject | None:
    return None if grey is None else Subject(grey, patterns.painted(grey), True, source)


def _test_image() -> Subject | None:
    number, said = st.columns(2, gap="medium", vertical_alignment="bottom")
    with number:
        found = digit_source.test_digit(_NUMBER)
    if found is None:
        return None
    with said:
        digit_source.caption(found)
    is_mnist = found.source != "sample"
    return _of_grey(found.image, from_mnist(found.number) if is_mnist else FROM_FILE)


def _pattern() -> Subject | None:
    name, side = st.columns(2, gap="medium")
    chosen = name.selectbox(
        _("Pattern"),
        list(patterns.PATTERNS),
        format_func=lambda key: _(patterns.PATTERNS[key].title),
        key=_PATTERN,
        help=_("Simple pictures show best what a filter does."),
    )
    pixels = side.slider(
        _("Pixels on a side"),
        patterns.SMALLEST,
        patterns.LARGEST,
        key=_SIDE,
        help=_("A small picture can be gone through cell by cell."),
    )
    return _of_grey(patterns.drawn(chosen, pixels), from_pattern(chosen, pixels))


def _drawn() -> Subject | None:
    return _of_grey(digit_source.drawn(), FROM_FILE)


def _uploaded() -> Subject | None:
    pixels = upload.show("picture")
    if pixels is None:
        return None
    colours = patterns.small(pixels, _UPLOADED_SIDE)
    return Subject(patterns.grey(colours), colours, False, FROM_FILE)


_CHOICES = {"test": _test_image, "pattern": _pattern, "draw": _drawn, "upload": _uploaded}
