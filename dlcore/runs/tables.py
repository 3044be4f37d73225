"""The tables in which runs are kept, and a run as rows of them. Imports SQLAlchemy."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sql
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from dlcore.errors import LabError
from dlcore.reports import RunPicture
from dlcore.runs import codec
from dlcore.runs.record import RunRecord, is_sound

_log = logging.getLogger(__name__)

SCHEMA = sql.MetaData()
_version = sql.Table("version", SCHEMA, sql.Column("number", sql.Integer, nullable=False))
RUNS = sql.Table(
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
PARTS = sql.Table(
    "parts",
    SCHEMA,
    sql.Column("run", sql.String, primary_key=True),
    sql.Column("name", sql.String, primary_key=True),
    sql.Column("content", sql.LargeBinary, nullable=False),
)
PICTURES = sql.Table(
    "pictures",
    SCHEMA,
    sql.Column("run", sql.String, primary_key=True),
    sql.Column("step", sql.BigInteger, primary_key=True),
    sql.Column("content", sql.LargeBinary, nullable=False),
)
MEMBERS = sql.Table(
    "members",
    SCHEMA,
    sql.Column("owner", sql.String, primary_key=True),
    sql.Column("room", sql.String, nullable=False),
    sql.Column("alias", sql.Text, nullable=False),
)
SERVERS = sql.Table(
    "servers",
    SCHEMA,
    sql.Column("id", sql.String, primary_key=True),
    sql.Column("beats", sql.Integer, nullable=False),
)
SETS = sql.Table(
    "sets",
    SCHEMA,
    sql.Column("id", sql.String, primary_key=True),
    sql.Column("owner", sql.String, nullable=False, index=True),
    sql.Column("name", sql.Text, nullable=False),
    sql.Column("changed", sql.Double, nullable=False),
    sql.Column("classes", sql.Integer, nullable=False),  # how many, as of the images
    sql.Column("images", sql.Integer, nullable=False),
    sql.Column("size", sql.BigInteger, nullable=False),
    sql.Column("content", sql.LargeBinary, nullable=False),
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


def found_version(connection: Connection) -> int:
    """Of the tables that are there; 0 where there are none."""
    if not sql.inspect(connection).has_table(_version.name):
        return 0
    return connection.execute(sql.select(_version.c.number)).scalar() or 0


def bring_up_to_date(connection: Connection, found: int) -> None:
    """Makes the tables, or changes those of a version that was found to those of this one.

    A table that is only new needs no migration: older labs pass it over.
    """
    SCHEMA.create_all(connection)  # that are not there yet
    if not found:
        connection.execute(sql.insert(_version).values(number=version()))
        return
    for migrate in MIGRATIONS[found - 1 :]:
        migrate(connection)
    if found < version():
        connection.execute(sql.update(_version).values(number=version()))


def row_of(record: RunRecord) -> dict[str, Any]:
    """What a run says of itself, as columns."""
    plain = {name: getattr(record, name) for name in _PLAIN}
    return plain | {name: codec.to_text(getattr(record, name)) for name in _TEXTS}


def decided(connection: Connection, record: RunRecord) -> dict[str, Any]:
    """What its owner has decided before it began: in which room they are."""
    values = {name: getattr(record, name) for name in _OWNERS}
    member = connection.execute(
        sql.select(MEMBERS).where(MEMBERS.c.owner == record.owner)
    ).one_or_none()
    if member and not record.room:
        values |= {"room": member.room, "alias": member.alias}
    return values


def record_of(row: Any) -> RunRecord | None:
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
    record = RunRecord(**values)
    if not is_sound(record):
        _log.warning("The run %s is damaged.", row.id)
        return None
    return record


@lru_cache(maxsize=2000)
def _from_text(text: str) -> Any:
    return codec.from_text(text)


def upsert(connection: Connection, table: sql.Table, row: dict[str, Any]) -> None:
    """Inserts an owner's only row in a table, or overwrites it.

    Two windows of theirs may do so at once, and neither sees what the other has not finished.
    """
    try:
        with connection.begin_nested():
            connection.execute(sql.insert(table).values(row))
    except IntegrityError:  # it was there, or is since a moment
        connection.execute(sql.update(table).where(table.c.owner == row["owner"]).values(row))


def put_part(connection: Connection, run_id: str, name: str, content: bytes) -> None:
    """Writes a part; takes it away where it has no content."""
    which = (PARTS.c.run == run_id) & (PARTS.c.name == name)
    if not content:
        connection.execute(sql.delete(PARTS).where(which))
    elif not connection.execute(sql.update(PARTS).where(which).values(content=content)).rowcount:
        row = {"run": run_id, "name": name, "content": content}
        connection.execute(sql.insert(PARTS).values(row))


def put_pictures(connection: Connection, run_id: str, pictures: Sequence[RunPicture]) -> None:
    """Writes those that are new and takes away those that were thinned out."""
    kept = {picture["step"]: picture for picture in pictures}
    of_run = PICTURES.c.run == run_id
    there = set(connection.execute(sql.select(PICTURES.c.step).where(of_run)).scalars())
    if gone := there - kept.keys():
        connection.execute(sql.delete(PICTURES).where(of_run, PICTURES.c.step.in_(gone)))
    for step in kept.keys() - there:
        row = {"run": run_id, "step": step, "content": codec.pack(kept[step])}
        connection.execute(sql.insert(PICTURES).values(row))


def size_of(run_id: str) -> Any:
    """Bytes of all parts and pictures of a run, as an expression."""
    return sum(
        sql.select(sql.func.coalesce(sql.func.sum(sql.func.length(table.c.content)), 0))
        .where(table.c.run == run_id)
        .scalar_subquery()
        for table in (PARTS, PICTURES)
    )


def delete_run(connection: Connection, run_id: str) -> None:
    """Takes all rows of a run away."""
    for column in (PARTS.c.run, PICTURES.c.run, RUNS.c.id):
        connection.execute(sql.delete(column.table).where(column == run_id))
