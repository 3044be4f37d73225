"""Two pictures with a window that goes over them, and the sum behind the cell it stands for.

All of it moves in the browser: a step asks nobody.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from dlcore.figures import heat
from ui.frame import door
from ui.frame.i18n import gettext as _
from ui.shared import sent

_HERE = Path(__file__).parent
_SHADES = 129  # from the lowest to the highest of a signed scale


@dataclass(frozen=True)
class Grid:
    """One of the two pictures.

    Attributes:
        values: (height, width) float32.
        title: above it.
        margin: rows and columns of padding above, left, below and right, which are hatched.
    """

    values: np.ndarray
    title: str
    margin: tuple[int, int, int, int] = (0, 0, 0, 0)

    def sent(self) -> dict[str, Any]:
        height, width = self.values.shape
        return {
            "width": width,
            "height": height,
            "values": _packed(self.values.astype("<f4")),
            "pixels": _packed(heat.scaled(self.values)),
            "title": self.title,
            "margin": self.margin,
        }


@dataclass(frozen=True)
class Motion:
    """Which cells belong together: cell (y, x) of one picture, and in the other the cells
    (y stride - top + i dilation, x stride - left + j dilation) of its window."""

    stride: int
    dilation: int = 1
    top: int = 0
    left: int = 0


def show(
    source: Grid,
    result: Grid,
    kernel: np.ndarray,
    motion: Motion,
    *,
    key: str,
    stamps: bool = False,
    cell: tuple[int, int],
    on_cell: Callable[[int, int], None],
    alt: str,
    total: str = "",
) -> None:
    """Shows both pictures, the buttons to step through the cells, and the sum.

    Args:
        source, result: what goes in and what comes out.
        kernel: (size, size) float32.
        motion: of the window, over the source; over the result where it `stamps`.
        key: the widget's, also a CSS class.
        stamps: each cell of the source is multiplied with the kernel and laid onto the result; else
            each cell of the result is the sum of what is under the window.
        cell: row and column of the one that is looked at.
        on_cell: called, before the rerun that follows, with the cell that a visitor has come to.
        alt: what the pictures show in words.
        total: what is said of the products, with fields `count` and `sum`; else also that Conv2D
            gives the same.
    """

    height, width = (source if stamps else result).values.shape

    def tell() -> None:
        told = sent.fields(sent.event(key, "cell"), "row", "column") or (-1, -1)
        row, column = sent.index(told[0], height), sent.index(told[1], width)
        if row is not None and column is not None:
            on_cell(row, column)

    door.has_no_state(key)
    _component()(
        key=key,
        data={
            "source": source.sent(),
            "result": result.sent(),
            "kernel": [[float(weight) for weight in row] for row in kernel],
            "motion": vars(motion),
            "stamps": stamps,
            "cell": list(cell),
            "shades": _shades(),
            "words": _words() | ({"sum": total} if total else {}),
            "alt": alt,
        },
        height="content",
        on_cell_change=tell,
    )


def _words() -> dict[str, str]:
    return {
        "play": _("Play"),
        "pause": _("Pause"),
        "back": _("One step back"),
        "next": _("One step on"),
        "slider": _("Step"),
        "cell": _("row {row}, column {column}"),
        "under": _("under the window"),
        "pixel": _("this pixel"),
        "weights": _("the weights"),
        "products": _("the products"),
        "stamp": _("the stamp"),
        "sum": _("All {count} products together: **{sum}**. Conv2D gives **{value}**."),
        "laid": _("The stamp is added to what already lies there."),
    }


@lru_cache(maxsize=1)
def _shades() -> str:
    return _packed(heat.signed(np.linspace(-1, 1, _SHADES), 1.0))


def _packed(array: np.ndarray) -> str:
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


@lru_cache(maxsize=1)
def _component() -> Callable:
    return st.components.v2.component(
        "dlcore_window",
        html='<div class="window-box"></div>',
        css=(_HERE / "window.css").read_text("utf-8"),
        js=(_HERE / "window.js").read_text("utf-8"),
        isolate_styles=False,
    )
