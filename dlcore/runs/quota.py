"""How much is kept of whom, and what goes first."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

RUNS_VARIABLE = "DLCORE_RUNS_KEPT"
MB_VARIABLE = "DLCORE_RUNS_MB"
TOTAL_VARIABLE = "DLCORE_RUNS_TOTAL_MB"
_MOST = 1_000_000_000  # MB or runs: more is a slip of the pen


@dataclass(frozen=True)
class Quota:
    """The most that is kept.

    Attributes:
        runs: of one owner.
        owner_bytes: of all runs of one owner.
        total_bytes: of all runs there are.
    """

    runs: int = 200
    owner_bytes: int = 500_000_000
    total_bytes: int = 5_000_000_000

    @property
    def set_bytes(self) -> int:
        """Of all data sets of one owner, beside their runs."""
        return self.owner_bytes // 5

    @property
    def all_sets_bytes(self) -> int:
        """Of all data sets there are."""
        return self.total_bytes // 5

    @property
    def gathered_bytes(self) -> int:
        """Of all drawings in the gatherings of one owner, beside their runs and sets."""
        return self.owner_bytes // 10

    @property
    def all_gathered_bytes(self) -> int:
        """Of all drawings in all gatherings."""
        return self.total_bytes // 10

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Quota:
        """What the variables of this module say, in runs and MB, else what is usual.

        Raises:
            ValueError: one of them is no whole number of 1 or more.
        """
        return cls(
            _number(environment, RUNS_VARIABLE, USUAL.runs),
            _number(environment, MB_VARIABLE, USUAL.owner_bytes // 1_000_000) * 1_000_000,
            _number(environment, TOTAL_VARIABLE, USUAL.total_bytes // 1_000_000) * 1_000_000,
        )


USUAL = Quota()


def _number(environment: Mapping[str, str], name: str, usual: int) -> int:
    text = environment.get(name, "").strip()
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:12]) <= _MOST):
        raise ValueError(
            f"The environment variable {name} must be a whole number of 1 or more. "
            f"Received: {environment[name]!r}"
        )
    return int(text)


@dataclass(frozen=True)
class Holding:
    """What one run takes up.

    Attributes:
        id: of the run.
        owner: whose it is.
        created: seconds since the epoch.
        size: bytes, the checkpoint included.
        checkpoint: bytes of it.
        pinned: goes after those that are not.
        deleted: goes before all others.
        under_way: stays.
        finished: needs its checkpoint no more.
    """

    id: str
    owner: str | None
    created: float
    size: int
    checkpoint: int = 0
    pinned: bool = False
    deleted: bool = False
    under_way: bool = False
    finished: bool = True


@dataclass(frozen=True)
class Surplus:
    """What is to go: whole runs, and checkpoints of others, by the ids of their runs."""

    runs: frozenset[str] = frozenset()
    checkpoints: frozenset[str] = frozenset()


def surplus(holdings: Iterable[Holding], quota: Quota) -> Surplus:
    """What is above the quota.

    First what was deleted, then checkpoints of finished runs, then runs, the oldest first and
    pinned ones last. A run under way stays whatever it takes.
    """
    before = {one.id: one for one in holdings}
    left = dict(before)
    for owner in {one.owner for one in left.values()}:
        theirs = [one for one in left.values() if one.owner == owner]
        left = _without(left, _over(theirs, quota.runs, quota.owner_bytes))
    left = _without(left, _over(left.values(), len(left), quota.total_bytes))
    light = {name for name, one in left.items() if one.checkpoint != before[name].checkpoint}
    return Surplus(frozenset(before.keys() - left.keys()), frozenset(light))


def _without(left: Mapping[str, Holding], gone: Surplus) -> dict[str, Holding]:
    return {
        name: replace(one, size=one.size - one.checkpoint, checkpoint=0)
        if name in gone.checkpoints
        else one
        for name, one in left.items()
        if name not in gone.runs
    }


def _over(holdings: Iterable[Holding], most: int, most_bytes: int) -> Surplus:
    everything = list(holdings)
    first = sorted(
        (one for one in everything if not one.under_way),
        key=lambda one: (not one.deleted, one.pinned, one.created),
    )
    too_many = max(0, len(everything) - most)
    runs, rest = {one.id for one in first[:too_many]}, first[too_many:]
    too_much = sum(one.size for one in everything if one.id not in runs) - most_bytes
    checkpoints: set[str] = set()
    for one in rest:
        if too_much > 0 and one.deleted:
            runs.add(one.id)
            too_much -= one.size
        elif too_much > 0 and one.finished and one.checkpoint:
            checkpoints.add(one.id)
            too_much -= one.checkpoint
    for one in rest:
        if too_much > 0 and one.id not in runs:
            runs.add(one.id)
            too_much -= one.size - one.checkpoint * (one.id in checkpoints)
    return Surplus(frozenset(runs), frozenset(checkpoints - runs))
