"""All runs in a table, in an order that can be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice
from ui.runs import chosen, columns, menu
from ui.runs.chosen import CHOSEN
from ui.runs.kept import KeptRun

_HEIGHT = 320  # px, some eight rows; the rest scrolls within

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


def show(runs: list[KeptRun]) -> list[KeptRun]:
    """The table, and what can be done with those of its runs that are compared.

    Returns:
        Those to compare, at most `MOST`.
    """
    menu.say_deleted()
    chosen.keep_to(runs)
    order, _rest = st.columns([1, 3])
    with order:
        runs = _sorted(runs, SORT.selectbox())
    with st.container(key="runs_table"):
        _table(runs)
    # Below: it grows with what is ticked, and must not push the table away from under a pointer.
    compared = chosen.show(runs)
    menu.show(compared)
    return compared


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
    chosen.tick(ids)
    st.dataframe(
        columns.cells(runs),
        key=chosen.TABLE,
        hide_index=True,
        height=min(_HEIGHT, 37 + 35 * len(runs)),
        column_config=columns.config(),
        placeholder="–",
        selection_mode="multi-row",
        on_select=lambda: chosen.take_ticked(ids),
        alt=_("Runs: {count}. Each of them can be chosen below too.").format(count=len(runs)),
    )
