"""Drawings that several visitors make for one data set: a gathering, and who may do what in it.

Whoever has its address may draw in it; each takes back their own drawings and no others, and its
maker any. Every drawing is in the database before it is said to be: several web processes may share
one, and none of them holds anything of a gathering.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from dlcore.data.collection import MOST_DRAWINGS, check_names
from dlcore.data.dataset import SIDE
from dlcore.errors import LabError
from dlcore.runs.questions import Questions

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from dlcore.runs.database import Database
    from dlcore.runs.quota import Quota

MOST_GATHERINGS = 10  # of one maker
MOST_OF_ONE = 1_000  # drawings of one visitor in one gathering
KEPT_DAYS = 30  # after the last drawing
DRAWING_BYTES = 1_000  # that one takes in a database, with its row
PRESENT_SECONDS = 60.0  # who has drawn in the last minute is there

_DAY = 24 * 3600.0
_ID = re.compile(r"[\w-]{16,64}", re.ASCII)
_MARK = re.compile(r"[0-9a-f]{8,64}")
T = TypeVar("T")


class GatheringError(LabError):
    """A gathering does not take this; says why."""


class EndedError(GatheringError):
    """A gathering takes nothing more, whatever it is: it is closed, or gone."""


@dataclass(frozen=True)
class GatheringRecord:
    """What is known of a gathering without its drawings.

    Attributes:
        id: random and long: it is the right to draw in it.
        owner: its maker, as `Run.owner`.
        classes: their names.
        each: drawings of each class that a visitor is asked for.
        created: seconds since the epoch.
        latest: when it was last drawn in; when it was made, before.
        closed: when its maker closed it; None while it takes drawings.
        count: drawings that it has.
    """

    id: str
    owner: str
    classes: tuple[str, ...]
    each: int
    created: float
    latest: float
    closed: float | None = None
    count: int = 0


@dataclass(frozen=True)
class Gathered:
    """One drawing. Whose it is, nobody is told.

    Attributes:
        id: grows with each drawing; none is given twice.
        label: index of its class.
        image: (28, 28) uint8.
    """

    id: int
    label: int
    image: NDArray[np.uint8] = field(repr=False)


@dataclass(frozen=True)
class Tally:
    """How many drawings there are, by class.

    Attributes:
        all: of everybody.
        own: of the visitor who asks.
    """

    all: tuple[int, ...]
    own: tuple[int, ...]


@dataclass(frozen=True)
class Attendance:
    """How many have drawn.

    Attributes:
        all: and have left something.
        present: of these, in the last minute.
    """

    all: int
    present: int


@dataclass(frozen=True)
class Harvest:
    """All drawings of a gathering, oldest first.

    Attributes:
        images: (n, 28, 28) uint8.
        labels: (n,) uint8.
        writers: (n,) int32: who drew each, counted from 0 in the order of their first drawings.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    writers: NDArray[np.int32]


class Gatherings(Questions):
    """The gatherings of everybody; thread-safe. What it returns is in the database.

    Each question is answered with None where the database does not answer, or takes nothing, at
    the moment: `Store.trouble` says why. Then nothing has been done, or what was done is done once
    though it is asked for again.

    Args:
        asked, works: see `Questions`.
        quota: how much is kept of whom.
    """

    seconds = 10.0  # forty draw at once, and none of them is refused for it

    def __init__(
        self,
        asked: Callable[[Callable[[Database], Any], float], Any],
        works: Callable[[], bool],
        quota: Quota,
    ) -> None:
        super().__init__(asked, works)
        self._quota = quota

    # The maker's.

    def begin(self, gathering_id: str, owner: str, classes: Sequence[str], each: int) -> bool:
        """Makes one that is empty.

        Args:
            gathering_id: random and long.
            classes: their names.
            each: drawings of each that a visitor is asked for.

        Returns:
            Whether the database has it.

        Raises:
            DataError: these cannot be classes.
            GatheringError: the maker has too many.
        """
        from dlcore.runs import gathering_tables as tables

        assert _ID.fullmatch(gathering_id)
        check_names(list(classes))
        now = time.time()
        made = GatheringRecord(gathering_id, owner, tuple(classes), each, now, now)
        return self._write(lambda connection: tables.begin(connection, made)) is True

    def of_owner(self, owner: str) -> list[GatheringRecord]:
        """Those that a visitor has made, the one drawn in last first."""
        from dlcore.runs import gathering_tables as tables

        return self._read(lambda connection: tables.of_owner(connection, owner)) or []

    def close(self, gathering_id: str, owner: str, *, closed: bool) -> bool | None:
        """Takes no more drawings, or takes them again; whether there is such a one of theirs."""
        from dlcore.runs import gathering_tables as tables

        when = time.time() if closed else None
        return self._of(gathering_id, lambda c: tables.close(c, gathering_id, owner, when))

    def delete(self, gathering_id: str, owner: str) -> bool | None:
        """Takes one away with all drawings; whether there was such a one of theirs."""
        from dlcore.runs import gathering_tables as tables

        return self._of(gathering_id, lambda c: tables.delete(c, gathering_id, owner))

    def throw_out(
        self, gathering_id: str, owner: str, drawing: int, *, whole_hand: bool = False
    ) -> int | None:
        """Takes a drawing away, whoever made it.

        Args:
            owner: who asks for it; only the maker may.
            drawing: its id.
            whole_hand: with all others of the same visitor.

        Returns:
            How many are gone.
        """
        from dlcore.runs import gathering_tables as tables

        return self._of(
            gathering_id, lambda c: tables.throw_out(c, gathering_id, owner, drawing, whole_hand)
        )

    def harvest(self, gathering_id: str, owner: str) -> Harvest | None:
        """All that was drawn, for its maker; None for anybody else."""
        from dlcore.runs import gathering_tables as tables

        return self._of(gathering_id, lambda c: tables.harvest(c, gathering_id, owner), read=True)

    def hands(self, gathering_id: str) -> Attendance | None:
        """How many have drawn, and are drawing."""
        from dlcore.runs import gathering_tables as tables

        since = time.time() - PRESENT_SECONDS
        return self._of(gathering_id, lambda c: tables.hands(c, gathering_id, since), read=True)

    # Everybody's.

    def find(self, gathering_id: str) -> GatheringRecord | None:
        """One of anybody's; None where there is none."""
        from dlcore.runs import gathering_tables as tables

        return self._of(gathering_id, lambda c: tables.find(c, gathering_id), read=True)

    def add(
        self, gathering_id: str, owner: str, label: int, image: NDArray[np.uint8], mark: str
    ) -> tuple[int, ...] | None:
        """Keeps a drawing, once.

        Args:
            owner: who drew it.
            label: index of its class.
            image: (28, 28) uint8 with some ink.
            mark: hexadecimal; a drawing of the same owner and mark is the same one.

        Returns:
            How many the owner has now, by class.

        Raises:
            EndedError: the gathering is closed or gone.
            GatheringError: it is full, or this is no drawing for it.
        """
        from dlcore.runs import gathering_tables as tables

        _check(image, mark)
        limits = (self._quota.gathered_bytes, self._quota.all_gathered_bytes)
        row = {
            "owner": owner,
            "label": label,
            "image": image.tobytes(),
            "mark": mark,
            "drawn": time.time(),
        }
        if not _ID.fullmatch(gathering_id):
            raise gone()
        return self._write(lambda connection: tables.add(connection, gathering_id, row, *limits))

    def tally(self, gathering_id: str, owner: str) -> Tally | None:
        """How many drawings there are of each class, and how many of them are the owner's."""
        from dlcore.runs import gathering_tables as tables

        return self._of(gathering_id, lambda c: tables.tally(c, gathering_id, owner), read=True)

    def latest(self, gathering_id: str, count: int, owner: str | None = None) -> list[Gathered]:
        """The latest drawings, newest first.

        Args:
            count: at most so many.
            owner: of this visitor alone; None for all.
        """
        from dlcore.runs import gathering_tables as tables

        found = self._of(
            gathering_id, lambda c: tables.latest(c, gathering_id, count, owner), read=True
        )
        return found or []

    def take_back(self, gathering_id: str, owner: str, drawing: int | None = None) -> int | None:
        """Takes one of the owner's own drawings away, closed or not.

        Args:
            drawing: its id; the last one of theirs where it is None.

        Returns:
            Its class; None where there was no such drawing of theirs.
        """
        from dlcore.runs import gathering_tables as tables

        return self._of(gathering_id, lambda c: tables.take_back(c, gathering_id, owner, drawing))

    # How it is asked.

    def _of(
        self, gathering_id: str, question: Callable[[Connection], T], *, read: bool = False
    ) -> T | None:
        if not _ID.fullmatch(gathering_id):
            return None
        return (self._read if read else self._write)(question)


def outdated(now: float) -> float:
    """What was last drawn in before that moment goes."""
    return now - KEPT_DAYS * _DAY


def check_begin(count: int) -> None:
    """Raises GatheringError where a maker has so many."""
    if count >= MOST_GATHERINGS:
        raise GatheringError(
            "You have {count} gatherings, and that is the most. Delete one of them first.",
            count=count,
        )


def check_add(
    gathering: GatheringRecord, label: int, own: Mapping[int, int], held: int, most: int, more: int
) -> None:
    """Raises GatheringError unless one more drawing can be taken.

    Args:
        gathering: as it is.
        label: of the drawing.
        own: by class, how many whoever drew it has there already.
        held: bytes of all drawings in all gatherings of its maker.
        most: that these may take.
        more: bytes that are left for drawings of everybody.
    """
    if gathering.closed is not None:
        raise EndedError("This gathering has been closed: it takes no more drawings.")
    if not 0 <= label < len(gathering.classes):
        raise GatheringError("This gathering has no such class, and has not taken the drawing.")
    if sum(own.values()) >= MOST_OF_ONE:
        raise GatheringError(
            "You have {most:,} drawings here, and that is the most for one visitor.",
            most=MOST_OF_ONE,
        )
    if gathering.count >= MOST_DRAWINGS:
        raise GatheringError(
            "The gathering is full: it has {most:,} drawings, the most that a set holds.",
            most=MOST_DRAWINGS,
        )
    if held + DRAWING_BYTES > most or more < DRAWING_BYTES:
        raise GatheringError("This server has no room for more drawings in this gathering.")


def gone() -> EndedError:
    """There is none of this id, or none any more."""
    return EndedError(
        "There is no such gathering: the link is not whole, or its maker has deleted it, or nobody "
        "has drawn in it for {days} days.",
        days=KEPT_DAYS,
    )


def _check(image: NDArray[np.uint8], mark: str) -> None:
    is_image = isinstance(image, np.ndarray) and image.dtype == np.uint8
    if not is_image or image.shape != (SIDE, SIDE) or not image.any():
        raise GatheringError("This is no drawing of {side} × {side} pixels.", side=SIDE)
    if not _MARK.fullmatch(mark):
        raise GatheringError("This is no drawing of {side} × {side} pixels.", side=SIDE)
