"""The order in which Keras goes through examples, for a training that goes on within an epoch."""

from __future__ import annotations

from typing import Any

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


def rest_of_epoch(
    images: NDArray[np.uint8], labels: NDArray, offset: int, **options: Any
) -> dict[str, Any]:
    """What `fit` goes through of an epoch after so many examples, as its keywords.

    Args:
        images: (n, 28, 28, 1).
        labels: (n,).
        offset: examples of this epoch that are done; 0 for a whole one, and all that follow.
        options: further keywords.
    """
    if not offset:
        return {"x": images, "y": labels, **options}
    left = shuffled(len(labels))[offset:]
    return {"x": images[left], "y": labels[left], "shuffle": False, **options}
