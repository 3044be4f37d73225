"""Which data set it is about: one that is there for everybody, or one of the visitor's own.

A page makes one `SetChoice`, names its setting among its own and calls `pick`; what is picked is
fetched by `load`, which may take a while and fail. Where other settings depend on it, the page's
`Settings` are given what `SetChoice.dependent` makes, and its fragment begins with `settle`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from dlcore import tasks
from dlcore.data import DataSet
from dlcore.data.known import KNOWN
from dlcore.data.symbols import symbols
from dlcore.runs.sets import SetRecord
from ui.frame import engine
from ui.frame.i18n import N_, isolated
from ui.frame.i18n import gettext as _
from ui.frame.setting import Name
from ui.frame.settings import Said, Settings, say_refused, take
from ui.shared.sets import kept, known, recalled
from ui.shared.sets.ids import DIGITS as DIGITS
from ui.shared.sets.ids import SYMBOLS as SYMBOLS


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
class ChosenSet:
    """A data set that a visitor has chosen.

    Attributes:
        id: in the address: of a set of the visitor's own, or a key of `SHIPPED` or `KNOWN`.
        data: the set as it is kept.
        record: of a set of the visitor's own; else None.
    """

    id: str
    data: DataSet
    record: SetRecord | None

    def npz(self) -> bytes:
        """The file of it, for the engine: what is kept already is not written anew."""
        return (self.record and kept.content(self.record.id)) or kept.npz(self.data)


@dataclass(frozen=True, eq=False)
class SetChoice:
    """The choice of a data set on one page.

    Attributes:
        key: of its setting, in the address too.
        usual: what an untouched page takes: a key of `SHIPPED`.
        label, help: of the setting.
    """

    key: str
    usual: str
    label: str = N_("Data set")
    help: str = N_(
        "One that ships with the lab, or one of your own: those you have drawn or uploaded."
    )

    @cached_property
    def setting(self) -> Name:
        return Name(self.key, self.usual, self.label, self.help)

    @property
    def is_mnist(self) -> bool:
        """Whether MNIST is chosen."""
        return self.setting.value == DIGITS

    def dependent(self, of_others: Said) -> Callable[[Said], Said]:
        """For `Settings`: what is usual for other settings of the page depends on the set.

        Args:
            of_others: usual values where the set is not MNIST, by key; where it is, each setting
                has its own.
        """
        return lambda said: {} if said[self.key] == DIGITS else of_others

    def settle(self, settings: Settings, of_others: Said) -> None:
        """Once a visitor has chosen another set, or the one that was asked for is gone, makes the
        settings that depend on it what is usual for that one. Before the widgets of a page.

        Args:
            settings: of the page.
            of_others: as for `dependent`.
        """
        was_mnist = self.is_mnist
        with st.container():  # what is said there moves nothing below to another place
            if self.setting.value not in {*SHIPPED, *KNOWN}:
                self._find()
        is_new = st.session_state.pop(self._chosen, None) == self.setting.value
        if is_new or self.is_mnist != was_mnist:
            usual = settings.usual(st.session_state)
            take({key: usual[key] for key in of_others})

    def pick(self, on_change: Callable[[], None] | None = None) -> str:
        """The widget; the id of what is picked, which is there to be loaded.

        Args:
            on_change: called when a visitor chooses another.
        """
        records = self._find()
        return self.setting.selectbox(
            [*records, *SHIPPED, *KNOWN],
            format_func=lambda option: title(option, records),
            on_change=self._choose,
            args=(on_change,),
        )

    @property
    def _chosen(self) -> str:
        """Where the session keeps what a visitor has just chosen, until `settle`."""
        return f"{self.key}_chosen"

    def _choose(self, then: Callable[[], None] | None) -> None:
        st.session_state[self._chosen] = self.setting.value
        if then:
            then()

    def _find(self) -> dict[str, SetRecord]:
        """The visitor's own sets, by id. A choice that is not there gives way to the usual one."""
        recalled.settle(self.setting, self.usual)
        records = {record.id: record for record in kept.own()}
        if self.setting.value not in {*SHIPPED, *KNOWN, *records}:
            _say_gone(self.setting)
            self.setting.set(self.usual)
        return records


def title(set_id: str, records: Mapping[str, SetRecord]) -> str:
    """How a set is called where it is offered."""
    if set_id in SHIPPED:
        return _(SHIPPED[set_id].title)
    if set_id in KNOWN:
        return KNOWN[set_id].title
    record = records[set_id]
    return f"{isolated(record.name)} · {_count(record)}"


def load(set_id: str) -> ChosenSet | None:
    """A set that is there; None after a sentence where it cannot be had.

    Args:
        set_id: as `SetChoice.pick` returns it.
    """
    records = {record.id: record for record in kept.own()}
    data = _load(set_id, records)
    return ChosenSet(set_id, data, records.get(set_id)) if data else None


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
    SYMBOLS: Shipped(
        N_("Symbols of seven scripts"),
        N_("Twenty symbols, drawn by a program in twenty made hands: what a set may look like."),
        _load_symbols,
    ),
    DIGITS: Shipped(
        N_("Digits (MNIST)"),
        N_("Ten digits, written by some five hundred people: the set that everybody begins with."),
        _load_digits,
    ),
}


def _load(set_id: str, records: Mapping[str, SetRecord]) -> DataSet | None:
    if set_id in records:
        return engine.here(kept.find, records[set_id])
    if set_id in KNOWN:
        return known.load(set_id)
    return SHIPPED[set_id].load()


def _count(record: SetRecord) -> str:
    return _("{classes} classes, {images:,} images").format(
        classes=record.classes, images=record.images
    )


def _say_gone(setting: Name) -> None:
    expected = ", ".join((*SHIPPED, *KNOWN)) + _(", or a set of your own")
    say_refused(setting.key, setting.value, expected)
