"""Updates of a network on the plane, compiled once for all networks of one build."""

from __future__ import annotations

import gc
import itertools
import threading
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.features import FEATURES
from dlcore.neuron.forward import split
from dlcore.neuron.network import build_network, first_weights, loss_of, takes_logits
from dlcore.neuron.packet import NeuronState
from dlcore.optimizers.table import OPTIMIZERS

KEPT = 16
"""Builds whose compiled updates are kept."""

RATES = ("learning_rate", "l1", "l2")
"""Of a configuration: what an update needs beside the examples."""
MEASURES = ("loss", "test_loss", "accuracy", "test_accuracy")
"""What is measured at each moment."""


class Batches(NamedTuple):
    """Which examples each update takes: `order[begins[i]:ends[i]]`, int32."""

    order: NDArray[np.int32]
    begins: NDArray[np.int32]
    ends: NDArray[np.int32]


class Examples(NamedTuple):
    """Inputs (n, features) and targets (n, outputs), float32."""

    x: NDArray[np.float32]
    y: NDArray[np.float32]


class PlayedMoments(NamedTuple):
    """Moments one after the other.

    Attributes:
        states: (k, s) float32, weights and then what the optimizer remembers.
        measures: (k, 4) float32: `MEASURES`.
        good: how many of them, from the first on, are finite in weights and training loss; the
            others are not worth a look.
    """

    states: NDArray[np.float32]
    measures: NDArray[np.float32]
    good: int


class Player:
    """A model and its optimizer; all state goes in and comes out of each call."""

    def __init__(self, config: NeuronConfig) -> None:
        import keras

        self._lock = threading.Lock()
        self._config = config
        logits = takes_logits(config.loss)
        self._model = build_network(config, logits)
        self._loss = loss_of(config, logits)
        # Above it, an output of one unit says the second class.
        self._middle = 0.5 if config.layers[-1] == "sigmoid" and not logits else 0.0
        self._optimizer = _on_one_device(OPTIMIZERS[config.optimizer].spec.make(1.0))
        weights = self._model.trainable_variables
        for layer in self._model.layers:
            if layer.activation is keras.activations.silu:
                layer.activation = _silu
        # Not a number, so that what the optimizer copies from them is known: see `first_values`.
        for weight in weights:
            weight.assign(np.full(weight.shape, np.nan, np.float32))
        self._optimizer.build(weights)
        self._memory = _memory(self._optimizer)
        self._fresh = [np.array(variable, np.float32) for variable in self._memory]
        self._variables = [*weights, *self._memory]
        self.size = sum(int(np.prod(variable.shape)) for variable in self._variables)
        self._compile()

    def _compile(self) -> None:
        import tensorflow as tf

        widths = self._config.widths
        number, some = tf.TensorSpec([]), tf.TensorSpec([None], tf.int32)
        examples = Examples(tf.TensorSpec([None, widths[0]]), tf.TensorSpec([None, widths[-1]]))
        self._played = tf.function(
            self._play,
            input_signature=[
                tf.TensorSpec([self.size]),
                tf.TensorSpec([], tf.int32),
                Batches(some, some, some),
                some,
                [examples, examples],
                [tf.TensorSpec([units]) for units in self._config.units],
                dict.fromkeys(RATES, number),
            ],
            autograph=False,
        )

    def first_values(self, config: NeuronConfig) -> NDArray[np.float32]:
        """(size,): the weights of a seed, and what a new optimizer remembers, which can be them."""
        weights = first_weights(config)
        layers = iter([part for layer in split(config, weights) for part in layer])
        memory = [next(layers) if np.isnan(fresh).all() else fresh for fresh in self._fresh]
        return np.concatenate([weights, *(part.ravel() for part in memory)])

    def play(
        self,
        config: NeuronConfig,
        start: NeuronState,
        batches: Batches,
        moments: NDArray[np.int32],
        examples: list[Examples],
        masks: list[NDArray[np.float32]],
    ) -> PlayedMoments:
        """Takes the updates.

        Args:
            config: of this build; what holds of it is the rate and the penalties.
            start: where it begins.
            batches: of each update.
            moments: (k,) after how many of these updates each moment comes, in order.
            examples: those to train on, and those to test with.
            masks: for each hidden layer what its outputs are multiplied by.
        """
        rates = {name: np.float32(getattr(config, name)) for name in RATES}
        with self._lock:
            states, measures, good = self._played(
                start.values, np.int32(start.step), batches, moments, examples, masks, rates
            )
        return PlayedMoments(states.numpy(), measures.numpy(), int(good))

    # What is compiled ----------------------------------------------------------------------------

    def _play(
        self,
        values: Any,
        done: Any,
        batches: Batches,
        moments: Any,
        examples: list[Examples],
        masks: list[Any],
        rates: dict[str, Any],
    ) -> Any:
        import tensorflow as tf

        self._take(values, done, rates["learning_rate"])
        train, test = examples

        def learn(update: Any) -> list[Any]:
            batch = batches.order[batches.begins[update] : batches.ends[update]]
            self._update(tf.gather(train.x, batch), tf.gather(train.y, batch), masks, rates)
            return [update + 1]

        def go_on(moment: Any, update: Any, fine: Any, states: Any, measures: Any) -> list[Any]:
            end = moments[moment]
            (update,) = tf.while_loop(lambda update: update < end, learn, [update])
            values = tf.concat([tf.reshape(v.value, [-1]) for v in self._variables], 0)
            loss, accuracy = self._measure(train, masks)
            test_loss, test_accuracy = self._measure(test, masks)
            measured = tf.stack([loss, test_loss, accuracy, test_accuracy])
            fine = tf.reduce_all(tf.math.is_finite(values)) & tf.math.is_finite(loss)
            states, measures = states.write(moment, values), measures.write(moment, measured)
            return [moment + tf.cast(fine, tf.int32), update, fine, states, measures]

        count = tf.size(moments)
        found = [
            tf.TensorArray(tf.float32, size=count, element_shape=[width])
            for width in (self.size, len(MEASURES))
        ]
        good, _, _, states, measures = tf.while_loop(
            lambda moment, update, fine, *found: fine & (moment < count),
            go_on,
            [tf.constant(0), tf.constant(0), tf.constant(True), *found],
        )
        return states.stack(), measures.stack(), good

    def _take(self, values: Any, done: Any, learning_rate: Any) -> None:
        """Puts a state where the optimizer works on it."""
        import tensorflow as tf

        sizes = [int(np.prod(variable.shape)) for variable in self._variables]
        for variable, part in zip(self._variables, tf.split(values, sizes), strict=True):
            variable.assign(tf.reshape(part, variable.shape))
        self._optimizer.iterations.assign(tf.cast(done, tf.int64))
        self._optimizer.learning_rate.assign(learning_rate)

    def _update(self, x: Any, y: Any, masks: list[Any], rates: dict[str, Any]) -> None:
        import tensorflow as tf

        with tf.GradientTape() as tape:
            loss = self._loss(y, self._outputs(x, masks))
            kernels = [tf.reshape(layer.kernel.value, [-1]) for layer in self._model.layers]
            kernels = tf.concat(kernels, 0)
            loss += rates["l1"] * tf.reduce_sum(tf.abs(kernels))
            loss += rates["l2"] * tf.reduce_sum(tf.square(kernels))
        weights = self._model.trainable_variables
        gradients = tape.gradient(loss, [weight.value for weight in weights])
        self._optimizer.apply(gradients, weights)

    def _outputs(self, x: Any, masks: list[Any]) -> Any:
        """What leaves the model, hidden units masked."""
        for layer, mask in zip(self._model.layers, [*masks, None], strict=True):
            x = layer(x) if mask is None else layer(x) * mask
        return x

    def _measure(self, examples: Examples, masks: list[Any]) -> tuple[Any, Any]:
        """Loss and accuracy; without any examples neither means anything."""
        import tensorflow as tf

        outputs = self._outputs(examples.x, masks)
        loss = self._loss(examples.y, outputs)
        if self._config.classes > 2:
            right = tf.argmax(outputs, 1) == tf.argmax(examples.y, 1)
        else:
            right = (outputs > self._middle) == (examples.y > 0.5)
        return loss, tf.reduce_mean(tf.cast(right, tf.float32))


def _on_one_device(optimizer: Any) -> Any:
    """Spares an optimizer the sum of its gradients over all devices, of which there is one.

    For that sum TensorFlow registers a gradient function for good, and with it keeps every graph in
    which an optimizer steps: 8 MB a build.
    """
    optimizer._all_reduce_sum_gradients = lambda gradients_and_variables: gradients_and_variables
    return optimizer


def _silu(x: Any) -> Any:
    """As Keras has it, but TensorFlow's own registers a gradient function too, each time anew."""
    import keras

    return x * keras.ops.sigmoid(x)


def _memory(optimizer: Any) -> list[Any]:
    """What an optimizer remembers of each weight: neither its count of updates nor its rate."""
    kept = []
    for variable in optimizer.variables:
        known = variable is optimizer.iterations or variable is optimizer.learning_rate
        if not known and variable.dtype == "float32":  # Adafactor puts a whole number for nothing
            kept.append(variable)
    return kept


_making = threading.Lock()


def player(config: NeuronConfig) -> Player:
    """The one of this process for all networks of the same build."""
    build = NeuronConfig(
        tuple(FEATURES)[: len(config.features)],  # how many is what counts
        config.units,
        config.activations,
        config.classes,
        config.loss,
        config.optimizer,
    )
    with _making:
        return _made(build)


@lru_cache(maxsize=KEPT)
def _made(build: NeuronConfig) -> Player:
    if next(_count) % KEPT == 0:
        gc.collect()  # those that were given up are cycles, of some MB each
    return Player(build)


_count = itertools.count(1)
