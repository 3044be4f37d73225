"""What is asked of the tables in which runs are kept: in SQLite or in PostgreSQL.

Imports SQLAlchemy, a fifth of a second and 22 MB: by who opens a store. Each question is one
transaction. Whatever goes wrong is raised as a `StoreError`.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import sqlalchemy as sql
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from dlcore.reports import RunPicture
from dlcore.runs import classwork, classwork_tables, gathering_tables, tables, trouble
from dlcore.runs.gatherings import outdated
from dlcore.runs.quota import Holding, Surplus
from dlcore.runs.record import UNDER_WAY, RunRecord, is_owner
from dlcore.runs.servers import Heartbeats, Presence
from dlcore.runs.sets import DRAFT, SetRecord, check_room
from dlcore.runs.tables import MEMBERS, PARTS, PICTURES, RUNS, SERVERS, SETS

BUSY_SECONDS = 0.7  # to wait for another writer; a page waits a little longer
T = TypeVar("T")
CROWD_SECONDS = 5.0  # the same where many write a little each
_PREPARING = 0x646C636F7265  # a lock that servers take which make the tables at the same time
_CONNECT = {
    "sqlite": {},
    "postgresql": {
        "connect_timeout": 2,
        "keepalives_idle": 5,
        "tcp_user_timeout": 3000,
        "options": "-c statement_timeout=8000 -c lock_timeout=1000",
    },
}


class Database:
    """The tables of one address; thread-safe.

    Args:
        url: of SQLite or PostgreSQL.

    Attributes:
        is_file: of SQLite.
        is_readable: its tables are there, even if it cannot be written to.

    Raises:
        StoreError: it is neither, or its driver is missing.
    """

    def __init__(self, url: URL) -> None:
        self._url = url
        self._is_prepared = self.is_readable = False
        self.is_file = url.get_backend_name() == "sqlite"
        try:
            self._engine = sql.create_engine(
                url,
                connect_args=_CONNECT[url.get_backend_name()],
                pool_pre_ping=not self.is_file,
                pool_timeout=1,
                **{"creator": lambda: _connect(Path(str(url.database)))} if self.is_file else {},
            )
        except ImportError as error:
            raise trouble.no_driver() from error
        if self.is_file:
            self._file = Path(str(url.database))
            self._open_file = _identity(self._file)
            _set_up_sqlite(self._engine)
        self._reader = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._presence = Presence(self._lock_file)
        self._heartbeats = Heartbeats()
        self._writing = threading.Lock()

    def close(self) -> None:
        """Ends this server's part: what it was busy with is interrupted."""
        try:
            self.interrupt([self._presence.id])
        finally:
            self._presence.close()
            self._engine.dispose()

    # The tables themselves.

    def prepare(self) -> None:
        """Makes the tables or brings them up to date, unless that was done.

        Once more where somebody has taken the file away: what is open is then no longer there.

        Raises:
            StoreError: also where a newer version made them; nothing is changed then.
        """
        if self._is_prepared and not self._is_gone():
            return
        with _told():
            self._engine.dispose()  # connections from when it could only be read
            fixed = self.is_file and _is_fixed(self._file)
            if self.is_file and not fixed:
                _make_private(self._file)
            with self._read() as connection:
                self.is_readable = self._check_version(connection) == tables.version()
                if self.is_file and not fixed:
                    connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            if fixed:
                raise trouble.read_only()
            with self._write() as connection:
                if not self.is_file:
                    connection.execute(sql.select(sql.func.pg_advisory_xact_lock(_PREPARING)))
                tables.bring_up_to_date(connection, self._check_version(connection))
            self._open_file = _identity(self._file) if self.is_file else None
        self._is_prepared = self.is_readable = True

    def _is_gone(self) -> bool:
        return self.is_file and _identity(self._file) != self._open_file

    def _check_version(self, connection: Connection) -> int:
        found = tables.found_version(connection)
        if found > tables.version():
            raise trouble.newer(found, tables.version())
        return found

    # What a run writes.

    def put(
        self,
        record: RunRecord,
        parts: Mapping[str, bytes],
        pictures: Sequence[RunPicture] | None = None,
        changes: Mapping[str, Any] | None = None,
    ) -> None:
        """Inserts or updates a run; what its owner decides counts the first time only.

        Args:
            record: the newest.
            parts: what has changed; one without content is taken away.
            pictures: all that are to be kept; None leaves them as they are.
            changes: what its owner has decided since.
        """
        values = tables.row_of(record) | {"server": self._presence.id}
        if record.status not in UNDER_WAY:
            values["server"] = None
        this = RUNS.c.id == record.id
        with self._write() as connection:
            if not connection.execute(sql.update(RUNS).where(this).values(values)).rowcount:
                row = {**values, **tables.decided(connection, record), "id": record.id, "size": 0}
                connection.execute(sql.insert(RUNS).values(row))
            for name, content in parts.items():
                tables.put_part(connection, record.id, name, content)
            if pictures is not None:
                tables.put_pictures(connection, record.id, pictures)
            connection.execute(
                sql.update(RUNS).where(this).values(size=tables.size_of(record.id), **changes or {})
            )

    # What its owner decides.

    def change(self, run_id: str, owner: str | None, values: Mapping[str, Any]) -> bool:
        """Changes columns of a run of this owner's; whether there is such a run."""
        this = RUNS.c.id == run_id
        with self._write() as connection:
            found = connection.execute(
                sql.select(RUNS.c.owner, RUNS.c.deleted).where(this)
            ).one_or_none()
            if found is None or not is_owner(found.owner, owner):
                return False
            if found.deleted is not None and "deleted" not in values:
                return False
            connection.execute(sql.update(RUNS).where(this).values(values))
            return True

    def join(self, owner: str, room: str, alias: str) -> None:
        """Puts an owner into a room, out of the one before; into none where it is ""."""
        with self._write() as connection:
            if room:
                tables.upsert(connection, MEMBERS, {"owner": owner, "room": room, "alias": alias})
            else:
                connection.execute(sql.delete(MEMBERS).where(MEMBERS.c.owner == owner))

    # What is read.

    def get(self, run_id: str) -> RunRecord | None:
        """A run that was not deleted."""
        found = self._records(RUNS.c.id == run_id)
        return found[0] if found else None

    def of_owner(self, owner: str | None) -> list[RunRecord]:
        """Their runs."""
        return self._records(RUNS.c.owner == owner)

    def of_room(self, room: str) -> list[RunRecord]:
        """The runs of a room."""
        return self._records(RUNS.c.room == room)

    def _records(self, which: Any) -> list[RunRecord]:
        with self._read() as connection:
            rows = connection.execute(sql.select(RUNS).where(which, RUNS.c.deleted.is_(None))).all()
        return [record for row in rows if (record := tables.record_of(row))]

    def part(self, run_id: str, name: str) -> bytes | None:
        """One of its parts."""
        which = (PARTS.c.run == run_id) & (PARTS.c.name == name)
        with self._read() as connection:
            return connection.execute(sql.select(PARTS.c.content).where(which)).scalar()

    def pictures(self, run_id: str) -> list[bytes]:
        """Its pictures, packed, by step."""
        which = sql.select(PICTURES.c.content).where(PICTURES.c.run == run_id)
        with self._read() as connection:
            return list(connection.execute(which.order_by(PICTURES.c.step)).scalars())

    def membership(self, owner: str) -> tuple[str, str] | None:
        """Room and alias of an owner who is in one."""
        columns = sql.select(MEMBERS.c.room, MEMBERS.c.alias).where(MEMBERS.c.owner == owner)
        with self._read() as connection:
            found = connection.execute(columns).one_or_none()
        return (found.room, found.alias) if found else None

    # Data sets.

    def put_set(self, record: SetRecord, content: bytes, most: int, of_all: int) -> bool:
        """Inserts or overwrites a data set of its owner's; False where the id is another's.

        Args:
            most: bytes that an owner may have in sets.
            of_all: bytes that all may have.

        Raises:
            FullError: there is no room for it.
        """
        size = sql.func.coalesce(sql.func.sum(SETS.c.size), 0)
        others = sql.select(sql.func.count(), size).where(SETS.c.id != record.id)
        with self._write() as connection:
            own = others.where(SETS.c.owner == record.owner, ~SETS.c.id.startswith(DRAFT))
            count, held = connection.execute(own).one()
            if record.id.startswith(DRAFT):
                count, held = 0, 0
            _sets, everybody = connection.execute(others).one()
            check_room(count, int(held), int(everybody), len(content), most, of_all)
            this = SETS.c.id == record.id
            connection.execute(sql.delete(SETS).where(this, SETS.c.owner == record.owner))
            if connection.execute(sql.select(SETS.c.id).where(this)).one_or_none():
                return False
            row = {**vars(record), "size": len(content), "content": content}
            connection.execute(sql.insert(SETS).values(row))
            return True

    def sets_of(self, owner: str) -> list[SetRecord]:
        """Their data sets, the latest first."""
        columns = [column for column in SETS.c if column is not SETS.c.content]
        asked = sql.select(*columns).where(SETS.c.owner == owner).order_by(SETS.c.changed.desc())
        with self._read() as connection:
            if not sql.inspect(connection).has_table(SETS.name):  # of before, and read-only
                return []
            return [SetRecord(**row._mapping) for row in connection.execute(asked)]

    def set_content(self, set_id: str, owner: str) -> bytes | None:
        """What is in one of theirs."""
        mine = (SETS.c.id == set_id) & (SETS.c.owner == owner)
        with self._read() as connection:
            return connection.execute(sql.select(SETS.c.content).where(mine)).scalar()

    def drop_set(self, set_id: str, owner: str) -> bool:
        """Takes one of theirs away for good; whether there was such a one."""
        mine = (SETS.c.id == set_id) & (SETS.c.owner == owner)
        with self._write() as connection:
            return bool(connection.execute(sql.delete(SETS).where(mine)).rowcount)

    # What other modules ask of their own tables.

    def reading(self, question: Callable[[Connection], T]) -> T:
        """The answer to a question that changes nothing."""
        with self._read() as connection:
            return question(connection)

    def writing(self, change: Callable[[Connection], T]) -> T:
        """What a change returns; none of it is done where it raises.

        It waits longer for its turn than others do: forty may come at once.
        """
        with self._write(CROWD_SECONDS) as connection:
            return change(connection)

    # Room for more.

    def is_over(self, owner: str | None, runs: int, owner_bytes: int, total_bytes: int) -> bool:
        """Whether an owner has more than so many runs or bytes, or all together have."""
        size = sql.func.coalesce(sql.func.sum(RUNS.c.size), 0)
        with self._read() as connection:
            count, theirs = connection.execute(
                sql.select(sql.func.count(), size).where(RUNS.c.owner == owner)
            ).one()
            total = connection.execute(sql.select(size)).scalar_one()
        return count > runs or theirs > owner_bytes or total > total_bytes

    def holdings(self) -> list[Holding]:
        """What each run takes up."""
        is_checkpoint = (PARTS.c.run == RUNS.c.id) & (PARTS.c.name == "checkpoint")
        columns = sql.select(
            RUNS.c.id,
            RUNS.c.owner,
            RUNS.c.created,
            RUNS.c.size,
            sql.func.coalesce(sql.func.length(PARTS.c.content), 0).label("checkpoint"),
            RUNS.c.pinned,
            RUNS.c.deleted.is_not(None).label("deleted"),
            RUNS.c.status.in_(UNDER_WAY).label("under_way"),
            (RUNS.c.status == "done").label("finished"),
        )
        with self._read() as connection:
            rows = connection.execute(columns.select_from(RUNS.outerjoin(PARTS, is_checkpoint)))
            return [Holding(**row._mapping) for row in rows]

    def drop(self, gone: Surplus) -> None:
        """Takes runs and checkpoints away for good."""
        with self._write() as connection:
            for run_id in gone.checkpoints:
                tables.put_part(connection, run_id, "checkpoint", b"")
                resized = sql.update(RUNS).values(size=tables.size_of(run_id))
                connection.execute(resized.where(RUNS.c.id == run_id))
            for run_id in gone.runs:
                tables.delete_run(connection, run_id)

    def purge(self, before: float) -> None:
        """Takes away for good what was deleted before that moment and is not under way."""
        which = (RUNS.c.deleted < before) & RUNS.c.status.not_in(UNDER_WAY)
        with self._read() as connection:
            ids = list(connection.execute(sql.select(RUNS.c.id).where(which)).scalars())
        if ids:
            self.drop(Surplus(frozenset(ids)))

    def purge_gatherings(self, now: float) -> None:
        """Takes away for good the gatherings that nobody has drawn in for long."""
        before = outdated(now)
        if self.reading(lambda connection: gathering_tables.is_any_outdated(connection, before)):
            self.writing(lambda connection: gathering_tables.purge(connection, before))

    def purge_classwork(self, now: float) -> None:
        """Takes away for good the students who have done nothing for long."""
        before = classwork.outdated(now)
        if self.reading(lambda connection: classwork_tables.is_any_outdated(connection, before)):
            self.writing(lambda connection: classwork_tables.purge(connection, before))

    # Who is there.

    def beat(self) -> None:
        """Shows that this server lives, and that the database can be written to."""
        mine = SERVERS.c.id == self._presence.id
        with self._write() as connection:
            self._presence.show()
            more = sql.update(SERVERS).where(mine).values(beats=SERVERS.c.beats + 1)
            if not connection.execute(more).rowcount:
                row = {"id": self._presence.id, "beats": 0}
                connection.execute(sql.insert(SERVERS).values(row))

    def dead(self) -> list[str]:
        """The servers that have died."""
        with self._read() as connection:
            others = connection.execute(
                sql.select(SERVERS).where(SERVERS.c.id != self._presence.id)
            ).all()
        return [other.id for other in others if self._is_dead(other.id, other.beats)]

    def _is_dead(self, server: str, beats: int) -> bool:
        sign = self._presence.sign_of(server)
        if sign == "absent":  # beside the database, or on another machine
            return self.is_file or self._heartbeats.is_silent(server, beats)
        return sign == "dead"

    def interrupt(self, servers: Iterable[str]) -> list[str]:
        """Marks what these servers were busy with, and forgets them.

        Returns:
            The ids of the runs.
        """
        found = list(servers)
        theirs = RUNS.c.server.in_(found) & RUNS.c.status.in_(UNDER_WAY)
        with self._write() as connection:
            ids = list(connection.execute(sql.select(RUNS.c.id).where(theirs)).scalars())
            interrupted = sql.update(RUNS).where(RUNS.c.id.in_(ids))
            connection.execute(interrupted.values(status="interrupted", server=None))
            connection.execute(sql.delete(SERVERS).where(SERVERS.c.id.in_(found)))
        return ids

    def _lock_file(self, server: str) -> Path:
        if self.is_file:
            return self._file.with_name(f"{self._file.name}-{server}.lock")
        return Path(tempfile.gettempdir(), f"dlcore-{server}.lock")

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with _told(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def _write(self, seconds: float = BUSY_SECONDS) -> Iterator[Connection]:
        with _told(), self._turn(seconds), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _turn(self, seconds: float) -> Iterator[None]:
        """One writer of this process after the other where only one can write.

        SQLite itself tries again and again, and whoever does that longest may still be the last.
        """
        if not self.is_file:
            yield
        elif self._writing.acquire(timeout=seconds):
            try:
                yield
            finally:
                self._writing.release()
        else:
            raise trouble.locked()


@contextmanager
def _told() -> Iterator[None]:
    """Says what goes wrong with a database in the lab's own words."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise trouble.trouble_of(error) from error


def _set_up_sqlite(engine: Engine) -> None:
    """Connections that write begin with the lock: what reads first could not get it later."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, record_of: Any) -> None:
        connection.isolation_level = None  # no BEGIN of the driver's own
        connection.execute("PRAGMA synchronous=NORMAL")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql("BEGIN IMMEDIATE")


def _connect(file: Path) -> sqlite3.Connection:
    """Opens a file, for reading where the file system takes nothing; SQLite needs to be told."""
    mode = "immutable=1" if _is_fixed(file) else "mode=rwc"
    address = f"file:{quote(str(file))}?{mode}"
    return sqlite3.connect(address, timeout=BUSY_SECONDS, check_same_thread=False, uri=True)


def _is_fixed(file: Path) -> bool:
    """Whether a file is there, in a folder that takes nothing."""
    return file.exists() and not os.access(file.parent, os.W_OK)


def _identity(file: Path) -> tuple[int, int] | None:
    """What tells a file from another one of the same name; None where there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _make_private(file: Path) -> None:
    """Makes the file, and the folders above it, for this user alone, unless they are there."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
