"""A network and other learners on the same points: what each answers, how well, and at what cost.

For the engine: Keras and scikit-learn are imported when something is learnt.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.features import SPAN, expand
from dlcore.neuron.forward import outputs
from dlcore.neuron.heads import MARGINS
from dlcore.neuron.learners import LEARNERS, Learner, LearnersConfig, Task
from dlcore.neuron.packet import NeuronState
from dlcore.neuron.points import PointSet
from dlcore.neuron.training import play
from dlcore.validation import ConfigError

NETWORK = "network"
GRID = 60
"""Places on each side of the plane where a learner is asked."""
_MOMENTS = 100  # of a training, one of which is the last good one


@dataclass(frozen=True, eq=False)
class Learnt:
    """What one learner made of the points.

    Attributes:
        answers: (GRID, GRID) float32, a class or a value, row 0 at x2 = -SPAN.
        train, test: share of right answers, or mean squared error of values; NaN without points.
        seconds: to learn.
        answer_seconds: to answer at all places of `answers`.
        parameters: numbers it keeps to answer with.
        steps: updates of a network; fewer than asked where its weights would not have stayed
            finite.
    """

    answers: NDArray[np.float32]
    train: float
    test: float
    seconds: float
    answer_seconds: float
    parameters: int
    steps: int = 0


def compare(
    config: NeuronConfig, others: LearnersConfig, points: PointSet, steps: int
) -> dict[str, Learnt]:
    """The network under `NETWORK`, then each of `LEARNERS`, on the same points.

    Raises:
        ConfigError: as `learn` and `training.play` do.
    """
    return {NETWORK: learn_network(config, points, steps)} | learn(others, points)


def learn_network(config: NeuronConfig, points: PointSet, steps: int) -> Learnt:
    """The network of a configuration, trained so many steps from its first weights.

    Its seconds are those of the steps: when they begin, Keras has its program ready.
    """
    play(config, points, None, 1)
    start = time.perf_counter()
    state = play(config, points, None, steps, max(1, steps // _MOMENTS)).state()
    learnt = time.perf_counter()
    answers = answers_of(config, state, grid())
    answered = time.perf_counter()
    said = answers_of(config, state, points.x)
    return Learnt(
        answers.reshape(GRID, GRID),
        score(points, said, points.train),
        score(points, said, points.test),
        learnt - start,
        answered - learnt,
        config.parameters,
        state.step,
    )


def answers_of(
    config: NeuronConfig, state: NeuronState, x: NDArray[np.float32]
) -> NDArray[np.float32]:
    """What a network answers for (n, 2) points: (n,) classes, or values."""
    said = outputs(config, state.weights(config), x)
    if config.classes == 0:
        return said[:, 0]
    if config.classes == 2:
        return (said[:, 0] > (0.0 if config.loss in MARGINS else 0.5)).astype(np.float32)
    return said.argmax(axis=1).astype(np.float32)


def learn(config: LearnersConfig, points: PointSet) -> dict[str, Learnt]:
    """Lets each learner of `LEARNERS` learn the training points.

    Raises:
        ConfigError: all training points are of one class.
    """
    train = points.train
    if points.classes and len(np.unique(points.y[train])) < 2:
        raise ConfigError("The training points are of one class: there is nothing to tell apart.")
    return {name: _learn(learner, config, points) for name, learner in LEARNERS.items()}


def _learn(learner: Learner, config: LearnersConfig, points: PointSet) -> Learnt:
    """Fits a new scikit-learn object, and asks it."""
    module, _dot, kind = learner.kind(points.classes).partition(".")
    task = Task(int(points.train.sum()), points.classes)
    made = getattr(import_module(f"sklearn.{module}"), kind)(**learner.arguments(config, task))
    inputs, places = (expand(x, config.features) for x in (points.x, grid()))
    start = time.perf_counter()
    made.fit(inputs[points.train], points.y[points.train])
    learnt = time.perf_counter()
    answers = made.predict(places)
    answered = time.perf_counter()
    said = made.predict(inputs)
    return Learnt(
        answers.reshape(GRID, GRID).astype(np.float32),
        score(points, said, points.train),
        score(points, said, points.test),
        learnt - start,
        answered - learnt,
        learner.count(made),
    )


def grid() -> NDArray[np.float32]:
    """(GRID², 2) places all over the plane, row by row from x2 = -SPAN on."""
    ticks = np.linspace(-SPAN, SPAN, GRID, dtype=np.float32)
    return np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)


def score(points: PointSet, said: NDArray[Any], which: NDArray[np.bool_]) -> float:
    """Of answers to all points, those of `which`: share of right ones, or mean squared error."""
    if not which.any():
        return float("nan")
    y, said = points.y[which], said[which]
    return float((said == y).mean() if points.classes else ((said - y) ** 2).mean())
