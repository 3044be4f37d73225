"""A visitor's own data sets: in the database of the runs, or where that is off in the session."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import time

import streamlit as st

from dlcore.data import DataError, DataSet
from dlcore.data.formats import from_npz, to_npz
from dlcore.runs.sets import DRAFT, FullError, SetRecord, check_room
from ui.frame import visitor
from ui.frame.keeping import store
from ui.shared.latest import Latest

MOST_IN_SESSION = 40_000_000  # bytes of all sets that a database did not take

_SESSION = "data_sets"  # id -> record and content of those
_MOST_OPENED = 200_000_000  # bytes of images that this server has at hand
_MOST_WRITTEN = 60_000_000  # bytes of files that it has at hand

Held = dict[str, tuple[SetRecord, bytes]]


def _bytes(data: DataSet) -> int:
    return data.x_train.nbytes + data.x_test.nbytes


class Opened(Latest[DataSet]):
    """The sets that were looked at last, of all visitors.

    To decode one takes up to a second, and a page asks for it at every click.
    """

    def __init__(self, most_bytes: int) -> None:
        super().__init__(most_bytes, _bytes)


OPENED = Opened(_MOST_OPENED)
_WRITTEN: Latest[bytes] = Latest(_MOST_WRITTEN, len)


def own() -> list[SetRecord]:
    """The visitor's sets, the latest first."""
    held = [record for record, _content in _held().values()]
    passed_over = {_draft_id(), *_held()}  # what is held is newer than what the database has
    stored = [one for one in store().sets_of(visitor.name()) if one.id not in passed_over]
    return sorted(held + stored, key=lambda one: -one.changed)


def find(record: SetRecord) -> DataSet:
    """What is in one of them.

    Raises:
        DataError: what was kept is damaged, or the database does not say what it was.
    """
    return OPENED.made(_state(record), lambda: from_npz(_written(record)))


def _written(record: SetRecord) -> bytes:
    written = content(record.id)
    if not written:
        raise DataError(
            "The set {name} cannot be had at the moment: it was deleted elsewhere just now, or the "
            "database of the runs does not answer. Try it again in half a minute.",
            name=record.name,
        )
    return written


def opened(content: bytes) -> DataSet:
    """The set in a file that `to_npz` has written, at hand where it was looked at lately.

    Raises:
        DataError: it is damaged.
    """
    return OPENED.made(hashlib.sha256(content).hexdigest(), lambda: from_npz(content))


def npz(data: DataSet) -> bytes:
    """The file of any set, as `to_npz` writes it.

    That takes a second and a half for 60,000 images, in the process that draws all pages, and the
    same set is asked for at each Start, download and Keep.
    """
    return _WRITTEN.made(content_of(data), lambda: to_npz(data))


def keep(data: DataSet, set_id: str = "", content: bytes = b"") -> str:
    """Keeps a set of the visitor's.

    Args:
        set_id: of the one that it is a new state of; "" for a new one.
        content: the same as `npz` makes of it, where that is at hand.

    Returns:
        Its id.

    Raises:
        FullError: there is no room for it.
    """
    content = content or npz(data)
    record = SetRecord(
        set_id or secrets.token_urlsafe(6),
        visitor.name(),
        data.name,
        time.time(),
        len(data.classes),
        len(data.x_train) + len(data.x_test),
        len(content),
    )
    if store().keep_set(record, content):
        _held().pop(record.id, None)
    else:
        others = [one.size for one, _content in _held().values() if one.id != record.id]
        most = MOST_IN_SESSION
        check_room(len(others), sum(others), sum(others), len(content), most, most)
        _held()[record.id] = (record, content)
    OPENED.put(_state(record), data)
    return record.id


def delete(set_id: str) -> None:
    """Takes one of them away for good."""
    _held().pop(set_id, None)
    store().delete_set(set_id, visitor.name())


def keep_draft(data: DataSet) -> None:
    """Writes down a set that is not done yet, where there is a database with room for it.

    So it is there again after a reload. Of a visitor there is one; each takes the last one's place.
    """
    content = to_npz(data)
    images = len(data.x_train)
    record = SetRecord(
        _draft_id(), visitor.name(), data.name, time.time(), len(data.classes), images, 0
    )
    with contextlib.suppress(FullError):
        store().keep_set(record, content)


def draft() -> DataSet | None:
    """The set that was not done yet."""
    content = store().set_content(_draft_id(), visitor.name())
    with contextlib.suppress(DataError):  # of another version of the lab
        return from_npz(content) if content else None
    return None


def drop_draft() -> None:
    """Forgets it."""
    store().delete_set(_draft_id(), visitor.name())


def content(set_id: str) -> bytes | None:
    """The file of one of them, as `to_npz` writes it; None where there is none such."""
    if set_id in _held():
        return _held()[set_id][1]
    return store().set_content(set_id, visitor.name())


def is_held(record: SetRecord) -> bool:
    """Whether it is in this session alone, and gone with it."""
    return record.id in _held()


def _draft_id() -> str:
    return f"{DRAFT}{visitor.name()[:32]}"


def _held() -> Held:
    return st.session_state.setdefault(_SESSION, {})


def _state(record: SetRecord) -> str:
    """What tells one state of a set from the next."""
    return f"{record.id} {record.changed}"


def content_of(data: DataSet) -> tuple[object, ...]:
    """What tells sets apart that differ in anything that `to_npz` writes."""
    writers = (data.writers_train, data.writers_test)
    digests = (one if one is None else hashlib.sha256(one.tobytes()).digest() for one in writers)
    return (data.fingerprint, data.source, data.classes, data.name, data.licence, *digests)
