"""One neuron with two inputs: f(w1 x1 + w2 x2 + b), its loss and the chain rule, term by term."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dlcore.activations.functions import ACTIVATIONS, evaluate, keras_function
from dlcore.messages import N_
from dlcore.validation import check_choice, check_fields, check_whole, one_of, real

if TYPE_CHECKING:
    import keras

LOW, HIGH = -0.5, 1.5
"""Where the inputs x1 and x2 of all exercises lie."""
MAX_WEIGHT = 100.0
"""What a weight or the bias may be, either way; so |z| is at most 400 there."""
CUT = 0.5
"""The answer is 1 where the output is above it, else 0: as `keras.metrics.BinaryAccuracy`."""
ENTROPY, SQUARED = "binary_crossentropy", "mean_squared_error"
LOSSES = (ENTROPY, SQUARED)
ONE_NUMBER = tuple(name for name, one in ACTIVATIONS.items() if one.kind == "scalar")
"""Activations of one number, with Keras' own parameters; `glu` wants two, `softmax` a vector."""

_EPSILON = 1e-7  # Keras clips probabilities to [1e-7, 1 - 1e-7]
_TRIED = np.linspace(-10, 10, 41)  # of each weight and of the bias
_PER_CLOUD = 20


@dataclass(frozen=True, eq=False)
class Exercise:
    """Points with the answer that a neuron should give.

    Attributes:
        title: an English msgid.
        x: (n, 2) float64 in [LOW, HIGH].
        y: (n,) float64, 0 or 1.
    """

    title: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]

    def part(self, point: int | None) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """x and y of one point, (1, 2) and (1,); of all where it is None.

        Raises:
            ConfigError: there is no such point.
        """
        if point is None:
            return self.x, self.y
        check_whole("point", point, 0, len(self.y) - 1)
        return self.x[[point]], self.y[[point]]


def _gate(title: str, *answers: float) -> Exercise:
    return Exercise(title, np.array(list(product((0.0, 1.0), repeat=2))), np.array(answers))


def _clouds() -> Exercise:
    chance = np.random.default_rng(17)
    middles = np.repeat([[0.3, 0.3], [0.75, 0.7]], _PER_CLOUD, axis=0)
    x = np.clip(middles + chance.normal(0, 0.16, middles.shape), LOW, HIGH)
    return Exercise(N_("Two clouds"), x.round(2), np.repeat([0.0, 1.0], _PER_CLOUD))


EXERCISES: dict[str, Exercise] = {
    # For (0, 0), (0, 1), (1, 0), (1, 1).
    "and": _gate(N_("AND"), 0, 0, 0, 1),
    "or": _gate(N_("OR"), 0, 1, 1, 1),
    "nand": _gate(N_("NAND"), 1, 1, 1, 0),
    "xor": _gate(N_("XOR"), 0, 1, 1, 0),
    "clouds": _clouds(),
}


@dataclass(frozen=True)
class SingleNeuron:
    """One neuron, and what it is measured with.

    Attributes:
        w1, w2, b: weights and bias, from -MAX_WEIGHT to MAX_WEIGHT.
        activation: f, one of `ONE_NUMBER`.
        loss: one of `LOSSES`.

    Raises:
        ConfigError: a value outside its range.
    """

    w1: float = real(1.0, -MAX_WEIGHT, MAX_WEIGHT)
    w2: float = real(1.0, -MAX_WEIGHT, MAX_WEIGHT)
    b: float = real(-0.5, -MAX_WEIGHT, MAX_WEIGHT)
    activation: str = one_of("sigmoid", ONE_NUMBER)
    loss: str = one_of(ENTROPY, LOSSES)

    def __post_init__(self) -> None:
        check_fields(self)

    @property
    def knows_logits(self) -> bool:
        """Keras takes the loss from z itself: exact however sure the neuron is."""
        return self.activation == "sigmoid" and self.loss == ENTROPY


@dataclass(frozen=True, eq=False)
class ChainRule:
    """All that goes into the gradient of a weight, for each of n points; each (n,) float64.

    Attributes:
        x: (n, 2).
        y: the right answers.
        z: w1 x1 + w2 x2 + b.
        output: f(z).
        loss: of the point alone.
        by_output: ∂L/∂f, of the loss by the output.
        slope: f'(z), of the output by the sum.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    z: NDArray[np.float64]
    output: NDArray[np.float64]
    loss: NDArray[np.float64]
    by_output: NDArray[np.float64]
    slope: NDArray[np.float64]

    @property
    def by_sum(self) -> NDArray[np.float64]:
        """∂L/∂z = ∂L/∂f · f'(z)."""
        return self.by_output * self.slope

    @property
    def gradients(self) -> NDArray[np.float64]:
        """(n, 3): ∂L/∂w1 = ∂L/∂z x1, ∂L/∂w2 = ∂L/∂z x2, ∂L/∂b = ∂L/∂z, of each point."""
        inputs = np.column_stack([self.x, np.ones(len(self.x))])
        return self.by_sum[:, None] * inputs

    @property
    def gradient(self) -> NDArray[np.float64]:
        """(3,): of the mean loss by w1, w2 and b."""
        return self.gradients.mean(axis=0)

    @property
    def right(self) -> NDArray[np.bool_]:
        """(n,): which points the neuron answers rightly."""
        return (self.output > CUT) == (self.y == 1)


def chain_rule(neuron: SingleNeuron, x: NDArray[np.float64], y: NDArray[np.float64]) -> ChainRule:
    """Every factor of the gradient; f and f' by Keras.

    Args:
        x: (n, 2).
        y: (n,), 0 or 1.
    """
    z = x @ [neuron.w1, neuron.w2] + neuron.b
    output, slope = evaluate(neuron.activation, z)
    if neuron.knows_logits:
        other, _slope = evaluate(neuron.activation, -z)  # 1 - output, without its rounding
        slope = output * other
        loss = np.logaddexp(0, np.where(y == 1, -z, z))
        by_output = np.where(y == 1, -1 / output, 1 / other)
    elif neuron.loss == ENTROPY:
        loss, by_output = _entropy(output, y)
    else:
        loss, by_output = (output - y) ** 2, 2 * (output - y)
    return ChainRule(x, y, z, output, loss, by_output, slope)


def _entropy(
    output: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of a number that should be a probability; Keras clips it, and what is clipped has slope 0."""
    p = np.clip(output, _EPSILON, 1 - _EPSILON)
    loss = -np.log(np.where(y == 1, p, 1 - p))
    return loss, np.where(p == output, (p - y) / (p * (1 - p)), 0.0)


def step(neuron: SingleNeuron, gradient: NDArray[np.float64], learning_rate: float) -> SingleNeuron:
    """The neuron after one step of gradient descent, w - learning_rate ∂L/∂w.

    Args:
        gradient: (3,), by w1, w2 and b.

    Raises:
        ConfigError: a weight would be beyond MAX_WEIGHT, or no number at all.
    """
    w1, w2, b = np.array([neuron.w1, neuron.w2, neuron.b]) - learning_rate * gradient
    return replace(neuron, w1=float(w1), w2=float(w2), b=float(b))


def descend(
    neuron: SingleNeuron,
    exercise: Exercise,
    learning_rate: float,
    steps: int,
    point: int | None = None,
) -> list[SingleNeuron]:
    """The neuron before the first of some steps of gradient descent, and after each.

    Args:
        point: the one that all steps learn from; None for the mean of all.

    Raises:
        ConfigError: as `step` does.
    """
    x, y = exercise.part(point)
    path = [neuron]
    for _step in range(steps):
        path.append(step(path[-1], chain_rule(path[-1], x, y).gradient, learning_rate))
    return path


@dataclass(frozen=True, eq=False)
class Measured:
    """What Keras says of a neuron; float64.

    Attributes:
        output: (n,), of each point of the exercise.
        loss: mean over the points that are learnt from.
        gradient: (3,), of that by w1, w2 and b, by `tf.GradientTape`.
    """

    output: NDArray[np.float64]
    loss: float
    gradient: NDArray[np.float64]

    def right(self, exercise: Exercise) -> int:
        """How many points of the exercise are answered rightly."""
        return int(((self.output > CUT) == (exercise.y == 1)).sum())


def measure(neuron: SingleNeuron, exercise: str, point: int | None = None) -> Measured:
    """Outputs, loss and gradient of a `keras.layers.Dense(1)` with these weights.

    Args:
        exercise: key of `EXERCISES`.
        point: the one that is learnt from; None for all.

    Raises:
        ConfigError: an unknown exercise or point.
    """
    import keras
    import tensorflow as tf

    check_choice("exercise", exercise, EXERCISES)
    layer, all_points = _layer(neuron.activation), EXERCISES[exercise]
    x, y = all_points.part(point)
    weights = [
        tf.constant([[neuron.w1], [neuron.w2]], tf.float64),
        tf.constant([neuron.b], tf.float64),
    ]
    with tf.GradientTape() as tape:
        tape.watch(weights)
        output, _state = layer.stateless_call(weights, [], tf.constant(x))  # (n, 1)
        loss = getattr(keras.losses, neuron.loss)(y[:, None], output)  # (n,)
        mean = tf.reduce_mean(loss)
    of_weights, of_bias = tape.gradient(mean, weights)
    output, _state = layer.stateless_call(weights, [], tf.constant(all_points.x))
    gradient = np.append(of_weights.numpy(), of_bias.numpy())
    return Measured(output.numpy()[:, 0], float(mean), gradient)


@lru_cache(maxsize=len(ONE_NUMBER))
def _layer(activation: str) -> keras.layers.Layer:
    """Its own weights are never used: each call brings some."""
    import keras

    layer = keras.layers.Dense(1, activation=keras_function(activation, {}), dtype="float64")
    layer.build((None, 2))
    return layer


@dataclass(frozen=True)
class GridBest:
    """The most that one neuron gets right.

    Attributes:
        right: so many points.
        tried: of so many neurons.
    """

    right: int
    tried: int


@lru_cache(maxsize=len(EXERCISES) * len(ONE_NUMBER))
def best_of_grid(exercise: str, activation: str) -> GridBest:
    """Tries neurons with all combinations of w1, w2 and b from -10 to 10 in steps of one half.

    Args:
        exercise: key of `EXERCISES`.
        activation: one of `ONE_NUMBER`.

    Raises:
        ConfigError: an unknown exercise or activation.
    """
    check_choice("exercise", exercise, EXERCISES)
    check_choice("activation", activation, ONE_NUMBER)
    points = EXERCISES[exercise]
    weights = np.stack(np.meshgrid(_TRIED, _TRIED, _TRIED), axis=-1).reshape(-1, 3)
    right = np.zeros(len(weights), int)
    for x, y in zip(points.x, points.y, strict=True):
        output, _slope = evaluate(activation, weights @ [*x, 1.0])
        right += (output > CUT) == (y == 1)
    return GridBest(int(right.max()), len(weights))


# Keras has no usual values of its parameters, the lab has.
_WRITTEN = {"threshold": "lambda z: keras.activations.threshold(z, 1.0, 0.0)"}
_SCRIPT = """\
import keras
import numpy as np
import tensorflow as tf

x = np.array({x})
y = np.array({y})[:, None]

neuron = keras.Sequential(
    [keras.Input((2,), dtype="float64"), keras.layers.Dense(1, {activation}, dtype="float64")]
)
neuron.set_weights([np.array([[{w1!r}], [{w2!r}]]), np.array([{b!r}])])
loss_of = keras.losses.get("{loss}")
sgd = keras.optimizers.SGD({learning_rate!r})

right = int(((neuron(x).numpy() > {cut}) == (y == 1)).sum())
learnt = slice({learnt})  # the points that the step learns from
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(loss_of(y[learnt], neuron(x[learnt])))
gradient = tape.gradient(loss, neuron.trainable_variables)  # of w1 and w2, and of b
sgd.apply(gradient, neuron.trainable_variables)

print(f"{{right}} of {{len(y)}} right, loss {{float(loss):.4f}}")
print("gradient:", *(np.ravel(one) for one in gradient))
print("after one step:", *(np.ravel(one) for one in neuron.get_weights()))
"""


def single_script(
    neuron: SingleNeuron, exercise: str, learning_rate: float, point: int | None = None
) -> str:
    """Source that leaves `right`, `loss` and `gradient` as `measure` has them, and `neuron` after
    one step of gradient descent."""
    points = EXERCISES[exercise]
    return _SCRIPT.format(
        x=points.x.tolist(),
        y=points.y.tolist(),
        activation=_WRITTEN.get(neuron.activation, f'"{neuron.activation}"'),
        loss=neuron.loss,
        w1=neuron.w1,
        w2=neuron.w2,
        b=neuron.b,
        learning_rate=learning_rate,
        cut=CUT,
        learnt="None" if point is None else f"{point}, {point + 1}",
    )
