"""Many pictures read one after another: a table of them, to choose from and to take away."""

from __future__ import annotations

import csv
import io
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dlcore import tasks
from dlcore.data.dataset import DIGITS
from dlcore.digits.pictures import PictureError, read_picture
from ui.draw import judged
from ui.draw.judged import Judged, written
from ui.frame.i18n import explain, language
from ui.frame.i18n import gettext as _
from ui.shared import verdicts
from ui.shared.readers import Reader

_JUDGED: dict[str, Callable[..., Judged]] = {
    "digit": judged.of_drawing,
    "number": judged.of_number,
}
_TURN = "draw_several_turn"  # how often files have come or gone
_ROWS = "draw_several_rows"
_LONGEST_NAME = 120  # characters
_BETWEEN_ROWS = " / "
_QUIET_SECONDS = 1.0  # that are waited for without a word
_SUREST = 0.9999  # a share is an estimate, and never said to be all
_PAUSE_SECONDS = 0.02  # after each picture, in which other visitors' pages go on
# With which a cell begins that a spreadsheet computes; some take the wide ones for the same.
_FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
_one_at_a_time = threading.Lock()  # whoever reads one picture never waits for those with many


@dataclass(frozen=True)
class PictureRow:
    """One picture in the table.

    Attributes:
        name: of its file, as its visitor has it.
        reading: the digit, class or number; "" where there is none.
        confidence: that all of it is right, in [0, 1]; None where nothing was read.
        verdict: in words; why it cannot be read, where it cannot.
    """

    name: str
    reading: str
    confidence: float | None
    verdict: str


def begin() -> None:
    """Looks at the latest file again; for use in callbacks, when files come or go."""
    st.session_state[_TURN] = _turn() + 1


def chosen(files: Sequence[UploadedFile]) -> UploadedFile | None:
    """The one that is chosen in the table, which stands further down.

    Args:
        files: the latest first.
    """
    place = _clicked(st.session_state.get(_table_key()))
    return files[place if place < len(files) else 0] if files else None


def _clicked(state: Any) -> int:
    """The row of the cell that was clicked, 0 before; a stranger may send anything in its place."""
    try:
        (place, _column), *_more = state["selection"]["cells"]
    except (KeyError, TypeError, ValueError):
        return 0
    return place if type(place) is int and place >= 0 else 0


def show(files: Sequence[UploadedFile], what: str, by: Reader) -> None:
    """The table, and its file.

    Args:
        files: the latest first.
        what: a key of `readers.TASKS`.
    """
    rows = _read(files, what, by)
    with st.container(key="draw_several"):
        st.caption(_("Click a row to look at its picture."))
        st.dataframe(
            {
                _("Picture"): [row.name for row in rows],
                _("Reading"): [row.reading for row in rows],
                _("Sure"): [_percent(row.confidence) for row in rows],
                _("Verdict"): [row.verdict for row in rows],
            },
            key=_table_key(),
            hide_index=True,
            column_config={
                _("Reading"): st.column_config.Column(width="small"),
                _("Sure"): st.column_config.Column(width="small"),
                _("Verdict"): st.column_config.Column(width="large"),
            },
            selection_mode="single-cell",
            on_select="rerun",
            alt=_("Pictures and what was read in each: {count}").format(count=len(rows)),
        )
        st.download_button(
            _("Download as CSV"),
            as_csv(rows),
            file_name="readings.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="draw_several_csv",
            help=_("One line for each picture, for a spreadsheet."),
        )


def as_csv(rows: Sequence[PictureRow]) -> bytes:
    """The table as a file: UTF-8, with the mark by which a spreadsheet knows that it is."""
    text = io.StringIO()
    file = csv.writer(text)
    file.writerow([_("Picture"), _("Reading"), _("Sure"), _("Verdict")])
    for row in rows:
        share = "" if row.confidence is None else f"{min(row.confidence, _SUREST):.4f}"
        file.writerow([*map(_harmless, (row.name, row.reading)), share, _harmless(row.verdict)])
    return text.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULAS) else text


def _percent(share: float | None) -> str:
    return "" if share is None else verdicts.percent(share)


def _turn() -> int:
    return st.session_state.get(_TURN, 0)


def _table_key() -> str:
    """Of the table: another one for other files, so that no choice is of one that has gone."""
    return f"draw_several_table_{_turn()}"


def _read(files: Sequence[UploadedFile], what: str, by: Reader) -> list[PictureRow]:
    """The rows of all files; those that were read before are kept, and their pictures are not."""
    kept = _kept((what, by, language()))
    for gone in kept.keys() - {file.file_id for file in files}:
        del kept[gone]
    place, begun = st.empty(), time.monotonic()
    missing = [file for file in files if file.file_id not in kept]
    for done, file in enumerate(missing):
        if time.monotonic() - begun > _QUIET_SECONDS:
            said = _("Reading picture {number} of {count} …")
            place.progress(done / len(missing), said.format(number=done + 1, count=len(missing)))
        with _one_at_a_time if by.is_here else nullcontext():
            row = _row(file, what, by)
        if row is None:  # nor will there be an answer for the others
            break
        kept[file.file_id] = row
        time.sleep(_PAUSE_SECONDS)
    place.empty()
    return [kept.get(file.file_id) or _without(file, _("No answer.")) for file in files]


def _kept(state: tuple[Any, ...]) -> dict[str, PictureRow]:
    """The rows that were read by this network in this way, by file."""
    if st.session_state.get(_ROWS, (None,))[0] != state:
        st.session_state[_ROWS] = (state, {})
    return st.session_state[_ROWS][1]


def _row(file: UploadedFile, what: str, by: Reader) -> PictureRow | None:
    """What is read in a picture, or why it cannot be; None after a word on why nobody answers."""
    errors: list[str] = []
    try:
        pixels = read_picture(file.getvalue()).pixels
    except PictureError as error:
        return _without(file, explain(error))
    found = by.read(what, pixels, say=lambda text, **_look: errors.append(text))
    if found is not None:
        return _said(_name(file), _JUDGED[what](found, by.threshold), _classes(found, by))
    return _without(file, errors[0]) if errors else None


def _name(file: UploadedFile) -> str:
    """In one line."""
    return "".join(c if c.isprintable() else "\ufffd" for c in file.name[:_LONGEST_NAME])


def _without(file: UploadedFile, why: str) -> PictureRow:
    """The row of a picture in which nothing was read."""
    return PictureRow(_name(file), "", None, why)


def _classes(found: tasks.Reading | tasks.NumberReading, by: Reader) -> Sequence[str]:
    """What the parts of a reading are called."""
    return by.called(len(found.probabilities)) if isinstance(found, tasks.Reading) else DIGITS


def _said(name: str, number: Judged, classes: Sequence[str]) -> PictureRow:
    if not number.rows:
        return PictureRow(name, "", None, _("No ink was found in the picture."))
    if number.kinds == {"none"}:
        return PictureRow(
            name, "", None, _("no digit") if classes == DIGITS else _("none of these")
        )
    if len(number.digits) == 1:
        reading = verdicts.one_of([classes[label] for label in number.digits[0].candidates])
    else:
        reading = _BETWEEN_ROWS.join(map(written, number.rows))
    return PictureRow(name, reading, min(number.whole), _verdict(number))


def _verdict(number: Judged) -> str:
    if "none" in number.kinds:
        return _("Not all of it is a digit.")
    return _("not sure") if "unsure" in number.kinds else _("sure")
