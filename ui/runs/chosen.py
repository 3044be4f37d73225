"""Which of the runs are compared: said in a list, and by ticks in the table, alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dlcore.figures.runs import MOST
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Names
from ui.runs.kept import KeptRun

TABLE = "runs_rows"
"""Key of the table, whose own choice is kept the same as that of `CHOSEN`."""
_NEWEST = 3  # are compared where nothing is chosen

CHOSEN = Names(
    "runs_chosen",
    [],
    N_("Compare"),
    N_("Up to six runs. The same as ticking rows of the table; nothing chosen means the newest."),
    at_most=MOST,
)


def keep_to(runs: Sequence[KeptRun]) -> None:
    """Forgets what was chosen and is not there any more; says so once."""
    there = {run.record.id for run in runs}
    left = [run_id for run_id in CHOSEN.value if run_id in there]
    if left != CHOSEN.value:
        CHOSEN.set(left)
        say_gone()


def say_gone() -> None:
    """One sentence about a run that somebody else has deleted."""
    st.warning(
        _("A run that was chosen is not there any more: it was deleted, perhaps in another tab."),
        icon=":material/search_off:",
    )


def show(runs: Sequence[KeptRun]) -> list[KeptRun]:
    """The list.

    Returns:
        The runs to compare, at most `MOST`.
    """
    by_id = {run.record.id: run for run in runs}
    CHOSEN.multiselect(
        list(by_id),
        format_func=lambda run_id: by_id[run_id].name,
        placeholder=_("The newest {count}; choose up to {most}").format(count=_NEWEST, most=MOST),
    )
    if CHOSEN.value:
        return [by_id[run_id] for run_id in CHOSEN.value]
    return sorted(runs, key=lambda run: -run.record.created)[:_NEWEST]


def tick(ids: Sequence[str]) -> None:
    """Makes the table tick what is chosen, unless it does; before it is made.

    Args:
        ids: of the runs in its rows.
    """
    rows = [ids.index(run_id) for run_id in CHOSEN.value]
    if sorted(_ticked()) != sorted(rows):
        st.session_state[TABLE] = {"selection": {"rows": rows, "columns": [], "cells": []}}


def _ticked() -> list[int]:
    """Which rows the table ticks; a stranger may have sent anything."""
    state = st.session_state.get(TABLE)
    choice = state.get("selection") if isinstance(state, Mapping) else None
    rows = choice.get("rows") if isinstance(choice, Mapping) else None
    return [row for row in rows if type(row) is int] if isinstance(rows, list) else []


def take_ticked(ids: Sequence[str]) -> None:
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
