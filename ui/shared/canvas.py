"""The drawing canvas: kept across page switches, cleared and filled from Python."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from dlcore.digits.pictures import PictureError, read_sheet
from dlcore.errors import LabError
from ui.frame.engine import here
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Setting, Text, Whole
from ui.frame.settings import amend
from ui.shared import strokes

_PEN = (N_("Pen width"), N_("In pixels, for the next stroke."))
TOOL = Choice(
    "draw_tool",
    "pen",
    N_("Pen or eraser"),
    N_("The eraser takes away what it touches, as wide as the pen is set."),
    {"pen": N_("Pen"), "eraser": N_("Eraser")},
)
_SOFT_EDGES = 4  # px that an eraser is wider than a pen, or a rim would be left of each stroke
_DESKTOP, _PHONE = (640, 240), (340, 200)  # px, of a sheet for a number


@dataclass(frozen=True)
class Canvas:
    """A canvas of one kind, with a drawing of its own.

    Attributes:
        name: prefix of all that is kept about it.
        size: width and height in px.
        pen_widths: least, greatest and usual, in px.
        hint: what to draw; shown through gettext.
        samples: numbers that it can have drawn.
    """

    name: str
    size: tuple[int, int]
    pen_widths: tuple[int, int, int]
    hint: str
    samples: tuple[str, ...]

    @property
    def key(self) -> str:
        """Of the canvas."""
        return f"{self.name}_canvas"

    @cached_property
    def pen(self) -> Whole:
        """The width of its pen."""
        low, high, usual = self.pen_widths
        return Whole(f"{self.name}_pen", usual, *_PEN, low, high)

    @cached_property
    def typed(self) -> Text:
        """Strokes as text, for those who draw with keys."""
        return Text(
            f"{self.name}_strokes",
            "",
            N_("Or type strokes"),
            N_(
                "Each point of a stroke as x,y: from the left and from the top, 0 to 100, with a "
                "blank after each point and a | between two strokes. Press Enter to have them "
                "drawn. The address takes them along."
            ),
            strokes.MOST_TYPED,
        )

    @property
    def settings(self) -> tuple[Setting, ...]:
        """What `pen` and `show` set."""
        return (TOOL, self.pen, self.typed)

    @property
    def initial(self) -> str:
        """Where the session holds what the canvas was last told to show."""
        return f"{self.name}_initial"

    @property
    def kept(self) -> str:
        """Where the session holds what was last seen on it."""
        return f"{self.name}_kept"

    @property
    def told(self) -> str:
        """Where the session holds the typed strokes that the sheet shows, perhaps drawn over."""
        return f"{self.name}_told"

    @property
    def emptied(self) -> str:
        """Where the session holds what the field of typed strokes said before it was emptied, until
        the browser is known to have heard of that; and in how many runs it is."""
        return f"{self.name}_emptied"

    @property
    def begun(self) -> str:
        """Where the session holds what `begin` had drawn: of which number, and the drawing."""
        return f"{self.name}_begun"


DIGIT = Canvas(
    name="draw",
    size=(strokes.CANVAS_SIZE, strokes.CANVAS_SIZE),
    pen_widths=(8, 40, 20),
    hint=N_("Draw one digit, 0 to 9."),
    samples=tuple(map(str, strokes.STROKES)),
)
NUMBER = Canvas(
    name="draw_number",
    size=_DESKTOP,
    pen_widths=(4, 30, 14),
    hint=N_("Write a number of up to 20 digits, from left to right."),
    samples=("2025", "314", "40"),
)


def begin(sheet: Canvas, text: str) -> None:
    """Has a number stand on a sheet that nobody has drawn on; before it is shown.

    Args:
        text: its digits; empty for a sheet with nothing on it.
    """
    was, example = st.session_state.get(sheet.begun, ("", None))
    theirs = st.session_state.get(sheet.kept) is not example
    if theirs or text == was:
        return
    if text:
        _put_sample(sheet, text)
    else:
        _put_nothing(sheet)
    st.session_state[sheet.begun] = text, st.session_state[sheet.kept]


def show(sheet: Canvas, begun: str = "") -> np.ndarray | None:
    """A canvas, Clear and Undo, and a field for strokes that are typed.

    Args:
        begun: the hint while what `begin` had drawn is untouched, in the visitor's language.

    Returns:
        (height, width, 4) uint8 RGBA, or None before the first stroke.
    """
    _draw_what_came(sheet)
    kept: _Drawn = st.session_state.get(sheet.kept, _NOTHING)
    if sheet.key not in st.session_state:  # first visit, or back from another page or sheet
        _put(sheet, kept.json)
    width, height = _size(sheet)
    # Two canvases are two widgets; whoever looks for the canvas finds either under one name.
    with st.container(key="draw_paper" if sheet.key == DIGIT.key else DIGIT.key):
        drawn = _drawn(sheet, width, height)
    if drawn is None:  # the canvas sends nothing until it is touched, whatever it was told to show
        drawn = kept
    with st.container(horizontal=True, vertical_alignment="center"):
        _take_back(sheet, drawn.json["objects"])
        _text, example = st.session_state.get(sheet.begun, ("", None))
        st.caption(begun if begun and drawn is example else _(sheet.hint))
    _typing(sheet)
    pixels = _pixels(drawn.png, (width, height))
    if pixels is not None:
        st.session_state[sheet.kept] = drawn
    return pixels


def _take_back(sheet: Canvas, objects: list[Any]) -> None:
    """Clear and Undo: the canvas has buttons of its own for that, which no touch screen shows."""
    st.button(
        _("Clear"),
        key="draw_clear",
        icon=":material/delete:",
        on_click=_clear,
        args=(sheet,),
    )
    st.button(
        _("Undo"),
        key="draw_undo",
        icon=":material/undo:",
        help=_("Takes the last stroke back."),
        disabled=not objects,
        on_click=_undo,
        args=(sheet, objects),
    )


class _Drawn(NamedTuple):
    """What a canvas says.

    Attributes:
        json: its strokes, as `initial_drawing` takes them.
        png: of the whole sheet; empty before the first stroke.
    """

    json: dict[str, Any]
    png: bytes


_NOTHING = _Drawn({"objects": []}, b"")


def _drawn(sheet: Canvas, width: int, height: int) -> _Drawn | None:
    """The canvas, and what is on it; None where it has said nothing, or nothing that is its own.

    What a browser sends is a stranger's: of any type, of any form.
    """
    from streamlit_drawable_canvas import st_canvas  # raises outside a running app

    try:
        result = st_canvas(
            stroke_width=sheet.pen.value + (_SOFT_EDGES if _is_erased() else 0),
            stroke_color=strokes.PAPER if _is_erased() else strokes.INK,
            background_color=strokes.PAPER,
            width=width,
            height=height,
            initial_drawing=st.session_state[sheet.initial],
            return_image_data=True,
            key=sheet.key,
        )
        png, objects = result.image_bytes, result.json_data["objects"]
    except (AttributeError, KeyError, TypeError, ValueError):  # the widget itself is there by then
        return None
    return _Drawn({"objects": objects}, png) if png and isinstance(objects, list) else None


def _is_erased() -> bool:
    """Whether the next stroke takes ink away: an eraser paints with paper, where there is one."""
    return st.session_state.get(TOOL.key) == "eraser"


def _pixels(png: bytes, size: tuple[int, int]) -> np.ndarray | None:
    """What is drawn; None where that is nothing, or no picture of the sheet."""
    try:
        return read_sheet(png, size) if png else None
    except PictureError:
        return None


def pen(sheet: Canvas) -> None:
    """Pen or eraser, its width, and drawings for those who have none."""
    TOOL.segmented(label_visibility="collapsed")
    sheet.pen.slider()
    st.caption(_("No mouse? Have one drawn:"))
    with st.container(horizontal=True, gap="small", key="draw_samples"):
        for text in sheet.samples:
            st.button(
                text,
                key=f"draw_sample_{text}",
                on_click=_choose_sample,
                args=(sheet, text),
            )


def _typing(sheet: Canvas) -> None:
    # In one fragment with Clear, and never folded away: a field that is not there when it is
    # emptied goes on saying what it said, and has it drawn again with the next stroke.
    before, runs = st.session_state.pop(sheet.emptied, ("", 0))
    if runs:
        st.session_state[sheet.emptied] = before, runs - 1
    text = sheet.typed.text_input(
        placeholder="20,20 80,20 45,90 | 30,55 70,55", on_change=_put_typed, args=(sheet,)
    )
    here(strokes.typed, text)  # what is wrong with it is said here


def _draw_what_came(sheet: Canvas) -> None:
    """Draws the strokes that an address asks for. What a page only remembers gives way to what the
    sheet, which all pages share, shows by now."""
    told = st.session_state.get(sheet.told, "")
    text = st.session_state.setdefault(sheet.typed.key, told)
    if text == told:
        return
    if text and st.query_params.get(sheet.typed.key) == text:
        _put_typed(sheet)
    else:
        sheet.typed.set(told)


def _put_typed(sheet: Canvas) -> None:
    text = sheet.typed.value
    if text == st.session_state.get(sheet.emptied, ("", 0))[0] != "":
        _empty(sheet, text)  # sent before the browser has heard of it
        return
    _tell(sheet, text)
    try:
        lines = strokes.typed(text)
    except LabError:  # said beside the field
        return
    if lines:
        size = _size(sheet)
        _show_drawing(sheet, strokes.drawing_of(lines, sheet.pen.value, *size), size)


def _empty(sheet: Canvas, text: str) -> None:
    """Empties the field of typed strokes, of which the browser may go on sending this text."""
    if text:
        st.session_state[sheet.emptied] = text, 1
    _tell(sheet, "")


def _tell(sheet: Canvas, text: str) -> None:
    """Notes which typed strokes the sheet shows, in the address too: a fragment of a page that
    shows a canvas does not write it."""
    sheet.typed.set(text)
    st.session_state[sheet.told] = text
    if st.query_params.get(sheet.typed.key, "") != text:
        amend(sheet.typed.key, text or None)


def _size(sheet: Canvas) -> tuple[int, int]:
    """A canvas has a fixed size, so that a number's has to be chosen before the page stands."""
    is_phone = "Mobi" in st.context.headers.get("User-Agent", "")
    return _PHONE if sheet is NUMBER and is_phone else sheet.size


def _put(sheet: Canvas, drawing: dict[str, Any]) -> None:
    """Replaces what is on a canvas at the next run, before it is made in this one.

    The canvas follows a drawing that differs from the one before, hence the counter.
    """
    number = st.session_state.get(sheet.initial, {}).get("number", 0) + 1
    st.session_state[sheet.initial] = drawing | {"number": number}


def _undo(sheet: Canvas, objects: list[Any]) -> None:
    _empty(sheet, st.session_state.get(sheet.told, ""))
    if len(objects) > 1:
        _put(sheet, {"objects": objects[:-1]})
    else:
        _clear(sheet)


def _clear(sheet: Canvas) -> None:
    _empty(sheet, st.session_state.get(sheet.told, ""))
    _put_nothing(sheet)


def _put_nothing(sheet: Canvas) -> None:
    """Takes everything off a sheet; it stays empty for the rest of the visit."""
    st.session_state[sheet.kept] = _NOTHING
    _put(sheet, {"objects": []})


def _choose_sample(sheet: Canvas, text: str) -> None:
    _empty(sheet, st.session_state.get(sheet.told, ""))
    _put_sample(sheet, text)


def _put_sample(sheet: Canvas, text: str) -> None:
    """Has the canvas show a number."""
    size = _size(sheet)
    _show_drawing(sheet, strokes.drawing(text, sheet.pen.value, *size), size)


def _show_drawing(sheet: Canvas, drawing: dict[str, Any], size: tuple[int, int]) -> None:
    """Has the canvas show it, and reads it without waiting for the canvas: one that is still being
    loaded would show it and never say a word."""
    st.session_state[sheet.kept] = _Drawn(drawing, strokes.picture(drawing, *size))
    _put(sheet, drawing)
