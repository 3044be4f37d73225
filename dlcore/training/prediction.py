"""Predictions of a network that takes uint8 images, batch by batch."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import keras

PREDICT_BATCH = 500
SMALL_BATCH = 50  # of a network whose speed is not known yet
_QUICK_SECONDS = 0.05


def predict(model: keras.Model, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Runs images through a model in batches.

    Args:
        model: from (n, 28, 28, 1) uint8 to (n, classes).
        images: (n, 28, 28) uint8.

    Returns:
        (n, classes) float32 probabilities.
    """
    return np.concatenate(list(predict_batches(model, images)))


def predict_batches(model: keras.Model, images: NDArray[np.uint8]) -> Iterator[NDArray[np.float32]]:
    """Runs images through a model batch by batch, for a caller that may want to stop in between.

    Args:
        model: from (n, 28, 28, 1) uint8 to (n, classes).
        images: (n, 28, 28) uint8.

    Yields:
        (at most `PREDICT_BATCH`, classes) float32 probabilities.
    """
    for start in range(0, len(images), PREDICT_BATCH):
        yield model.predict_on_batch(images[start : start + PREDICT_BATCH, :, :, None])


def slices_in_time(count: int, in_a_hurry: Callable[[], bool], seconds: float) -> Iterator[slice]:
    """Divides examples into batches for as long as there is time, small ones first.

    Args:
        count: of the examples, at least 1.
        in_a_hurry: asked before each batch; once it says so, `seconds` are left.
        seconds: a batch more may be under way by then, and one is done in any case.

    Yields:
        Slices, in order and without gaps, of at most `PREDICT_BATCH` examples.
    """
    done, size, end = 0, SMALL_BATCH, math.inf
    while done < count:
        began = time.monotonic()
        if end == math.inf and in_a_hurry():
            end = began + seconds
        if done and began >= end:
            return
        yield slice(done, min(done + size, count))
        done += size
        if time.monotonic() - began < _QUICK_SECONDS:
            size = min(2 * size, PREDICT_BATCH)


def predict_sample(
    model: keras.Model,
    images: NDArray[np.uint8],
    in_a_hurry: Callable[[], bool],
    seconds: float,
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Runs as many images through a model as there is time for, drawn at random.

    At random because test images can be sorted by difficulty, as those of MNIST are.

    Args:
        model: from (n, 28, 28, 1) uint8 to (n, classes).
        images: (n, 28, 28) uint8.
        in_a_hurry, seconds: see `slices_in_time`.

    Returns:
        (m,) the indices of the images, increasing, and (m, classes) float32 probabilities; all
        images where there was no hurry or time enough.
    """
    order = np.random.default_rng(0).permutation(len(images))
    probabilities = np.concatenate(
        [
            model.predict_on_batch(images[order[some], :, :, None])
            for some in slices_in_time(len(images), in_a_hurry, seconds)
        ]
    )
    seen = order[: len(probabilities)]
    rank = np.argsort(seen)
    return seen[rank], probabilities[rank]
