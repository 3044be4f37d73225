"""Initial weights that depend on a seed alone, whatever other threads do meanwhile."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from typing import TypeVar

Built = TypeVar("Built")

_of_thread = threading.local()


class _ThreadsOwn:
    """Stands in for the module `random` where Keras draws the seeds of its layers.

    That module has one state for the whole process: a network that another thread builds or loads
    at the same moment takes numbers away, and the weights are others.
    """

    def randint(self, low: int, high: int) -> int:
        return getattr(_of_thread, "random", random).randint(low, high)


def seeded(seed: int, build: Callable[[], Built]) -> Built:
    """Builds a network as after `keras.utils.set_random_seed`, which it calls first.

    Args:
        seed: of the weights and of the dropout.
        build: called in this thread.
    """
    import keras
    from keras.src.random import seed_generator

    seed_generator.python_random = _ThreadsOwn()
    keras.utils.set_random_seed(seed)
    _of_thread.random = random.Random(seed)
    try:
        return build()
    finally:
        del _of_thread.random
