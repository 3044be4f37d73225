"""What a generator draws from the same noise again and again, while it learns."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

SAMPLES = 50  # of a picture: five of each digit
SIDE = 28


def pack(images: NDArray[np.uint8]) -> bytes:
    """Packs (n, 28, 28) images: a server keeps the films of many visitors."""
    return zlib.compress(images.tobytes())


def unpack(packed: bytes) -> NDArray[np.uint8]:
    """(n, 28, 28): the ten digits again and again, where the generator is told what to draw."""
    return np.frombuffer(zlib.decompress(packed), np.uint8).reshape(-1, SIDE, SIDE)


def fixed_noise(latent_dim: int, seed: int, count: int = SAMPLES) -> NDArray[np.float32]:
    """The noise that a film is drawn from, (count, latent_dim), the same for the same seed."""
    return np.random.default_rng(seed).standard_normal((count, latent_dim)).astype(np.float32)


def fixed_labels(count: int = SAMPLES) -> NDArray[np.int32]:
    """The digits that a film shows, (count,): 0 to 9, again and again."""
    return (np.arange(count) % 10).astype(np.int32)
