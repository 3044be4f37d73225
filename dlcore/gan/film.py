"""What a generator draws from the same noise again and again, while it learns."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

from dlcore.contract import CLASSES
from dlcore.gan.config import GanConfig

ROWS = 5
COLUMNS = 10
MOST_COLUMNS = 12
SAMPLES = ROWS * COLUMNS  # of a picture of ten classes: five of each
SIDE = 28


def pack(images: NDArray[np.uint8]) -> bytes:
    """Packs (n, 28, 28) images: a server keeps the films of many visitors."""
    return zlib.compress(images.tobytes())


def unpack(packed: bytes) -> NDArray[np.uint8]:
    """(n, 28, 28): the classes again and again, where the generator is told what to draw."""
    return np.frombuffer(zlib.decompress(packed), np.uint8).reshape(-1, SIDE, SIDE)


def fixed_noise(latent_dim: int, seed: int, count: int = SAMPLES) -> NDArray[np.float32]:
    """The noise that a film is drawn from, (count, latent_dim), the same for the same seed."""
    return np.random.default_rng(seed).standard_normal((count, latent_dim)).astype(np.float32)


def fixed_labels(count: int = SAMPLES, classes: int = CLASSES) -> NDArray[np.int32]:
    """What is to be drawn from that noise, (count,): 0 to classes - 1, again and again."""
    return (np.arange(count) % classes).astype(np.int32)


def columns(config: GanConfig) -> tuple[int, ...]:
    """The class that each column of a picture shows, by its index.

    All of them where there is room, several times where they are few; of more than `MOST_COLUMNS`
    so many, chosen evenly. Of a generator that is told nothing () stands for: whatever it draws.
    """
    if not config.conditional:
        return ()
    classes = config.classes
    if classes > MOST_COLUMNS:
        evenly = np.linspace(0, classes - 1, MOST_COLUMNS).round().astype(int)
        return tuple(evenly.tolist())
    return tuple(range(classes)) * max(1, COLUMNS // classes)


def shown(config: GanConfig) -> NDArray[np.intp]:
    """Which of the drawings that are made with `fixed_labels` a picture shows, row by row."""
    across = np.array(columns(config), np.intp)
    if not len(across):
        return np.arange(SAMPLES)
    if config.classes <= MOST_COLUMNS:
        return np.arange(ROWS * len(across))
    return (np.arange(ROWS)[:, None] * config.classes + across).ravel()
