"""What follows one `fit` on images: its validation, and its weights after each epoch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dlcore import metrics
from dlcore.registry.weight_history import WeightRecorder
from dlcore.reports import Reporter, StopCallback
from dlcore.training.config import TrainConfig
from dlcore.training.fit_monitor import Extent, FitMonitor, TrainingDiverged
from dlcore.training.plan import Plan
from dlcore.training.prediction import predict_batches

if TYPE_CHECKING:
    import keras


class Monitor(FitMonitor):
    """Follows the `fit` of a plan: validates, and keeps the weights.

    Attributes:
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
        extent = Extent(config.epochs, len(plan.x_train), config.batch_size)
        super().__init__(extent, model, reporter, should_stop)
        self._config = config
        self._plan = plan
        self.weights = WeightRecorder(model.count_params())

    def fit(self) -> None:
        """Trains on the images of the plan; not at all when a stop came first.

        Raises:
            TrainingDiverged: the loss became infinite or not a number.
        """
        self._note_weights(self._model.get_weights())
        self._fit(
            self._plan.x_train[:, :, :, None],
            self._plan.y_train,
            batch_size=self._config.batch_size,
        )

    def note_end(self, weights: Sequence[NDArray]) -> None:
        """Keeps the weights at the end, for a training that was stopped ends within an epoch.

        Args:
            weights: of the network, as `get_weights` gives them.
        """
        self._note_weights(weights)

    def _note_weights(self, weights: Sequence[NDArray]) -> None:
        self.weights.add(self.steps_done / self._plan.steps_per_epoch, weights)

    def _measure(self) -> bool:
        self._note_weights(self._model.get_weights())
        probabilities = self._validate()
        if probabilities is None:
            return False
        loss = metrics.cross_entropy(self._plan.y_val, probabilities)
        self._check_finite(loss)
        accuracy = metrics.accuracy(self._plan.y_val, probabilities)
        self._reporter.add_points(self.steps_done, {"val_loss": loss, "val_accuracy": accuracy})
        return True

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
