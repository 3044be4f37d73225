"""Runs to compare, and a place where they are kept, for tests of the page that shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dlcore.errors import LabError
from dlcore.runs import RunRecord
from dlcore.training import TrainConfig, TrainResult


class StandInStore:
    """Keeps runs as `dlcore.runs.store.Store` does, in this process."""

    trouble: LabError | None = None

    def __init__(self) -> None:
        self.records: dict[str, RunRecord] = {}
        self.deleted: dict[str, RunRecord] = {}
        self.curves: dict[str, Mapping[str, NDArray]] = {}
        self.results: dict[str, TrainResult] = {}

    def save(self, record, *, series=None, result=None) -> None:
        self.records[record.id] = record
        if series is not None:
            self.curves[record.id] = series
        if result is not None:
            self.results[record.id] = result

    def get(self, run_id):
        return self.records.get(run_id)

    def of_owner(self, owner):
        return self._newest_first(lambda record: record.owner == owner)

    def of_room(self, room):
        return self._newest_first(lambda record: record.room == room)

    def series(self, run_id):
        return self.curves.get(run_id, {})

    def measured(self, run_id):
        return self.results.get(run_id)

    def rename(self, run_id, owner, name):
        return self._change(run_id, owner, name=name)

    def pin(self, run_id, owner, pinned):
        return self._change(run_id, owner, pinned=pinned)

    def delete(self, run_id, owner):
        if not self._is_of(run_id, owner):
            return False
        self.deleted[run_id] = self.records.pop(run_id)
        return True

    def restore(self, run_id, owner):
        record = self.deleted.get(run_id)
        if not record or record.owner != owner:
            return False
        self.records[run_id] = self.deleted.pop(run_id)
        return True

    def join_room(self, owner, room, alias):
        for record in self.of_owner(owner):
            self.records[record.id] = replace(record, room=room, alias=alias)

    def _newest_first(self, wanted):
        found = filter(wanted, self.records.values())
        return sorted(found, key=lambda record: -record.created)

    def _is_of(self, run_id, owner):
        return run_id in self.records and self.records[run_id].owner == owner

    def _change(self, run_id, owner, **values):
        if not self._is_of(run_id, owner):
            return False
        self.records[run_id] = replace(self.records[run_id], **values)
        return True


def record(number: int, owner: str, **fields) -> RunRecord:
    """The run of this number; the later, the better and the slower."""
    figures = {
        "accuracy": 0.9 + 0.0001 * number,
        "loss": 0.5 - 0.0001 * number,
        "parameters": 1000.0 + number,
        "seconds": 10.0 + number,
        "per_second": 5000.0,
        "epochs_done": 3.0,
    }
    usual = {"config": TrainConfig(seed=number), "figures": figures, "created": 1.7e9 + number}
    return RunRecord(
        **{"id": f"run-{number}", "kind": "train", "owner": owner, "status": "done"}
        | usual
        | fields
    )


def curves(number: int = 0, points: int = 500) -> dict[str, NDArray]:
    """Noisy curves that fall, over so many groups of steps."""
    rng = np.random.default_rng(number)
    steps = np.arange(1.0, points + 1) * 16
    loss = 2 / np.sqrt(steps) + rng.normal(0, 0.02, points) ** 2
    ends = steps[points // 3 - 1 :: points // 3]

    def series(x: NDArray, y: NDArray) -> NDArray:
        return np.column_stack([x, y])

    return {
        "loss": series(steps, loss),
        "accuracy": series(steps, 1 - loss / 3),
        "val_loss": series(ends, 1.5 / np.sqrt(ends)),
        "val_accuracy": series(ends, 1 - 0.5 / np.sqrt(ends)),
        "epoch": series(steps, 3 * steps / steps[-1]),
        "seconds": series(steps, (0.01 + 0.001 * number) * steps),
    }
