"""The picture that a window slides over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dlcore.convolution import patterns
from dlcore.convolution.script import FROM_FILE, from_mnist, from_pattern
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Whole
from ui.shared import canvas, digit_source, upload

SOURCE = Choice(
    "convolution_source",
    "test",
    N_("Source"),
    N_("Where the picture comes from."),
    {
        "test": N_("Test image"),
        "pattern": N_("Test pattern"),
        "draw": N_("Draw"),
        "upload": N_("Upload"),
    },
)
NUMBER = digit_source.test_number("convolution_number", 7)
PATTERN = Choice(
    "convolution_pattern",
    "circle",
    N_("Pattern"),
    N_("Simple pictures show best what a filter does."),
    {name: pattern.title for name, pattern in patterns.PATTERNS.items()},
)
SIDE = Whole(
    "convolution_side",
    12,
    N_("Pixels on a side"),
    N_("A small picture can be gone through cell by cell."),
    patterns.SMALLEST,
    patterns.LARGEST,
)
SETTINGS = (SOURCE, NUMBER, PATTERN, SIDE, *canvas.DIGIT.settings)
_UPLOADED_SIDE = 64  # px, so that each of them can be seen and clicked


@dataclass(frozen=True)
class PictureSubject:
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


def show() -> PictureSubject | None:
    """What can be chosen of the picture; None where there is none, after a word about it."""
    is_low = SOURCE.value in ("test", "pattern")  # as low as one widget
    which, settings = st.columns(
        [1.15, 1.5], gap="medium", vertical_alignment="bottom" if is_low else "top"
    )
    with which:
        source = SOURCE.segmented(label_visibility="collapsed")
    with settings:
        found = _CHOICES[source]()
    if found is None:
        st.info(_("There is no picture yet."), icon=":material/image:")
    return found


def _of_grey(grey: NDArray[np.float32] | None, source: str) -> PictureSubject | None:
    return None if grey is None else PictureSubject(grey, patterns.painted(grey), True, source)


def _test_image() -> PictureSubject | None:
    number, said = st.columns(2, gap="medium", vertical_alignment="bottom")
    with number:
        found = digit_source.one_of(NUMBER)
    if found is None:
        return None
    with said:
        digit_source.caption(found)
    is_mnist = found.source != "sample"
    return _of_grey(found.image, from_mnist(found.number) if is_mnist else FROM_FILE)


def _pattern() -> PictureSubject | None:
    left, right = st.columns(2, gap="medium")
    with left:
        name = PATTERN.selectbox()
    with right:
        side = SIDE.slider()
    return _of_grey(patterns.drawn(name, side), from_pattern(name, side))


def _drawn() -> PictureSubject | None:
    return _of_grey(digit_source.drawn(), FROM_FILE)


def _uploaded() -> PictureSubject | None:
    pixels = upload.show("picture")
    if pixels is None:
        return None
    colours = patterns.small(pixels, _UPLOADED_SIDE)
    return PictureSubject(patterns.grey(colours), colours, False, FROM_FILE)


_CHOICES = {"test": _test_image, "pattern": _pattern, "draw": _drawn, "upload": _uploaded}
