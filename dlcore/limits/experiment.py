"""An experiment while it goes: how far it is, what is known already, whether it is to end.

An experiment is made of parts that take about equally long, such as the trainings of several
networks. It shows what it has found so far as a result that is not complete yet.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore import training
from dlcore.data import Mnist
from dlcore.reports import Progress, Report, ReportCallback, Reporter, StopCallback
from dlcore.training import TrainConfig, TrainResult
from dlcore.training.pool import NothingLearnt
from dlcore.training.result import TaskResult

Curves = Mapping[str, NDArray[np.float64]]  # (k, 2) steps and values of each series


@dataclass(frozen=True)
class TrainedNetwork:
    """A training within an experiment.

    Attributes:
        result: what it left.
        curves: its series, see `dlcore.training.train`.
    """

    result: TrainResult
    curves: Curves


class Experiment:
    """What an experiment tells and is told.

    Args:
        report: called at most 5 times a second. Snapshot: the newest result that was shown, packed.
        should_stop: asked often.
    """

    def __init__(self, report: ReportCallback, should_stop: StopCallback) -> None:
        self._reporter = Reporter(report)
        self._should_stop = should_stop
        self._began = time.monotonic()
        self._parts = 1
        self._part = 0

    @property
    def stopped(self) -> bool:
        """Whether it is to end now, with what has been found."""
        return self._should_stop()

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self._began

    def begin(self, parts: int) -> None:
        """Says of how many parts it is; before the first of them."""
        self._parts = parts

    def next_part(self) -> None:
        """A part begins."""
        self._part += 1
        self.at(0, 1)

    def at(self, done: int, of: int) -> None:
        """The present part is so far.

        Args:
            done, of: in any unit that a visitor can count: images, steps.
        """
        part = max(self._part, 1)
        share = (part - 1 + done / max(of, 1)) / self._parts
        progress = Progress(epoch=part, epochs=self._parts, step=done, steps_per_epoch=of)
        if share > 0:
            left = self.seconds * (1 - share) / share
            progress |= {"examples_per_second": 0.0, "seconds_left": left}
        self._reporter.tell(phase="training", progress=progress)

    def show(self, found: TaskResult) -> None:
        """What is known so far."""
        from dlcore.limits import kept  # which knows every experiment, and so this module

        self._reporter.tell(phase="training", snapshot={"found": kept.pack(found)})

    def train(
        self,
        config: TrainConfig,
        data: Mnist,
        follow: Callable[[Curves], None] | None = None,
    ) -> TrainedNetwork | None:
        """Trains a network as a part of its own, which has begun; ends early where all of it does.

        Args:
            config, data: as `dlcore.training.train` takes them.
            follow: called with the curves so far after each epoch.

        Returns:
            None where it was stopped before there was a network.

        Raises:
            TrainingDiverged, ConfigError: as `dlcore.training.train`.
        """
        found: dict[str, list[tuple[float, float]]] = {}

        def note(report: Report) -> None:
            for name, points in report.get("series", {}).items():
                found.setdefault(name, []).extend((float(x), float(y)) for x, y in points)
            if progress := report.get("progress"):
                steps = progress["steps_per_epoch"]
                done = (progress["epoch"] - 1) * steps + progress["step"]
                self.at(done, progress["epochs"] * steps)
            if follow and "val_loss" in report.get("series", {}):
                follow(curves_of(found))

        try:
            left = training.train(config, data, note, lambda: self.stopped)
        except NothingLearnt:
            return None
        assert isinstance(left, TrainResult)  # a plain question never holds it
        return TrainedNetwork(left, curves_of(found))


def curves_of(found: Mapping[str, list[tuple[float, float]]]) -> Curves:
    """What was noted of each series, as arrays."""
    return {name: np.array(points, float).reshape(-1, 2) for name, points in found.items()}
