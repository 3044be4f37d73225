"""Pools of drawn images: what a network is trained on besides MNIST."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from dlcore import digits
from dlcore.pretrain.handwriting import not_digits, printed, scripts, styles, variation, wear
from dlcore.pretrain.handwriting.fonts import Fonts
from dlcore.pretrain.handwriting.strokes import Stroke, Strokes, StrokeSet, draw

NOT_A_DIGIT = 10  # label
CHUNK = 500  # drawings made by one call

LabelledStrokes = tuple[Strokes, int]
"""Strokes in any unit, and their label."""
Seen = tuple[NDArray[np.uint8], int]
"""What a network sees, (28, 28), and its label."""


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
    return see_ink(draw(strokes, pen_width))


def see_ink(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """What a network sees of ink, (H, W) uint8: (28, 28) uint8."""
    return np.round(digits.from_ink(ink)[..., 0] * 255).astype(np.uint8)


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


def other_scripts(
    known: Mapping[str, scripts.Script], fonts: Fonts, random: np.random.Generator
) -> Iterator[LabelledStrokes]:
    """Characters of other scripts, for ever."""
    return ((strokes, NOT_A_DIGIT) for strokes in scripts.written(known, fonts, random))


StrokeSource = Callable[[np.random.Generator], Iterator[LabelledStrokes]]
Source = Callable[[np.random.Generator], Iterator[Seen]]


def drawn(source: StrokeSource, random: np.random.Generator) -> Iterator[Seen]:
    """What a source's strokes look like, each by another hand and pen."""
    for strokes, label in source(random):
        yield see(*variation.vary(strokes, random)), label


def worn(source: StrokeSource, random: np.random.Generator) -> Iterator[Seen]:
    """The same, worn: cut at an edge, broken, with gaps where rules were taken out."""
    for strokes, label in source(random):
        moved, pen_width = variation.vary(strokes, random)
        yield see_ink(wear.wear(draw(moved, pen_width), pen_width, random)), label


def machine_made(fonts: Fonts, random: np.random.Generator) -> Iterator[Seen]:
    """Digits of type, displays and meters in turn, for ever; a few as a pen would follow them.

    Args:
        fonts: to set them in; without any there are displays alone.
        random: source of all that differs.
    """
    glyphs = [printed.displayed(random)]
    if fonts:
        glyphs += [printed.typeset(fonts, random), printed.metered(fonts, random)]
        inked = drawn(partial(printed.inked, fonts), random)
    while True:
        for made in glyphs:
            mask, label = next(made)
            yield see_ink(mask), NOT_A_DIGIT if label == printed.NO_DIGIT else label
        if fonts:
            yield next(inked)


def fill(orders: Mapping[str, tuple[Source, int]], seed: int) -> dict[str, Pool]:
    """Draws many, in as many processes as there are processors; the same for the same seed.

    Args:
        orders: by name, what makes images without end, and how many to take of it. The makers are
            importable, since other processes call them.
        seed: of all that is made.
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
    made = source(random)
    images = np.empty((count, digits.SIDE, digits.SIDE), np.uint8)
    labels = np.empty(count, np.uint8)
    for index in range(count):
        images[index], labels[index] = next(made)
    return Pool(images, labels)
