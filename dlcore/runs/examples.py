"""Example runs that ship, so that there is something to compare before the first training.

Made by `python -m dlcore.pretrain.example_runs`; each has a card beside it that says how.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from dlcore.registry import shipped
from dlcore.runs import codec
from dlcore.runs.compare import Series
from dlcore.runs.record import RunRecord
from dlcore.training.result import RunResult

FOLDER = shipped.MODELS / "runs"


@dataclass(frozen=True)
class ExampleRun:
    """A run that ships.

    Attributes:
        record: what is known of it; it is nobody's.
        series: its curves.
        result: what it left, without its network.
    """

    record: RunRecord
    series: Series
    result: RunResult

    def to_bytes(self) -> bytes:
        """All of it, as `from_bytes` reads it."""
        record = {one.name: getattr(self.record, one.name) for one in fields(self.record)}
        return codec.pack({"record": record, "series": dict(self.series), "result": self.result})

    @classmethod
    def from_bytes(cls, data: bytes) -> ExampleRun:
        """What `to_bytes` wrote.

        Raises:
            CodecError: this is something else.
        """
        found = codec.unpack(data)
        return cls(RunRecord(**found["record"]), found["series"], found["result"])


@lru_cache(maxsize=1)
def by_id(folder: Path = FOLDER) -> Mapping[str, ExampleRun]:
    """All of them, by the id of their records; the newest first."""
    found = [ExampleRun.from_bytes(file.read_bytes()) for file in sorted(folder.glob("*.zip"))]
    found.sort(key=lambda one: -one.record.created)
    return {one.record.id: one for one in found}
