"""The course of a run as a table and as one object."""

from __future__ import annotations

import csv
import io
import json
import math
import time
from collections.abc import Mapping
from typing import Any

import numpy as np

from dlcore.runs.export import settings
from dlcore.runs.export.run import RunToExport, Series

VERSION = 1  # of the JSON
CLOCKS = ("epoch", "seconds")
"""Series that say when something was measured, not how well the network did."""


def to_csv(run: RunToExport) -> bytes:
    """A row for each step at which anything was measured, in order; UTF-8.

    Columns: step, epoch, seconds, then a column for each curve. A field is empty where a curve has
    no point at this step. Epoch and seconds, which only grow, are interpolated between their own
    points; they are empty where the run did not note them.
    """
    steps = all_steps(run.series)
    names = [name for name in run.series if name not in CLOCKS]
    columns = [
        [int(step) for step in steps],
        *(_interpolated(run.series.get(name), steps) for name in CLOCKS),
        *(_measured(run.series[name], steps) for name in names),
    ]
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["step", *CLOCKS, *names])
    rows.writerows(zip(*columns, strict=True))
    return text.getvalue().encode()


def all_steps(series: Mapping[str, Series]) -> np.ndarray:
    """Every step at which anything was measured, (n,) increasing."""
    return np.unique(np.concatenate([[], *(points[:, 0] for points in series.values())]))


def moments(run: RunToExport, steps: np.ndarray) -> np.ndarray:
    """When these steps were done, (n,) seconds since the epoch; evenly where nobody noted it."""
    clock = run.series.get("seconds", np.empty((0, 2)))
    if len(clock):
        return run.began + np.interp(steps, clock[:, 0], clock[:, 1])
    took = (run.record.finished or run.began) - run.began
    return run.began + took * steps / max(steps.max(initial=0), 1)


def _interpolated(clock: Series | None, steps: np.ndarray) -> list[float | str]:
    if clock is None or not len(clock):
        return [""] * len(steps)
    said = np.interp(steps, clock[:, 0], clock[:, 1], left=np.nan, right=np.nan)
    return [_field(value) for value in said.tolist()]


def _measured(points: Series, steps: np.ndarray) -> list[float | str]:
    known = dict(points.tolist())
    return [_field(known.get(step, math.nan)) for step in steps.tolist()]


def _field(value: float) -> float | str:
    return "" if math.isnan(value) else value


def to_json(run: RunToExport) -> bytes:
    """All that is known of a run but its network, as one object; UTF-8.

    Its keys:
        format, version: "dlcore-run" and the version of this list of keys.
        kind: "train", "gan", "addition" or "sweep"; name: as its owner calls it.
        status: "done", "failed", ...; error: why it failed.
        created, started, finished: ISO 8601, UTC; null where it did not come so far.
        seed: of the weights and of all chance.
        config: the settings, see `settings.tree`.
        changes: [{"step", "name", "value"}] of what was changed while it went.
        versions: of the programs it ran on.
        data: {"source", "fingerprint"} of the images.
        figures: numbers that sum it up.
        confusion: rows of counts by truth, columns by guess; null where nothing was classified.
        classes: what they are called, in their order; null likewise.
        trials: of a sweep, its trainings, each with the fields of `SweepTrial`; else null.
        series: {name: {"step": [...], "value": [...]}}.

    A number that is not finite is null.
    """
    record = run.record
    confusion = getattr(run.result, "confusion", None)
    trials = getattr(run.result, "trials", None)
    content = {
        "format": "dlcore-run",
        "version": VERSION,
        "kind": record.kind,
        "name": record.name,
        "status": record.status,
        "error": record.error,
        "created": _moment(record.created),
        "started": _moment(record.started),
        "finished": _moment(record.finished),
        "seed": record.config.seed,
        "config": settings.tree(record.config),
        "changes": [
            {"step": step, "name": name, "value": value} for step, name, value in record.changes
        ],
        "versions": dict(record.versions),
        "data": {"source": run.source, "fingerprint": record.data},
        "figures": dict(record.figures),
        "confusion": None if confusion is None else confusion.tolist(),
        "classes": getattr(run.result, "classes", None),
        "trials": None if trials is None else [trial.to_plain() for trial in trials],
        "series": {
            name: {"step": points[:, 0].tolist(), "value": points[:, 1].tolist()}
            for name, points in run.series.items()
        },
    }
    text = json.dumps(_finite(content), indent=1, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


def _moment(seconds: float | None) -> str | None:
    return None if seconds is None else time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def _finite(value: Any) -> Any:
    """JSON has no word for infinity, nor for what is not a number."""
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
