"""What a network that reads drawings is trained on, and the people who are kept from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from dlcore.data import Mnist
from dlcore.pretrain import scenes
from dlcore.pretrain.handwriting import not_digits, pool, printed, scripts
from dlcore.pretrain.handwriting.fonts import Fonts, of_families
from dlcore.pretrain.handwriting.pool import Pool
from dlcore.pretrain.handwriting.strokes import StrokeSet, join_strokes

FIT_WRITERS = 3  # for the temperature and the threshold
TEST_WRITERS = 3  # to measure with, and nothing else

SIZES = {
    "people": 60_000, "styles": 30_000, "worn": 24_000, "printed": 24_000, "scenes": 12_000,
    "letters": 15_000, "shapes": 18_000, "spoilt": 15_000, "scripts": 24_000,
}  # fmt: skip
"""Drawings of each kind, made once; every one is moved and bent anew each time it is seen."""


@dataclass(frozen=True)
class People:
    """Characters of many people, parted by whole writers.

    Attributes:
        train: to learn from.
        fit: to fit a temperature and a threshold with.
        test: to measure with.
    """

    train: StrokeSet
    fit: StrokeSet
    test: StrokeSet

    @property
    def held_out(self) -> StrokeSet:
        """All whom a network does not learn from."""
        return join_strokes(self.fit, self.test)


def part_writers(people: StrokeSet, fit: int = FIT_WRITERS, test: int = TEST_WRITERS) -> People:
    """Splits by writer: the last ones for the test, before them some for fitting.

    Args:
        people: characters of many.
        fit: how many writers to fit with; a third of all at most.
        test: how many to measure with; a third of all at most.
    """
    writers = np.unique(people.writers)
    test, fit = (min(count, len(writers) // 3) for count in (test, fit))
    last = len(writers) - test
    parts = writers[: last - fit], writers[last - fit : last], writers[last:]
    return People(*(people.take(np.isin(people.writers, part)) for part in parts))


@dataclass(frozen=True)
class Material:
    """Images to train on.

    Attributes:
        scans: MNIST's training images, (n, 28, 28) uint8.
        scan_labels: (n,) uint8.
        drawings: pools of drawn digits and of what is no digit, by kind.
    """

    scans: NDArray[np.uint8]
    scan_labels: NDArray[np.uint8]
    drawings: Mapping[str, Pool]


def gather(
    mnist: Mnist,
    digits: StrokeSet | None,
    letters: StrokeSet | None,
    seed: int,
    sizes: Mapping[str, int] = SIZES,
    fonts: Fonts | None = None,
) -> Material:
    """Draws all there is to train on besides MNIST; takes minutes on two processors.

    Args:
        mnist: its training images are used.
        digits: of the people to learn from; without them there are only styled digits.
        letters: of the people to learn from; without them shapes have to do.
        seed: of the drawings.
        sizes: how many of each kind.
        fonts: of print and of other scripts; without them there are displays alone.
    """
    faces = of_families(fonts or {}, printed.FAMILIES)
    sources: dict[str, pool.Source] = {
        "styles": partial(pool.drawn, pool.styled_digits),
        "shapes": partial(pool.drawn, partial(pool.shapes, not_digits.SHAPES)),
        "printed": partial(pool.machine_made, faces),
    }
    if digits is not None:
        written = partial(pool.written_digits, digits)
        sources["people"] = partial(pool.drawn, written)
        sources["worn"] = partial(pool.worn, written)
        sources["scenes"] = partial(scenes.seen_scenes, digits, fonts=faces)
        sources["spoilt"] = partial(pool.drawn, partial(pool.spoilt_digits, digits))
    if letters is not None:
        sources["letters"] = partial(pool.drawn, partial(pool.letters, letters))
    others = scripts.script_fonts(fonts or {}, scripts.SCRIPTS)
    if others:
        known = partial(pool.other_scripts, scripts.SCRIPTS, others)
        sources["scripts"] = partial(pool.drawn, known)
    drawings = pool.fill({name: (source, sizes[name]) for name, source in sources.items()}, seed)
    return Material(mnist.x_train, mnist.y_train, drawings)
