"""What follows one `fit`, whatever is fitted: its curves, its pace and its end."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from dlcore.errors import LabError
from dlcore.reports import Progress, Reporter, StopCallback
from dlcore.training.leavable import LeavableCall

if TYPE_CHECKING:
    import keras

LONG_STEP_SECONDS = 0.5  # from one group of steps to the next; then a stop does not wait for it
_ATTEMPTS = 3
_LANDING_SECONDS = 2.0

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

    def examples_in(self, steps: int) -> int:
        """Examples that so many steps go through, from the beginning of the run."""
        epochs, rest = divmod(steps, self.steps_per_epoch)
        return epochs * self.examples + rest * self.batch_size


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
    """Examples a second since the first group of steps ended; before that TensorFlow compiles."""

    def __init__(self) -> None:
        self._began: tuple[float, int] | None = None
        self.per_second = 0.0

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

    A group of steps can take longer than somebody who has pressed Stop waits for, the first one
    above all, in which TensorFlow compiles. It cannot be broken off, so it is left: the training is
    as it was before that group, and what is computed of it no longer counts. `settled` sees to it.

    Attributes:
        left: the group of steps that was under way at a stop, where it was left; else None.
        pace: how fast it goes.
        steps_done: since the training began.
        stopped: ended early because it was told to.
    """

    def __init__(
        self,
        extent: Extent,
        model: keras.Model,
        reporter: Reporter,
        should_stop: StopCallback,
    ) -> None:
        self._extent = extent
        self._model = model
        self._reporter = reporter
        self._should_stop = should_stop
        self._epoch = 0
        self._means = GroupMeans()
        self._last_group, self._took = 0.0, 0.0
        self._closed = False
        self.left: LeavableCall | None = None
        self.pace = Pace()
        self.steps_done = 0
        self.stopped = False

    def _fit(self, *data: Any, **options: Any) -> None:
        """Trains from `steps_done` on; not at all when a stop came first.

        Args:
            data, options: as `keras.Model.fit` takes them; epochs and callbacks are added.

        Raises:
            TrainingDiverged: the loss became infinite or not a number.
        """
        import keras

        if self._over():
            return
        first, broken_off = divmod(self.steps_done, self._extent.steps_per_epoch)
        callback = keras.callbacks.LambdaCallback(
            on_epoch_begin=self._begin_epoch,
            on_train_batch_end=self._end_group,
            on_epoch_end=self._end_epoch,
        )
        fit = partial(
            self._model.fit,
            *data,
            **options,
            initial_epoch=first,
            epochs=self._extent.epochs + bool(broken_off),  # what is left of it comes last
            callbacks=[callback],
            verbose=0,
        )
        self._last_group = time.monotonic()
        call = LeavableCall(fit)
        try:
            if not call.wait(self._should_leave):
                self.left = call
        except BaseException:
            if not call.over.is_set():  # an interrupted notebook; the thread has to be told
                self.stopped = True
            raise

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
        # Keras counts a full group even where the epoch ends within it.
        step = min(step + 1, extent.steps_per_epoch)
        self.steps_done = self._epoch * extent.steps_per_epoch + step
        self._check_finite(logs["loss"])
        examples = min(step * extent.batch_size, extent.examples)
        return _clipped(self._means.newest(logs, examples))

    def _look(self) -> None:
        """Called after each group of steps, once its means are noted."""

    def _measure(self) -> bool:
        """Called after each epoch that was not stopped; whether to go on."""
        return True

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
        return self._asked_to_stop() or self.steps_done >= self._extent.steps

    def _asked_to_stop(self) -> bool:
        self.stopped = self.stopped or self._should_stop()
        return self.stopped

    def _begin_epoch(self, epoch: int, logs: object) -> None:
        self._epoch = epoch
        self._means = GroupMeans()

    def _end_group(self, step: int, logs: Mapping[str, float]) -> None:
        if self.left:
            self._end_left_group(step, logs)
            return
        now = time.monotonic()
        self._took, self._last_group = now - self._last_group, now
        newest = self._newest(step, logs)
        self._reporter.add_points(self.steps_done, newest)
        self.pace.update(self._extent.examples_in(self.steps_done))
        self._look()
        self._reporter.tell(phase="training", progress=self._progress())
        if self._over():
            self._model.stop_training = True

    def _end_left_group(self, step: int, logs: Mapping[str, float]) -> None:
        self._model.stop_training = True
        if not self._closed:  # it was in time to count
            self._newest(step, logs)

    def _end_epoch(self, epoch: int, logs: object) -> None:
        if not self.stopped and not self._measure():
            self._model.stop_training = True

    def _progress(self) -> Progress:
        extent = self._extent
        epoch, step = divmod(self.steps_done - 1, extent.steps_per_epoch)
        progress = Progress(
            epoch=epoch + 1,
            epochs=extent.epochs,
            step=step + 1,
            steps_per_epoch=extent.steps_per_epoch,
        )
        pace = self.pace.per_second
        if pace:
            left = extent.epochs * extent.examples - extent.examples_in(self.steps_done)
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
