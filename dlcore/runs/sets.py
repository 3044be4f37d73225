"""What is known of a kept data set at a glance, and why one cannot be kept."""

from __future__ import annotations

from dataclasses import dataclass

from dlcore.errors import LabError

MOST_SETS = 50  # of one owner
DRAFT = "draft-"
"""Begins the id of what is half drawn, of which an owner has one: it takes no set's place."""


class FullError(LabError):
    """There is no room for a data set: nothing of its owner's is thrown away to make some."""


@dataclass(frozen=True)
class SetRecord:
    """A data set without its images.

    Attributes:
        id: random and long.
        owner: whose it is, as `Run.owner`.
        name: plain text.
        changed: when it was last kept, in seconds since the epoch.
        classes, images: how many.
        size: bytes of it.
    """

    id: str
    owner: str
    name: str
    changed: float
    classes: int
    images: int
    size: int


def check_room(count: int, held: int, everybody: int, size: int, most: int, of_all: int) -> None:
    """Raises FullError unless one more data set has room.

    Args:
        count: of the owner's others.
        held: bytes of these.
        everybody: bytes of all sets of everybody, but for an older state of this one.
        size: bytes of the new one.
        most: bytes that an owner may have.
        of_all: bytes that all may have.
    """
    if count >= MOST_SETS:
        raise FullError(
            "You keep {count} data sets, and that is the most. Delete one of them first.",
            count=count,
        )
    if held + size > most:
        raise FullError(
            "This data set takes {size:.1f} MB, and your others {held:.1f} MB of the {most:.0f} MB "
            "that there are for you. Delete one of them first.",
            size=size / 1e6,
            held=held / 1e6,
            most=most / 1e6,
        )
    if everybody + size > of_all:
        raise FullError(
            "This server has no room for more data sets. Download this one, and try it later."
        )
