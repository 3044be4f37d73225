"""A recurrent network over test images: accuracy by step, and similar traces of a unit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dlcore.data.held_out import Digit, TestSet, first_images
from dlcore.explain import recurrent
from dlcore.explain.features import check_unit
from dlcore.explain.network import ExplainError
from dlcore.explain.recurrent import RecurrentNetwork
from dlcore.registry.at_hand import find_recurrent
from dlcore.validation import check_choice

MOST = 9
"""So many similar traces are found."""
MEASURES = ("distance", "correlation")
_KEPT = 4  # layers whose states of all test images are kept, some 7 MB each
_SAME = 1e-3  # a trace this near is that of the same image


@dataclass(frozen=True)
class StepAccuracy:
    """Accuracy after each step, over the test images.

    Attributes:
        accuracy: (time,) float64 in [0, 1], that of `explain.recurrent.beliefs` after each step.
        decided: median of `explain.recurrent.decided`: steps after which the answer stays.
        images: how many there are.
    """

    accuracy: NDArray[np.float64]
    decided: float
    images: int


@dataclass(frozen=True)
class SimilarTraces:
    """The test images on which the trace of a unit is most similar to that on the image.

    A trace is the unit's hidden state after each step.

    Attributes:
        own: (time,) float32, the unit's trace on the image.
        numbers: (n,) int64, indices into the test set, the most similar first.
        images: (n, 28, 28) float32 in [0, 1].
        truth: (n,) uint8, the classes they are of.
        traces: (n, time) float32.
        values: (n,) float32: root mean square difference, or correlation.
    """

    own: NDArray[np.float32]
    numbers: NDArray[np.int64]
    images: NDArray[np.float32]
    truth: NDArray[np.uint8]
    traces: NDArray[np.float32]
    values: NDArray[np.float32]


def step_accuracy(tests: TestSet | None, model: str, data: bytes | None = None) -> StepAccuracy:
    """Accuracy after each step; computed once for each network and set.

    Args:
        tests: of a set of the classes that the network tells apart; None for MNIST's.

    Raises:
        ExplainError: the network is not recurrent, or its steps cannot be followed.
    """
    return _step_accuracy(find_recurrent(model, data), tests)


def similar_traces(
    image: Digit,
    layer: str,
    unit: int,
    steps: tuple[int, int],
    measure: str,
    tests: TestSet | None,
    model: str,
    data: bytes | None = None,
) -> SimilarTraces:
    """Finds the test images on which a unit's trace is most similar over a stretch of steps.

    Traces within 0.001 of the image's own at all steps, as that of the same image, are left out.

    Args:
        steps: first and last step of the stretch, from 1, both in it.
        measure: "distance": root mean square difference, the least first; "correlation": Pearson's,
            the greatest first.
        tests: where they are looked for; None for MNIST's.

    Raises:
        ExplainError: no such layer, unit or stretch; a correlation with a trace that is constant in
            it; or a network whose steps cannot be followed.
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
    traces = _states(network, layer, tests)[:, :, unit].astype(np.float32)
    stretch = slice(first - 1, last)
    values, best = _nearest(traces[:, stretch], own[stretch], measure)
    others = best[~(np.abs(traces[best] - own).max(axis=1) < _SAME)][:MOST]
    images, truth = first_images(tests)
    return SimilarTraces(
        own, others, images[others, ..., 0], truth[others], traces[others], values[others]
    )


def _nearest(
    traces: NDArray[np.float32], own: NDArray[np.float32], measure: str
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The measure of each trace, (n,), and the indices of all, the most similar first."""
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
def _step_accuracy(network: RecurrentNetwork, tests: TestSet | None) -> StepAccuracy:
    truth = first_images(tests)[1]
    states = _states(network, network.recurrent[-1].name, tests).astype(np.float32)
    beliefs = recurrent.beliefs(network, states)
    return StepAccuracy(
        (beliefs.argmax(axis=-1) == truth[:, None]).mean(axis=0),
        float(np.median(recurrent.decided(beliefs))),
        len(truth),
    )


@lru_cache(maxsize=_KEPT)
def _states(network: RecurrentNetwork, layer: str, tests: TestSet | None) -> NDArray[np.float16]:
    """(n, time, units) of the test images: half the memory, and still to three digits."""
    return recurrent.states(network, first_images(tests)[0], layer).astype(np.float16)
