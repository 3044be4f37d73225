"""The runs that the page shows: a visitor's own, else the examples that ship, or a class's."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

from dlcore.engine.run import UNDER_WAY
from dlcore.runs import RunRecord, compare, examples
from dlcore.runs.compare import Series
from dlcore.training.result import RunResult
from ui.frame import visitor
from ui.frame.i18n import explain
from ui.frame.keeping import store
from ui.runs import words

_REFRESH_SECONDS = 2.0
_CACHED = 64  # runs, of some 50 kB of series each


@dataclass(frozen=True)
class KeptRun:
    """A run on this page.

    Attributes:
        record: what is known of it.
        name: what it is called here; plain text, a stranger's.
        own: the visitor may rename and delete it.
        example: it ships with the lab.
    """

    record: RunRecord
    name: str
    own: bool = True
    example: bool = False

    @property
    def series(self) -> Series:
        """Its curves, over its steps."""
        if self.example:
            return examples.by_id()[self.record.id].series
        if self.record.status in UNDER_WAY:
            return store().series(self.record.id)
        try:
            return _series(self.record.id, self.record.status, self.record.finished)
        except LookupError:
            return {}

    @property
    def measured(self) -> RunResult | None:
        """What it left, without its network; None where it left nothing.

        Of a run that was gone on with, what it had left before belongs to other curves.
        """
        if self.example:
            return examples.by_id()[self.record.id].result
        if self.record.status != "done":
            return None
        try:
            return _measured(self.record.id, self.record.status, self.record.finished)
        except LookupError:
            return None

    @property
    def result(self) -> RunResult | None:
        """What it left, with its network; an example has none. Megabytes: for one run at a time."""
        if self.example:
            return self.measured
        return store().result(self.record.id) if self.record.status == "done" else None

    def figure(self, name: str) -> float | None:
        """One of its figures; of a run that is not through, as far as it is known."""
        found = self.record.figures.get(name)
        return found if found is not None and abs(found) < math.inf else None  # nor NaN


# What is not there may be there the next time: a database that was slow. So it is not kept.


@lru_cache(maxsize=_CACHED)
def _series(run_id: str, _status: str, _finished: float | None) -> Series:
    found = store().series(run_id)
    if not found:
        raise LookupError(run_id)
    return found


@lru_cache(maxsize=_CACHED)
def _measured(run_id: str, _status: str, _finished: float | None) -> RunResult:
    found = store().measured(run_id)
    if found is None:
        raise LookupError(run_id)
    return found


def own() -> list[KeptRun]:
    """The visitor's runs, the newest first; the examples where there are none."""
    records = store().of_owner(visitor.name())
    names = words.apart([words.called(record) for record in reversed(records)])[::-1]
    return [KeptRun(*both) for both in zip(records, names, strict=True)] or shipped()


def shipped() -> list[KeptRun]:
    """The examples that ship."""
    return [
        KeptRun(one.record, words.called(one.record), own=False, example=True)
        for one in examples.by_id().values()
    ]


def of_room(room: str) -> list[KeptRun]:
    """The runs of a class, the newest first, each named by who it is of."""
    records = store().of_room(room)
    names = [f"{record.alias} · {words.called(record)}" for record in reversed(records)]
    return [
        KeptRun(record, name, own=False)
        for record, name in zip(records, words.apart(names)[::-1], strict=True)
    ]


def watch(runs: Sequence[KeptRun]) -> None:
    """Draws the page again when a run that is under way has got on."""
    under_way = [run.record for run in runs if run.record.status in UNDER_WAY]
    if not under_way:
        return

    def look() -> None:
        if any(store().get(record.id) != record for record in under_way):
            st.rerun()

    st.fragment(look, run_every=_REFRESH_SECONDS)()


def say_trouble() -> None:
    """One sentence where runs cannot be kept at the moment."""
    trouble = store().trouble
    if trouble:
        st.warning(explain(trouble), icon=":material/database_off:")


def energy(run: KeptRun) -> float | None:
    """Watt hours, as far as they can be told."""
    seconds = run.figure("seconds")
    return None if seconds is None else compare.watt_hours(seconds)
