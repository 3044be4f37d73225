"""Small images shown with their pixels visible."""

from __future__ import annotations

import io

import numpy as np
import streamlit as st
from PIL import Image

from dlcore.figures.classes import short
from ui.frame.i18n import plain

TILE = 72  # px, six in a row


def enlarged(image: np.ndarray, factor: int) -> bytes:
    """A small grey image as PNG, each pixel a square: Streamlit's own scaling would blur it.

    Args:
        image: (height, width) uint8, or float in [0, 1].
    """
    grey = image if image.dtype == np.uint8 else np.round(image * 255).astype(np.uint8)
    big = Image.fromarray(grey).resize(
        (grey.shape[1] * factor, grey.shape[0] * factor), Image.Resampling.NEAREST
    )
    buffer = io.BytesIO()
    big.save(buffer, format="PNG")
    return buffer.getvalue()


def tile(image: np.ndarray, said: str, share: float) -> None:
    """An image of 28 x 28 px, and below it what was said of it and how surely."""
    with st.container(width=TILE, gap="small"):
        st.image(enlarged(image, 3), alt=said, width=TILE)
        st.caption(f"{said}  \n{share:.0%}")


def tiny(name: str) -> str:
    """A class's name below a tile, as Markdown: the sign that it is cut is no part of it."""
    cut = short(name)
    return plain(cut.removesuffix("…")) + "…" * cut.endswith("…")
