"""What was put right in a set, kept: in its place, or as a set of the visitor's own."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dlcore.data import DataError, DataSet
from dlcore.data.edits import Edits, apply
from ui.frame import engine, later
from ui.frame.i18n import gettext as _
from ui.shared.sets import kept
from ui.shared.sets.chosen import ChosenSet


def show(subject: ChosenSet, edits: Edits, finish: Callable[[str], None]) -> None:
    """A button that keeps the changes, where there are any.

    Args:
        finish: called before the widgets with the id of the set that was kept.
    """
    if edits:
        st.button(
            _("Keep it so") if subject.record else _("Keep it so, as a set of your own"),
            key="data_keep_changes",
            icon=":material/check:",
            on_click=later.ask,
            args=(_keep, subject, edits, finish),
            help=_("Until then the changes are in this window alone; trainings here see them."),
        )


def mended(data: DataSet, edits: Edits) -> DataSet:
    """A set with what was put right in it; as it was where that leaves no set."""
    try:
        return apply(data, edits)
    except DataError:  # which is said where the changes are made
        return data


def _keep(subject: ChosenSet, edits: Edits, finish: Callable[[str], None]) -> None:
    own = subject.id if subject.record else ""
    set_id = engine.here(lambda: kept.keep(apply(subject.data, edits), own))
    if set_id:
        finish(set_id)
