"""The tables of gatherings and what is asked of them, each within a transaction of its caller's.

Imports SQLAlchemy. Whatever changes a gathering takes a lock on its row first, so that its count is
right and nothing comes in after it was closed, from whatever web process.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import sqlalchemy as sql
from sqlalchemy.engine import Connection

from dlcore.data.dataset import SIDE
from dlcore.runs.gatherings import (
    DRAWING_BYTES,
    Attendance,
    Gathered,
    GatheringRecord,
    Harvest,
    Tally,
    check_add,
    check_begin,
    gone,
)
from dlcore.runs.tables import SCHEMA

GATHERINGS = sql.Table(
    "gatherings",
    SCHEMA,
    sql.Column("id", sql.String, primary_key=True),
    sql.Column("owner", sql.String, nullable=False, index=True),
    sql.Column("classes", sql.Text, nullable=False),  # JSON
    sql.Column("each", sql.Integer, nullable=False),
    sql.Column("created", sql.Double, nullable=False),
    sql.Column("latest", sql.Double, nullable=False),
    sql.Column("closed", sql.Double),
    sql.Column("count", sql.Integer, nullable=False),
)
GATHERED = sql.Table(
    "gathered",
    SCHEMA,
    sql.Column(
        "id", sql.BigInteger().with_variant(sql.Integer, "sqlite"), primary_key=True
    ),  # SQLite counts no other type up
    sql.Column("gathering", sql.String, nullable=False),
    sql.Column("owner", sql.String, nullable=False),  # who drew it
    sql.Column("label", sql.Integer, nullable=False),
    sql.Column("mark", sql.String, nullable=False),
    sql.Column("drawn", sql.Double, nullable=False),
    sql.Column("image", sql.LargeBinary, nullable=False),
    sql.Index("gathered_counts", "gathering", "owner", "label"),
    sql.Index("gathered_once", "gathering", "owner", "mark", unique=True),
    sqlite_autoincrement=True,  # else it gives the id of a drawing that is gone to another's
)


def _this(gathering_id: str) -> sql.ColumnElement[bool]:
    return GATHERINGS.c.id == gathering_id


def _in(gathering_id: str) -> sql.ColumnElement[bool]:
    """Of its drawings."""
    return GATHERED.c.gathering == gathering_id


def begin(connection: Connection, made: GatheringRecord) -> bool:
    """Inserts one unless it is there; whether its maker has it.

    Raises:
        GatheringError: its maker has too many.
    """
    if found := find(connection, made.id):  # the answer of the first time was late
        return found.owner == made.owner
    check_begin(len(of_owner(connection, made.owner)))
    row = vars(made) | {"classes": json.dumps(made.classes)}
    connection.execute(sql.insert(GATHERINGS).values(row))
    return True


def find(
    connection: Connection, gathering_id: str, *, lock: bool = False
) -> GatheringRecord | None:
    """One of anybody's; with a lock nobody else changes it until the transaction is over."""
    asked = sql.select(GATHERINGS).where(_this(gathering_id))
    row = connection.execute(asked.with_for_update() if lock else asked).one_or_none()
    return _gathering(row) if row else None


def of_owner(connection: Connection, owner: str) -> list[GatheringRecord]:
    """Those of a maker, the one drawn in last first."""
    asked = sql.select(GATHERINGS).where(GATHERINGS.c.owner == owner)
    return list(map(_gathering, connection.execute(asked.order_by(GATHERINGS.c.latest.desc()))))


def _gathering(row: Any) -> GatheringRecord:
    values = dict(row._mapping)
    return GatheringRecord(**values | {"classes": tuple(json.loads(values["classes"]))})


def close(connection: Connection, gathering_id: str, owner: str, when: float | None) -> bool:
    """Closes one of the owner's, or opens it again; whether there is such a one."""
    theirs = sql.update(GATHERINGS).where(_this(gathering_id), GATHERINGS.c.owner == owner)
    return bool(connection.execute(theirs.values(closed=when)).rowcount)


def delete(connection: Connection, gathering_id: str, owner: str) -> bool:
    """Takes one of the owner's away with all that is in it; whether there was such a one."""
    if not _is_makers(connection, gathering_id, owner):
        return False
    _drop(connection, gathering_id)
    return True


def purge(connection: Connection, before: float) -> None:
    """Takes away what was last drawn in before that moment."""
    asked = sql.select(GATHERINGS.c.id).where(GATHERINGS.c.latest < before)
    for gathering_id in list(connection.execute(asked).scalars()):
        found = find(connection, gathering_id, lock=True)  # somebody may be drawing in it
        if found and found.latest < before:
            _drop(connection, gathering_id)


def is_any_outdated(connection: Connection, before: float) -> bool:
    """Whether there is something for `purge`."""
    asked = sql.select(GATHERINGS.c.id).where(GATHERINGS.c.latest < before).limit(1)
    return connection.execute(asked).first() is not None


def _drop(connection: Connection, gathering_id: str) -> None:
    connection.execute(sql.delete(GATHERED).where(_in(gathering_id)))
    connection.execute(sql.delete(GATHERINGS).where(_this(gathering_id)))


def _is_makers(connection: Connection, gathering_id: str, owner: str) -> bool:
    """Whether this is the maker of a gathering, on which there is a lock then."""
    found = find(connection, gathering_id, lock=True)
    return found is not None and found.owner == owner


def add(
    connection: Connection, gathering_id: str, row: dict[str, Any], most: int, of_all: int
) -> tuple[int, ...]:
    """Inserts a drawing unless it is there; how many its owner has now, by class.

    Args:
        row: all columns but id and gathering.
        most: bytes that may be drawn in all gatherings of one maker.
        of_all: bytes that may be drawn in all there are.

    Raises:
        GatheringError: it cannot be taken.
    """
    found = find(connection, gathering_id, lock=True)
    if found is None:
        raise gone()
    own = _counts(connection, gathering_id, row["owner"])
    theirs = _in(gathering_id) & (GATHERED.c.owner == row["owner"])
    again = sql.select(GATHERED.c.id).where(theirs, GATHERED.c.mark == row["mark"])
    if connection.execute(again).first() is None:
        held, everybody = _held(connection, found.owner)
        check_add(found, row["label"], own, held, most, of_all - everybody)
        connection.execute(sql.insert(GATHERED).values(row | {"gathering": gathering_id}))
        _count(connection, gathering_id, 1, latest=row["drawn"])
        own[row["label"]] = own.get(row["label"], 0) + 1
    return tuple(own.get(label, 0) for label in range(len(found.classes)))


def _counts(connection: Connection, gathering_id: str, owner: str) -> dict[int, int]:
    """How many drawings somebody has, by class."""
    asked = sql.select(GATHERED.c.label, sql.func.count())
    theirs = asked.where(_in(gathering_id), GATHERED.c.owner == owner)
    rows = connection.execute(theirs.group_by(GATHERED.c.label))
    return {row[0]: row[1] for row in rows}


def _held(connection: Connection, owner: str) -> tuple[int, int]:
    """Bytes of the drawings in a maker's gatherings, and in all."""
    theirs = sql.case((GATHERINGS.c.owner == owner, GATHERINGS.c.count), else_=0)
    sums = (sql.func.coalesce(sql.func.sum(one), 0) for one in (theirs, GATHERINGS.c.count))
    held, everybody = connection.execute(sql.select(*sums)).one()
    return DRAWING_BYTES * int(held), DRAWING_BYTES * int(everybody)


def _count(connection: Connection, gathering_id: str, more: int, **values: Any) -> None:
    counted = sql.update(GATHERINGS).where(_this(gathering_id))
    connection.execute(counted.values(count=GATHERINGS.c.count + more, **values))


def tally(connection: Connection, gathering_id: str, owner: str) -> Tally | None:
    """How many drawings there are of each class; None where there is no such gathering."""
    found = find(connection, gathering_id)
    if found is None:
        return None
    is_own = sql.case((GATHERED.c.owner == owner, 1), else_=0)
    asked = sql.select(GATHERED.c.label, sql.func.count(), sql.func.sum(is_own))
    rows = connection.execute(asked.where(_in(gathering_id)).group_by(GATHERED.c.label)).all()
    counts = {label: (int(of_all), int(own)) for label, of_all, own in rows}
    both = [counts.get(label, (0, 0)) for label in range(len(found.classes))]
    return Tally(tuple(one[0] for one in both), tuple(one[1] for one in both))


def hands(connection: Connection, gathering_id: str, since: float) -> Attendance:
    """How many have drawn, and how many of these since that moment."""
    lately = sql.case((GATHERED.c.drawn > since, GATHERED.c.owner))
    asked = sql.select(
        sql.func.count(GATHERED.c.owner.distinct()), sql.func.count(lately.distinct())
    )
    return Attendance(*connection.execute(asked.where(_in(gathering_id))).one())


def latest(
    connection: Connection, gathering_id: str, count: int, owner: str | None
) -> list[Gathered]:
    """The latest drawings, newest first; of one visitor where one is named."""
    asked = sql.select(GATHERED.c.id, GATHERED.c.label, GATHERED.c.image)
    asked = asked.where(_in(gathering_id)).order_by(GATHERED.c.id.desc()).limit(count)
    if owner is not None:
        asked = asked.where(GATHERED.c.owner == owner)
    rows = connection.execute(asked)
    return [Gathered(row.id, row.label, _images(row.image)[0]) for row in rows]


def take_back(
    connection: Connection, gathering_id: str, owner: str, drawing: int | None
) -> int | None:
    """Deletes one of the owner's own drawings, the last where none is named; its class."""
    find(connection, gathering_id, lock=True)
    asked = sql.select(GATHERED.c.id, GATHERED.c.label)
    asked = asked.where(_in(gathering_id), GATHERED.c.owner == owner)
    if drawing is not None:
        asked = asked.where(GATHERED.c.id == drawing)
    row = connection.execute(asked.order_by(GATHERED.c.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    _delete(connection, gathering_id, GATHERED.c.id == row.id)
    return row.label


def throw_out(
    connection: Connection, gathering_id: str, maker: str, drawing: int, whole_hand: bool
) -> int:
    """Deletes a drawing of anybody, or all of whoever drew it; how many."""
    if not _is_makers(connection, gathering_id, maker):
        return 0
    this = (GATHERED.c.id == drawing) & _in(gathering_id)
    hand = connection.execute(sql.select(GATHERED.c.owner).where(this)).scalar()
    which = GATHERED.c.owner == hand if whole_hand else this
    return _delete(connection, gathering_id, which) if hand is not None else 0


def _delete(connection: Connection, gathering_id: str, which: Any) -> int:
    gone_now = connection.execute(sql.delete(GATHERED).where(_in(gathering_id), which)).rowcount
    _count(connection, gathering_id, -gone_now)
    return gone_now


def harvest(connection: Connection, gathering_id: str, maker: str) -> Harvest | None:
    """All drawings, oldest first, for the maker; None for anybody else."""
    found = find(connection, gathering_id)
    if found is None or found.owner != maker:
        return None
    asked = sql.select(GATHERED.c.image, GATHERED.c.label, GATHERED.c.owner)
    rows = connection.execute(asked.where(_in(gathering_id)).order_by(GATHERED.c.id)).all()
    number: dict[str, int] = {}
    writers = [number.setdefault(row.owner, len(number)) for row in rows]
    return Harvest(
        _images(b"".join(row.image for row in rows)),
        np.array([row.label for row in rows], np.uint8),
        np.array(writers, np.int32),
    )


def _images(content: bytes) -> Any:
    return np.frombuffer(content, np.uint8).reshape(-1, SIDE, SIDE)
