"""The tables in which runs are kept, and what is asked of them: SQLite or PostgreSQL.

Imports SQLAlchemy, a fifth of a second and 22 MB: by who opens a store. Each question is one
transaction. Whatever goes wrong is raised as a `StoreError`.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sql
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from dlcore.errors import LabError
from dlcore.reports import RunPicture
from dlcore.runs import codec, trouble
from dlcore.runs.quota import Holding, Surplus
from dlcore.runs.record import UNDER_WAY, RunRecord, is_owner
from dlcore.runs.servers import Heartbeats, Presence

BUSY_SECONDS = 0.7  # to wait for another writer; a page waits a little longer
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

_log = logging.getLogger(__name__)

SCHEMA = sql.MetaData()
_version = sql.Table("version", SCHEMA, sql.Column("number", sql.Integer, nullable=False))
_runs = sql.Table(
    "runs",
    SCHEMA,
    sql.Column("id", sql.String, primary_key=True),
    sql.Column("kind", sql.String, nullable=False),
    sql.Column("owner", sql.String, index=True),
    sql.Column("config", sql.Text, nullable=False),  # this and the next are texts of the codec
    sql.Column("figures", sql.Text, nullable=False),
    sql.Column("changes", sql.Text, nullable=False),
    sql.Column("versions", sql.Text, nullable=False),
    sql.Column("status", sql.String, nullable=False),
    sql.Column("created", sql.Double, nullable=False),
    sql.Column("started", sql.Double),
    sql.Column("finished", sql.Double),
    sql.Column("name", sql.Text, nullable=False),
    sql.Column("pinned", sql.Boolean, nullable=False),
    sql.Column("room", sql.String, nullable=False, index=True),
    sql.Column("alias", sql.Text, nullable=False),
    sql.Column("error", sql.Text, nullable=False),
    sql.Column("data", sql.String, nullable=False),
    sql.Column("size", sql.BigInteger, nullable=False),
    sql.Column("deleted", sql.Double),  # when
    sql.Column("server", sql.String),  # that is busy with it
)
_parts = sql.Table(
    "parts",
    SCHEMA,
    sql.Column("run", sql.String, primary_key=True),
    sql.Column("name", sql.String, primary_key=True),
    sql.Column("content", sql.LargeBinary, nullable=False),
)
_pictures = sql.Table(
    "pictures",
    SCHEMA,
    sql.Column("run", sql.String, primary_key=True),
    sql.Column("step", sql.BigInteger, primary_key=True),
    sql.Column("content", sql.LargeBinary, nullable=False),
)
_members = sql.Table(
    "members",
    SCHEMA,
    sql.Column("owner", sql.String, primary_key=True),
    sql.Column("room", sql.String, nullable=False),
    sql.Column("alias", sql.Text, nullable=False),
)
_servers = sql.Table(
    "servers",
    SCHEMA,
    sql.Column("id", sql.String, primary_key=True),
    sql.Column("beats", sql.Integer, nullable=False),
)
_TEXTS = ("config", "figures", "changes", "versions")
_ALIKE = ("config", "versions")  # the same over and over
_PLAIN = ("kind", "owner", "status", "created", "started", "finished", "error", "data")
_OWNERS = ("name", "pinned", "room", "alias")  # what its owner decides, not the run

MIGRATIONS: tuple[Callable[[Connection], None], ...] = ()
"""Each brings a database from one version to the next, the first from 1 to 2."""


def version() -> int:
    """Of the tables that this lab makes."""
    return 1 + len(MIGRATIONS)


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

        Raises:
            StoreError: also where a newer version made them; nothing is changed then.
        """
        if self._is_prepared:
            return
        with _told():
            self._engine.dispose()  # connections from when it could only be read
            fixed = self.is_file and _is_fixed(self._file)
            if self.is_file and not fixed:
                _make_private(self._file)
            with self._read() as connection:
                self.is_readable = self._check_version(connection) == version()
                if self.is_file and not fixed:
                    connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            if fixed:
                raise trouble.read_only()
            with self._write() as connection:
                if not self.is_file:
                    connection.execute(sql.select(sql.func.pg_advisory_xact_lock(_PREPARING)))
                _bring_up_to_date(connection, self._check_version(connection))
        self._is_prepared = self.is_readable = True

    def _check_version(self, connection: Connection) -> int:
        found = _found_version(connection)
        if found > version():
            raise trouble.newer(found, version())
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
        values = _values(record) | {"server": self._presence.id}
        if record.status not in UNDER_WAY:
            values["server"] = None
        this = _runs.c.id == record.id
        with self._write() as connection:
            if not connection.execute(sql.update(_runs).where(this).values(values)).rowcount:
                decided = _decided(connection, record)
                row = {**values, **decided, "id": record.id, "size": 0}
                connection.execute(sql.insert(_runs).values(row))
            for name, content in parts.items():
                _put_part(connection, record.id, name, content)
            if pictures is not None:
                _put_pictures(connection, record.id, pictures)
            connection.execute(
                sql.update(_runs).where(this).values(size=_size(record.id), **changes or {})
            )

    # What its owner decides.

    def change(self, run_id: str, owner: str | None, values: Mapping[str, Any]) -> bool:
        """Changes columns of a run of this owner's; whether there is such a run."""
        this = _runs.c.id == run_id
        with self._write() as connection:
            found = connection.execute(
                sql.select(_runs.c.owner, _runs.c.deleted).where(this)
            ).one_or_none()
            if found is None or not is_owner(found.owner, owner):
                return False
            if found.deleted is not None and "deleted" not in values:
                return False
            connection.execute(sql.update(_runs).where(this).values(values))
            return True

    def join(self, owner: str, room: str, alias: str) -> None:
        """Puts an owner into a room, out of the one before; into none where it is ""."""
        with self._write() as connection:
            connection.execute(sql.delete(_members).where(_members.c.owner == owner))
            if room:
                row = {"owner": owner, "room": room, "alias": alias}
                connection.execute(sql.insert(_members).values(row))

    # What is read.

    def get(self, run_id: str) -> RunRecord | None:
        """A run that was not deleted."""
        found = self._records(_runs.c.id == run_id)
        return found[0] if found else None

    def of_owner(self, owner: str | None) -> list[RunRecord]:
        """Their runs."""
        return self._records(_runs.c.owner == owner)

    def of_room(self, room: str) -> list[RunRecord]:
        """The runs of a room."""
        return self._records(_runs.c.room == room)

    def _records(self, which: Any) -> list[RunRecord]:
        with self._read() as connection:
            rows = connection.execute(
                sql.select(_runs).where(which, _runs.c.deleted.is_(None))
            ).all()
        return [record for row in rows if (record := _record(row))]

    def part(self, run_id: str, name: str) -> bytes | None:
        """One of its parts."""
        which = (_parts.c.run == run_id) & (_parts.c.name == name)
        with self._read() as connection:
            return connection.execute(sql.select(_parts.c.content).where(which)).scalar()

    def pictures(self, run_id: str) -> list[bytes]:
        """Its pictures, packed, by step."""
        which = sql.select(_pictures.c.content).where(_pictures.c.run == run_id)
        with self._read() as connection:
            return list(connection.execute(which.order_by(_pictures.c.step)).scalars())

    # Room for more.

    def is_over(self, owner: str | None, runs: int, owner_bytes: int, total_bytes: int) -> bool:
        """Whether an owner has more than so many runs or bytes, or all together have."""
        size = sql.func.coalesce(sql.func.sum(_runs.c.size), 0)
        with self._read() as connection:
            count, theirs = connection.execute(
                sql.select(sql.func.count(), size).where(_runs.c.owner == owner)
            ).one()
            total = connection.execute(sql.select(size)).scalar_one()
        return count > runs or theirs > owner_bytes or total > total_bytes

    def holdings(self) -> list[Holding]:
        """What each run takes up."""
        is_checkpoint = (_parts.c.run == _runs.c.id) & (_parts.c.name == "checkpoint")
        columns = sql.select(
            _runs.c.id,
            _runs.c.owner,
            _runs.c.created,
            _runs.c.size,
            sql.func.coalesce(sql.func.length(_parts.c.content), 0).label("checkpoint"),
            _runs.c.pinned,
            _runs.c.deleted.is_not(None).label("deleted"),
            _runs.c.status.in_(UNDER_WAY).label("under_way"),
            _runs.c.status.in_(("done", "failed")).label("finished"),
        )
        with self._read() as connection:
            rows = connection.execute(columns.select_from(_runs.outerjoin(_parts, is_checkpoint)))
            return [Holding(**row._mapping) for row in rows]

    def drop(self, gone: Surplus) -> None:
        """Takes runs and checkpoints away for good."""
        with self._write() as connection:
            for run_id in gone.checkpoints:
                _put_part(connection, run_id, "checkpoint", b"")
                resized = sql.update(_runs).values(size=_size(run_id))
                connection.execute(resized.where(_runs.c.id == run_id))
            for run_id in gone.runs:
                _delete(connection, run_id)

    def purge(self, before: float) -> None:
        """Takes away for good what was deleted before that moment and is not under way."""
        which = (_runs.c.deleted < before) & _runs.c.status.not_in(UNDER_WAY)
        with self._read() as connection:
            ids = list(connection.execute(sql.select(_runs.c.id).where(which)).scalars())
        if ids:
            self.drop(Surplus(frozenset(ids)))

    # Who is there.

    def beat(self) -> None:
        """Shows that this server lives, and that the database can be written to."""
        mine = _servers.c.id == self._presence.id
        with self._write() as connection:
            self._presence.show()
            more = sql.update(_servers).where(mine).values(beats=_servers.c.beats + 1)
            if not connection.execute(more).rowcount:
                row = {"id": self._presence.id, "beats": 0}
                connection.execute(sql.insert(_servers).values(row))

    def dead(self) -> list[str]:
        """The servers that have died."""
        with self._read() as connection:
            others = connection.execute(
                sql.select(_servers).where(_servers.c.id != self._presence.id)
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
        theirs = _runs.c.server.in_(found) & _runs.c.status.in_(UNDER_WAY)
        with self._write() as connection:
            ids = list(connection.execute(sql.select(_runs.c.id).where(theirs)).scalars())
            interrupted = sql.update(_runs).where(_runs.c.id.in_(ids))
            connection.execute(interrupted.values(status="interrupted", server=None))
            connection.execute(sql.delete(_servers).where(_servers.c.id.in_(found)))
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
    def _write(self) -> Iterator[Connection]:
        with _told(), self._turn(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One writer of this process after the other where only one can write.

        SQLite itself tries again and again, and whoever does that longest may still be the last.
        """
        if not self.is_file:
            yield
        elif self._writing.acquire(timeout=BUSY_SECONDS):
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
    def on_connect(connection: Any, _record: Any) -> None:
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


def _make_private(file: Path) -> None:
    """Makes the file, and the folders above it, for this user alone, unless they are there."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))


def _found_version(connection: Connection) -> int:
    if not sql.inspect(connection).has_table(_version.name):
        return 0
    return connection.execute(sql.select(_version.c.number)).scalar() or 0


def _bring_up_to_date(connection: Connection, found: int) -> None:
    if not found:
        SCHEMA.create_all(connection)
        connection.execute(sql.insert(_version).values(number=version()))
        return
    for migrate in MIGRATIONS[found - 1 :]:
        migrate(connection)
    if found < version():
        connection.execute(sql.update(_version).values(number=version()))


def _values(record: RunRecord) -> dict[str, Any]:
    plain = {name: getattr(record, name) for name in _PLAIN}
    return plain | {name: codec.to_text(getattr(record, name)) for name in _TEXTS}


def _decided(connection: Connection, record: RunRecord) -> dict[str, Any]:
    """What its owner has decided before it began: in which room they are."""
    decided = {name: getattr(record, name) for name in _OWNERS}
    member = connection.execute(
        sql.select(_members).where(_members.c.owner == record.owner)
    ).one_or_none()
    if member and not record.room:
        decided |= {"room": member.room, "alias": member.alias}
    return decided


def _record(row: Any) -> RunRecord | None:
    """A row as a record; None for one that this version cannot read."""
    values = dict(row._mapping)
    del values["deleted"], values["server"]
    try:
        for name in _TEXTS:
            read = _from_text if name in _ALIKE else codec.from_text
            values[name] = read(values[name])
    except LabError as error:
        _log.warning("The run %s cannot be read: %s", row.id, error)
        return None
    return RunRecord(**values)


@lru_cache(maxsize=2000)
def _from_text(text: str) -> Any:
    return codec.from_text(text)


def _put_part(connection: Connection, run_id: str, name: str, content: bytes) -> None:
    which = (_parts.c.run == run_id) & (_parts.c.name == name)
    if not content:
        connection.execute(sql.delete(_parts).where(which))
    elif not connection.execute(sql.update(_parts).where(which).values(content=content)).rowcount:
        row = {"run": run_id, "name": name, "content": content}
        connection.execute(sql.insert(_parts).values(row))


def _put_pictures(connection: Connection, run_id: str, pictures: Sequence[RunPicture]) -> None:
    """Writes those that are new and takes away those that were thinned out."""
    kept = {picture["step"]: picture for picture in pictures}
    of_run = _pictures.c.run == run_id
    there = set(connection.execute(sql.select(_pictures.c.step).where(of_run)).scalars())
    if gone := there - kept.keys():
        connection.execute(sql.delete(_pictures).where(of_run, _pictures.c.step.in_(gone)))
    for step in kept.keys() - there:
        row = {"run": run_id, "step": step, "content": codec.pack(kept[step])}
        connection.execute(sql.insert(_pictures).values(row))


def _size(run_id: str) -> Any:
    """Bytes of all parts and pictures of a run, as an expression."""
    return sum(
        sql.select(sql.func.coalesce(sql.func.sum(sql.func.length(table.c.content)), 0))
        .where(table.c.run == run_id)
        .scalar_subquery()
        for table in (_parts, _pictures)
    )


def _delete(connection: Connection, run_id: str) -> None:
    for column in (_parts.c.run, _pictures.c.run, _runs.c.id):
        connection.execute(sql.delete(column.table).where(column == run_id))
