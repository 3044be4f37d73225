"""How long a training will take: by how fast one like it went on this server, or not at all."""

from __future__ import annotations

from typing import Any

from ui.frame.engine import engine
from ui.frame.jobs import Job

TOO_LONG = 4.0
"""So many times a site's limit, and a training is not offered: the pace of another is no more than
a guess where the server has become busier or idler meanwhile."""


def seconds(job: Job, config: Any) -> float | None:
    """Of all epochs, by the newest run of the same network in batches of the same size.

    Without what comes before and after: data, compilation, validation and tests. A run whose
    settings were changed while it went is none like it: its steps are of several sizes.

    Args:
        job: which kind of training.
        config: what its task would be called with.

    Returns:
        None where there was no such run since the server was started.
    """
    asked = job.size(config)
    for run in engine().runs_of(job.task):
        earlier, progress = job.size(run.config), run.progress or {}
        pace = progress.get("examples_per_second")
        if pace and earlier.alike == asked.alike and not run.changes:
            steps = asked.epochs * progress["steps_per_epoch"] * asked.share / earlier.share
            return steps * asked.step / pace
    return None


def is_too_long(seconds: float | None) -> bool:
    """Whether a training of so many seconds would be ended long before it is through."""
    limit = engine().limits.run_minutes * 60
    return seconds is not None and seconds > TOO_LONG * limit
