"""CTC on a few places with two symbols: small enough to have every path before one's eyes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from dlcore.line import ctc
from dlcore.line.ctc import Array, Labels

RATE = 1.0  # of gradient descent on the logits


@dataclass(frozen=True)
class WorkedExample:
    """All that equations 3 to 16 of Graves et al. (2006) say about one reading.

    Attributes:
        beliefs: (T, C), the softmax of the logits.
        probability: of the reading.
        paths: all that are read so, each with its probability, the likeliest first; they sum to
            `probability`.
        states: (S,) the symbol of each state of the trellis, see `ctc.states`.
        alpha: (T, S), the probability of all ways to a state at a place.
        shares: (T, S), of the reading's probability, what passes a state at a place.
        steps: (T - 1, S, S), of it, what goes from a state at a place to a state at the next.
        occupancy: (T, C), of it, what has a symbol at a place.
        gradient: (T, C), of -log probability, by the logits.
        after: the reading's probability after one step down that gradient.
    """

    beliefs: Array
    probability: float
    paths: tuple[tuple[tuple[int, ...], float], ...]
    states: NDArray[np.int64]
    alpha: Array
    shares: Array
    steps: Array
    occupancy: Array
    gradient: Array
    after: float


def work(logits: Array, labels: Labels) -> WorkedExample:
    """Everything about one reading of a few places.

    Args:
        logits: (T, C), few enough that all C**T paths can be listed.
        labels: the reading.

    Raises:
        ValueError: no path of these places has this reading.
    """
    log_beliefs = ctc.log_softmax(logits)
    alpha, beta = ctc.forward(log_beliefs, labels), ctc.backward(log_beliefs, labels)
    total = ctc.log_probability(log_beliefs, labels)
    gradient = ctc.gradient(logits, labels)
    return WorkedExample(
        np.exp(log_beliefs),
        float(np.exp(total)),
        _paths(log_beliefs, labels),
        ctc.states(labels),
        np.exp(alpha),
        np.exp(alpha + beta - total),
        _steps(log_beliefs, labels, alpha, beta) / np.exp(total),
        ctc.occupancy(log_beliefs, labels),
        gradient,
        float(np.exp(ctc.log_probability(ctc.log_softmax(logits - RATE * gradient), labels))),
    )


def pulled(logits: Array, labels: Labels, times: int) -> Array:
    """The logits after some steps of gradient descent at `RATE`."""
    for _ in range(times):
        logits = logits - RATE * ctc.gradient(logits, labels)
    return logits


def reachable(states: NDArray[np.int64]) -> NDArray[np.bool_]:
    """(S, S): which state may follow which: itself, the next, the next label if it differs."""
    count = len(states)
    further = np.arange(count) - np.arange(count)[:, None]
    skips = (states[None] != states[:, None]) & (states[:, None] > 0) & (states[None] > 0)
    return (further == 0) | (further == 1) | ((further == 2) & skips)


def _steps(log_beliefs: Array, labels: Labels, alpha: Array, beta: Array) -> Array:
    states = ctc.states(labels)
    after = log_beliefs[1:, states] + beta[1:]
    return np.exp(alpha[:-1, :, None] + after[:, None]) * reachable(states)


def _paths(log_beliefs: Array, labels: Labels) -> tuple[tuple[tuple[int, ...], float], ...]:
    places, symbols = log_beliefs.shape
    found = [p for p in product(range(symbols), repeat=places) if ctc.collapse(p) == labels]
    shares = [float(np.exp(log_beliefs[np.arange(places), path].sum())) for path in found]
    return tuple(sorted(zip(found, shares, strict=True), key=lambda each: -each[1]))
