"""Stride, padding and dilation, and the size of the result worked out with their numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from dlcore.convolution.window import LARGEST_STRIDE, Window
from dlcore.errors import LabError
from ui.frame.i18n import N_, explain
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Setting, Whole
from ui.frame.settings import configured

Alone = Callable[[Callable[[], None]], None]
"""Shows something that its own widgets redraw alone; the page's, who knows all settings."""


def stride(usual: Window, key: str, most: int = LARGEST_STRIDE) -> Whole:
    help = N_("By how many pixels the window moves on: 2 halves the picture's sides.")
    return Whole.of(usual, "stride", key, N_("Stride"), help, high=most)


def padding(usual: Window, key: str, meaning: str) -> Choice:
    """Valid or same; `meaning` says, in English, what that does here."""
    return Choice.of(usual, "padding", key, N_("Padding"), meaning)


def window(usual: Window, settings: Iterable[Setting], **more: Any) -> Window | None:
    """The window as the settings say; None after one sentence where they do not go together."""
    try:
        return configured(usual, settings, st.session_state, **more)
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
