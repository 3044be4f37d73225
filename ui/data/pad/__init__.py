"""A sheet to draw on, one drawing after another: the browser sends a whole drawing at a time.

What a browser has drawn and has not been told to be here is sent again with the next: nothing is
lost on a slow line, and nobody waits for an answer between two drawings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dlcore.data.collection import MOST_STROKES
from ui.frame import door
from ui.frame.i18n import gettext as _
from ui.shared import sent, strokes
from ui.shared.scripts import ENTRY, Scripts

KEY = "data_pad"
PAUSE = 1.0  # s without a stroke after which a drawing is done

_HERE = Path(__file__).parent
SCRIPTS = Scripts("data-pad", _HERE / "js")

_MOST_WAITING = 20  # drawings in one message
_MOST_NUMBERS = 8_000  # of one drawing; a minute of dense strokes is half of that
_MOST = 10**9


@dataclass(frozen=True)
class PadDrawing:
    """What a browser says was drawn.

    Attributes:
        number: of the drawing, counted by the browser.
        label: index of the class that was asked for when it was begun.
        strokes: points (n, 2) along each, in [0, 1] of the sheet's side.
    """

    number: int
    label: int
    strokes: list[NDArray[np.float64]]


def show(
    name: str,
    label: int,
    taken: int,
    on_drawings: Callable[[list[PadDrawing]], None],
    *,
    by_itself: bool,
    key: str = KEY,
) -> None:
    """The sheet, and its buttons.

    Args:
        name: of the class that is to be drawn, as plain text.
        label: its index.
        taken: number of the last drawing that has come.
        on_drawings: called before the rerun that follows, with drawings that a browser has sent;
            some may have come before.
        by_itself: a drawing is done after a pause; else the visitor says so.
        key: of the sheet; what one has drawn is not for another.
    """

    def receive() -> None:
        found = parse(sent.event(key, "drawings"))
        if found:
            on_drawings(found)

    door.has_no_state(key)
    _component()(
        key=key,
        data={
            "scripts": SCRIPTS.address("pad.js"),
            "name": name,
            "label": label,
            "taken": taken,
            "pause": PAUSE if by_itself else 0,
            "most": {"strokes": MOST_STROKES, "numbers": _MOST_NUMBERS, "waiting": _MOST_WAITING},
            "colours": {"ink": strokes.INK, "paper": strokes.PAPER},
            "words": _words(),
        },
        height="content",
        on_drawings_change=receive,
    )


def parse(value: Any) -> list[PadDrawing]:
    """The drawings in a message; none where it is no message of the sheet's."""
    if type(value) is not list or len(value) > _MOST_WAITING:
        return []
    found = [drawing for one in value if (drawing := _drawing(one))]
    return found if len(found) == len(value) else []


def _drawing(value: Any) -> PadDrawing | None:
    if not isinstance(value, Mapping) or value.keys() != {"number", "label", "strokes"}:
        return None
    counted = sent.numbers([value["number"], value["label"]], 2)
    lines = value["strokes"]
    if counted is None or type(lines) is not list or not 0 < len(lines) <= MOST_STROKES:
        return None
    number, label = (sent.index(one, _MOST) for one in counted)
    points = [_points(line) for line in lines]
    if number is None or label is None or any(one is None for one in points):
        return None
    if sum(one.size for one in points if one is not None) > _MOST_NUMBERS:
        return None
    return PadDrawing(number, label, [one for one in points if one is not None])


def _points(line: Any) -> NDArray[np.float64] | None:
    if type(line) is not list or not line or len(line) % 2 or len(line) > _MOST_NUMBERS:
        return None
    numbers = sent.numbers(line, len(line))
    return None if numbers is None else np.array(numbers, float).reshape(-1, 2)


def _words() -> dict[str, str]:
    return {
        "sheet": _("A sheet to draw on, with mouse, finger or pen"),
        "done": _("Next"),
        "undo": _("Undo"),
        "clear": _("Clear"),
    }


@lru_cache(maxsize=1)
def _component() -> Callable:
    return st.components.v2.component(
        "dlcore_pad",
        html='<div class="pad-box"><canvas></canvas>'
        '<div class="pad-line"><i></i></div>'
        '<div class="pad-buttons"><button type="button" data-do="done"></button>'
        '<button type="button" data-do="undo"></button>'
        '<button type="button" data-do="clear"></button></div></div>',
        css=(_HERE / "pad.css").read_text("utf-8"),
        js=ENTRY,
        isolate_styles=False,
    )
