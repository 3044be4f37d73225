"""The test images as a recurrent network reads them: when it knows, and where a unit does alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dlcore.data.held_out import Digit, test_set
from dlcore.explain import recurrent
from dlcore.explain.features import check_unit
from dlcore.explain.network import ExplainError
from dlcore.explain.recurrent import RecurrentNetwork
from dlcore.registry.at_hand import find_recurrent
from dlcore.validation import check_choice

MOST = 9
MEASURES = ("distance", "correlation")
_KEPT = 4  # layers whose states of all test images are kept, some 7 MB each
_SAME = 1e-3  # a trace this near is that of the same image


@dataclass(frozen=True)
class StepAccuracy:
    """How a network comes to know, over the test images.

    Attributes:
        accuracy: (time,), share that would be read right if reading stopped after each step.
        decided: median number of steps after which its answer stays.
        images: how many there are.
    """

    accuracy: NDArray[np.float64]
    decided: float
    images: int


@dataclass(frozen=True)
class SimilarTraces:
    """The test images on which a unit does most nearly what it does on the digit.

    Attributes:
        own: (time,) float32, the unit's trace on the digit.
        numbers: (n,) int64, places in the test set, the nearest first.
        images: (n, 28, 28) float32.
        truth: (n,) uint8.
        traces: (n, time) float32.
        values: (n,) float32: root mean square difference, or correlation.
    """

    own: NDArray[np.float32]
    numbers: NDArray[np.int64]
    images: NDArray[np.float32]
    truth: NDArray[np.uint8]
    traces: NDArray[np.float32]
    values: NDArray[np.float32]


def step_accuracy(model: str, data: bytes | None = None) -> StepAccuracy:
    """When a network comes to know what it reads.

    Raises:
        ExplainError: the network is not recurrent, or its steps cannot be followed.
    """
    return _step_accuracy(find_recurrent(model, data))


def similar_traces(
    image: Digit,
    layer: str,
    unit: int,
    steps: tuple[int, int],
    measure: str,
    model: str,
    data: bytes | None = None,
) -> SimilarTraces:
    """Looks for test images on which a unit does the same over a stretch of steps.

    Args:
        steps: first and last step of the stretch, from 1, both in it.
        measure: "distance": the values are nearest, by the root of their mean squared difference;
            "correlation": they go up and down together, however far (Pearson).

    Raises:
        ExplainError: no such layer, unit or stretch; the unit does not move in it, where there is
            nothing to correlate with; or a network whose steps cannot be followed.
        ConfigError: no such measure.
    """
    check_choice("measure", measure, MEASURES)
    network = find_recurrent(model, data)
    facts = network.recurrent_layer(layer)
    check_unit(network, layer, unit)
    first, last = steps
    if not 1 <= first < last <= facts.steps:
        raise ExplainError(
            "A stretch must have two steps at least, from 1 to {last}. Received: {first} to {end}",
            last=facts.steps,
            first=first,
            end=last,
        )
    own = recurrent.states(network, image[None, ..., None], layer)[0, :, unit]
    traces = _states(network, layer)[:, :, unit].astype(np.float32)
    stretch = slice(first - 1, last)
    values, best = _nearest(traces[:, stretch], own[stretch], measure)
    others = best[~(np.abs(traces[best] - own).max(axis=1) < _SAME)][:MOST]
    images, truth = test_set()
    return SimilarTraces(
        own, others, images[others, ..., 0], truth[others], traces[others], values[others]
    )


def _nearest(
    traces: NDArray[np.float32], own: NDArray[np.float32], measure: str
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """A value for each trace, and the traces in order, the likest first."""
    if measure == "distance":
        far = np.sqrt(((traces - own) ** 2).mean(axis=1))
        return far, np.argsort(far, kind="stable")
    own = own - own.mean()
    traces = traces - traces.mean(axis=1, keepdims=True)
    if np.abs(own).max() < _SAME:
        raise ExplainError(
            "This unit does not move in this stretch, so nothing can move as it does. Take "
            "another stretch, or the distance."
        )
    sizes = np.sqrt((traces**2).sum(axis=1) * (own**2).sum())
    together = np.where(sizes > 0, traces @ own / np.maximum(sizes, 1e-12), 0)
    return together, np.argsort(-together, kind="stable")


@lru_cache(maxsize=2 * _KEPT)
def _step_accuracy(network: RecurrentNetwork) -> StepAccuracy:
    truth = test_set()[1]
    states = _states(network, network.recurrent[-1].name).astype(np.float32)
    beliefs = recurrent.beliefs(network, states)
    return StepAccuracy(
        (beliefs.argmax(axis=-1) == truth[:, None]).mean(axis=0),
        float(np.median(recurrent.decided(beliefs))),
        len(truth),
    )


@lru_cache(maxsize=_KEPT)
def _states(network: RecurrentNetwork, layer: str) -> NDArray[np.float16]:
    """(n, time, units) of the test images: half the memory, and still to three digits."""
    return recurrent.states(network, test_set()[0], layer).astype(np.float16)
