"""Which set a run learnt from: all that it knows of it is the fingerprint."""

from __future__ import annotations

import re

import streamlit as st

from dlcore.data import DataError
from dlcore.data.known import KNOWN, fingerprint
from dlcore.data.symbols import symbols
from dlcore.runs.sets import SetRecord
from ui.frame import engine
from ui.frame.i18n import gettext as _
from ui.frame.setting import Name
from ui.shared.sets import kept
from ui.shared.sets.ids import DIGITS, SYMBOLS

_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
_MOST = 1000
_fingerprints: dict[tuple[str, float], str] = {}  # of kept sets, by id and moment
_known: dict[str, str] = {}  # of known sets that are here


def asked_for(learnt_from: str) -> str:
    """What a setting says in a link to the set of a run; `settle` makes an id of it.

    Args:
        learnt_from: as `DataRecipe.set` has it; "" for MNIST.
    """
    return learnt_from or DIGITS


def settle(setting: Name, usual: str) -> None:
    """Puts the id of a set in the place of a fingerprint, where there is such a set; else says so
    and takes the usual one. Before the widget is made."""
    asked = setting.value
    if not _FINGERPRINT.fullmatch(asked):
        return
    with st.spinner(_("Looking for the data set of that run …"), show_time=True):
        found = find(asked)
    if found is None:
        st.warning(
            _(
                "The data set of that run is not here any more: it was deleted, changed or never "
                "yours. A run of yours still has its images: “Take it away” gives them as a file, "
                "which can be uploaded on the page of your own data."
            ),
            icon=":material/search_off:",
        )
    setting.set(found or usual)


def find(learnt_from: str) -> str | None:
    """The id of a set of the visitor's, or of one that is here for everybody; None for none.

    Args:
        learnt_from: a fingerprint.
    """
    for record in kept.own():
        if _of_kept(record) == learnt_from:
            return record.id
    if symbols().fingerprint == learnt_from:
        return SYMBOLS
    return next((name for name in KNOWN if _of_known(name) == learnt_from), None)


def _of_kept(record: SetRecord) -> str:
    """Nothing where it cannot be read."""
    state = (record.id, record.changed)
    if state not in _fingerprints:
        try:
            data = kept.find(record)
        except DataError:
            data = None
        if data is None:
            return ""
        if len(_fingerprints) >= _MOST:
            _fingerprints.clear()
        _fingerprints[state] = data.fingerprint
    return _fingerprints[state]


def _of_known(name: str) -> str:
    """Nothing where it is not here. The engine looks: none of its images travels."""
    if name not in _known:
        found = engine.ask(fingerprint, name)
        if not found:
            return ""
        _known[name] = found
    return _known[name]
