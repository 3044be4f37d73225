"""What is done to digits that a network was not taught with: each a slider from nothing to much.

NumPy alone, so that a page can show what was asked without asking again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.messages import N_

Pixels28 = NDArray[np.float32]  # (n, 28, 28) in [0, 1]
LEVELS = 9
"""Strengths of each shift; the first leaves the images as they are."""


@dataclass(frozen=True)
class DigitShift:
    """One kind of change.

    Attributes:
        title: an English msgid.
        said: the same with a strength, {strength}; an English msgid.
        unit: of the strength, on an axis; an English msgid.
        strengths: `LEVELS` of them, from none to much.
        apply: from images, strength and a source of chance to other images.
    """

    title: str
    said: str
    unit: str
    strengths: tuple[float, ...]
    apply: Callable[[Pixels28, float, np.random.Generator], Pixels28]


def changed(name: str, level: int, images: NDArray[np.uint8], seed: int) -> Pixels28:
    """Images with one of `SHIFTS` done to them; those of the first few are the same for more.

    Args:
        level: 0 to `LEVELS` - 1.
        images: (n, 28, 28) uint8.
        seed: of what chance there is.

    Returns:
        (n, 28, 28) float32 in [0, 1].
    """
    shift = SHIFTS[name]
    random = np.random.default_rng([seed, list(SHIFTS).index(name), level])
    scaled = images.astype(np.float32) / np.float32(255)
    strength = shift.strengths[level]
    done = shift.apply(scaled, strength, random) if strength else scaled
    return np.clip(done, 0, 1).astype(np.float32)


def _invert(images: Pixels28, share: float, random: np.random.Generator) -> Pixels28:
    """Half way all is grey, and there is nothing to be seen."""
    return (1 - share) * images + share * (1 - images)


def _rotate(images: Pixels28, degrees: float, random: np.random.Generator) -> Pixels28:
    """Counter-clockwise about the middle, bilinear; what comes from outside is black."""
    side = images.shape[1]
    middle = (side - 1) / 2
    y, x = np.mgrid[:side, :side] - middle
    cosine, sine = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    return _sampled(images, middle + sine * x + cosine * y, middle + cosine * x - sine * y)


def _sampled(images: Pixels28, rows: NDArray, columns: NDArray) -> Pixels28:
    """The images at these places of their own, between pixels the mean of four."""
    padded = np.pad(images, ((0, 0), (1, 2), (1, 2)))  # a black rim for what lies outside
    last = images.shape[1] + 1
    rows, columns = (np.clip(at + 1, 0, last - 1e-3) for at in (rows, columns))
    top, left = np.floor(rows).astype(int), np.floor(columns).astype(int)
    down, right = (rows - top).astype(np.float32), (columns - left).astype(np.float32)
    upper = (1 - right) * padded[:, top, left] + right * padded[:, top, left + 1]
    lower = (1 - right) * padded[:, top + 1, left] + right * padded[:, top + 1, left + 1]
    return (1 - down) * upper + down * lower


def _move(images: Pixels28, pixels: float, random: np.random.Generator) -> Pixels28:
    by = int(pixels)
    return np.pad(images, ((0, 0), (0, 0), (by, 0)))[:, :, : images.shape[2]]


def _blur(images: Pixels28, sigma: float, random: np.random.Generator) -> Pixels28:
    """By a Gaussian of this spread; black goes on beyond the edge."""
    reach = int(np.ceil(3 * sigma))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    weights = (weights / weights.sum()).astype(np.float32)
    side = images.shape[1]
    offsets = np.arange(side)[:, None] - np.arange(side)
    near = np.abs(offsets) <= reach
    band = np.where(near, weights[np.where(near, offsets + reach, 0)], np.float32(0))
    return band @ images @ band.T


def _noise(images: Pixels28, spread: float, random: np.random.Generator) -> Pixels28:
    return images + np.float32(spread) * random.standard_normal(images.shape, np.float32)


def _lighten(images: Pixels28, share: float, random: np.random.Generator) -> Pixels28:
    return images + np.float32(share) * (1 - images)


def _fade(images: Pixels28, share: float, random: np.random.Generator) -> Pixels28:
    return np.float32(1 - share) * images


def _cover(images: Pixels28, side: float, random: np.random.Generator) -> Pixels28:
    """A black square at a place of its own in each; as a rule over part of the ink."""
    covered = images.copy()
    most = images.shape[1] - int(side)
    for image, (top, left) in zip(
        covered, random.integers(0, most + 1, (len(images), 2)), strict=True
    ):
        image[top : top + int(side), left : left + int(side)] = 0
    return covered


SHIFTS: Mapping[str, DigitShift] = {
    "invert": DigitShift(
        N_("Invert"),
        N_("{strength:.0%} of the way to the negative"),
        N_("share of the way to the negative"),
        (0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1),
        _invert,
    ),
    "rotate": DigitShift(
        N_("Rotate"),
        N_("Turned by {strength:g}°"),
        N_("degrees"),
        (0, 15, 30, 45, 60, 90, 120, 150, 180),
        _rotate,
    ),
    "move": DigitShift(
        N_("Move"),
        N_("Moved right by {strength:g} pixels"),
        N_("pixels"),
        (0, 1, 2, 3, 4, 6, 8, 10, 12),
        _move,
    ),
    "blur": DigitShift(
        N_("Blur"),
        N_("Blurred over {strength:g} pixels"),
        N_("pixels"),
        (0, 0.5, 1, 1.5, 2, 2.5, 3, 4, 5),
        _blur,
    ),
    "noise": DigitShift(
        N_("Noise"),
        N_("Noise with a spread of {strength:g}"),
        N_("spread of the noise; white is 1"),
        (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1),
        _noise,
    ),
    "lighten": DigitShift(
        N_("Lighter paper"),
        N_("Paper {strength:.0%} of the way to white"),
        N_("share of the way to white paper"),
        (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8),
        _lighten,
    ),
    "fade": DigitShift(
        N_("Fade"),
        N_("{strength:.0%} of the ink gone"),
        N_("share of the ink that is gone"),
        (0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98),
        _fade,
    ),
    "cover": DigitShift(
        N_("Cover"),
        N_("A square of {strength:g} pixels covered"),
        N_("pixels"),
        (0, 4, 6, 8, 10, 12, 14, 16, 20),
        _cover,
    ),
}
"""By name; a new one is a new entry."""
