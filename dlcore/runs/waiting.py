"""What of the runs is not in a database: because it cannot be written, or because there is none."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dlcore.engine.run import UNDER_WAY
from dlcore.reports import RunPicture
from dlcore.runs.quota import Holding, Quota, surplus
from dlcore.runs.record import RunRecord


@dataclass
class Waiting:
    """What waits to be written of one run.

    Attributes:
        record: the newest.
        parts: by name; one without content is to be taken away.
        pictures: all that are to be kept; None where the database has them.
        decided: what its owner has changed: name, pinned, deleted.
        version: grows with each change.
    """

    record: RunRecord
    parts: dict[str, bytes] = field(default_factory=dict)
    pictures: Sequence[RunPicture] | None = None
    decided: dict[str, Any] = field(default_factory=dict)
    version: int = 0

    @property
    def size(self) -> int:
        """Bytes of it."""
        shown = sum(len(picture["packed"]) for picture in self.pictures or ())
        return shown + sum(map(len, self.parts.values()))

    def over(self, stored: RunRecord | None) -> RunRecord | None:
        """The run as its owner sees it; None if it was deleted.

        Args:
            stored: what the database has of it.
        """
        decided = dict(self.decided)
        if decided.pop("deleted", None) is not None:
            return None
        if stored:
            names = ("name", "pinned", "room", "alias")
            decided = {name: getattr(stored, name) for name in names} | decided
        size = max(self.size, stored.size if stored else 0)
        return replace(self.record, **decided, size=size)


class WaitingRoom:
    """Everything that waits, by run; thread-safe.

    Args:
        quota: of what there is room for.
    """

    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._lock = threading.Lock()
        self._runs: dict[str, Waiting] = {}
        self._members: dict[str, tuple[str, str]] = {}

    def add(
        self, record: RunRecord, parts: Mapping[str, bytes], pictures: Sequence[RunPicture] | None
    ) -> None:
        """Takes in what is new of a run."""
        with self._lock:
            room, alias = self._members.get(record.owner or "", ("", ""))
            if room and not record.room:
                record = replace(record, room=room, alias=alias)
            one = self._runs.setdefault(record.id, Waiting(record))
            one.record = record
            one.parts |= parts
            one.pictures = one.pictures if pictures is None else list(pictures)
            one.version += 1
            self._make_room()

    def decide(self, record: RunRecord, values: Mapping[str, Any]) -> None:
        """Takes in what the owner of a run has decided.

        Args:
            record: of the run as it was.
        """
        with self._lock:
            one = self._runs.setdefault(record.id, Waiting(record))
            one.decided |= values
            one.version += 1

    def join(self, owner: str, room: str, alias: str) -> None:
        """Notes in which room an owner is."""
        with self._lock:
            self._members[owner] = (room, alias)

    def members(self) -> dict[str, tuple[str, str]]:
        """Room and alias by owner."""
        with self._lock:
            return dict(self._members)

    def has_joined(self, owner: str, membership: tuple[str, str]) -> None:
        """Forgets what is written."""
        with self._lock:
            if self._members.get(owner) == membership:
                del self._members[owner]

    def get(self, run_id: str) -> Waiting | None:
        """What waits of one run, as it is now."""
        with self._lock:
            one = self._runs.get(run_id)
            return replace(one, parts=dict(one.parts), decided=dict(one.decided)) if one else None

    def ids(self) -> list[str]:
        """Of the runs of which something waits."""
        with self._lock:
            return list(self._runs)

    def has_written(self, run_id: str, version: int) -> None:
        """Forgets a run, unless there is something newer than that version."""
        with self._lock:
            if run_id in self._runs and self._runs[run_id].version == version:
                del self._runs[run_id]

    def over(
        self, stored: Iterable[RunRecord], belongs: Callable[[RunRecord], bool]
    ) -> list[RunRecord]:
        """What a database has and what waits, as one, the newest first.

        Args:
            belongs: whether a run that the database may not have is asked for.
        """
        found = {record.id: record for record in stored}
        with self._lock:
            for run_id, one in self._runs.items():
                seen = one.over(found.pop(run_id, None))
                if seen and belongs(seen):
                    found[run_id] = seen
        return sorted(found.values(), key=lambda record: record.created, reverse=True)

    def purge(self, before: float) -> None:
        """Forgets what was deleted before that moment."""
        with self._lock:
            for run_id, one in list(self._runs.items()):
                if (one.decided.get("deleted") or before) < before:
                    del self._runs[run_id]

    def _make_room(self) -> None:
        if sum(one.size for one in self._runs.values()) <= self._quota.total_bytes:
            return
        gone = surplus((_holding(one) for one in self._runs.values()), self._quota)
        for run_id in gone.checkpoints:
            self._runs[run_id].parts.pop("checkpoint")
        for run_id in gone.runs:
            del self._runs[run_id]


def _holding(one: Waiting) -> Holding:
    record = one.record
    return Holding(
        record.id,
        record.owner,
        record.created,
        one.size,
        checkpoint=len(one.parts.get("checkpoint", b"")),
        pinned=bool(one.decided.get("pinned", record.pinned)),
        deleted=one.decided.get("deleted") is not None,
        under_way=record.status in UNDER_WAY,
        finished=record.status == "done",
    )
