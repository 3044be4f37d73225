"""What differs: a table of the settings that runs do not have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dlcore.runs import compare
from ui.frame.i18n import gettext as _
from ui.frame.i18n import plain
from ui.frame.setting import Setting
from ui.runs import sets, words
from ui.runs.kept import KeptRun
from ui.runs.kinds import KINDS

_SETS = ("data.set", "set")


def _say_changes(runs: Sequence[KeptRun]) -> None:
    """A line for each run whose settings did not stay as they were at its start."""
    for run in runs:
        if run.record.changes:
            st.caption(
                _("{name} was changed while it went: {changes}.").format(
                    name=plain(run.name), changes=words.changes(run.record)
                )
            )


def show(runs: Sequence[KeptRun]) -> None:
    """A row for each run, a column for each setting that is not alike in all of them."""
    if len(runs) < 2:
        return
    st.markdown(_("**What differs**"))
    _say_changes(runs)
    found = compare.differing([KINDS[run.record.kind].told(run.record.config) for run in runs])
    found = [(field, values) for field, values in found if field not in words.OF_CLASSES]
    if not found:
        st.caption(_("Nothing: these runs have the same settings."))
        return
    settings = [KINDS[run.record.kind].settings(run.record.config) for run in runs]
    columns = {
        str(number): [
            _value(field, value, run, of_run)
            for value, run, of_run in zip(values, runs, settings, strict=True)
        ]
        for number, (field, values) in enumerate(found)
    }
    names: dict[str, Any] = {
        str(number): words.field_name(field, settings[0])
        for number, (field, _values) in enumerate(found)
    }
    st.dataframe(
        {"name": [run.name for run in runs]} | columns,
        key="runs_differing",
        hide_index=True,
        column_config={"name": st.column_config.TextColumn(_("Name"), pinned=True, width=150)}
        | names,
        alt=_("Settings that differ: {names}.").format(names=", ".join(names.values())),
    )


def _value(field: str, value: Any, run: KeptRun, settings: Mapping[str, Setting]) -> str:
    """What one of the runs has there, as plain text."""
    if field in _SETS:
        return str(sets.title(run.record))
    return words.field_value(field, value, settings, words.classes_of(run.record))
