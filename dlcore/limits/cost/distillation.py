"""A small network that learns from the answers of a large one (Hinton et al. 2015).

For the engine: Keras is imported when something is trained.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dlcore import layers
from dlcore.cnn import CnnConfig, layer_specs
from dlcore.contract import CLASSES, INPUT_SHAPE
from dlcore.limits.cost.config import CostConfig
from dlcore.limits.experiment import Experiment
from dlcore.limits.scaled import scaled
from dlcore.training.architectures import build_network
from dlcore.training.chance import seeded
from dlcore.training.compiled import CompiledModel, ReusableOptimizer
from dlcore.training.config import OPTIMIZERS
from dlcore.training.pool import ModelPool
from dlcore.training.prediction import PREDICT_BATCH

if TYPE_CHECKING:
    import keras

STUDENT = CnnConfig((8, 15), dense_units=0)
"""4,935 parameters."""
SHOWN = 60_000
"""Images in a student's training, those of all epochs together."""
PEAK = 0.01
"""Learning rate at the height of its one cycle."""
BATCH = 128
_LEAST = 1e-7  # a probability that float32 can still take a logarithm of
_GROUP = 8  # steps that Keras runs in one go


def softened(probabilities: NDArray[np.float32], temperature: float) -> NDArray[np.float32]:
    """Answers as they would be had the logits been divided by a temperature.

    softmax(z / T) is softmax(z)^(1/T), normalised: the logits themselves are not needed.

    Args:
        probabilities: (n, k), each row a softmax.
        temperature: 1 changes nothing; the higher, the more the small ones count.

    Returns:
        (n, k).
    """
    raised = np.clip(probabilities, _LEAST, 1.0) ** (1 / temperature)
    return (raised / raised.sum(axis=1, keepdims=True)).astype(np.float32)


def targets_of(
    teacher: keras.Model,
    images: NDArray[np.uint8],
    labels: NDArray[np.uint8],
    temperature: float,
    experiment: Experiment,
) -> NDArray[np.float32] | None:
    """What a student learns: the labels, and beside them what a teacher says of the same images.

    Args:
        teacher: from float32 images to probabilities; asked, not trained.
        images: (n, 28, 28).
        labels: (n,).

    Returns:
        (n, 20): one-hot labels, then softened answers; None where it was stopped.
    """
    answers = []
    for start in range(0, len(images), PREDICT_BATCH):
        if experiment.stopped:
            return None
        part = scaled(images[start : start + PREDICT_BATCH])
        answers.append(teacher.predict_on_batch(part))
    soft = softened(np.concatenate(answers), temperature)
    return np.concatenate([np.eye(CLASSES, dtype=np.float32)[labels], soft], axis=1)


def student(
    images: NDArray[np.uint8],
    targets: NDArray[np.float32],
    config: CostConfig,
    teaching: float,
    experiment: Experiment,
) -> keras.Model | None:
    """Trains a small network, with or without a teacher.

    The loss is (1 - a) H(y, p) + a T^2 H(q_T, p_T): the cross-entropy to the labels, and that to
    the softened answers of the teacher, whose gradients T^2 makes as large again.

    Args:
        images: (n, 28, 28), all that it ever sees.
        targets: of `targets_of`.
        teaching: the a above.

    Returns:
        It with probabilities; None where it was stopped.

    Raises:
        NothingLearnt: it was told to stop while it was compiled.
    """
    fresh = seeded(config.seed, _with_logits)
    passes = epochs(len(images))
    with _POOL.borrow("student", lambda: experiment.stopped) as compiled:
        compiled.reset(fresh, config.seed)
        compiled.set_rate(PEAK, passes * -(-len(images) // BATCH))
        compiled.teach(teaching, config.temperature)
        if not _fit(compiled, images, targets, passes, experiment):
            return None
        made = build_network(STUDENT)
        compiled.copy_weights_to(made)
    return made


def epochs(images: int) -> int:
    """Of a student that has so many images: few of them are shown more often."""
    return max(1, SHOWN // images)


def _fit(
    compiled: _CompiledStudent,
    images: NDArray[np.uint8],
    targets: NDArray[np.float32],
    passes: int,
    experiment: Experiment,
) -> bool:
    """Trains; whether it came to the end."""
    import keras

    model, done = compiled.model, 0

    def end_epoch(epoch: int, logs: object) -> None:
        nonlocal done
        done = epoch + 1
        experiment.at(done, passes)

    def end_step(step: int, logs: object) -> None:
        if experiment.stopped:
            model.stop_training = True

    follow = keras.callbacks.LambdaCallback(on_epoch_end=end_epoch, on_train_batch_end=end_step)
    model.fit(
        images[..., None], targets, batch_size=BATCH, epochs=passes, verbose=0, callbacks=[follow]
    )
    return done == passes and not experiment.stopped


def _with_logits() -> keras.Model:
    *before, _softmax = layer_specs(STUDENT)
    return layers.build(
        [*before, layers.layer("Dense", units=CLASSES)], INPUT_SHAPE, name="student"
    )


class _CompiledStudent(CompiledModel):
    """Trained on labels and on what a teacher says of the same images, (n, 20) together."""

    def __init__(self, _key: object) -> None:
        import keras

        self._teaching = keras.Variable(0.0, trainable=False)
        self._temperature = keras.Variable(1.0, trainable=False)
        network = _with_logits()
        scaled = keras.Sequential(
            [keras.Input(INPUT_SHAPE, dtype="uint8"), keras.layers.Rescaling(1 / 255), network]
        )
        super().__init__(
            network,
            scaled,
            ReusableOptimizer(OPTIMIZERS["adam"], "one_cycle"),
            loss=self._loss,
            steps_per_execution=_GROUP,
        )

    def teach(self, teaching: float, temperature: float) -> None:
        """Says how much the teacher counts in the next training, and how soft its answers are."""
        self._teaching.assign(teaching)
        self._temperature.assign(temperature)

    def _loss(self, targets: Any, logits: Any) -> Any:
        from keras import ops

        a, t = self._teaching, self._temperature
        hard = ops.categorical_crossentropy(targets[:, :CLASSES], logits, from_logits=True)
        soft = ops.categorical_crossentropy(targets[:, CLASSES:], logits / t, from_logits=True)
        return (1 - a) * hard + a * t * t * soft


_POOL = ModelPool(1, _CompiledStudent)
