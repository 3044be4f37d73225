"""What follows one `fit` on images: its validation, and its weights after each epoch."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore import metrics
from dlcore.registry.weight_history import WeightRecorder
from dlcore.reports import Orders, Reporter
from dlcore.training.best import Best
from dlcore.training.compiled import CompiledNetwork
from dlcore.training.config import TrainConfig
from dlcore.training.fit_monitor import BEGINNING, Extent, FitMonitor, TrainingDiverged
from dlcore.training.order import rest_of_epoch
from dlcore.training.plan import Plan
from dlcore.training.prediction import predict_batches
from dlcore.training.state import TrainState

CHANGES = "changes"  # in the facts of a state
_WEIGHTS = "history"  # in its arrays
Changes = tuple[tuple[int, str, float], ...]


class Monitor(FitMonitor):
    """Follows the `fit` of a plan: validates, keeps the weights, and ends where it should.

    Args:
        state: to go on from.

    Attributes:
        weights: as they were before the training and after each epoch.
        best: the moment of the lowest validation loss, where the config asks for it.
        blown_up: a range test has come to rates at which the loss is no number, and so to its end.
    """

    _steered = True

    def __init__(
        self,
        config: TrainConfig,
        plan: Plan,
        compiled: CompiledNetwork,
        reporter: Reporter,
        orders: Orders,
        state: TrainState | None = None,
    ) -> None:
        extent = Extent(config.epochs, len(plan.x_train), config.batch_size)
        at = state.position if state else BEGINNING
        super().__init__(extent, compiled.model, reporter, orders, at)
        self._config = config
        self._plan = plan
        self._compiled = compiled
        self.weights = WeightRecorder(compiled.model.count_params())
        self.best = Best(config.patience)
        self.blown_up = False
        self._changes = changes_of(state)
        if state:
            self.weights.resume(state.named(_WEIGHTS))
            self.best.resume(state)
        left = extent.steps_after(at.examples)
        if left > 0:
            # In steps of this size, so that the rate of a run that has rested is what it was.
            share = 1 - left / extent.steps
            compiled.set_rate(config.learning_rate, at.steps + left, at.steps, share)

    @property
    def complete(self) -> bool:
        """Whether there is nothing left to do."""
        return super().complete or self.best.ended or self.blown_up

    @property
    def ended(self) -> bool:
        """Whether it has ended, for good or because it was told to."""
        return self.complete or self.stopped

    def fit(self) -> None:
        """Trains on the images of the plan; not at all when a stop came first.

        Raises:
            TrainingDiverged: the loss became infinite or not a number.
        """
        if not self.steps_done:
            self._note_weights(self._model.get_weights())
        self._fit(self._rest)

    def _rest(self, offset: int) -> dict[str, Any]:
        images, labels = self._plan.x_train[:, :, :, None], self._plan.y_train
        return rest_of_epoch(
            images,
            labels,
            offset,
            batch_size=self._config.batch_size,
            class_weight=self._plan.class_weight,
        )

    def note_end(self, weights: Sequence[NDArray]) -> None:
        """Keeps the weights at the end: a training that was stopped ends within an epoch, and one
        that has an eye on its best moment ends with that.

        Args:
            weights: of the network, as `get_weights` gives them.
        """
        if self.best.weights:
            self.weights.cut(np.nextafter(self.best.epoch, 0))
            self.weights.add(self.best.epoch, weights)
        else:
            self._note_weights(weights)

    def _note_weights(self, weights: Sequence[NDArray]) -> None:
        self.weights.add(self.epochs_done, weights)

    def state(self) -> TrainState:
        """To go on from here."""
        arrays = {
            **self._compiled.arrays(),
            **{f"{_WEIGHTS}/{name}": array for name, array in self.weights.arrays().items()},
            **self.best.arrays(),
        }
        facts = {CHANGES: self._changes, **self.best.facts()}
        return TrainState(self.position(), arrays, facts)

    def checkpoint(self) -> bytes:
        return self.state().to_bytes()

    def _newest(self, step: int, logs: Mapping[str, float]) -> dict[str, float]:
        if self._config.schedule == "range_test" and not math.isfinite(logs["loss"]):
            self.blown_up = True
            return {}
        return super()._newest(step, logs)

    def _measure(self) -> bool:
        if self.blown_up:
            return False
        self._note_weights(self._model.get_weights())
        probabilities = self._validate()
        if probabilities is None:
            return False
        loss = metrics.cross_entropy(self._plan.y_val, probabilities)
        self._check_finite(loss)
        accuracy = metrics.accuracy(self._plan.y_val, probabilities)
        self._reporter.add_points(self.steps_done, {"val_loss": loss, "val_accuracy": accuracy})
        return self.best.goes_on(loss, self.epochs_done, self._compiled.weights)

    def _validate(self) -> NDArray[np.float32] | None:
        """Probabilities of the validation images; None when a stop came in between."""
        batches = []
        for batch in predict_batches(self._model, self._plan.x_val):
            batches.append(batch)
            if self._asked_to_stop():
                return None
        return np.concatenate(batches)

    def _diverged(self) -> TrainingDiverged:
        return self._diverged_with(self._config.optimizer, self._config.learning_rate)


def changes_of(state: TrainState | None) -> Changes:
    """Settings that were changed before this state, in their order."""
    found = state.facts[CHANGES] if state else ()
    return tuple((step, name, value) for step, name, value in found)
