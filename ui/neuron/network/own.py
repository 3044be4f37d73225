"""The tools for a visitor's own points, and a file with a table of some."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from dlcore.errors import LabError
from dlcore.neuron.csv_file import PointTable, Stretch, read_table
from dlcore.neuron.heads import MOST_CLASSES
from dlcore.neuron.own import of_classes
from dlcore.neuron.points import MAX_POINTS
from ui.frame import uploads
from ui.frame.i18n import N_, explain, gap, plain
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice
from ui.neuron import problem
from ui.neuron.plane import Brush

_BEFORE = "neuron_before"  # the points as they were, as letters, newest last
_REMEMBERED = 30
_FILE = "neuron_file"
_FOUND = "neuron_found"  # what was in the last file, or why nothing was

TOOL = Choice(
    "neuron_tool",
    "paint",
    N_("Tool"),
    N_("What the pointer does in the plane on the points."),
    {"paint": N_("Paint"), "move": N_("Move"), "erase": N_("Erase")},
)
LABEL = Choice(
    "neuron_class",
    0,
    N_("Class to paint"),
    N_("Two to four classes: there are as many as have points."),
    {label: ("●", "◆", "▲", "■")[label] for label in range(MOST_CLASSES)},
)
SETTINGS = (TOOL, LABEL)


def tools() -> None:
    """What the pointer does in the plane, and ways back."""
    with st.container(
        key="neuron_tools", horizontal=True, vertical_alignment="center", gap="small"
    ):
        if not _has_values():
            TOOL.segmented(label_visibility="collapsed", width="content")
            LABEL.segmented(label_visibility="collapsed", width="content")
        _buttons()


def brush() -> Brush | None:
    """What the pointer does in the plane; None where it only looks."""
    if not problem.is_own() or _has_values():
        return None
    return Brush(TOOL.value, LABEL.value, MOST_CLASSES)


def take(x: np.ndarray, y: np.ndarray) -> None:
    """Makes these, as the plane has sent them, the visitor's points; for use in callbacks."""
    st.session_state.pop(_FOUND, None)  # they are not those of a table any more
    _remember()
    problem.set_own(of_classes(x, y))


def _has_values() -> bool:
    return problem.own_points().classes == 0


def _buttons() -> None:
    st.button(
        _("Undo"),
        key="neuron_undo",
        icon=":material/undo:",
        type="tertiary",
        disabled=not st.session_state.get(_BEFORE),
        on_click=_undo,
        help=_("The points as they were before the last change."),
    )
    st.button(
        _("Clear"),
        key="neuron_clear",
        icon=":material/delete:",
        type="tertiary",
        disabled=not problem.OWN_POINTS.value,
        on_click=take,
        args=(np.empty((0, 2)), np.empty(0, int)),
        help=_("An empty plane to begin with."),
    )


def _remember() -> None:
    before = [*st.session_state.get(_BEFORE, []), problem.OWN_POINTS.value]
    st.session_state[_BEFORE] = before[-_REMEMBERED:]


def _undo() -> None:
    before = st.session_state.get(_BEFORE)
    if before:
        problem.OWN_POINTS.set(before.pop())
        problem.fit_loss()


def file() -> None:
    """Points from a table; what the last one held."""
    st.caption(
        _(
            "Click or drag in the plane to set points, at most {most:,}. They stand in the "
            "address of this page, so that a link brings them along."
        ).format(most=MAX_POINTS)
    )
    if _has_values():
        st.caption(_("These points have values, which come from a table only."))
    st.file_uploader(
        _("Points from a table (CSV)"),
        type=["csv", "tsv", "txt"],
        max_upload_size=uploads.SMALL,
        key=_FILE,
        on_change=_read,
        help=_(
            "Two columns of numbers and a label, with or without names in the first line. A label "
            "that is a word, or one of at most four different numbers, is a class. Else it is a "
            "value."
        ),
    )
    read: PointTable | LabError | None = st.session_state.get(_FOUND)
    if isinstance(read, LabError):
        st.error(explain(read), icon=":material/error:")
    elif read:
        st.caption(_told(read))


def _read() -> None:
    """Takes the points of a file that has just come; notes what was found in it."""
    st.session_state.pop(_FOUND, None)
    file = st.session_state[_FILE]
    if file is None:
        return
    try:
        table = read_table(file.getvalue())
    except LabError as error:
        st.session_state[_FOUND] = error
        return
    _remember()
    problem.set_own(table.own)
    st.session_state[_FOUND] = table


def _told(table: PointTable) -> str:
    """What was made of a file, in words."""
    said = [_("{count:,} rows were read.").format(count=table.rows)]
    if table.rows > len(table.own.x):
        said = [
            _("{count:,} of {rows:,} rows were drawn at random.").format(
                count=len(table.own.x), rows=table.rows
            )
        ]
    said += [_moved(one) for one in table.stretches if one.moved]
    if table.labels:
        names = (f"{i}: {plain(name)}" for i, name in enumerate(table.labels))
        said.append(_("Classes: {names}.").format(names=" · ".join(names)))
    return gap().join(said)


def _moved(one: Stretch) -> str:
    values: dict[str, Any] = {"low": one.low, "high": one.high}
    values |= {"to_low": one.to_low, "to_high": one.to_high}
    return _("{column}: {low:g} … {high:g} became {to_low:g} … {to_high:g}.").format(
        column=plain(one.name), **values
    )
