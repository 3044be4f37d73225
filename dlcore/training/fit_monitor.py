"""What follows one `fit`, whatever is fitted: its curves, its pace and its end."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from dlcore.errors import LabError
from dlcore.reports import Orders, Progress, Reporter, StopCallback
from dlcore.training.budget import Budget
from dlcore.training.leavable import LeavableCall
from dlcore.training.state import Position

if TYPE_CHECKING:
    import keras

LONG_STEP_SECONDS = 0.5  # from one group of steps to the next; then a stop does not wait for it
_ATTEMPTS = 3
_LANDING_SECONDS = 2.0
BEGINNING = Position()
KEEP_SHARE = 0.01  # of the time, for checkpoints
KEEP_SECONDS = 15.0  # from one to the next within an epoch
KEEP_EPOCH_SECONDS = 0.4  # and at the ends of epochs: more than a store writes are no use

T = TypeVar("T")


class TrainingDiverged(LabError):  # noqa: N818 - named for what happened
    """The loss is no longer a finite number; says after which step."""


@dataclass(frozen=True)
class Extent:
    """How long a training is.

    Attributes:
        epochs: at least 1.
        examples: in an epoch, at least 1.
        batch_size: examples a step; the last one of an epoch may have fewer.
    """

    epochs: int
    examples: int
    batch_size: int

    @property
    def steps_per_epoch(self) -> int:
        """Batches in an epoch."""
        return -(-self.examples // self.batch_size)

    @property
    def steps(self) -> int:
        """Batches in the whole run."""
        return self.epochs * self.steps_per_epoch

    @property
    def all_examples(self) -> int:
        """Examples in the whole run."""
        return self.epochs * self.examples

    def steps_after(self, examples: int) -> int:
        """Batches that are left after so many examples, those of all epochs together."""
        epochs, begun = divmod(examples, self.examples)
        rest_of_epoch = -(-(self.examples - begun) // self.batch_size)
        return (self.epochs - epochs - 1) * self.steps_per_epoch + rest_of_epoch


class GroupMeans:
    """Means over the newest examples alone, from Keras' running means over the epoch so far.

    With means m over n examples now and m' over n' before, the newest n - n' examples have the
    mean (m n - m' n') / (n - n').
    """

    def __init__(self) -> None:
        self._sums: dict[str, float] = {}
        self._count = 0

    def newest(self, means: Mapping[str, float], count: int) -> dict[str, float]:
        """Takes the running means over the first `count` examples; returns those of the new."""
        sums = {name: mean * count for name, mean in means.items()}
        new = count - self._count
        group = {name: (total - self._sums.get(name, 0.0)) / new for name, total in sums.items()}
        self._sums, self._count = sums, count
        return group


class Pace:
    """Examples a second since the first group of steps ended; before that TensorFlow compiles.

    Args:
        at: where a training goes on: until there is more to go by, its pace is that of before.
    """

    def __init__(self, at: Position = BEGINNING) -> None:
        self._began: tuple[float, int] | None = None
        self.per_second = at.examples / at.seconds if at.seconds else 0.0

    def update(self, examples: int) -> None:
        """Notes that a group of steps has ended, with so many examples done since the beginning."""
        now = time.monotonic()
        if self._began is None:
            self._began = (now, examples)
            return
        start, first = self._began
        self.per_second = (examples - first) / max(now - start, 1e-9)


class FitMonitor:
    """Follows one `fit`: reports, and ends it when told to or when it diverges.

    A subclass says what it is fitted to, what is measured on the way, and what is said where the
    loss is no longer a number.

    A training that goes on begins within an epoch: what is left of it comes first, in steps that
    end where they would have. New settings that it is told end it too, after the steps under way,
    for whoever fits to go on with them.

    A group of steps can take longer than somebody who has pressed Stop waits for, the first one
    above all, in which TensorFlow compiles. It cannot be broken off, so it is left: the training is
    as it was before that group, and what is computed of it no longer counts. `settled` sees to it.

    Attributes:
        left: the group of steps that was under way at a stop, where it was left; else None.
        pace: how fast it goes.
        steps_done, examples_done, measured: see `Position`.
        stopped: ended early because it was told to.
    """

    def __init__(
        self,
        extent: Extent,
        model: keras.Model,
        reporter: Reporter,
        should_stop: StopCallback,
        at: Position = BEGINNING,
    ) -> None:
        self._extent = extent
        self._model = model
        self._reporter = reporter
        self._orders = Orders.of(should_stop)
        self._earlier, self._began = at.seconds, time.monotonic()
        self._means = GroupMeans()
        self._last_group, self._took = 0.0, 0.0
        self._closed = False
        self._budget, self._kept_at = Budget(KEEP_SHARE, 0.0), time.monotonic()
        self._epoch_began = at.steps, at.examples
        self.left: LeavableCall | None = None
        self.pace = Pace(at)
        self.steps_done, self.examples_done, self.measured = at.steps, at.examples, at.measured
        self.stopped = False

    @property
    def epochs_done(self) -> float:
        """Since the training began, the part of one that is under way included."""
        return self.examples_done / self._extent.examples

    @property
    def complete(self) -> bool:
        """Whether it is through all of its epochs."""
        return self.examples_done >= self._extent.all_examples

    def position(self) -> Position:
        """How far it is."""
        return Position(self.steps_done, self.examples_done, self.measured, self._seconds())

    def _seconds(self) -> float:
        return self._earlier + time.monotonic() - self._began

    _steered = False  # whether whoever fits goes on with other settings

    def _fit(self, rest: Callable[[int], Mapping[str, Any]]) -> None:
        """Trains from where it is; not at all when a stop came first.

        Args:
            rest: from a number of examples to the data and options, as `keras.Model.fit` takes
                them, of what comes after these in an epoch; of a whole epoch where it is 0. Epochs
                and callbacks are added.

        Raises:
            TrainingDiverged: the loss became infinite or not a number.
        """
        self._last_group = self._began = time.monotonic()
        if self._over() or not self._catch_up():
            return
        call = LeavableCall(partial(self._fit_epochs, rest))
        try:
            if not call.wait(self._should_leave):
                self.left = call
        except BaseException:
            if not call.over.is_set():  # an interrupted notebook; the thread has to be told
                self.stopped = True
            raise

    def _catch_up(self) -> bool:
        """Measures what a pause came before; whether to go on."""
        behind = self.measured < self.examples_done // self._extent.examples
        return self._close_epoch() if behind else True

    def _fit_epochs(self, rest: Callable[[int], Mapping[str, Any]]) -> None:
        import keras

        callback = keras.callbacks.LambdaCallback(
            on_epoch_begin=self._begin_epoch,
            on_train_batch_end=self._end_group,
            on_epoch_end=self._end_epoch,
        )
        fit = partial(self._model.fit, callbacks=[callback], verbose=0)
        epoch, offset = divmod(self.examples_done, self._extent.examples)
        if offset:
            fit(**rest(offset), initial_epoch=epoch, epochs=epoch + 1)
            epoch += 1
            if self._model.stop_training:
                return
        if epoch < self._extent.epochs:
            fit(**rest(0), initial_epoch=epoch, epochs=self._extent.epochs)

    def _should_leave(self) -> bool:
        """While a group takes long, when nobody else asks whether to stop."""
        long = time.monotonic() - self._last_group > LONG_STEP_SECONDS
        return long and self._asked_to_stop()

    def settled(self, measure: Callable[[], T]) -> T:
        """Measures the model that a stop has left, for which it must not change meanwhile.

        Args:
            measure: called once, and again where the steps that were left had their effect.
        """
        for _ in range(_ATTEMPTS):
            self._closed = True
            before = self._updates()
            found = measure()
            if self._updates() == before:
                break
            self._closed = False
            if self.left:
                self.left.over.wait(_LANDING_SECONDS)
        return found

    def _updates(self) -> int:
        """Of the weights so far."""
        return int(self._model.optimizer.iterations) if self.left else 0

    def _newest(self, step: int, logs: Mapping[str, float]) -> dict[str, float]:
        """Called after each group of steps: counts them, and returns the means over them alone.

        Args:
            step: the last one in this epoch, from 0 on.
            logs: Keras' running means over the epoch so far.

        Raises:
            TrainingDiverged: the loss is infinite or not a number.
        """
        extent = self._extent
        steps, examples = self._epoch_began
        left = extent.examples - examples % extent.examples
        # Keras counts a full group even where the epoch ends within it.
        step = min(step + 1, -(-left // extent.batch_size))
        gone = min(step * extent.batch_size, left)
        self.steps_done, self.examples_done = steps + step, examples + gone
        self._check_finite(logs["loss"])
        return _clipped(self._means.newest(logs, gone))

    def _look(self) -> None:
        """Called after each group of steps, once its means are noted."""

    def _measure(self) -> bool:
        """Called after each epoch that was not stopped; whether to go on."""
        return True

    def checkpoint(self) -> bytes:
        """What it can be gone on with from here; empty where it cannot."""
        return b""

    def _diverged(self) -> TrainingDiverged:
        """What is said when the loss is no longer a finite number."""
        return TrainingDiverged(
            "The loss is no longer a finite number after step {step} of {steps}.",
            step=self.steps_done,
            steps=self._extent.steps,
        )

    def _diverged_with(self, optimizer: str, learning_rate: float) -> TrainingDiverged:
        """The same, where one optimizer trains all there is."""
        return TrainingDiverged(
            "The loss is no longer a finite number after step {step} of {steps}, with "
            "{optimizer} at learning rate {learning_rate}: a smaller one may help.",
            step=self.steps_done,
            steps=self._extent.steps,
            optimizer=optimizer,
            learning_rate=learning_rate,
        )

    def _over(self) -> bool:
        return self._asked_to_stop() or self.complete

    def _asked_to_stop(self) -> bool:
        self.stopped = self.stopped or self._orders()
        return self.stopped

    def _begin_epoch(self, epoch: int, logs: object) -> None:
        self._epoch_began = self.steps_done, self.examples_done
        self._means = GroupMeans()

    def _end_group(self, step: int, logs: Mapping[str, float]) -> None:
        if self.left:
            self._end_left_group(step, logs)
            return
        now = time.monotonic()
        self._took, self._last_group = now - self._last_group, now
        newest = self._newest(step, logs)
        when = {"epoch": self.epochs_done, "seconds": self._seconds()}
        self._reporter.add_points(self.steps_done, newest | when)
        self.pace.update(self.examples_done)
        self._look()
        self._keep(KEEP_SECONDS)
        self._reporter.tell(phase="training", progress=self._progress())
        if self._over() or (self._steered and self._orders.changed):
            self._model.stop_training = True

    def _end_left_group(self, step: int, logs: Mapping[str, float]) -> None:
        self._model.stop_training = True
        if not self._closed:  # it was in time to count
            self._newest(step, logs)

    def _end_epoch(self, epoch: int, logs: object) -> None:
        if self.stopped or self.examples_done % self._extent.examples:
            return  # within an epoch
        if not self._close_epoch():
            self._model.stop_training = True

    def _close_epoch(self) -> bool:
        goes_on = self._measure()
        if not self.stopped:  # else it is measured when it goes on
            self.measured += 1
            self._keep(KEEP_EPOCH_SECONDS)
        return goes_on

    def _keep(self, after: float) -> None:
        """Hands out a checkpoint, as long as that takes a small share of the time.

        Args:
            after: so many seconds since the last one.
        """
        if not self.complete and self._budget.due and time.monotonic() - self._kept_at >= after:
            with self._budget.spend():
                self._reporter.tell(checkpoint=self.checkpoint())
            self._kept_at = time.monotonic()

    def _progress(self) -> Progress:
        extent = self._extent
        epoch, example = divmod(self.examples_done - 1, extent.examples)
        progress = Progress(
            epoch=epoch + 1,
            epochs=extent.epochs,
            step=example // extent.batch_size + 1,
            steps_per_epoch=extent.steps_per_epoch,
        )
        pace = self.pace.per_second
        if pace:
            left = extent.all_examples - self.examples_done
            progress |= {"examples_per_second": pace, "seconds_left": left / pace}
        return progress

    def _check_finite(self, *losses: float) -> None:
        if not all(map(math.isfinite, losses)):
            raise self._diverged()


def _clipped(group: Mapping[str, float]) -> dict[str, float]:
    """Takes away the rounding of a difference of float32 means: an accuracy of 1.000001."""
    return {
        name: min(max(mean, 0.0), 1.0) if name == "accuracy" else max(mean, 0.0)
        for name, mean in group.items()
    }
