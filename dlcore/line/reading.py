"""What a network that reads lines makes of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore import registry
from dlcore.digits.ink import Ink
from dlcore.line import ctc
from dlcore.line.picture import LinePicture, picture_line

BLANK, FIRST_DIGIT, OTHER = 0, 1, 11
SYMBOLS = 12
"""Columns of a belief: blank, the ten digits, and what stands in a line and is no digit."""

BEAM_WIDTH = 8
ANSWERS = 5  # that a reading has, the runners-up included
Believe = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""From pictures of lines to beliefs; see `LineReading`."""

_LEAST = 1e-8  # belief: float32's softmax gives zeros


@dataclass(frozen=True)
class LineReading:
    """A line of ink, read.

    Attributes:
        seen: (HEIGHT, W) float32 in [0, 1], what the network was given.
        beliefs: (T, SYMBOLS) float32, rows summing to 1: its softmax at each of T places from left
            to right; each is W / T columns of `seen` wide.
        labels: the symbols of the answer, from left to right; see `SYMBOLS`.
        spans: for each of them the first of its places in the best alignment, and the first after.
        probability: of the whole answer, calibrated.
        posteriors: (n, SYMBOLS) for each of them, how probable each symbol is there while the
            others stay; rows sum to 1, and the blank's is 0.
        runners_up: other answers and their probabilities, the likeliest first.
    """

    seen: NDArray[np.float32]
    beliefs: NDArray[np.float32]
    labels: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    probability: float
    posteriors: NDArray[np.float32]
    runners_up: tuple[tuple[tuple[int, ...], float], ...]


def read_line(ink: Ink) -> LineReading:
    """Reads one row of ink with the network that ships as "line".

    Without Keras where `registry.answers_alone("line")`.

    Args:
        ink: (H, W) float in [0, 1], 0 where there is none.

    Raises:
        RegistryError: the network is absent or damaged.
    """
    return read_picture(picture_line(ink))


def read_picture(picture: LinePicture, believe: Believe | None = None) -> LineReading:
    """The second half of `read_line`.

    Args:
        picture: of a row.
        believe: from (1, HEIGHT, W, 1) to (1, T, SYMBOLS); the shipped network where left out.
    """
    believe = believe or registry.load_to_answer("line").predict_on_batch
    beliefs = np.asarray(believe(picture.seen[None, ..., None]))[0]
    log_beliefs = _logarithm(beliefs)
    found = ctc.beams(log_beliefs, BEAM_WIDTH, ANSWERS)
    exact = [(labels, ctc.log_probability(log_beliefs, labels)) for labels, _ in found]
    exact.sort(key=lambda answer: -answer[1])
    answers = tuple((labels, float(np.exp(log_p))) for labels, log_p in exact)
    return _answered(picture.seen, beliefs, answers)


def reread(reading: LineReading, labels: tuple[int, ...]) -> LineReading:
    """The same line under another of its answers.

    Args:
        reading: of the line.
        labels: of one of its runners-up.
    """
    answers = ((reading.labels, reading.probability), *reading.runners_up)
    chosen = [answer for answer in answers if answer[0] == labels]
    others = [answer for answer in answers if answer[0] != labels]
    return _answered(reading.seen, reading.beliefs, (*chosen, *others))


def _answered(
    seen: NDArray[np.float32],
    beliefs: NDArray[np.float32],
    answers: tuple[tuple[tuple[int, ...], float], ...],
) -> LineReading:
    """A reading whose answer is the first of these."""
    (labels, probability), *runners_up = answers
    log_beliefs = _logarithm(beliefs)
    return LineReading(
        seen=seen,
        beliefs=beliefs,
        labels=labels,
        spans=ctc.alignment(log_beliefs, labels) if labels else (),
        probability=probability,
        posteriors=ctc.posteriors(log_beliefs, labels).astype(np.float32),
        runners_up=tuple(runners_up),
    )


def _logarithm(beliefs: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.log(np.maximum(beliefs, _LEAST).astype(np.float64))
