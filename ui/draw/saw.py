"""What the lab saw in a picture: how its ink was found, step by step, and where its digits are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import streamlit as st
from PIL import Image, ImageDraw

from dlcore import tasks
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _

# What is done in each step, and why; the order is theirs who do it.
STEPS = {
    "picture": (N_("The picture"), N_("In grey, and no larger than it has to be.")),
    "paper": (
        N_("The paper"),
        N_("The sheet that the ink is on; a table around it would be read with it."),
    ),
    "light": (
        N_("Even light"),
        N_("What the paper alone would look like is taken away, and the shadows with it."),
    ),
    "lines": (
        N_("Without lines"),
        N_("Long, thin and straight is a rule of the paper; strokes it crossed are mended."),
    ),
    "frame": (
        N_("Inside the frame"),
        N_("A box, a window, a sheet: what lies around it, and its edge, is no ink of a hand."),
    ),
    "ink": (N_("The ink"), N_("What is left, without specks. The network gets this and no more.")),
}
_DIGITS = (N_("The digits"), N_("Where each of them was found."))
_SIDE = 150  # px, at most, that a step is shown in: two stand side by side on a phone
_SHARP = 2  # pixels of a picture for each of the page's
_BOX = (31, 131, 196)  # the blue of the charts
_BOX_WIDTH = 3  # px

Step = tuple[str, str, np.ndarray]  # title, sentence, picture


def show(image: np.ndarray, found: tasks.Reading | tasks.NumberReading) -> None:
    """The steps; nothing for a drawing, of which every pixel is known.

    Args:
        image: (height, width, 4) uint8 RGBA, what was read.
    """
    if not found.steps:
        return
    with (
        st.expander(_("What it saw"), icon=":material/visibility:", key="draw_saw", expanded=True),
        st.container(horizontal=True, gap="small"),
    ):
        for title, sentence, picture in _steps(image, found):
            with st.container(width=_SIDE, gap="xsmall"):
                st.image(picture, width=-(-picture.shape[1] // _SHARP), alt=title)
                st.markdown(f"**{title}**")
                st.caption(sentence)


def _steps(image: np.ndarray, found: tasks.Reading | tasks.NumberReading) -> Iterator[Step]:
    for step in found.steps:
        title, sentence = STEPS[step.name]
        yield _(title), _(sentence), _fitted(step.picture)
    if isinstance(found, tasks.NumberReading) and found.parts:
        title, sentence = _DIGITS
        yield _(title), _(sentence), boxed(image, [box for box, _reading in found.parts])


def boxed(image: np.ndarray, boxes: Sequence[tasks.Box]) -> np.ndarray:
    """A picture as large as it is shown, with these parts of it framed.

    Args:
        image: (height, width, 4) uint8 RGBA.
        boxes: in its pixels.

    Returns:
        (height, width, 3) uint8.
    """
    small = Image.fromarray(_fitted(image)).convert("RGB")
    scale = small.width / image.shape[1], small.height / image.shape[0]
    pen = ImageDraw.Draw(small)
    for left, top, right, bottom in boxes:
        corners = left * scale[0], top * scale[1], right * scale[0] - 1, bottom * scale[1] - 1
        pen.rectangle(_ordered(*corners), outline=_BOX, width=_BOX_WIDTH)
    return np.asarray(small)


def _ordered(left: float, top: float, right: float, bottom: float) -> tuple[float, ...]:
    """Of a box that is thinner than a pixel here, the ends have changed places."""
    return left, top, max(left, right), max(top, bottom)


def _fitted(picture: np.ndarray) -> np.ndarray:
    """So large that no side is shown longer than `_SIDE`, and none is shorter than a pixel."""
    height, width = picture.shape[:2]
    scale = _SHARP * _SIDE / max(height, width)
    size = max(1, round(scale * width)), max(1, round(scale * height))
    return np.asarray(Image.fromarray(picture).resize(size))
