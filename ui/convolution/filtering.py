"""One filter on one picture: the visitor sets its weights, and sees the sum behind each cell."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.convolution import Kernel
from dlcore.convolution.filtered import Filtered, filtered
from dlcore.convolution.script import filtered_script
from dlcore.convolution.window import Window
from ui.convolution import kernel, sliding, window
from ui.convolution.sliding import Part
from ui.convolution.subject import Subject
from ui.frame import explore
from ui.frame import settings as url
from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _

_STRIDE, _PADDING, _DILATION = (f"convolution_{name}" for name in ("stride", "padding", "dilation"))
_ROW, _COLUMN = "convolution_row", "convolution_column"
_MOST = 63  # rows and columns are counted from 0
_WIDEST = 5  # of stride and dilation
PARAMETERS = kernel.PARAMETERS | {
    _STRIDE: url.number(1, _WIDEST),
    _PADDING: url.choice("valid", "same"),
    _DILATION: url.number(1, _WIDEST),
    _ROW: url.number(0, _MOST),
    _COLUMN: url.number(0, _MOST),
}
_PLAIN = {_STRIDE: 1, _PADDING: "valid", _DILATION: 1}
DEFAULTS = kernel.DEFAULTS | _PLAIN | {_ROW: 9, _COLUMN: 12}


def _try(name: str, size: int = 3, **changed: object) -> dict[str, object]:
    """All settings of a preset but the picture."""
    named = {f"convolution_{key}": value for key, value in changed.items()}
    return {kernel.FILTER: name, kernel.SIZE: size, kernel.KERNEL: []} | _PLAIN | named


PRESETS = {
    "edges": Preset(
        N_("Upright edges"),
        N_(
            "The right side minus the left side: left edges of a stroke light up orange, right "
            "edges blue. What is level disappears."
        ),
        _try("sobel_x"),
    ),
    "blur": Preset(
        N_("Blur"),
        N_("49 equal weights: each pixel becomes the mean of its surroundings."),
        _try("blur", 7, padding="same"),
    ),
    "sharpen": Preset(
        N_("Sharpen"),
        N_("The weights add up to 1: even areas stay as they are, edges overshoot."),
        _try("sharpen"),
    ),
    "learnt": Preset(
        N_("A learnt filter"),
        N_(
            "What training found for the first layer of the network that ships. Some look like "
            "those of a textbook, and most like none. Click on others."
        ),
        {kernel.FILTER: "cnn", kernel.KERNEL: [], kernel.LEARNT: 0} | _PLAIN | {_PADDING: "same"},
    ),
    "stride": Preset(
        N_("Stride 2"),
        N_(
            "The window jumps over every other place: a quarter of the sums, a quarter of the "
            "cells. Step through, and watch it jump."
        ),
        _try("sobel_x", stride=2),
    ),
    "dilation": Preset(
        N_("Dilation 3"),
        N_(
            "Nine weights, but they lie three pixels apart: the window sees 7 × 7 pixels for the "
            "price of 3 × 3."
        ),
        _try("sobel_x", dilation=3, padding="same"),
    ),
}


def show(subject: Subject, _part: Part) -> None:
    explore.presets("convolution_filtering", PRESETS)
    seen, controls = st.columns([2.3, 1], gap="medium")  # on a phone the picture comes first
    with controls:
        chosen = kernel.choose()
        stride, padding, dilation = _steps()
    if chosen is None:
        return
    with seen:
        slides = sliding.possible(lambda: Window(len(chosen), stride, padding, dilation))
        found = slides and explore.answer(filtered, subject.grey, chosen, slides)
        if found:
            sliding.size_of_result(slides, *subject.grey.shape)
            _draw(found, chosen, slides)
    if slides:
        explore.code(filtered_script(subject.source, chosen, slides))


def _steps() -> tuple[int, str, int]:
    """Stride, padding and dilation."""
    stride = sliding.stride(_STRIDE, _WIDEST)
    padding = sliding.padding(
        _PADDING,
        _(
            "Valid: the window stays inside of the picture. Same: a margin of zeros is put around "
            "it, so that with a stride of 1 the result is as large as the picture."
        ),
    )
    dilation = st.slider(
        _("Dilation"),
        1,
        _WIDEST,
        key=_DILATION,
        help=_("How far apart the weights lie on the picture; 1 is side by side."),
    )
    return stride, padding, dilation


def _draw(found: Filtered, chosen: Kernel, slides: Window) -> None:
    window.show(
        window.Sheet(
            found.padded,
            _("the picture, {height} × {width}").format(
                height=found.padded.shape[0] - found.top - found.bottom,
                width=found.padded.shape[1] - found.left - found.right,
            ),
            (found.top, found.left, found.bottom, found.right),
        ),
        window.Sheet(
            found.output,
            _("the result, {height} × {width}").format(
                height=found.output.shape[0], width=found.output.shape[1]
            ),
        ),
        chosen,
        window.Motion(slides.stride, slides.dilation),
        key="convolution_window",
        cell=(st.session_state[_ROW], st.session_state[_COLUMN]),
        on_cell=_come_to,
        alt=_said(found),
    )
    st.caption(
        _(
            "White or orange is above 0, blue below, dark is 0. Click on a cell of the result, or "
            "use the arrow keys. Crossed-out cells are padding."
        )
    )


def _said(found: Filtered) -> str:
    row, column = np.unravel_index(np.abs(found.output).argmax(), found.output.shape)
    return _("The strongest cell of the result is row {row}, column {column}: {value}.").format(
        row=row + 1, column=column + 1, value=f"{found.output[row, column]:.3g}"
    )


def _come_to(row: int, column: int) -> None:
    st.session_state[_ROW], st.session_state[_COLUMN] = row, column
