"""Schedules of the learning rate: one cycle for a training, and those of Keras for a descent."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from dlcore.messages import N_

SCHEDULES = ("constant", "one_cycle")
MOST_STEPS = 500  # of a descent
WARM_UP_SHARE = 0.3  # of a one-cycle run's steps
_lock = threading.Lock()


def one_cycle(peak: float, steps: int, done: int = 0, share_done: float = 0.0) -> dict[str, float]:
    """Arguments of `keras.optimizers.schedules.CosineDecay` for one cycle (Smith 2018).

    Args:
        peak: highest learning rate; the run starts at 1/25 of it and ends at zero.
        steps: of the whole run, those that are done included.
        done: steps so far, where what is left of the run comes in steps of another size.
        share_done: of the run, in [0, 1).
    """
    pace = (1 - share_done) / (steps - done)  # of the run in a step, from now on
    begin = done - share_done / pace  # of a run that had this pace from its beginning
    end_of_warm_up = math.floor(begin + WARM_UP_SHARE / pace + 1e-6)
    return {
        "initial_learning_rate": peak / 25,
        "warmup_target": peak,
        "warmup_steps": end_of_warm_up,
        "decay_steps": steps - end_of_warm_up,
    }


@dataclass(frozen=True)
class Decay:
    """A schedule of Keras for a descent of known length.

    Attributes:
        label: an English msgid.
        kind: a class in `keras.optimizers.schedules`; "" for a rate that stays.
        arguments: its keywords, given the highest rate and the number of steps.
    """

    label: str
    kind: str
    arguments: Callable[[float, int], dict[str, float]]


DECAYS: dict[str, Decay] = {
    "constant": Decay(N_("Constant"), "", lambda rate, steps: {}),
    "cosine": Decay(
        N_("Cosine decay"),
        "CosineDecay",
        lambda rate, steps: {"initial_learning_rate": rate, "decay_steps": steps},
    ),
    "exponential": Decay(
        N_("Exponential decay"),
        "ExponentialDecay",
        lambda rate, steps: {
            "initial_learning_rate": rate,
            "decay_steps": steps,
            "decay_rate": 0.01,  # what is left at the end
        },
    ),
    "warm_up": Decay(
        N_("Warm-up, then cosine"),
        "CosineDecay",
        lambda rate, steps: {
            "initial_learning_rate": rate / 10,
            "warmup_target": rate,
            "warmup_steps": steps // 10,
            "decay_steps": steps - steps // 10,
        },
    ),
}
"""Schedules to compare, by name. A new one is a new entry."""


def keras_schedule(name: str, rate: float, steps: int) -> Any:
    """The learning rate as a Keras optimizer takes it: a schedule object, or a number."""
    import keras

    decay = DECAYS[name]
    if not decay.kind:
        return rate
    return getattr(keras.optimizers.schedules, decay.kind)(**decay.arguments(rate, steps))


@lru_cache(maxsize=64)
def shares(name: str, steps: int) -> np.ndarray:
    """What share of the highest rate each step has, (steps,) float32, by the Keras schedule.

    Every schedule of the table is proportional to its highest rate.

    Args:
        steps: 1 to `MOST_STEPS`.
    """
    decay = DECAYS[name]
    if not decay.kind:
        return np.ones(steps, np.float32)
    with _lock:
        numbers, table = _compiled(name)
        for key, value in decay.arguments(1.0, steps).items():
            numbers[key].assign(value)
        return table().numpy()[:steps]


@lru_cache(maxsize=len(DECAYS))
def _compiled(name: str) -> tuple[dict[str, Any], Callable[[], Any]]:
    """A Keras schedule over variables, and a function for its rates: traced once for any length."""
    import keras
    import tensorflow as tf

    decay = DECAYS[name]
    numbers = {key: keras.Variable(float(v)) for key, v in decay.arguments(1.0, 10).items()}
    schedule = getattr(keras.optimizers.schedules, decay.kind)(**numbers)
    every = tf.range(MOST_STEPS, dtype=tf.float32)
    return numbers, tf.function(lambda: tf.map_fn(schedule, every), autograph=False)
