"""The run of a sweep: its trainings one after another, and the best network of them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dlcore.data import DataSet
from dlcore.reports import Held, Orders, Progress, Report, ReportCallback, Reporter, StopCallback
from dlcore.sweep.config import SweepConfig
from dlcore.sweep.proposal import Proposal, propose
from dlcore.sweep.trial import SweepTrial
from dlcore.training.config import TrainConfig
from dlcore.training.fit_monitor import TrainingDiverged
from dlcore.training.pool import NothingLearnt
from dlcore.training.result import RunResult
from dlcore.training.run import TrainResult, train
from dlcore.training.state import Position, TrainState, cannot_go_on

_MODEL = "model"
_KEPT = (
    "parameters",
    "test_loss",
    "test_accuracy",
    "images_per_second",
    "source",
    "fingerprint",
    "test_images",
    "sampled",
)
"""What is kept of the best training, beside its network."""


@dataclass(frozen=True, kw_only=True)
class SweepResult(RunResult):
    """What a sweep leaves: the network, and what was measured, of its best training.

    It was chosen by its validation accuracy, so its test accuracy is that of a network that had no
    part in the choice.

    Attributes, beside those of every result:
        best: the configuration of the best training.
        trials: all of them, in their order.
        test_loss, test_accuracy, images_per_second, source, test_images, sampled: see
            `TrainResult`.
    """

    best: TrainConfig
    trials: tuple[SweepTrial, ...]
    test_loss: float
    test_accuracy: float
    images_per_second: float
    source: str
    test_images: int
    sampled: bool = False


def sweep(
    config: SweepConfig,
    data: DataSet,
    report: ReportCallback,
    should_stop: StopCallback,
    checkpoint: bytes = b"",
) -> SweepResult | Held:
    """Trains with one pair of values after another; each training is the one that `train` does.

    Args:
        config: the sweep.
        data: as `train` takes it.
        report: called at most 5 times a second, and at the ends of trainings. Progress: an "epoch"
            is a training. Series, at the end of each: "best_accuracy" so far, on validation images,
            and "epoch" and "seconds" of all. Snapshot: each `SweepTrial` in plain data, also the
            one that is under way. A checkpoint after each training.
        should_stop: as `train` takes it; what is under way at a pause is begun again.
        checkpoint: of a sweep of this config, to go on from.

    Returns:
        The best network and all trials, perhaps fewer after a stop; what to go on from, where it
        was paused.

    Raises:
        TrainingDiverged: each training did.
        SearchError: Optuna is asked for and not installed.
        ConfigError: as `train`.
        StateError: the checkpoint is none of this sweep.
        NothingLearnt: it was told to stop while the first network was compiled.
    """
    orders = Orders.of(should_stop)
    going = _Sweep(config, data, Reporter(report), orders, checkpoint)
    while not orders() and (proposal := propose(config, going.trials)):
        going.train(proposal)
    going.flush()
    if orders.paused and not going.complete:
        return Held(going.checkpoint)
    return going.result()


@dataclass(frozen=True)
class _Leader:
    """The best training so far: its trial, its network and what is in `_KEPT`."""

    trial: SweepTrial
    model: bytes
    measured: Mapping[str, Any]


class _TrialOrders(Orders):
    """What one training is told: what its sweep is, and to stop where it is given up."""

    def __init__(self, of_sweep: Orders) -> None:
        super().__init__(of_sweep)
        self._of_sweep = of_sweep

    @property
    def paused(self) -> bool:
        return self._of_sweep.paused


@dataclass
class _Course:
    """A training while it goes.

    Attributes:
        proposal: what it is.
        orders: what it is told.
        curve: see `SweepTrial`.
        losses: on the validation images after each epoch.
        progress: of this training, as it was last reported.
        began: by the clock that `time.monotonic` reads.
    """

    proposal: Proposal
    orders: _TrialOrders
    curve: list[float] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    progress: Progress | None = None
    pruned: bool = False
    began: float = field(default_factory=time.monotonic)

    def take(self, report: Report, epochs: int) -> bool:
        """Takes in what it reports; whether an epoch is over."""
        self.progress = report.get("progress", self.progress)
        series = report.get("series", {})
        points = zip(series.get("val_accuracy", ()), series.get("val_loss", ()), strict=True)
        before = len(self.curve)
        for (_, accuracy), (_, loss) in points:
            # Reports come late: what it did after it should have been given up does not count.
            if self.pruned:
                break
            self.curve.append(accuracy)
            self.losses.append(loss)
            if len(self.curve) < epochs and self.proposal.is_hopeless(self.curve):
                self.pruned = True
                self.orders.stop()
        return len(self.curve) > before

    @property
    def steps(self) -> int:
        """Of this training so far."""
        at = self.progress
        return (at["epoch"] - 1) * at["steps_per_epoch"] + at["step"] if at else 0

    def trial(self, state: str = "running", left: TrainResult | None = None) -> SweepTrial:
        """How it stands, or how it ended."""
        best = left.best_epoch if left and not self.pruned else None
        epoch = min(round(best), len(self.curve)) if best else len(self.curve)
        if state == "failed":  # it has left no network
            epoch = 0
        at = self.progress
        return SweepTrial(
            self.proposal.values,
            state,
            tuple(self.curve),
            self.curve[epoch - 1] if epoch else None,
            self.losses[epoch - 1] if epoch else None,
            left.epochs_done if left else self.steps / at["steps_per_epoch"] if at else 0.0,
            time.monotonic() - self.began,
            self.steps,
        )


class _Sweep:
    """A sweep while it goes.

    Attributes:
        trials: those that are over.
        checkpoint: after the last of them that was not stopped.
    """

    def __init__(
        self,
        config: SweepConfig,
        data: DataSet,
        reporter: Reporter,
        orders: Orders,
        checkpoint: bytes,
    ) -> None:
        self._config = config
        self._data = data
        self._reporter = reporter
        self._orders = orders
        self._leader: _Leader | None = None
        self._earlier, self._began = 0.0, time.monotonic()
        self.trials: list[SweepTrial] = []
        self.checkpoint = checkpoint
        if checkpoint:
            self._go_on(TrainState.from_bytes(checkpoint))

    @property
    def complete(self) -> bool:
        """Whether it is through all of its trainings."""
        done = [trial for trial in self.trials if trial.state != "stopped"]
        return len(done) >= self._config.count

    def train(self, proposal: Proposal) -> None:
        """One training, noted among the trials unless it is to be begun again."""
        course = _Course(proposal, _TrialOrders(self._orders))
        config = self._config.config_of(proposal.values)
        self._show(course)
        if not self.trials:
            self._reporter.tell(phase="building")
        self._reporter.flush()

        def follow(report: Report) -> None:
            if course.take(report, config.epochs):
                self._show(course)
            self._say_progress(course)

        try:
            left = train(config, self._data, follow, course.orders)
        except TrainingDiverged:
            self._note(course.trial("failed"), None)
            return
        except NothingLearnt:
            return
        if isinstance(left, TrainResult):
            state = "pruned" if course.pruned else "stopped" if left.stopped else "done"
            self._note(course.trial(state, left), left)

    def result(self) -> SweepResult:
        """What it leaves.

        Raises:
            TrainingDiverged, NothingLearnt: there is no network.
        """
        leader = self._leader
        if leader is None:
            if self.trials:
                raise TrainingDiverged(
                    "Each training of this sweep has diverged: its loss is no longer a finite "
                    "number. Lower learning rates may help."
                )
            raise NothingLearnt("It was told to stop before it had begun.")
        return SweepResult(
            model=leader.model,
            best=self._config.config_of(leader.trial.values),
            trials=tuple(self.trials),
            seconds=self._seconds(),
            epochs_done=self._epochs(),
            stopped=not self.complete,
            **leader.measured,
        )

    def flush(self) -> None:
        """Sends what is left to be reported."""
        self._reporter.flush()

    def _note(self, trial: SweepTrial, left: TrainResult | None) -> None:
        self.trials.append(trial)
        if left and (self._leader is None or trial.rank > self._leader.trial.rank):
            measured = {name: getattr(left, name) for name in _KEPT}
            self._leader = _Leader(trial, left.model, measured)
        if trial.state != "stopped":
            self.checkpoint = b"" if self.complete else self._state().to_bytes()
        self._reporter.add_points(self._steps(), self._newest())
        self._show()
        self._reporter.tell(checkpoint=self.checkpoint)
        self._reporter.flush()

    def _newest(self) -> dict[str, float]:
        told = {"epoch": self._epochs(), "seconds": self._seconds()}
        best = max((trial.val_accuracy or 0.0 for trial in self.trials), default=0.0)
        return told | ({"best_accuracy": best} if best else {})

    def _show(self, course: _Course | None = None) -> None:
        every = [*self.trials, course.trial()] if course else self.trials
        self._reporter.tell(snapshot={"trials": [trial.to_plain() for trial in every]})

    def _say_progress(self, course: _Course) -> None:
        at = course.progress
        if at is None:
            return
        count, number = self._config.count, len(self.trials)
        steps = at["epochs"] * at["steps_per_epoch"]
        progress = Progress(
            epoch=number + 1, epochs=count, step=course.steps, steps_per_epoch=steps
        )
        share = (number + course.steps / steps) / count
        if "examples_per_second" in at:
            progress |= {
                "examples_per_second": at["examples_per_second"],
                "seconds_left": self._seconds() * (1 - share) / share,
            }
        self._reporter.tell(phase="training", progress=progress)

    def _seconds(self) -> float:
        return self._earlier + time.monotonic() - self._began

    def _steps(self) -> int:
        return sum(trial.steps for trial in self.trials)

    def _epochs(self) -> float:
        return sum(trial.epochs for trial in self.trials)

    def _state(self) -> TrainState:
        """All that it needs to go on."""
        leader = self._leader
        facts: dict[str, Any] = {"trials": [trial.to_plain() for trial in self.trials]}
        arrays = {}
        if leader:
            facts |= {"leader": leader.trial.to_plain(), "measured": dict(leader.measured)}
            arrays[_MODEL] = np.frombuffer(leader.model, np.uint8)
        at = Position(steps=self._steps(), measured=len(self.trials), seconds=self._seconds())
        return TrainState(at, arrays, facts)

    def _go_on(self, state: TrainState) -> None:
        try:
            self.trials = [SweepTrial.from_plain(plain) for plain in state.facts["trials"]]
            if _MODEL in state.arrays:
                self._leader = _Leader(
                    SweepTrial.from_plain(state.facts["leader"]),
                    state.arrays[_MODEL].tobytes(),
                    state.facts["measured"],
                )
        except (KeyError, TypeError) as error:
            raise cannot_go_on(error) from error
        self._earlier = state.position.seconds
        self._reporter.tell(rewind=state.position.steps)
        self._show()
