"""What follows one `fit`: its curves, its pace, its validation and its end."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dlcore import metrics
from dlcore.errors import LabError
from dlcore.plan import Plan
from dlcore.prediction import predict_batches
from dlcore.reporter import Reporter
from dlcore.reports import Progress, StopCallback
from dlcore.train_config import TrainConfig
from dlcore.weight_history import WeightRecorder

if TYPE_CHECKING:
    import keras


class TrainingDiverged(LabError):  # noqa: N818 - named for what happened
    """The loss is no longer a finite number; says after which step."""


class GroupMeans:
    """Means over the newest images alone, from Keras' running means over the epoch so far.

    With means m over n images now and m' over n' images before, the newest n - n' images have the
    mean (m n - m' n') / (n - n').
    """

    def __init__(self) -> None:
        self._sums: dict[str, float] = {}
        self._count = 0

    def newest(self, means: Mapping[str, float], count: int) -> dict[str, float]:
        """Takes the running means over the first `count` images; returns those of the new ones."""
        sums = {name: mean * count for name, mean in means.items()}
        new = count - self._count
        group = {name: (total - self._sums.get(name, 0.0)) / new for name, total in sums.items()}
        self._sums, self._count = sums, count
        return group


class Pace:
    """Images a second since the first group of steps ended; before that TensorFlow compiles."""

    def __init__(self) -> None:
        self._began: tuple[float, int] | None = None
        self.images_per_second = 0.0

    def update(self, images: int) -> None:
        """Notes that a group of steps has ended, with so many images done since the beginning."""
        now = time.monotonic()
        if self._began is None:
            self._began = (now, images)
            return
        start, first = self._began
        self.images_per_second = (images - first) / max(now - start, 1e-9)


class Monitor:
    """Follows one `fit`: reports, validates, and ends it when told to or when it diverges.

    Attributes:
        pace: how fast it goes.
        steps_done: since the training began.
        stopped: ended early because it was told to.
        weights: as they were before the training and after each epoch.
    """

    def __init__(
        self,
        config: TrainConfig,
        plan: Plan,
        model: keras.Model,
        reporter: Reporter,
        should_stop: StopCallback,
    ) -> None:
        self._config = config
        self._plan = plan
        self._model = model
        self._reporter = reporter
        self._should_stop = should_stop
        self._epoch = 0
        self._means = GroupMeans()
        self.pace = Pace()
        self.steps_done = 0
        self.stopped = False
        self.weights = WeightRecorder(model.count_params())

    def fit(self) -> None:
        """Trains; not at all when a stop came first.

        Raises:
            TrainingDiverged: the loss became infinite or not a number.
        """
        import keras

        if self._asked_to_stop():
            return
        self.weights.add(0, self._model.get_weights())
        callback = keras.callbacks.LambdaCallback(
            on_epoch_begin=self._begin_epoch,
            on_train_batch_end=self._end_group,
            on_epoch_end=self._end_epoch,
        )
        self._model.fit(
            self._plan.x_train[:, :, :, None],
            self._plan.y_train,
            batch_size=self._config.batch_size,
            epochs=self._config.epochs,
            callbacks=[callback],
            verbose=0,
        )
        self._note_weights()  # a training that was stopped ends within an epoch

    def _note_weights(self) -> None:
        self.weights.add(self.steps_done / self._plan.steps_per_epoch, self._model.get_weights())

    def _asked_to_stop(self) -> bool:
        self.stopped = self.stopped or self._should_stop()
        return self.stopped

    def _begin_epoch(self, epoch: int, logs: object) -> None:
        self._epoch = epoch
        self._means = GroupMeans()

    def _end_group(self, step: int, logs: Mapping[str, float]) -> None:
        # Keras counts a full group even where the epoch ends within it.
        step = min(step + 1, self._plan.steps_per_epoch)
        images = min(step * self._config.batch_size, len(self._plan.x_train))
        self.steps_done = self._epoch * self._plan.steps_per_epoch + step
        self._check_finite(logs["loss"])
        self._reporter.add_points(self.steps_done, _clipped(self._means.newest(logs, images)))
        self.pace.update(self._epoch * len(self._plan.x_train) + images)
        self._reporter.tell(phase="training", progress=self._progress(step, images))
        if self._asked_to_stop():
            self._model.stop_training = True

    def _end_epoch(self, epoch: int, logs: object) -> None:
        if self.stopped:
            return
        self._note_weights()
        probabilities = self._validate()
        if probabilities is None:
            self._model.stop_training = True
            return
        loss = metrics.cross_entropy(self._plan.y_val, probabilities)
        self._check_finite(loss)
        accuracy = metrics.accuracy(self._plan.y_val, probabilities)
        self._reporter.add_points(self.steps_done, {"val_loss": loss, "val_accuracy": accuracy})

    def _validate(self) -> NDArray[np.float32] | None:
        """Probabilities of the validation images; None when a stop came in between."""
        batches = []
        for batch in predict_batches(self._model, self._plan.x_val):
            batches.append(batch)
            if self._asked_to_stop():
                return None
        return np.concatenate(batches)

    def _progress(self, step: int, images: int) -> Progress:
        progress = Progress(
            epoch=self._epoch + 1,
            epochs=self._config.epochs,
            step=step,
            steps_per_epoch=self._plan.steps_per_epoch,
        )
        pace = self.pace.images_per_second
        if pace:
            epochs_left = self._config.epochs - self._epoch
            images_left = epochs_left * len(self._plan.x_train) - images
            progress |= {"images_per_second": pace, "seconds_left": images_left / pace}
        return progress

    def _check_finite(self, loss: float) -> None:
        if not math.isfinite(loss):
            raise TrainingDiverged(
                "The loss is no longer a finite number after step {step} of {steps}, with "
                "{optimizer} at learning rate {learning_rate}: a smaller one may help.",
                step=self.steps_done,
                steps=self._plan.steps,
                optimizer=self._config.optimizer,
                learning_rate=self._config.learning_rate,
            )


def _clipped(group: Mapping[str, float]) -> dict[str, float]:
    """Takes away the rounding of a difference of float32 means: an accuracy of 1.000001."""
    return {
        "loss": max(group["loss"], 0.0),
        "accuracy": min(max(group["accuracy"], 0.0), 1.0),
    }
