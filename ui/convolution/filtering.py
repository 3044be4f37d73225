"""One filter on one picture: the visitor sets its weights, and sees the sum behind each cell."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.convolution import Kernel
from dlcore.convolution.filtered import Filtered, filtered
from dlcore.convolution.script import filtered_script
from dlcore.convolution.window import Window
from ui.convolution import kernel, sliding
from ui.convolution.sliding import Alone
from ui.convolution.subject import PictureSubject
from ui.frame import explore
from ui.frame.engine import ask
from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Whole
from ui.frame.settings import Values, values_of
from ui.shared import window

_MOST = 63  # rows and columns are counted from 0
_WIDEST = 5  # of stride and dilation
_USUAL = Window()
STRIDE = sliding.stride(_USUAL, "convolution_stride", _WIDEST)
PADDING = sliding.padding(
    _USUAL,
    "convolution_padding",
    N_(
        "Valid: the window stays inside of the picture. Same: a margin of zeros is put around "
        "it, so that with a stride of 1 the result is as large as the picture."
    ),
)
DILATION = Whole.of(
    _USUAL,
    "dilation",
    "convolution_dilation",
    N_("Dilation"),
    N_("How far apart the weights lie on the picture; 1 is side by side."),
    high=_WIDEST,
)
ROW = Whole("convolution_row", 9, low=0, high=_MOST)
COLUMN = Whole("convolution_column", 12, low=0, high=_MOST)
_STEPS = (STRIDE, PADDING, DILATION)
SETTINGS = (*kernel.SETTINGS, *_STEPS, ROW, COLUMN)


def _try(name: str, slides: Window) -> Values:
    """All settings of a preset but the picture."""
    named = {kernel.FILTER.key: name, kernel.KERNEL.key: []}
    return named | values_of(slides, (kernel.SIZE, *_STEPS))


PRESETS = {
    "edges": Preset(
        N_("Upright edges"),
        N_(
            "The right side minus the left side: left edges of a stroke light up orange, right "
            "edges blue. What is level disappears."
        ),
        _try("sobel_x", Window(3)),
    ),
    "blur": Preset(
        N_("Blur"),
        N_("49 equal weights: each pixel becomes the mean of its surroundings."),
        _try("blur", Window(7, padding="same")),
    ),
    "sharpen": Preset(
        N_("Sharpen"),
        N_("The weights add up to 1: even areas stay as they are, edges overshoot."),
        _try("sharpen", Window(3)),
    ),
    "learnt": Preset(
        N_("A learnt filter"),
        N_(
            "What training found for the first layer of the network that ships. Some look like "
            "those of a textbook, and most like none. Click on others."
        ),
        {kernel.FILTER.key: "cnn", kernel.KERNEL.key: [], kernel.LEARNT.key: 0}
        | values_of(Window(padding="same"), _STEPS),
    ),
    "stride": Preset(
        N_("Stride 2"),
        N_(
            "The window jumps over every other place: a quarter of the sums, a quarter of the "
            "cells. Step through, and watch it jump."
        ),
        _try("sobel_x", Window(3, stride=2)),
    ),
    "dilation": Preset(
        N_("Dilation 3"),
        N_(
            "Nine weights, but they lie three pixels apart: the window sees 7 × 7 pixels for the "
            "price of 3 × 3."
        ),
        _try("sobel_x", Window(3, dilation=3, padding="same")),
    ),
}


def show(subject: PictureSubject, _alone: Alone) -> None:
    explore.presets("convolution_filtering", PRESETS)
    seen, controls = st.columns([2.3, 1], gap="medium")  # on a phone the picture comes first
    with controls:
        chosen = kernel.choose()
        STRIDE.slider()
        PADDING.segmented()
        DILATION.slider()
    if chosen is None:
        return
    with seen:
        slides = steps(len(chosen))
        if slides is None:
            return
        found = ask(filtered, subject.grey, chosen, slides)
        if found:
            sliding.size_of_result(slides, *subject.grey.shape)
            _draw(found, chosen, slides)
    explore.code(filtered_script(subject.source, chosen, slides))


def steps(size: int) -> Window | None:
    """How a filter of this size slides; None after one sentence where that is impossible."""
    return sliding.window(_USUAL, _STEPS, size=size)


def _draw(found: Filtered, chosen: Kernel, slides: Window) -> None:
    window.show(
        window.Grid(
            found.padded,
            _("the picture, {height} × {width}").format(
                height=found.padded.shape[0] - found.top - found.bottom,
                width=found.padded.shape[1] - found.left - found.right,
            ),
            (found.top, found.left, found.bottom, found.right),
        ),
        window.Grid(
            found.output,
            _("the result, {height} × {width}").format(
                height=found.output.shape[0], width=found.output.shape[1]
            ),
        ),
        chosen,
        window.Motion(slides.stride, slides.dilation),
        key="convolution_window",
        cell=(ROW.value, COLUMN.value),
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
    ROW.set(row)
    COLUMN.set(column)
