"""Which data set a run learnt from, in words, and whether two learnt from the same."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import streamlit as st

from dlcore.data import DataError
from dlcore.data.formats import label_of
from dlcore.runs import RunRecord
from ui.frame.i18n import gettext as _
from ui.frame.i18n import plain
from ui.frame.keeping import store
from ui.runs.kinds import KINDS

_MNIST = "MNIST"
_MOST = 1000


@dataclass(frozen=True)
class SetLabel:
    """What a set is called, and its classes; a visitor's texts."""

    name: str
    classes: tuple[str, ...]


_labels: dict[tuple[str | None, str], tuple[float, SetLabel]] = {}
"""By owner and fingerprint, with the moment of the latest run that was asked: a set that was given
another name is called as that one found it."""


def fingerprint(record: RunRecord) -> str:
    """Of the set that a run learnt from; "" for MNIST, and of a run without images."""
    told = KINDS[record.kind].told(record.config)
    return getattr(getattr(told, "data", told), "set", "")  # a generator's has no recipe


def label(record: RunRecord) -> SetLabel | None:
    """Of another set than MNIST; None for that, and where nobody knows."""
    learnt = fingerprint(record)
    if not learnt:
        return None
    of_owner = (record.owner, learnt)  # who has the same images may call them otherwise
    created, found = _labels.get(of_owner, (float("-inf"), None))
    if record.created > created:
        with suppress(DataError):
            found = SetLabel(*label_of(store().supply(record.id) or b""))
            if len(_labels) >= _MOST:
                _labels.clear()
            _labels[of_owner] = (record.created, found)
    return found


def title(record: RunRecord) -> str | None:
    """What the set of a run is called, as plain text; None where it has no images."""
    if record.kind == "addition":
        return None
    found = label(record)
    if found:
        return _("{name} · {classes} classes").format(name=found.name, classes=len(found.classes))
    return _("a set of one's own") if fingerprint(record) else _MNIST


def say_apart(records: Sequence[RunRecord]) -> None:
    """That runs on different sets did different things, where some of these did."""
    titles = {fingerprint(one): title(one) for one in records if title(one)}
    if len(titles) > 1:
        st.caption(
            _(
                "These runs learnt from different data sets: {sets}. Their losses and accuracies "
                "are of different tasks and do not say which network is the better one."
            ).format(sets=", ".join(plain(str(one)) for one in titles.values()))
        )
