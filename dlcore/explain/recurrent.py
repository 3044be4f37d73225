"""A recurrent network step by step: states, gates, class probabilities, gradients through time.

The class probabilities after each step are called beliefs here: what the network would answer if
the sequence ended there. Works on any Keras model from images or sequences to class scores that has
a SimpleRNN, LSTM or GRU, one or several. Nothing here knows of digits. All arrays over time are in
the order of reading.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlcore.explain import cells
from dlcore.explain.network import ExplainError, Network
from dlcore.messages import N_

if TYPE_CHECKING:
    import keras
    import tensorflow as tf

_AT_ONCE = 250  # images whose gates are computed together: they are many megabytes


@dataclass(frozen=True)
class RecurrentFacts:
    """One recurrent layer.

    Attributes:
        name: by which the functions here know it.
        kind: "SimpleRNN", "LSTM" or "GRU".
        units: numbers in its state.
        steps: how many it reads.
        features: numbers that it reads at each.
    """

    name: str
    kind: str
    units: int
    steps: int
    features: int


class RecurrentNetwork(Network):
    """A model that reads step by step.

    Args:
        model: built, Sequential or functional, from (n, height, width, channels) or (n, time,
            features) float32 to (n, classes).

    Attributes:
        recurrent: its recurrent layers, in their order.

    Raises:
        ExplainError: no recurrent layer, or one whose steps cannot be followed: wrapped in another
            (Bidirectional, TimeDistributed), with a cell of one's own, with masked steps, with
            states that come from elsewhere or stay from batch to batch.
    """

    RANKS = (3, 4)
    EXPECTED = N_(
        "The model must go from (n, height, width, channels) or (n, time, features) to (n, "
        "classes). Received: {inputs} to {outputs}"
    )

    def __init__(self, model: keras.Model) -> None:
        super().__init__(model)
        self._sequences: dict[str, keras.Model] = {}
        self._step_gradients: dict[str, Callable] = {}
        self._weights: dict[str, cells.Weights] = {}
        self.recurrent = tuple(
            self._facts(layer) for layer in model.layers if _is_followed(layer, self._outputs)
        )
        if not self.recurrent:
            raise ExplainError(
                "This model has no recurrent layer: it sees all of its input at once."
            )

    def recurrent_layer(self, name: str | None = None) -> RecurrentFacts:
        """A recurrent layer by its name, the last one without.

        Raises:
            ExplainError: there is none of that name.
        """
        for facts in self.recurrent:
            if facts.name == name:
                return facts
        if name is None:
            return self.recurrent[-1]
        raise ExplainError(
            "The layer must be one of {known}. Received: {name}",
            known=", ".join(facts.name for facts in self.recurrent),
            name=repr(name),
        )

    def sequence(self, inputs: ArrayLike, name: str | None = None) -> NDArray[np.float32]:
        """The input of a recurrent layer, (n, time, features), in the order in which it is read."""
        facts = self.recurrent_layer(name)
        batch = self.batch(inputs)
        if facts.name not in self._sequences:
            import keras

            entering = self._entering(facts.name)
            if entering is self._inputs:
                return self._in_order(facts.name, batch)
            self._sequences[facts.name] = keras.Model(self._inputs, entering)
        return self._in_order(facts.name, self._sequences[facts.name].predict_on_batch(batch))

    def weights(self, name: str) -> cells.Weights:
        """The weights of a recurrent layer, float32."""
        if name not in self._weights:
            self._weights[name] = cells.weights_of(self.model.get_layer(name))
        return self._weights[name]

    def step_gradient(
        self, inputs: ArrayLike, classes: ArrayLike, name: str
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Scores of one class, (n,), and their gradient by a layer's input, as in `sequence`."""
        batch = self.batch(inputs)
        sequence = self._in_order(name, self.sequence(batch, name))  # as it stands in the graph
        if name not in self._step_gradients:
            self._step_gradients[name] = self._make_step_gradient(name, sequence.shape[1:])
        scores, gradient = self._step_gradients[name](
            sequence, self.class_indices(classes, len(batch))
        )
        return scores.numpy(), self._in_order(name, gradient.numpy())

    def _facts(self, layer: keras.layers.Layer) -> RecurrentFacts:
        _n, steps, features = self._entering(layer.name).shape
        return RecurrentFacts(layer.name, type(layer).__name__, layer.units, steps, features)

    def _entering(self, name: str) -> Any:
        """The symbol of what goes into a layer."""
        import keras

        if not isinstance(self.model, keras.Sequential):
            return self.model.get_layer(name).input
        names = [layer.name for layer in self.model.layers]
        at = names.index(name)
        return self._outputs[names[at - 1]] if at else self._inputs

    def _in_order(self, name: str, sequence: NDArray) -> NDArray:
        """From the order of the graph to that of reading, or back."""
        backwards = self.model.get_layer(name).go_backwards
        return sequence[:, ::-1] if backwards else sequence

    def _make_step_gradient(self, name: str, shape: tuple[int, ...]) -> Callable:
        import keras
        import tensorflow as tf

        trunk, head = self._head
        rest = keras.Model(self._entering(name), trunk.output)

        def step_gradient(sequence: tf.Tensor, classes: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            with tf.GradientTape() as tape:
                tape.watch(sequence)
                chosen = tf.gather(head(rest(sequence, training=False)), classes, batch_dims=1)
            return chosen, tape.gradient(chosen, sequence)

        return tf.function(
            step_gradient,
            input_signature=(
                tf.TensorSpec((None, *shape), tf.float32),
                tf.TensorSpec((None,), tf.int32),
            ),
        )

    @cached_property
    def _head_follows(self) -> bool:
        """Whether the last recurrent layer passes on its last state alone."""
        return len(self.layer(self.recurrent[-1].name).output_shape) == 1


def trace(network: RecurrentNetwork, inputs: ArrayLike, layer: str | None = None) -> cells.Trace:
    """States and gates of a recurrent layer after each step, (n, time, units).

    The layer's own equations on its own weights, see `dlcore.explain.cells`; the states are those
    that the layer itself computes, to rounding.

    Args:
        inputs: (n, height, width, channels) or (n, time, features).
        layer: the last recurrent one where it is left out.

    Raises:
        ExplainError: no such layer, or other inputs.
    """
    facts = network.recurrent_layer(layer)
    return cells.run(facts.kind, network.weights(facts.name), network.sequence(inputs, facts.name))


def states(
    network: RecurrentNetwork, inputs: ArrayLike, layer: str | None = None
) -> NDArray[np.float32]:
    """The hidden states of a layer after each step, (n, time, units); n may be large.

    Raises:
        ExplainError: no such layer, or other inputs.
    """
    batch = network.batch(inputs)
    pieces = (batch[i : i + _AT_ONCE] for i in range(0, len(batch), _AT_ONCE))
    return np.concatenate([trace(network, piece, layer).states for piece in pieces])


def beliefs(network: RecurrentNetwork, states: NDArray[np.float32]) -> NDArray[np.float32]:
    """Class probabilities of the state after each step, (n, time, classes) float32.

    The layers after the last recurrent one are applied to each of its states, instead of to the
    last one alone.

    Args:
        states: (n, time, units) of the last recurrent layer.

    Raises:
        ExplainError: what follows needs the states of all steps together, or more than them.
    """
    last = network.recurrent_layer()
    if not network._head_follows:
        raise ExplainError(
            "The layer {name} passes on its states of all steps, and what follows needs them "
            "together: there is no answer after each step.",
            name=last.name,
        )
    n, time, units = states.shape
    answers = network.run_from(last.name, states.reshape(n * time, units))
    return answers.reshape(n, time, -1)


def memory(
    network: RecurrentNetwork, inputs: ArrayLike, classes: ArrayLike, layer: str | None = None
) -> NDArray[np.float32]:
    """|d score / d x_t|, the norm of the gradient by the input of each step: (n, time) float32.

    As Bengio, Simard and Frasconi (1994) and Pascanu, Mikolov and Bengio (2013, section 2) study
    it: where it is 0, no small change of the input at that step changes the score.

    Args:
        inputs: (n, height, width, channels) or (n, time, features).
        classes: whose score, before the softmax: one for all or (n,).
        layer: which reads; the first recurrent one where it is left out.

    Raises:
        ExplainError: no such layer or class, or other inputs.
    """
    name = network.recurrent_layer(layer or network.recurrent[0].name).name
    _scores, gradient = network.step_gradient(inputs, classes, name)
    return np.sqrt((gradient**2).sum(axis=-1))


def decided(beliefs: NDArray[np.floating]) -> NDArray[np.int64]:
    """Steps after which the final answer is the most probable class for good, (n,), from 1.

    Args:
        beliefs: (n, time, classes).
    """
    answers = beliefs.argmax(axis=-1)
    other = answers != answers[:, -1:]
    last_other = np.where(other, np.arange(1, answers.shape[1] + 1), 0).max(axis=1)
    return last_other + 1


def _is_followed(layer: keras.layers.Layer, outputs: dict[str, Any]) -> bool:
    """Whether a layer is recurrent; refuses one whose steps cannot be followed."""
    import keras

    recurrent = [part for part in layer._flatten_layers() if isinstance(part, keras.layers.RNN)]
    if not recurrent:
        _refuse_masking(layer)
        return False
    if recurrent[0] is not layer:
        raise ExplainError(
            "The recurrent layer {inner} is wrapped in {name} ({kind}): only a recurrent layer "
            "that stands in the model by itself can be followed step by step.",
            inner=recurrent[0].name,
            name=layer.name,
            kind=type(layer).__name__,
        )
    if type(layer) not in (keras.layers.SimpleRNN, keras.layers.LSTM, keras.layers.GRU):
        raise ExplainError(
            "The layer {name} ({kind}) runs a cell of its own: only the equations of SimpleRNN, "
            "LSTM and GRU are known here.",
            name=layer.name,
            kind=type(layer).__name__,
        )
    if layer.stateful or layer.name not in outputs or isinstance(layer.input, list):
        raise ExplainError(
            "The layer {name} takes or hands on states beside what it reads: it cannot be "
            "followed from its input alone.",
            name=layer.name,
        )
    return True


def _refuse_masking(layer: keras.layers.Layer) -> None:
    if type(layer).__name__ == "Masking" or getattr(layer, "mask_zero", False):
        raise ExplainError(
            "The layer {name} masks steps, which the recurrent layer then leaves out: it cannot "
            "be followed step by step.",
            name=layer.name,
        )
