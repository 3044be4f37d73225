"""The drawing canvas: kept across page switches, cleared and filled from Python."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from ui import samples
from ui.i18n import gettext as _

KEY = "draw_canvas"
PEN_WIDTHS = (8, 40)  # px
_INITIAL = "draw_initial"  # what the canvas was last told to show
_KEPT = "draw_kept"  # what was last seen on it: strokes, and pixels


def show(pen_width: int) -> np.ndarray | None:
    """A canvas of 280 x 280 px, and Clear.

    Returns:
        (280, 280, 4) uint8 RGBA, or None before the first stroke.
    """
    from streamlit_drawable_canvas import st_canvas  # raises outside a running app

    strokes, pixels = st.session_state.get(_KEPT, ({"objects": []}, None))
    if KEY not in st.session_state:  # first visit, or back from another page
        _put(strokes)
    result = st_canvas(
        stroke_width=pen_width,
        stroke_color=samples.INK,
        background_color=samples.PAPER,
        height=samples.CANVAS_SIZE,
        width=samples.CANVAS_SIZE,
        initial_drawing=st.session_state[_INITIAL],
        return_image_data=True,
        key=KEY,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(_("Clear"), key="draw_clear", icon=":material/ink_eraser:", on_click=_clear)
        st.caption(_("Draw one digit, 0 to 9."))
    drawn = result.image_data  # decoded at each access
    if drawn is None:
        return pixels  # the canvas sends nothing until it is touched, whatever it was told to show
    st.session_state[_KEPT] = ({"objects": result.json_data["objects"]}, drawn)
    return drawn


def pen() -> None:
    """The width of the pen, and digits for those who have none."""
    width = st.slider(
        _("Pen width"), *PEN_WIDTHS, key="draw_pen", help=_("In pixels, for the next stroke.")
    )
    st.caption(_("No mouse? Have a digit drawn:"))
    with st.container(horizontal=True, gap="small", key="draw_samples"):
        for digit in samples.STROKES:
            st.button(
                str(digit),
                key=f"draw_sample_{digit}",
                on_click=_put_sample,
                args=(digit, width),
            )


def _put(drawing: dict[str, Any]) -> None:
    """Replaces what is on the canvas at the next rerun; for use in callbacks.

    The canvas follows a drawing that differs from the one before, hence the counter.
    """
    number = st.session_state.get(_INITIAL, {}).get("number", 0) + 1
    st.session_state[_INITIAL] = drawing | {"number": number}


def _clear() -> None:
    _put({"objects": []})


def _put_sample(digit: int, pen_width: int) -> None:
    _put(samples.drawing(digit, pen_width))
