"""How long a sweep will take, by how fast trainings like its own went on this server."""

from __future__ import annotations

from dlcore import tasks
from dlcore.sweep import SweepConfig
from ui.frame import jobs, pace
from ui.frame.engine import engine
from ui.runs.sweep.trials import trials_of


def seconds(config: SweepConfig) -> float | None:
    """Of all trainings: as many times what is known of some; None where nothing is."""
    measured = _measured()
    found = []
    for point in config.points():
        training = config.config_of(point)
        size = jobs.TRAIN.size(training)
        if size.alike in measured:
            found.append(measured[size.alike] * size.epochs * size.share)
        elif (known := pace.seconds(jobs.TRAIN, training)) is not None:
            found.append(known)
    return config.count * sum(found) / len(found) if found else None


def _measured() -> dict[object, float]:
    """Seconds of an epoch over all images, compilation and tests included, in earlier sweeps."""
    took: dict[object, list[tuple[float, float]]] = {}
    for run in engine().runs_of(tasks.sweep):
        for trial in trials_of(run):
            if trial.state == "done" and trial.epochs:
                size = jobs.TRAIN.size(run.config.config_of(trial.values))
                took.setdefault(size.alike, []).append((trial.seconds, trial.epochs * size.share))
    # The first of its kind was compiled and the others were not: what counts is their mean.
    return {
        alike: sum(seconds for seconds, _ in every) / sum(epochs for _, epochs in every)
        for alike, every in took.items()
    }
