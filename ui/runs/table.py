"""All runs in a table: sorted, chosen to be compared, named, pinned, deleted and brought back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from dlcore.figures.runs import MOST
from dlcore.runs.compare import CORE_WATTS
from dlcore.runs.record import MOST_NAME, plain_text
from ui.frame import shell, visitor
from ui.frame.discreet import discreet
from ui.frame.i18n import N_, plain
from ui.frame.i18n import gettext as _
from ui.frame.keeping import store
from ui.frame.setting import Choice, Names
from ui.runs import kept, words
from ui.runs.kept import KeptRun
from ui.runs.kinds import KINDS

_NEWEST = 3  # are compared where nothing is chosen
_ROWS = "runs_rows"  # the table's own choice, kept the same as that of `CHOSEN`
_DELETED = "runs_deleted"  # id and name of what was deleted last
_HEIGHT = 320  # px, some eight rows; the rest scrolls within

CHOSEN = Names(
    "runs_chosen",
    [],
    N_("Compare"),
    N_("Up to six runs. The same as ticking rows of the table; nothing chosen means the newest."),
    at_most=MOST,
)
SORT = Choice(
    "runs_sort",
    "newest",
    N_("Order"),
    N_("Of the table. Pinned runs stay on top. A click on the head of a column sorts too."),
    {
        "newest": N_("newest first"),
        "accuracy": N_("most accurate first"),
        "loss": N_("least loss first"),
        "parameters": N_("fewest parameters first"),
        "seconds": N_("fastest first"),
        "name": N_("by name"),
    },
)
SETTINGS = (CHOSEN, SORT)


@dataclass(frozen=True)
class RunColumn:
    """A column of the table.

    Attributes:
        title, help: in English; shown through gettext.
        value: of a run; None where it is not known.
        kind: of `st.column_config`.
        look: how that shows it.
    """

    title: str
    help: str
    value: Callable[[KeptRun], Any]
    kind: Callable[..., Any]
    look: Mapping[str, Any]


def _text(title: str, help: str, value: Callable[[KeptRun], Any], **look: Any) -> RunColumn:
    return RunColumn(title, help, value, st.column_config.TextColumn, look)


def _number(
    title: str, help: str, value: Callable[[KeptRun], Any], format: str, **look: Any
) -> RunColumn:
    return RunColumn(
        title, help, value, st.column_config.NumberColumn, {"format": format, "width": 90, **look}
    )


def _figure(name: str) -> Callable[[KeptRun], float | None]:
    return lambda run: run.figure(name)


def _pace(run: KeptRun) -> int | None:
    pace = run.figure("per_second")
    return None if pace is None else round(pace)


def _percent(run: KeptRun) -> float | None:
    accuracy = run.figure("accuracy")
    return None if accuracy is None else 100 * accuracy


def _when(run: KeptRun) -> datetime:
    return datetime.fromtimestamp(run.record.created, UTC)


COLUMNS = {
    "name": _text(
        N_("Name"),
        N_("Yours, or what the network is. A star says that it is pinned: it is kept longest."),
        lambda run: f"★ {run.name}" if run.record.pinned else run.name,
        pinned=True,
        width=150,
    ),
    "special": _text(
        N_("What is special"),
        N_("Every setting that is not as it is for this kind of network."),
        lambda run: words.special(run.record),
        width="medium",
    ),
    "state": _text(
        N_("State"),
        N_("Whether it is through."),
        lambda run: _(words.STATES.get(run.record.status, run.record.status)),
        width=85,
    ),
    "accuracy": _number(
        N_("Accuracy"),
        N_("On test images or sums; of a run that is not through, on its validation images."),
        _percent,
        "%.2f %%",
    ),
    "loss": _number(
        N_("Loss"), N_("Mean cross-entropy, measured on the same."), _figure("loss"), "%.4f"
    ),
    "parameters": _number(
        N_("Parameters"), N_("Numbers that were learnt."), _figure("parameters"), "localized"
    ),
    "seconds": _number(
        N_("Time (s)"), N_("Of the whole training, in seconds."), _figure("seconds"), "%.0f"
    ),
    "per_second": _number(N_("Images/s"), N_("Images or sums a second."), _pace, "localized"),
    "energy": _number(
        N_("Energy (Wh)"),
        N_(
            "An estimate and not a measurement: time × {watts:g} W, about what one busy core of a "
            "server draws. A training that keeps several busy takes as many times more."
        ),
        kept.energy,
        "%.2f",
    ),
    "when": RunColumn(
        N_("When"),
        N_("When it was started."),
        _when,
        st.column_config.DatetimeColumn,
        {"format": "distance", "width": 110},
    ),
}


def show(runs: list[KeptRun]) -> list[KeptRun]:
    """The table, what can be done with its runs, and which of them are compared.

    Returns:
        Those to compare, at most `MOST`.
    """
    _say_deleted()
    _keep_to(runs)
    order, _rest = st.columns([1, 3])
    with order:
        runs = _sorted(runs, SORT.selectbox())
    with st.container(key="runs_table"):
        _table(runs)
    # Below: it grows with what is ticked, and must not push the table away from under a pointer.
    _choice({run.record.id: run.name for run in runs})
    chosen = _chosen(runs)
    _actions(chosen)
    return chosen


def _choice(names: Mapping[str, str]) -> None:
    CHOSEN.multiselect(
        list(names),
        format_func=lambda run_id: names.get(run_id, run_id),
        placeholder=_("The newest {count}; choose up to {most}").format(count=_NEWEST, most=MOST),
    )


def _chosen(runs: Sequence[KeptRun]) -> list[KeptRun]:
    by_id = {run.record.id: run for run in runs}
    if CHOSEN.value:
        return [by_id[run_id] for run_id in CHOSEN.value]
    return sorted(runs, key=lambda run: -run.record.created)[:_NEWEST]


def _keep_to(runs: Sequence[KeptRun]) -> None:
    """Forgets what was chosen and is not there any more; says so once."""
    there = {run.record.id for run in runs}
    left = [run_id for run_id in CHOSEN.value if run_id in there]
    if left != CHOSEN.value:
        CHOSEN.set(left)
        _say_gone()


def _say_gone() -> None:
    st.warning(
        _("A run that was chosen is not there any more: it was deleted, perhaps in another tab."),
        icon=":material/search_off:",
    )


def _sorted(runs: list[KeptRun], order: str) -> list[KeptRun]:
    """In an order of `SORT`; what is not known comes last, what is pinned first."""

    def place(run: KeptRun) -> tuple[Any, ...]:
        if order == "newest":
            return (0, -run.record.created)
        if order == "name":
            return (0, run.name.casefold())
        value = run.figure(order)
        if value is None:
            return (1, 0)
        return (0, -value if order == "accuracy" else value)

    return sorted(runs, key=lambda run: (not run.record.pinned, *place(run)))


def _table(runs: Sequence[KeptRun]) -> None:
    ids = [run.record.id for run in runs]
    _tick([ids.index(run_id) for run_id in CHOSEN.value])
    st.dataframe(
        {name: [column.value(run) for run in runs] for name, column in COLUMNS.items()},
        key=_ROWS,
        hide_index=True,
        height=min(_HEIGHT, 37 + 35 * len(runs)),
        column_config={
            name: column.kind(
                _(column.title), help=_(column.help).format(watts=CORE_WATTS), **column.look
            )
            for name, column in COLUMNS.items()
        },
        placeholder="–",
        selection_mode="multi-row",
        on_select=lambda: _take_ticked(ids),
        alt=_("Runs: {count}. Each of them can be chosen below too.").format(count=len(runs)),
    )


def _tick(rows: list[int]) -> None:
    """Makes the table tick these rows, unless it does."""
    if sorted(_ticked()) != sorted(rows):
        st.session_state[_ROWS] = {"selection": {"rows": rows, "columns": [], "cells": []}}


def _ticked() -> list[int]:
    """Which rows the table ticks; a stranger may have sent anything."""
    state = st.session_state.get(_ROWS)
    choice = state.get("selection") if isinstance(state, Mapping) else None
    rows = choice.get("rows") if isinstance(choice, Mapping) else None
    return [row for row in rows if type(row) is int] if isinstance(rows, list) else []


def _take_ticked(ids: Sequence[str]) -> None:
    """Compares what is ticked: what was chosen before in its order, then what is new."""
    ticked = [ids[row] for row in _ticked() if 0 <= row < len(ids)]
    before = [run_id for run_id in CHOSEN.value if run_id in ticked]
    wanted = list(dict.fromkeys([*before, *ticked]))
    CHOSEN.set(wanted[:MOST])
    if len(wanted) > MOST:
        st.info(
            _("At most {most} runs can be compared at a time.").format(most=MOST),
            icon=":material/info:",
        )


def _actions(runs: Sequence[KeptRun]) -> None:
    """A menu for each of the runs that are compared."""
    if not runs:
        return
    with st.container(horizontal=True, gap="small", key="runs_actions"):
        for run in runs:
            with st.popover(plain(run.name), icon=":material/more_vert:"):
                _menu(run)
        if any(run.own for run in runs) and CHOSEN.value:
            st.button(
                _("Delete all of these"),
                key="runs_delete",
                icon=":material/delete:",
                on_click=_delete,
                args=([run for run in runs if run.own],),
            )


def _menu(run: KeptRun) -> None:
    """What can be done with one run."""
    record, kind = run.record, KINDS[run.record.kind]
    if record.error:
        st.caption(plain(discreet(record.error)))
    if run.own:
        _own_menu(run)
        shell.link(
            kind.job.page,
            _("Open it on its page"),
            dict(kind.view) | {kind.job.key: record.id},
        )
    shell.link(
        kind.job.page,
        _("Start again with something changed"),
        dict(kind.view) | kind.address(record.config),
    )


def _own_menu(run: KeptRun) -> None:
    record = run.record
    key = f"runs_name_{record.id}"
    st.session_state.setdefault(key, record.name)
    st.text_input(
        _("Name"),
        key=key,
        max_chars=MOST_NAME,
        placeholder=words.made(record),
        help=_("Any words; left empty, it is called what the network is."),
        on_change=_rename,
        args=(record.id, key),
    )
    row = st.container(horizontal=True)
    row.button(
        _("Unpin") if record.pinned else _("Pin"),
        key=f"runs_pin_{record.id}",
        icon=":material/keep_off:" if record.pinned else ":material/keep:",
        on_click=_pin,
        args=(record.id, not record.pinned),
        help=_("Pinned runs stand on top, and are the last to go when there is no more room."),
    )
    row.button(
        _("Delete"),
        key=f"runs_delete_{record.id}",
        icon=":material/delete:",
        on_click=_delete,
        args=([run],),
        help=_("It can be brought back for ten minutes."),
    )


def _rename(run_id: str, key: str) -> None:
    typed = st.session_state[key]
    name = plain_text(typed, MOST_NAME)
    if typed.strip() and not any(map(str.isalnum, name)):
        st.warning(
            _("A name needs at least one letter or digit. The old one is kept."),
            icon=":material/edit_off:",
        )
        st.session_state[key] = _name_of(run_id)
    elif not store().rename(run_id, visitor.name(), name):
        _say_gone()


def _name_of(run_id: str) -> str:
    record = store().get(run_id)
    return record.name if record else ""


def _pin(run_id: str, pinned: bool) -> None:
    if not store().pin(run_id, visitor.name(), pinned):
        _say_gone()


def _delete(runs: Sequence[KeptRun]) -> None:
    deleted = [run for run in runs if store().delete(run.record.id, visitor.name())]
    if len(deleted) < len(runs):
        _say_gone()
    gone = {run.record.id: run.name for run in deleted}
    st.session_state[_DELETED] = gone
    CHOSEN.set([run_id for run_id in CHOSEN.value if run_id not in gone])


def _say_deleted() -> None:
    """What was deleted last, with a way back."""
    gone = st.session_state.get(_DELETED)
    if not gone:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="runs_undo_row"):
        names = ", ".join(map(plain, gone.values()))
        st.markdown(_("Deleted: {names}.").format(names=names), width="content")
        st.button(_("Undo"), key="runs_undo", icon=":material/undo:", on_click=_undo)


def _undo() -> None:
    gone = st.session_state.pop(_DELETED, {})
    back = [store().restore(run_id, visitor.name()) for run_id in gone]
    if not all(back):
        st.warning(
            _("That was too long ago: it cannot be brought back any more."),
            icon=":material/search_off:",
        )
