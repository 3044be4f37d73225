"""Where runs are kept: `Store.open()`, SQLite in the user's data folder unless told otherwise.

What is saved waits in memory until the database has it, which is at once where all is well. Where
it is not, `Store.trouble` says in one sentence why, all goes on from memory, and `Store.tend` tries
again. So nothing here raises, and nothing waits for a database longer than a page can.
"""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from dlcore.data.naming import MOST_SET_NAME, clean_name
from dlcore.engine.run import UNDER_WAY
from dlcore.errors import LabError
from dlcore.reports import RunPicture
from dlcore.runs import codec, trouble
from dlcore.runs.classwork import Classwork
from dlcore.runs.codec import CodecError
from dlcore.runs.gatherings import Gatherings
from dlcore.runs.quota import USUAL, Quota, surplus
from dlcore.runs.record import (
    MOST_ALIAS,
    MOST_ERROR,
    MOST_NAME,
    RunRecord,
    is_owner,
    is_room,
    plain_text,
)
from dlcore.runs.sets import SetRecord
from dlcore.runs.trouble import StoreError, UnwritableError
from dlcore.runs.waiting import WaitingRoom
from dlcore.training.result import RunResult

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

    from dlcore.runs.database import Database

ENVIRONMENT_VARIABLE = "DLCORE_DATABASE"
UNDO_SECONDS = 600.0
PAGE_SECONDS = {"sqlite": 3.0, "postgresql": 0.9}
"""That a page waits for an answer. A file hangs only with its disk: locks are given up before."""
OPEN_SECONDS = 3.0
WRITE_SECONDS = 10.0
RETRY_SECONDS = 2.0
TEND_SECONDS = 5.0
IN_MEMORY = Quota(runs=50, owner_bytes=50_000_000, total_bytes=250_000_000)

_ID = re.compile(r"[\w-]{1,64}", re.ASCII)
_BYTES = "result_bytes"
_MEMORY = ("sqlite://", "sqlite:///:memory:")
_HEAVY = (
    _BYTES,
    "checkpoint",
    "snapshot",
    "supply",
)  # megabytes, by whatever way

_log = logging.getLogger(__name__)
T = TypeVar("T")


class Store:
    """The runs of everybody; thread-safe.

    Args:
        url: where the tables are, as `address` reads it; None for memory alone.
        quota: how much of whom is kept.

    Attributes:
        gatherings: what several visitors draw together.
        classwork: what students do of the exercises, for their teachers.
    """

    def __init__(self, url: URL | None, quota: Quota = USUAL) -> None:
        self._url = url
        self._patience = PAGE_SECONDS[url.get_backend_name()] if url else 0.0
        self._quota = quota
        self._waiting = WaitingRoom(IN_MEMORY)
        self._calls = ThreadPoolExecutor(8, "dlcore-store")
        self._opened: Database | None = None
        self._database: Database | None = None  # the same, once it can be read
        self._trouble: StoreError | None = None
        self._tried = self._tended = float("-inf")
        self.gatherings = Gatherings(self._asked, lambda: self._works, quota)
        self.classwork = Classwork(self._asked, lambda: self._works)

    @staticmethod
    def open(url: str | None = None, quota: Quota | None = None) -> Store:
        """Opens what an address names; in memory, with `trouble`, where that does not work.

        Args:
            url: of SQLite or PostgreSQL; the variable DLCORE_DATABASE where it is None, else
                `runs.db` in the user's data folder. "sqlite://" is memory alone.
            quota: how much of whom is kept; what the environment says where it is None.

        Raises:
            ValueError: the environment says something impossible, see `Quota.from_environment`.
        """
        quota = quota or Quota.from_environment()
        try:
            store = Store(address(url), quota)
        except StoreError as error:
            store = Store(None, quota)
            store._note(error)
            return store
        store.tend(OPEN_SECONDS)
        return store

    @property
    def trouble(self) -> StoreError | None:
        """Why runs are not written at the moment; None where they are."""
        return self._trouble

    @property
    def is_silent(self) -> bool:
        """Whether the database does not even say what it has."""
        return self._trouble is not None and not isinstance(self._trouble, UnwritableError)

    @property
    def has_database(self) -> bool:
        """Whether there is a database at all, be it that it does not answer."""
        return self._url is not None

    # What a run writes.

    def save(
        self,
        record: RunRecord,
        *,
        series: Mapping[str, Any] | None = None,
        pictures: Sequence[RunPicture] | None = None,
        result: RunResult | None = None,
        checkpoint: bytes | None = None,
        snapshot: Any = None,
        supply: bytes | None = None,
    ) -> None:
        """Inserts or updates a run. What is None stays as it was.

        Name, pin, room and alias of the record count the first time only: later they are its
        owner's to change, with `rename`, `pin` and `join_room`.

        Args:
            series: points by name, (n, 2).
            pictures: all that are to be kept.
            checkpoint: to go on from; opaque.
            snapshot: anything that `codec.pack` takes. Taken away once there is a result.
            supply: what its task needs besides its config; opaque.
        """
        opaque = {"checkpoint": checkpoint, "supply": supply}
        parts = {name: content for name, content in opaque.items() if content is not None}
        if series is not None:
            parts["series"] = codec.pack({k: _points(points) for k, points in series.items()})
        if snapshot is not None:
            parts["snapshot"] = codec.pack(snapshot)
        if result is not None:
            parts["result"], parts[_BYTES] = codec.pack_apart(result)
            parts["snapshot"] = b""
        self._waiting.add(_clean(record), parts, pictures)
        if self._works:
            self._write(record.id)
            if parts.keys() - {"series"} or record.status not in UNDER_WAY:
                self._make_room(record.owner)

    def tend(self, seconds: float = WRITE_SECONDS) -> None:
        """What has to be done now and then: call it every second or so, from no page's thread.

        Tries again what could not be written, shows other servers that this one lives, finds those
        that have died, and takes away what was deleted long ago.

        Args:
            seconds: to wait for the database.
        """
        if self._url is None:
            self._waiting.purge(time.time() - UNDO_SECONDS)
            return
        pause = RETRY_SECONDS if self._trouble else TEND_SECONDS
        if time.monotonic() - max(self._tried, self._tended) < pause:
            return
        self._tended = time.monotonic()
        try:
            self._tend(seconds)
        except StoreError as error:
            self._note(error)
        else:
            self._clear()

    def interrupted(self) -> list[str]:
        """Marks as interrupted what servers were busy with that have died; `tend` does it too.

        Returns:
            The ids of the runs that have just been found so.
        """
        return self._asked(lambda database: database.interrupt(database.dead())) or []

    def close(self) -> None:
        """Ends this server's part; what it was busy with is interrupted."""
        if opened := self._opened:
            self._try(lambda: self._do(self._patience, opened.close))
        self._url = self._opened = self._database = None
        self._calls.shutdown(wait=False, cancel_futures=True)

    # What is read.

    def get(self, run_id: str) -> RunRecord | None:
        """A run that was not deleted; None where there is none."""
        if not _ID.fullmatch(run_id):
            return None
        stored = self._asked(lambda database: database.get(run_id))
        waiting = self._waiting.get(run_id)
        return waiting.over(stored) if waiting else stored

    def of_owner(self, owner: str | None) -> list[RunRecord]:
        """Their runs, the newest first; of nobody there are none."""
        if owner is None:
            return []
        stored = self._asked(lambda database: database.of_owner(owner)) or []
        return self._waiting.over(stored, lambda record: is_owner(record.owner, owner))

    def of_room(self, room: str) -> list[RunRecord]:
        """The runs of a room, the newest first."""
        if not is_room(room):
            return []
        stored = self._asked(lambda database: database.of_room(room)) or []
        return self._waiting.over(stored, lambda record: record.room == room)

    def series(self, run_id: str) -> dict[str, NDArray[np.float64]]:
        """Points (x, y) by name, each (n, 2)."""
        found = _unpacked(self._part(run_id, "series"), {})
        named = found.items() if isinstance(found, dict) else ()
        return {name: points for name, points in named if _are_points(points)}

    def pictures(self, run_id: str) -> list[RunPicture]:
        """What it has shown, oldest first."""
        waiting = self._waiting.get(run_id)
        if waiting and waiting.pictures is not None:
            return list(waiting.pictures)
        if not _ID.fullmatch(run_id):
            return []
        packed = self._asked(lambda database: database.pictures(run_id)) or []
        return [picture for data in packed if _is_picture(picture := _unpacked(data, {}))]

    def result(self, run_id: str) -> RunResult | None:
        """What it has left, with its network."""
        found = _unpacked(self._part(run_id, "result"), None, self._part(run_id, _BYTES))
        return found if isinstance(found, RunResult) else None

    def measured(self, run_id: str) -> RunResult | None:
        """The same with empty bytes in place of the network and its history: far less to read."""
        found = _unpacked(self._part(run_id, "result"), None)
        return found if isinstance(found, RunResult) else None

    def checkpoint(self, run_id: str) -> bytes | None:
        """To go on from."""
        return self._part(run_id, "checkpoint") or None

    def supply(self, run_id: str) -> bytes | None:
        """What its task needs besides its config."""
        return self._part(run_id, "supply") or None

    def snapshot(self, run_id: str) -> Any:
        """What the network could do when it last showed it."""
        return _unpacked(self._part(run_id, "snapshot"), None)

    # What its owner decides. Each returns whether there is such a run of theirs.

    def rename(self, run_id: str, owner: str | None, name: str) -> bool:
        """Gives a run a name, as plain text of at most `MOST_NAME` characters."""
        return self._decide(run_id, owner, name=plain_text(name, MOST_NAME))

    def pin(self, run_id: str, owner: str | None, pinned: bool) -> bool:
        """Keeps a run longer than others, or not any more."""
        return self._decide(run_id, owner, pinned=bool(pinned))

    def delete(self, run_id: str, owner: str | None) -> bool:
        """Takes a run away; `restore` brings it back within `UNDO_SECONDS`."""
        return self._decide(run_id, owner, deleted=time.time())

    def restore(self, run_id: str, owner: str | None) -> bool:
        """Brings back a run that was deleted."""
        return self._decide(run_id, owner, deleted=None)

    def join_room(self, owner: str, room: str, alias: str) -> bool:
        """Shows all runs that an owner begins from now on in a room; none where it is "".

        Returns:
            Whether that can be the name of a room: up to 40 letters, digits, "_" and "-".
        """
        if room and not is_room(room):
            return False
        self._waiting.join(owner, room, plain_text(alias, MOST_ALIAS))
        if self._works:
            self._try(lambda: self._write_members(self._patience))
        return True

    def membership(self, owner: str) -> tuple[str, str]:
        """The room in which an owner is and what they are called there; two "" for none."""
        waiting = self._waiting.members().get(owner)
        return waiting or self._asked(lambda database: database.membership(owner)) or ("", "")

    # Data sets. They are in the database or nowhere: the pages hold what it does not take.

    def keep_set(self, record: SetRecord, content: bytes) -> bool:
        """Keeps a data set, or overwrites an older state of it; whether the database has it now.

        Raises:
            FullError: there is no room for it.
        """
        if not (_ID.fullmatch(record.id) and self._works):
            return False
        record = replace(record, name=clean_name(record.name, MOST_SET_NAME))
        limits = (self._quota.set_bytes, self._quota.all_sets_bytes)

        put = self._asked(
            lambda database: database.put_set(record, content, *limits), WRITE_SECONDS
        )
        return put or False

    def sets_of(self, owner: str) -> list[SetRecord]:
        """Their data sets, the latest first."""
        return self._asked(lambda database: database.sets_of(owner)) or []

    def set_content(self, set_id: str, owner: str) -> bytes | None:
        """What is in one of theirs; None where there is none or the database does not say."""
        if not _ID.fullmatch(set_id):
            return None
        return self._asked(lambda database: database.set_content(set_id, owner), WRITE_SECONDS)

    def delete_set(self, set_id: str, owner: str) -> bool:
        """Takes one of theirs away for good; whether that was done."""
        if not (_ID.fullmatch(set_id) and self._works):
            return False
        return self._asked(lambda database: database.drop_set(set_id, owner)) or False

    # How it is done.

    @property
    def _works(self) -> bool:
        return self._database is not None and self._trouble is None

    def _tend(self, seconds: float) -> None:
        database = self._prepared(seconds)
        self._do(seconds, database.beat)
        self._do(seconds, lambda: database.interrupt(database.dead()))
        self._write_members(seconds)
        for run_id in self._waiting.ids():
            self._write_run(run_id, seconds)
        self._do(seconds, lambda: database.purge(time.time() - UNDO_SECONDS))
        self._do(seconds, lambda: database.purge_gatherings(time.time()))
        self._do(seconds, lambda: database.purge_classwork(time.time()))

    def _prepared(self, seconds: float) -> Database:
        from dlcore.runs.database import Database

        if self._opened is None:
            assert self._url is not None
            self._opened = Database(self._url)
        database = self._opened
        try:
            self._do(seconds, database.prepare)
        finally:
            self._database = database if database.is_readable else None
        return database

    def _write(self, run_id: str) -> None:
        self._try(lambda: self._write_run(run_id, WRITE_SECONDS))

    def _write_run(self, run_id: str, seconds: float) -> None:
        waiting, database = self._waiting.get(run_id), self._database
        if not waiting or not database:
            return
        put = (waiting.record, waiting.parts, waiting.pictures, waiting.decided)
        try:
            self._do(seconds, lambda: database.put(*put))
        except CodecError as error:  # it would fail for ever, and what comes after it with it
            _log.error("The run %s cannot be kept: %s", run_id, error)
        self._waiting.has_written(run_id, waiting.version)

    def _write_members(self, seconds: float) -> None:
        database = self._database
        for owner, membership in self._waiting.members().items():
            if database:
                self._do(seconds, database.join, owner, *membership)
                self._waiting.has_joined(owner, membership)

    def _make_room(self, owner: str | None) -> None:
        quota, database = self._quota, self._database

        def make(database: Database) -> None:
            limits = (quota.runs, quota.owner_bytes, quota.total_bytes)
            if database.is_over(owner, *limits):
                database.drop(surplus(database.holdings(), quota))

        if database:
            self._try(lambda: self._do(WRITE_SECONDS, make, database))

    def _decide(self, run_id: str, owner: str | None, **values: Any) -> bool:
        if not _ID.fullmatch(run_id):
            return False
        waiting = self._waiting.get(run_id)
        if waiting is None and self._works:
            done = self._asked(lambda database: database.change(run_id, owner, values))
            if done is not None:
                return done
        record = waiting.record if waiting else self.get(run_id)
        if record is None or not is_owner(record.owner, owner):
            return False
        if waiting and waiting.decided.get("deleted") and "deleted" not in values:
            return False
        self._waiting.decide(record, values)
        if self._works:
            self._try(lambda: self._write_run(run_id, self._patience))
        return True

    def _part(self, run_id: str, name: str) -> bytes | None:
        waiting = self._waiting.get(run_id)
        if waiting and name in waiting.parts:
            return waiting.parts[name]
        if not _ID.fullmatch(run_id):
            return None
        seconds = WRITE_SECONDS if name in _HEAVY else None
        return self._asked(lambda database: database.part(run_id, name), seconds)

    def _asked(self, question: Callable[[Database], T], seconds: float | None = None) -> T | None:
        """The database's answer; None where it gives none in time, which is that of a page."""
        database = self._database
        if database is None or self.is_silent:
            return None
        try:
            return self._do(seconds or self._patience, question, database)
        except StoreError as error:
            self._note(error)
            return None

    def _try(self, action: Callable[[], None]) -> None:
        try:
            action()
        except StoreError as error:
            self._note(error)

    def _do(self, seconds: float, action: Callable[..., T], *args: Any) -> T:
        """Calls something that may hang, in a thread of its own.

        Raises:
            StoreError: it fails, or takes longer than so many seconds.
        """
        call = self._calls.submit(action, *args)
        try:
            return call.result(seconds)
        except TimeoutError as error:
            call.cancel()
            raise trouble.slow() from error

    def _note(self, error: StoreError) -> None:
        self._tried = time.monotonic()
        if self._trouble is None or str(self._trouble) != str(error):
            _log.warning("%s (%r)", error, error.__cause__)
        self._trouble = error

    def _clear(self) -> None:
        if self._trouble:
            _log.warning("The database of the runs works again.")
        self._trouble = None


def address(url: str | None = None) -> URL | None:
    """Where runs are to be kept; None for memory alone.

    Args:
        url: as `Store.open` takes it.

    Raises:
        StoreError: it is no address of SQLite or PostgreSQL.
    """
    text = (url if url is not None else os.environ.get(ENVIRONMENT_VARIABLE, "")).strip()
    if text in _MEMORY:
        return None
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    if not text:
        return make_url(f"sqlite:///{_usual_file()}")
    try:
        found = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise trouble.no_address() from error
    if found.drivername in ("postgres", "postgresql"):
        found = found.set(drivername="postgresql+psycopg")
    if found.drivername not in ("sqlite", "postgresql+psycopg"):
        raise trouble.no_address()
    return found


def _usual_file() -> Path:
    import platformdirs

    return platformdirs.user_data_path("dlcore", appauthor=False) / "runs.db"


def _clean(record: RunRecord) -> RunRecord:
    return replace(
        record,
        name=plain_text(record.name, MOST_NAME),
        alias=plain_text(record.alias, MOST_ALIAS),
        error=plain_text(record.error, MOST_ERROR),
    )


def _points(points: Any) -> NDArray[np.float64]:
    return np.asarray(points, np.float64).reshape(-1, 2)


def _are_points(points: Any) -> bool:
    """Whether it is what `_points` makes."""
    is_array = isinstance(points, np.ndarray) and points.dtype == np.float64
    return is_array and points.ndim == 2 and points.shape[1] == 2


def _is_picture(found: Any) -> bool:
    return isinstance(found, dict) and RunPicture.__required_keys__ <= found.keys()


def _unpacked(data: bytes | None, otherwise: Any, apart: bytes | None = None) -> Any:
    if not data:
        return otherwise
    try:
        return codec.unpack(data, apart)
    except LabError as error:
        _log.warning("What was kept of a run cannot be read: %s", error)
        return otherwise
