"""Example runs that ship, so that there is something to compare before the first training."""

from __future__ import annotations

from pathlib import Path

from dlcore.runs.compare import Series
from dlcore.runs.record import RunRecord
from dlcore.training.result import RunResult

FOLDER = Path(__file__).parents[2] / "models" / "runs"


def records() -> list[RunRecord]:
    return []


def series(run_id: str) -> Series:
    return {}


def measured(run_id: str) -> RunResult | None:
    return None
