"""The order in which Keras goes through examples, for a training that goes on within an epoch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def shuffled(count: int) -> NDArray[np.int64]:
    """The order in which `fit` takes so many examples, (count,), after `set_random_seed`.

    With that seed it is the same in each epoch and for batches of any size, and however much else
    was left to chance meanwhile: Keras shuffles in a graph, where the seed of the process alone
    decides. This is the graph that `fit` makes for arrays.
    """
    import tensorflow as tf

    def order(_: tf.Tensor) -> tf.Tensor:
        return tf.random.shuffle(tf.range(count, dtype=tf.int64))

    return next(iter(tf.data.Dataset.range(1).map(order))).numpy()
