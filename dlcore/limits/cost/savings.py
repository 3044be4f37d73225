"""What makes a trained network smaller: each way is really run, as a LiteRT file.

For the engine: Keras is imported when something is made.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dlcore import cnn, registry
from dlcore.data import Mnist
from dlcore.limits.cost import distillation, operations
from dlcore.limits.cost.config import CostConfig, Saving
from dlcore.limits.cost.race import POOL
from dlcore.limits.experiment import Experiment
from dlcore.limits.scaled import scaled
from dlcore.registry.converted import to_litert
from dlcore.registry.litert_file import LiteRtNetwork
from dlcore.training.architectures import NetworkConfig, build_network
from dlcore.training.compiled import CompileConfig, CompiledNetwork
from dlcore.training.config import TrainConfig

if TYPE_CHECKING:
    import keras

NETWORK = "cnn-tutorial"
"""In the registry: what is made smaller, the tutorial's network after its whole training."""
SHARES = (0.0, 0.5, 0.8, 0.9, 0.95)
"""Of the weights that are set to 0; none, for more training by itself makes a network better."""
EXAMPLES = 200
"""Images by which the scales of 8 bits are chosen."""
TUNED = 4096
"""Images that a pruned network is trained on once more."""
_TUNING = TrainConfig(cnn.PRESETS["tutorial"], learning_rate=5e-4)
_ASKED = 500  # images between two looks at whether it is stopped
_WARM = 20  # answers before the clock starts

Weights = Sequence[NDArray[np.float32]]


def savings(
    config: CostConfig, data: Mnist, student_images: int, experiment: Experiment
) -> Iterator[list[Saving]]:
    """Everything that can be saved of the tutorial's network; three parts of an experiment.

    Args:
        student_images: the first so many of the training images are for the students.

    Yields:
        What was measured last; ends early where it is stopped.

    Raises:
        NothingLearnt: it was told to stop while something was compiled.
    """
    teacher = registry.load(NETWORK)
    measure = _Measure(data, experiment)
    experiment.next_part()
    yield measure.found("whole", teacher, _TUNING.network)
    yield from _pruned(teacher, data, measure, experiment)
    experiment.next_part()
    yield measure.found("quantised", teacher, _TUNING.network, in_8_bits=True)
    experiment.next_part()
    images, labels = data.x_train[:student_images], data.y_train[:student_images]
    targets = distillation.targets_of(teacher, images, labels, config.temperature, experiment)
    students = {"alone": 0.0, "taught": config.teaching}
    if not config.teaching:
        students.pop("taught")  # there is no teacher: it would be the other one again
    for name, teaching in students.items():
        if targets is None or experiment.stopped:
            return
        made = distillation.student(images, targets, config, teaching, experiment)
        if made is not None:
            yield measure.found(name, made, distillation.STUDENT)


class _Measure:
    """Runs networks on the test images, as LiteRT files."""

    def __init__(self, data: Mnist, experiment: Experiment) -> None:
        self._data, self._experiment = data, experiment

    def found(
        self,
        name: str,
        model: keras.Model,
        network: NetworkConfig,
        share: float = 0.0,
        in_8_bits: bool = False,
    ) -> list[Saving]:
        """One of the savings; none where it is stopped."""
        if self._experiment.stopped:
            return []
        data = self._data
        examples = scaled(data.x_train[:EXAMPLES]) if in_8_bits else None
        file = to_litert(model, examples)
        answered = self._answered(LiteRtNetwork(file), model.inputs[0].name)
        if answered is None:
            return []
        right, milliseconds = answered
        return [
            Saving(
                name=name,
                share=share,
                accuracy=right / len(data.x_test),
                bytes=len(zlib.compress(file)),
                parameters=sum(int(np.count_nonzero(weight)) for weight in model.get_weights()),
                multiply_adds=multiply_adds_left(model, network),
                milliseconds=milliseconds,
            )
        ]

    def _answered(self, network: LiteRtNetwork, entry: str) -> tuple[int, float] | None:
        """How many of the test images are read right, and how many milliseconds one takes.

        Of the fastest part of them: somebody else may need the processor in the others.
        """
        images, labels = self._data.x_test, self._data.y_test
        network.predict({entry: scaled(images[:_WARM])})
        right, paces = 0, []
        for start in range(0, len(images), _ASKED):
            if self._experiment.stopped:
                return None
            some = slice(start, start + _ASKED)
            batch = {entry: scaled(images[some])}
            began = time.perf_counter()
            answers = network.predict(batch)
            paces.append(1000 * (time.perf_counter() - began) / len(answers))
            right += int((answers.argmax(axis=1) == labels[some]).sum())
        return right, min(paces)


def pruned(weights: Weights, share: float) -> list[NDArray[np.float32]]:
    """Weights with the smallest of them set to 0, of all layers together (LeCun et al. 1990; by
    magnitude, Han et al. 2015). Biases stay as they are.

    Args:
        weights: as `keras.Model.get_weights` gives them.
        share: of those that can be set to 0, in [0, 1).
    """
    sizes = np.abs(np.concatenate([one.ravel() for one in weights if one.ndim > 1]))
    count = int(share * sizes.size)
    if not count:
        return [one.copy() for one in weights]
    limit = np.partition(sizes, count - 1)[count - 1]
    return [np.where(np.abs(one) > limit, one, 0) if one.ndim > 1 else one for one in weights]


def multiply_adds_left(model: keras.Model, network: NetworkConfig) -> float:
    """Multiply-adds of one image without those by a weight that is 0."""
    counted = operations.of_network(network)
    found = 0.0
    for cost, layer in zip(counted, model.layers, strict=True):
        kernels = [one for one in layer.get_weights() if one.ndim > 1]
        share = np.mean([np.count_nonzero(one) / one.size for one in kernels]) if kernels else 1.0
        found += cost.multiply_adds * float(share)
    return found


def _pruned(
    teacher: keras.Model, data: Mnist, measure: _Measure, experiment: Experiment
) -> Iterator[list[Saving]]:
    """Each share, before and after some more training in which what is 0 stays 0."""
    copy = build_network(_TUNING.network)
    compiling = CompileConfig.of(_TUNING, 1)
    with POOL.borrow(compiling, lambda: experiment.stopped) as compiled:
        for number, share in enumerate(SHARES):
            if experiment.stopped:
                return
            experiment.at(number, len(SHARES))
            weights = pruned(teacher.get_weights(), share)
            copy.set_weights(weights)
            if share:  # else it is the whole one
                yield measure.found("pruned", copy, _TUNING.network, share)
            compiled.reset(copy, 0)
            if _tuned(compiled, weights, data, experiment):
                compiled.copy_weights_to(copy)
                yield measure.found("tuned", copy, _TUNING.network, share)


def _tuned(
    compiled: CompiledNetwork, weights: Weights, data: Mnist, experiment: Experiment
) -> bool:
    """Trains on with the zeros held; whether it came to the end."""
    import keras

    held = [(i, one != 0) for i, one in enumerate(weights) if one.ndim > 1]
    variables = compiled.model.trainable_variables

    def hold(step: int, logs: object) -> None:
        for i, mask in held:
            variables[i].assign(variables[i] * mask)
        if experiment.stopped:
            compiled.model.stop_training = True

    compiled.set_rate(_TUNING.learning_rate, 1)
    compiled.model.fit(
        data.x_train[:TUNED, :, :, None],
        data.y_train[:TUNED],
        batch_size=_TUNING.batch_size,
        verbose=0,
        callbacks=[keras.callbacks.LambdaCallback(on_train_batch_end=hold)],
    )
    return not experiment.stopped
