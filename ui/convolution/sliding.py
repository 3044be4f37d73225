"""Stride, padding and dilation, and the size of the result worked out with their numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from dlcore.convolution.window import PADDINGS, Window
from dlcore.errors import LabError
from ui.frame.i18n import explain
from ui.frame.i18n import gettext as _

Part = Callable[[Callable[[], None]], None]
"""Shows something that its own widgets redraw alone; the page's, who knows all settings."""


def stride(key: str, most: int) -> int:
    return st.slider(
        _("Stride"),
        1,
        most,
        key=key,
        help=_("By how many pixels the window moves on: 2 halves the picture's sides."),
    )


def padding(key: str, meaning: str) -> str:
    """Valid or same; `meaning` says what that does here."""
    return st.segmented_control(
        _("Padding"),
        PADDINGS,
        key=key,
        required=True,
        help=meaning,
    )


def possible(make: Callable[[], Any]) -> Any | None:
    """What `make` returns; None after one sentence on why these settings do not go together."""
    try:
        return make()
    except LabError as error:
        st.warning(explain(error), icon=":material/error:")
        return None


def size_of_result(window: Window, height: int, width: int) -> None:
    """The formula with the numbers of this picture; once where it is as wide as high."""
    sides = {_("height"): height, _("width"): width} if height != width else {"": height}
    for name, side in sides.items():
        st.latex(_formula(window, side, name))


def _formula(window: Window, side: int, name: str) -> str:
    before, behind = window.margin(side)
    index = rf"_{{\text{{{name}}}}}" if name else ""
    # In two lines, for a phone.
    return (
        rf"\begin{{aligned}} o{index} &= \left\lfloor \frac{{n + p - d\,(k - 1) - 1}}{{s}} "
        rf"\right\rfloor + 1 \\ &= \left\lfloor \frac{{{side} + {before + behind} - "
        rf"{window.dilation} \cdot ({window.size} - 1) - 1}}{{{window.stride}}} "
        rf"\right\rfloor + 1 = \mathbf{{{window.places(side)}}} \end{{aligned}}"
    )
