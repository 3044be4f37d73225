"""Max and average pooling on the same picture, and what a small shift does to each."""

from __future__ import annotations

import streamlit as st

from dlcore.convolution.pooled import FURTHEST, Pooled, Shifted, pooled
from dlcore.convolution.script import pooled_script
from dlcore.convolution.window import Window
from dlcore.figures import convolution as drawing
from dlcore.figures import heat
from ui.convolution import sliding
from ui.convolution.sliding import Alone
from ui.convolution.subject import PictureSubject
from ui.frame import explore
from ui.frame.engine import ask
from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Whole
from ui.frame.settings import Values, values_of
from ui.shared import chart, pictures

_USUAL = Window(2, 2)
SIZE = Whole.of(
    _USUAL,
    "size",
    "convolution_pool_size",
    N_("Size of the window"),
    N_("Of so many by so many pixels the largest is kept, or the mean."),
)
STRIDE = sliding.stride(_USUAL, "convolution_pool_stride")
PADDING = sliding.padding(
    _USUAL,
    "convolution_pool_padding",
    N_(
        "Valid: the window stays inside of the picture. Same: it may reach over the "
        "border, where nothing counts, so that no pixel is left out."
    ),
)
RIGHT = Whole(
    "convolution_right",
    1,
    N_("Move right"),
    N_("In pixels; below 0 to the left."),
    -FURTHEST,
    FURTHEST,
)
DOWN = Whole(
    "convolution_down",
    0,
    N_("Move down"),
    N_("In pixels; below 0 upwards."),
    -FURTHEST,
    FURTHEST,
)
_WINDOW = (SIZE, STRIDE, PADDING)
SETTINGS = (*_WINDOW, RIGHT, DOWN)
_WIDTH = 112  # px, of one of three that stand side by side on a phone
_WORDS = 200  # px, beside them where there is room


def _try(slides: Window, right: int = 1) -> Values:
    return values_of(slides, _WINDOW) | {RIGHT.key: right, DOWN.key: 0}


PRESETS = {
    "usual": Preset(
        N_("2 × 2, one pixel"),
        N_(
            "The usual pooling halves both sides. The picture moves by one pixel: compare how much "
            "of each that changes."
        ),
        _try(Window(2, 2)),
    ),
    "whole": Preset(
        N_("Shift by a whole window"),
        N_(
            "Two pixels are one cell: the result is the same, moved by one cell. Pooling does not "
            "take a shift away, it makes it smaller."
        ),
        _try(Window(2, 2), right=2),
    ),
    "overlapping": Preset(
        N_("Overlapping 3 × 3"),
        N_("Windows that overlap share pixels, so that less changes from one place to the next."),
        _try(Window(3, 2)),
    ),
    "large": Preset(
        N_("6 × 6"),
        N_("Little is left of the picture, and a shift of one pixel changes less of it."),
        _try(Window(6, 6)),
    ),
}


def show(subject: PictureSubject, _alone: Alone) -> None:
    explore.presets("convolution_pooling", PRESETS)
    seen, controls = st.columns([2.3, 1], gap="medium")  # on a phone the picture comes first
    with controls:
        SIZE.slider()
        STRIDE.slider()
        PADDING.segmented()
        right, down = RIGHT.slider(), DOWN.slider()
    with seen:
        slides = sliding.window(_USUAL, _WINDOW)
        if slides is None:
            return
        found = ask(pooled, subject.grey, slides, right, down)
        if found:
            sliding.size_of_result(slides, *subject.grey.shape)
            _draw(found)
    explore.code(pooled_script(subject.source, slides, right, down))


def _draw(found: Pooled) -> None:
    names = {
        "picture": _("The picture itself"),
        "largest": _("Max pooling"),
        "mean": _("Average pooling"),
    }
    for name, title in names.items():
        _three(title, getattr(found, name))
    _sweep(found, tuple(names.values()))


def _three(name: str, before: Shifted) -> None:
    """As it was, as the shift made it, and the difference."""
    shown = (
        (heat.grey(before.still, 1.0), _("before")),
        (heat.grey(before.moved, 1.0), _("shifted")),
        (heat.signed(before.difference, 1.0), _("difference")),
    )
    with st.container(horizontal=True, gap="xsmall"):
        for pixels, caption in shown:
            with st.container(width=_WIDTH):
                pictures.picture(pixels, _WIDTH, f"{name}: {caption}", caption)
        with st.container(width=_WORDS):
            st.markdown(f"**{name}**, {before.still.shape[0]} × {before.still.shape[1]}")
            st.caption(
                _(
                    "All differences together are **{change:.0%}** of all values before (over "
                    "100 % where hardly anything overlaps). {same:.0%} of the cells stay as they "
                    "were, the empty ones among them."
                ).format(change=before.change, same=before.unchanged)
            )


def _sweep(found: Pooled, names: tuple[str, ...]) -> None:
    at_one = ", ".join(
        f"{name} {change:.0%}" for name, change in zip(names, found.sweep[1], strict=True)
    )
    chart.show(
        drawing.changes(
            found.sweep,
            names,
            x_label=_("shift to the right, in pixels"),
            y_label=_("differences / values"),
            height=250,
        ),
        key="convolution_sweep",
        alt=_("What a shift of one pixel changes: {shares}.").format(shares=at_one),
    )
