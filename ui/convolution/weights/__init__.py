"""A square of numbers to type into."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np
import streamlit as st

from ui.frame import door
from ui.frame.i18n import gettext as _
from ui.shared import sent

MOST = 99.0
"""No weight is larger."""
_HERE = Path(__file__).parent


def show(kernel: np.ndarray, *, key: str, on_change: Callable[[list[float]], None]) -> None:
    """Shows a kernel, each number a field.

    Args:
        kernel: (size, size).
        key: the widget's, also a CSS class.
        on_change: called with all numbers, row by row, before the rerun that follows a change.
    """

    def tell() -> None:
        typed = sent.numbers(sent.event(key, "weights"), kernel.size)
        if typed:
            on_change([float(np.clip(weight, -MOST, MOST)) for weight in typed])

    door.has_no_state(key)
    _component()(
        key=key,
        data={
            "weights": [float(weight) for weight in kernel.ravel()],
            "most": MOST,
            "label": _("weight in row {row}, column {column}"),
        },
        height="content",
        on_weights_change=tell,
    )


@lru_cache(maxsize=1)
def _component() -> Callable:
    return st.components.v2.component(
        "dlcore_weights",
        html='<div class="weights-box"></div>',
        css=(_HERE / "weights.css").read_text("utf-8"),
        js=(_HERE / "weights.js").read_text("utf-8"),
        isolate_styles=False,
    )
