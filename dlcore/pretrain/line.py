"""Training the network that reads lines, and measuring it on other people's.

Lines of about one width are learnt from together, so that little paper is added to any of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from dlcore import digits, registry
from dlcore.data import Mnist
from dlcore.digits import judge
from dlcore.digits.segmentation import split_rows
from dlcore.line import number
from dlcore.line.network import build_line_network
from dlcore.line.picture import HEIGHT, MULTIPLE, WIDEST, picture_line
from dlcore.line.reading import read_picture
from dlcore.pretrain.augmentation import STILL, Strength, augment
from dlcore.pretrain.calibration import LOG_RANGE
from dlcore.pretrain.fitting import STATISTICS, AdamWConfig, fit, take_statistics
from dlcore.pretrain.handwriting.material import People
from dlcore.pretrain.handwriting.numbers import GAPS, Hands, write_line

if TYPE_CHECKING:
    import keras

LINES = 160_000
EPOCHS = 8
ADAMW = AdamWConfig(clip=2.0)
COLUMNS = 6144  # of all pictures of a batch together
LONGEST = 16  # symbols; what is longer is not learnt from
MOVE = Strength(rotation=0.8, scale=0.07, shear=0.06, shift=1.2, elastic=0.5)
CHUNK = 500  # lines made by one call
FIT_LINES = 1_250  # to fit the temperature with
TEST_NUMBERS = 300  # of each class of gap, to measure with
KEPT = 12  # one in so many of MNIST's training images is kept to fit the temperature with

WIDTHS = (*range(2 * MULTIPLE, 160, MULTIPLE), 160, 192, 224, 256, 320, 384, 448, WIDEST)
"""Of the pictures that are learnt from; one of another width is given paper on its right."""

Batch = tuple[NDArray[np.float32], NDArray[np.int32]]


@dataclass(frozen=True)
class Lines:
    """Pictures of one width, and what they say.

    Attributes:
        pictures: (n, HEIGHT, W) uint8.
        labels: (n, LONGEST) int32, 0 after the last symbol.
    """

    pictures: NDArray[np.uint8]
    labels: NDArray[np.int32]


@dataclass(frozen=True)
class PartedHands:
    """Digits of many hands, none in two parts.

    Attributes:
        train: to learn from.
        fit: to fit the temperature with; letters are those that were learnt from.
        test: to measure with.
    """

    train: Hands
    fit: Hands
    test: Hands


def part_hands(mnist: Mnist, people: People | None, letters: People | None) -> PartedHands:
    """Parts writers and scans.

    Args:
        mnist: its test images are for measuring.
        people, letters: parted by writers; None where there are none.
    """
    known = letters.train if letters else None
    kept = len(mnist.x_train) // KEPT
    train, fit, test = (people.train, people.fit, people.test) if people else (None,) * 3
    return PartedHands(
        Hands(train, known, mnist.x_train[:-kept], mnist.y_train[:-kept]),
        Hands(fit, known, mnist.x_train[-kept:], mnist.y_train[-kept:]),
        Hands(test, letters.test if letters else None, mnist.x_test, mnist.y_test),
    )


def write_lines(hands: Hands, count: int, seed: int) -> dict[int, Lines]:
    """Writes many lines, in as many processes as there are processors.

    Args:
        hands: whose digits.
        count: of lines.
        seed: of all of it; the same for the same seed.

    Returns:
        By width.
    """
    starts = range(0, count, CHUNK)
    counts = [min(CHUNK, count - start) for start in starts]
    seeds = np.random.SeedSequence(seed).spawn(len(counts))
    # Not fork: a process that has TensorFlow's threads in it cannot be forked safely.
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), _take, (hands,)) as processes:
        chunks = list(processes.map(_chunk, counts, seeds))
    made = [line for chunk in chunks for line in chunk]
    by_width: dict[int, list[tuple[NDArray[np.uint8], tuple[int, ...]]]] = {}
    for picture, labels in made:
        width = next(width for width in WIDTHS if width >= picture.shape[1])
        by_width.setdefault(width, []).append((picture, labels))
    return {width: _together(lines, width) for width, lines in sorted(by_width.items())}


_hands: list[Hands] = []  # of a process that writes: sent to it once


def _take(hands: Hands) -> None:
    _hands[:] = [hands]


def _chunk(
    count: int, seed: np.random.SeedSequence
) -> list[tuple[NDArray[np.uint8], tuple[int, ...]]]:
    random = np.random.default_rng(seed)
    made: list[tuple[NDArray[np.uint8], tuple[int, ...]]] = []
    while len(made) < count:
        line = write_line(_hands[0], _gap(random), random)
        if len(line.labels) <= LONGEST:
            seen = picture_line(line.ink.astype(np.float32) / np.float32(255)).seen
            made.append((np.round(seen * 255).astype(np.uint8), line.labels))
    return made


def _gap(random: np.random.Generator) -> str:
    """A class of gap, each as often as `GAPS` says."""
    return str(random.choice(list(GAPS), p=list(GAPS.values())))


def _together(lines: Sequence[tuple[NDArray[np.uint8], tuple[int, ...]]], width: int) -> Lines:
    pictures = np.zeros((len(lines), HEIGHT, width), np.uint8)
    labels = np.zeros((len(lines), LONGEST), np.int32)
    for at, (picture, symbols) in enumerate(lines):
        pictures[at, :, : picture.shape[1]] = picture
        labels[at, : len(symbols)] = symbols
    return Lines(pictures, labels)


def train_line(lines: dict[int, Lines], seed: int, epochs: int) -> keras.Model:
    """Trains a network that reads lines: AdamW on one cycle (Smith 2018).

    Args:
        lines: as `write_lines` makes them.
        seed: of the order and the augmentation.
        epochs: passes over all lines.

    Returns:
        The network, not yet calibrated; it stays uncompiled.
    """
    network = build_line_network()
    steps = len(_batches_of(lines, np.random.default_rng(0)))
    moved = partial(_batches, lines, seed, MOVE)
    fit(network, moved, steps, epochs, ctc_loss, ADAMW)
    still = _batches(lines, seed, STILL)
    take_statistics(network, (pictures for pictures, _ in islice(still, STATISTICS)))
    return network


def ctc_loss(labels: Any, beliefs: Any) -> Any:
    """-log p(labels | beliefs) (Graves et al. 2006, eq. 8) for each line.

    Args:
        labels: (n, L) tensor of symbols, 0 after the last.
        beliefs: (n, T, SYMBOLS), rows summing to 1.

    Returns:
        (n,) tensor.
    """
    import tensorflow as tf

    count, places = tf.shape(beliefs)[0], tf.shape(beliefs)[1]
    return tf.nn.ctc_loss(  # of sparse labels: those that are dense take ten times as long
        tf.sparse.from_dense(tf.cast(labels, tf.int32)),
        tf.math.log(beliefs + 1e-8),
        None,
        tf.fill([count], places),
        logits_time_major=False,
        blank_index=0,
    )


def _batches(lines: dict[int, Lines], seed: int, move: Strength) -> Iterator[Batch]:
    """Endless: pictures (n, HEIGHT, W, 1) float32 in [0, 1] of one width, labels (n, LONGEST)."""
    random = np.random.default_rng(seed)
    while True:
        for width, chosen in _batches_of(lines, random):
            of_width = lines[width]
            pictures = augment(of_width.pictures[chosen], random, move)
            yield pictures[..., None], of_width.labels[chosen]


def _batches_of(
    lines: dict[int, Lines], random: np.random.Generator
) -> list[tuple[int, NDArray[np.int_]]]:
    """One pass: widths and indices, in random order."""
    chosen = []
    for width, of_width in lines.items():
        size = max(1, COLUMNS // width)
        order = random.permutation(len(of_width.labels))
        chosen += [(width, order[first : first + size]) for first in range(0, len(order), size)]
    return [chosen[index] for index in random.permutation(len(chosen))]


def calibrate(network: keras.Model, lines: dict[int, Lines]) -> float:
    """Fits a temperature on lines of people whom the network does not know, and builds it in.

    That which makes the right readings likeliest, all together (Guo et al. 2017, section 4.2).

    Returns:
        The temperature.
    """
    import tensorflow as tf

    answers = [
        (
            network.predict(
                part.pictures[..., None].astype(np.float32) / np.float32(255),
                batch_size=32,
                verbose=0,
            ),
            part.labels,
        )
        for part in lines.values()
    ]

    def loss(log_temperature: float) -> float:
        total = 0.0
        for beliefs, labels in answers:
            tempered = tf.nn.softmax(np.log(beliefs + 1e-8) / np.exp(log_temperature))
            total += float(tf.reduce_sum(ctc_loss(labels, tempered)))
        return total

    found = minimize_scalar(loss, bounds=LOG_RANGE, method="bounded", options={"maxiter": 20})
    temperature = float(np.exp(found.x))
    last = network.get_layer("logits")
    last.set_weights([weights / temperature for weights in last.get_weights()])
    return temperature


def measure(network: keras.Model, hands: Hands, count: int, seed: int) -> dict[str, Any]:
    """Reads numbers of two to six digits, as a visitor's are read: both networks together.

    Args:
        network: calibrated.
        hands: of whom it has learnt nothing.
        count: numbers of each class of gap, of people and of scans each.
        seed: of the numbers.

    Returns:
        JSON-ready: "numbers" of people and "scanned_numbers" of MNIST, each for each class of
        `GAPS` the count of `numbers`, the share that is `read`, and the share that is `wrong`
        though each of its digits was named alone; "read" of all people's; "lines_read", the share
        of lines of all kinds, signs and marks among them, that the network alone reads.
    """
    figures: dict[str, Any] = {}
    if hands.digits is not None:
        people = replace(hands, scan_share=0.0, style_share=0.0, plain=True)
        figures["numbers"] = _by_gap(network, people, count, seed)
    scanned = replace(hands, scan_share=1.0, plain=True)
    figures["scanned_numbers"] = _by_gap(network, scanned, count, seed)
    of_all = figures.get("numbers", figures["scanned_numbers"]).values()
    figures["read"] = float(np.mean([of_gap["read"] for of_gap in of_all]))
    return figures | {"lines_read": _lines_read(network, hands, 2 * count, seed)}


def _by_gap(network: keras.Model, hands: Hands, count: int, seed: int) -> dict[str, Any]:
    return {gap: _measured(network, hands, gap, count, np.random.default_rng(seed)) for gap in GAPS}


def _measured(
    network: keras.Model,
    hands: Hands,
    gap: str,
    count: int,
    random: np.random.Generator,
) -> dict[str, float]:
    threshold = registry.threshold(registry.card("cnn"))
    read = wrong = 0
    for _ in range(count):
        line = write_line(hands, gap, random)
        rows = [
            number.read_row(row, digits.classify, network.predict_on_batch)
            for row in split_rows(line.ink.astype(np.float32) / np.float32(255))
        ]
        found = [character for row in rows for character in row.characters]
        right = tuple(int(one.beliefs.argmax()) for one in found) == line.labels
        verdicts = [judge(one.digits, one.digit_score, threshold).kind for one in found]
        read += right and len(rows) == 1
        wrong += not right and all(kind == "sure" for kind in verdicts)
    return {"numbers": count, "read": read / count, "wrong": wrong / count}


def _lines_read(network: keras.Model, hands: Hands, count: int, seed: int) -> float:
    random = np.random.default_rng(seed)
    right = 0
    for _ in range(count):
        line = write_line(hands, _gap(random), random)
        picture = picture_line(line.ink.astype(np.float32) / np.float32(255))
        right += read_picture(picture, network.predict_on_batch).labels == line.labels
    return right / count
