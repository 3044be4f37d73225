"""Which data set is looked at: one that ships, or one of the visitor's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from dlcore import tasks
from dlcore.data import DataSet
from dlcore.data.known import KNOWN
from dlcore.data.symbols import symbols
from dlcore.runs.sets import SetRecord
from ui.data import kept, known
from ui.frame import engine
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Name
from ui.frame.settings import say_refused


@dataclass(frozen=True)
class Shipped:
    """A set that is there for everybody.

    Attributes:
        title: in English; shown through gettext.
        said: what it is, in a sentence.
        load: fetches it; None after a sentence where that fails.
    """

    title: str
    said: str
    load: Callable[[], DataSet | None]


@dataclass(frozen=True)
class Subject:
    """What is looked at.

    Attributes:
        id: in the address: of a set of the visitor's own, or a key of `SHIPPED` or `KNOWN`.
        data: the set as it is kept.
        record: of a set of the visitor's own; else None.
    """

    id: str
    data: DataSet
    record: SetRecord | None


def _load_symbols() -> DataSet:
    with st.spinner(_("Twenty hands are writing …"), show_time=True):
        return symbols()  # made once, in about a second


_digits: list[DataSet] = []  # fetched from the engine once: the same for everybody


def _load_digits() -> DataSet | None:
    if not _digits:
        found = engine.ask(tasks.some_digits)
        if found is None:
            return None
        _digits[:] = [found]
    return _digits[0]


SHIPPED: Mapping[str, Shipped] = {
    "symbols": Shipped(
        N_("Symbols of seven scripts"),
        N_("Twenty symbols, drawn by a program in twenty made hands: what a set may look like."),
        _load_symbols,
    ),
    "digits": Shipped(
        N_("Digits (MNIST)"),
        N_("Ten digits, written by some five hundred people: the set that everybody begins with."),
        _load_digits,
    ),
}
USUAL = next(iter(SHIPPED))

DATA_SET = Name(
    "data_set",
    USUAL,
    N_("Data set"),
    N_("One that ships with the lab, or one of your own: those you have drawn or uploaded."),
)
SETTINGS = (DATA_SET,)


def choose() -> Subject | None:
    """The choice, and what is chosen; None after a sentence where it cannot be had."""
    records = {record.id: record for record in kept.own()}
    if DATA_SET.value not in {*SHIPPED, *KNOWN, *records}:
        _say_gone(DATA_SET.value)
        DATA_SET.set(USUAL)

    def name(option: str) -> str:
        if option in SHIPPED:
            return _(SHIPPED[option].title)
        if option in KNOWN:
            return KNOWN[option].title
        record = records[option]
        return f"{record.name} · {_count(record)}"

    DATA_SET.selectbox([*records, *SHIPPED, *KNOWN], format_func=name)
    data = _load(DATA_SET.value, records)
    return Subject(DATA_SET.value, data, records.get(DATA_SET.value)) if data else None


def _load(name: str, records: Mapping[str, SetRecord]) -> DataSet | None:
    if name in records:
        return engine.here(kept.find, records[name])
    return known.load(name) if name in KNOWN else SHIPPED[name].load()


def _count(record: SetRecord) -> str:
    return _("{classes} classes, {images:,} images").format(
        classes=record.classes, images=record.images
    )


def _say_gone(set_id: str) -> None:
    say_refused(DATA_SET.key, set_id, ", ".join((*SHIPPED, *KNOWN)) + _(", or a set of your own"))
