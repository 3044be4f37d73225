"""The optimizers of Keras on a loss of two numbers."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from dlcore.optimizers import schedules
from dlcore.optimizers.config import MAX_STEPS, DescentConfig
from dlcore.optimizers.outcomes import Outcome, classify, first_divergence
from dlcore.optimizers.surfaces import SURFACES, Point
from dlcore.optimizers.table import OPTIMIZERS
from dlcore.optimizers.terrain import Terrain, derivatives, terrain

# Compiled by XLA: a run takes a quarter of the time, and 4 MB of memory instead of 1.5.
_COMMON = tuple(OPTIMIZERS)[:6]


@dataclass(frozen=True)
class Trajectory:
    """The iterates of one optimizer on one surface.

    Attributes:
        optimizer: its name in `OPTIMIZERS`.
        learning_rate: the highest of its schedule.
        points: (n + 1, 2) float32, the start first; n is the number of steps, or fewer where it
            diverged: what is not finite or far outside is cut off.
        losses: (n + 1,) float32 at those points.
        outcome: how it ended.
    """

    optimizer: str
    learning_rate: float
    points: np.ndarray
    losses: np.ndarray
    outcome: Outcome


def descend(config: DescentConfig) -> tuple[Trajectory, ...]:
    """Runs each optimizer of `config`, in its order, as Keras would run it in a training."""
    ground = terrain(config.surface)
    rates = {name: config.rate_of(name) for name in config.optimizers}
    ways = [_way(config, name, rate) for name, rate in rates.items()]
    ends = derivatives(config.surface, np.stack([points[-1] for points, _, _ in ways]))
    return tuple(
        Trajectory(
            name,
            rate,
            points,
            losses,
            classify(config.surface, ground, points, losses, end, diverged),
        )
        for (name, rate), (points, losses, diverged), end in zip(
            rates.items(), ways, ends, strict=True
        )
    )


def picture(config: DescentConfig) -> tuple[Terrain, tuple[Trajectory, ...]]:
    """The contour and minima of the surface, and the trajectories on it, in one call."""
    return terrain(config.surface), descend(config)


def _way(
    config: DescentConfig, optimizer: str, rate: float
) -> tuple[np.ndarray, np.ndarray, int | None]:
    """Points, losses, and the step at which it diverged, if it did: the rest is cut off."""
    rates = rate * schedules.shares(config.schedule, config.steps)
    descender = _descender(optimizer, config.surface)
    points, losses = descender.run(config.origin, rates, config.momentum)
    diverged = first_divergence(points, losses, SURFACES[config.surface])
    if diverged is not None:
        points, losses = _cut(points, losses, diverged)
    return points, losses, diverged


def _cut(points: np.ndarray, losses: np.ndarray, end: int) -> tuple[np.ndarray, np.ndarray]:
    """Up to the step that diverged, and with it where it is finite."""
    with_it = np.isfinite(points[end]).all() and np.isfinite(losses[end])
    stop = end + 1 if with_it else max(end, 1)
    return points[:stop], losses[:stop]


class Descender:
    """One optimizer on one surface, compiled once; rate, momentum and steps can then be changed."""

    def __init__(self, optimizer: str, surface: str) -> None:
        import keras
        import tensorflow as tf

        self._lock = threading.Lock()
        self._rates = keras.Variable(np.zeros(MAX_STEPS + 1, np.float32), trainable=False)
        # Not a number, so that what the optimizer copies from it is known: see `_reset`. A matrix
        # of one row, because Muon steps as Adam does where the weights are no matrix.
        self._point = keras.Variable(np.full((1, 2), np.nan, np.float32))
        self._optimizer = OPTIMIZERS[optimizer].spec.make(_rate_table(self._rates))
        has_dial = "momentum" in OPTIMIZERS[optimizer].spec.arguments
        self._momentum = _put_dial(self._optimizer) if has_dial else None
        self._optimizer.build([self._point])
        self._initial = [np.array(variable) for variable in self._optimizer.variables]
        self._function = tf.autograph.experimental.do_not_convert(SURFACES[surface].function)
        self._loop = tf.function(
            self._steps,
            input_signature=[tf.TensorSpec((), tf.int32)],
            jit_compile=SURFACES[surface].jit or optimizer in _COMMON,
        )

    def run(self, start: Point, rates: np.ndarray, momentum: float) -> tuple[Any, Any]:
        """Takes n = len(rates) steps: points (n + 1, 2) and losses (n + 1,), float32."""
        with self._lock:
            self._reset(np.array([start], np.float32))
            self._rates.assign(np.pad(rates, (0, MAX_STEPS + 1 - len(rates))))
            if self._momentum is not None:
                self._momentum.assign(momentum)
            points, losses = self._loop(len(rates))
            steps = slice(len(rates) + 1)
            return points.numpy()[steps, 0], losses.numpy()[steps, 0]

    def _reset(self, start: np.ndarray) -> None:
        """To what a new optimizer would remember: not always zero, and sometimes the start."""
        self._point.assign(start)
        for variable, value in zip(self._optimizer.variables, self._initial, strict=True):
            follows = value.shape == start.shape and np.isnan(value).all()
            variable.assign(start if follows else value)

    def _steps(self, count: Any) -> Any:
        import tensorflow as tf

        # As long as the longest: XLA would compile anew for every other length.
        points = tf.TensorArray(tf.float32, size=MAX_STEPS + 1, element_shape=(1, 2))
        losses = tf.TensorArray(tf.float32, size=MAX_STEPS + 1, element_shape=(1,))
        step = tf.constant(0)
        while step < count:  # and not for: of a range XLA must know the length beforehand
            with tf.GradientTape() as tape:
                loss = self._function(self._point.value)
            gradient = tape.gradient(loss, self._point.value)
            points = points.write(step, self._point.value)
            losses = losses.write(step, loss)
            self._optimizer.apply([gradient], [self._point])
            step += 1
        points = points.write(count, self._point.value)
        losses = losses.write(count, self._function(self._point.value))
        return points.stack(), losses.stack()


_making = threading.Lock()


def _descender(optimizer: str, surface: str) -> Descender:
    with _making:
        return _made(optimizer, surface)


# None is ever dropped: TensorFlow would keep its graph, and making it again would add another. All
# that the tables allow take some 600 MB, the usual four on one surface 20.
@lru_cache(maxsize=len(OPTIMIZERS) * len(SURFACES))
def _made(optimizer: str, surface: str) -> Descender:
    return Descender(optimizer, surface)


def _rate_table(rates: Any) -> Any:
    """A Keras schedule that looks the rate of each step up: any schedule, without a new trace."""
    import keras

    class RateTable(keras.optimizers.schedules.LearningRateSchedule):
        def __call__(self, step: Any) -> Any:
            return keras.ops.take(rates, keras.ops.cast(step, "int32"))

    return RateTable()


def _put_dial(optimizer: Any) -> Any:
    """Makes the momentum of an SGD optimizer a variable, and returns it.

    Keras asks in Python whether the momentum is zero, once, when the step is traced. The variable
    says no, for ever: with a momentum of zero the step is SGD's own all the same.
    """
    import keras

    class Dial(keras.Variable):
        def __ne__(self, other: object) -> bool:
            return True

        __hash__ = keras.Variable.__hash__

    optimizer.momentum = Dial(optimizer.momentum, trainable=False)
    return optimizer.momentum
