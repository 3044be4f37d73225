"""Small coloured images on a page: one by one, and as a mosaic to click on."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st

from dlcore.figures import heat
from dlcore.figures import tiles as drawing
from ui.shared import chart
from ui.shared.pixels import enlarged

_SHARP = 400  # px of a mosaic, at least: the browser enlarges it further, without smoothing


def picture(pixels: heat.Pixels, width: int, alt: str, caption: str | None = None) -> None:
    """A picture with its pixels visible; best in a width that is a multiple of theirs."""
    st.image(_png(pixels, width), width=width, alt=alt, caption=caption)


def tiles(
    pictures: np.ndarray,
    *,
    key: str,
    columns: int,
    chosen: int | None,
    hover: Sequence[str],
    alt: str,
    on_choice: Callable[[int], None] | None = None,
    height: int = 260,
) -> None:
    """A mosaic; a click calls `on_choice`, if there is one, with the number of the tile.

    Args:
        pictures: (n, height, width, 3) uint8.
        chosen: the one with a frame.
        hover: what is said of each.
    """
    count, tall, wide, _rgb = pictures.shape

    def click(x: float, y: float) -> None:
        number = int(y) * columns + int(x)
        if on_choice and 0 <= x < columns and 0 <= number < count:
            on_choice(number)

    figure = drawing.tiles(
        data_uri(heat.mosaic(pictures, columns), _SHARP),
        count,
        columns,
        wide / tall,
        chosen=chosen,
        hover=hover,
        height=height,
    )
    chart.show(figure, key=key, alt=alt, on_click=click if on_choice else None)


def data_uri(pixels: heat.Pixels, least: int = 1) -> str:
    """A picture to put into a figure, at least so many px wide."""
    return f"data:image/png;base64,{base64.b64encode(_png(pixels, least)).decode()}"


def _png(pixels: heat.Pixels, least: int) -> bytes:
    return enlarged(pixels, max(1, -(-least // pixels.shape[1])))
