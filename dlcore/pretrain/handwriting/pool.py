"""Pools of drawn images: what a network is trained on besides MNIST."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from dlcore import digits
from dlcore.pretrain.handwriting import not_digits, styles, variation
from dlcore.pretrain.handwriting.strokes import Stroke, Strokes, StrokeSet, draw

NOT_A_DIGIT = 10  # label
CHUNK = 500  # drawings made by one call

LabelledStrokes = tuple[Strokes, int]
"""Strokes in any unit, and their label."""


@dataclass(frozen=True)
class Pool:
    """Drawn images as a network is given them.

    Attributes:
        images: (n, 28, 28) uint8, preprocessed.
        labels: (n,) uint8, 0-9 or `NOT_A_DIGIT`.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]


def see(strokes: Strokes, pen_width: float) -> NDArray[np.uint8]:
    """Draws strokes (in pixels) and gives what a network sees of them, (28, 28) uint8."""
    seen = digits.preprocess(draw(strokes, pen_width))[..., 0]
    return np.round(seen * 255).astype(np.uint8)


def written_digits(people: StrokeSet, random: np.random.Generator) -> Iterator[LabelledStrokes]:
    """Digits of people, each equally often, in random order, for ever; some dressed."""
    while True:
        for index in random.permutation(len(people.samples)):
            label = int(people.labels[index])
            yield variation.dress(people.samples[index], label, random), label


def styled_digits(random: np.random.Generator) -> Iterator[LabelledStrokes]:
    """Digits in the styles of many schools, for ever."""
    while True:
        label = int(random.integers(10))
        names = sorted(styles.STYLES[label])
        style = styles.STYLES[label][names[random.integers(len(names))]]
        yield styles.write(style, random), label


def letters(people: StrokeSet, random: np.random.Generator) -> Iterator[LabelledStrokes]:
    """Letters of people that look like no digit, for ever."""
    clear = np.flatnonzero(~np.isin(people.labels, sorted(not_digits.LOOK_ALIKES)))
    while True:
        for index in random.permutation(clear):
            yield people.samples[index], NOT_A_DIGIT


def shapes(
    made: dict[str, not_digits.Shape], random: np.random.Generator
) -> Iterator[tuple[list[Stroke], int]]:
    """Shapes of all kinds, each equally often, for ever."""
    while True:
        for name in random.permutation(sorted(made)):
            yield made[str(name)](random), NOT_A_DIGIT


def spoilt_digits(people: StrokeSet, random: np.random.Generator) -> Iterator[LabelledStrokes]:
    """Digits of people made into something that is none, for ever."""
    while True:
        one, two = random.integers(len(people.samples), size=2)
        label = int(people.labels[one])
        spoilt = not_digits.spoil(people.samples[one], label, people.samples[two], random)
        yield spoilt, NOT_A_DIGIT


Source = Callable[[np.random.Generator], Iterator[LabelledStrokes]]


def fill(orders: Mapping[str, tuple[Source, int]], seed: int) -> dict[str, Pool]:
    """Draws many, in as many processes as there are processors; the same for the same seed.

    Args:
        orders: by name, what makes strokes without end, and how many to draw of it. The makers are
            importable, since other processes call them.
        seed: of strokes and drawing.
    """
    chunks = [
        (name, source, min(CHUNK, count - start), chunk_seed)
        for number, (name, (source, count)) in enumerate(sorted(orders.items()))
        for start, chunk_seed in _seeds(count, seed + number)
    ]
    names, sources, counts, seeds = zip(*chunks, strict=True)
    # Not fork: a process that has TensorFlow's threads in it cannot be forked safely.
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as processes:
        pools = list(processes.map(_chunk, sources, counts, seeds))
    return {
        name: _join([pool for other, pool in zip(names, pools, strict=True) if other == name])
        for name in orders
    }


def _seeds(count: int, seed: int) -> Iterator[tuple[int, np.random.SeedSequence]]:
    """Where each chunk of so many drawings starts, and the seed it is drawn from."""
    starts = range(0, count, CHUNK)
    return zip(starts, np.random.SeedSequence(seed).spawn(len(starts)), strict=True)


def _join(pools: list[Pool]) -> Pool:
    return Pool(
        np.concatenate([pool.images for pool in pools]),
        np.concatenate([pool.labels for pool in pools]),
    )


def _chunk(source: Source, count: int, seed: np.random.SeedSequence) -> Pool:
    random = np.random.default_rng(seed)
    drawn = source(random)
    images = np.empty((count, digits.SIDE, digits.SIDE), np.uint8)
    labels = np.empty(count, np.uint8)
    for index in range(count):
        strokes, labels[index] = next(drawn)
        images[index] = see(*variation.vary(strokes, random))
    return Pool(images, labels)
