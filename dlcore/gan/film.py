"""What a generator drew from the same noise again and again, while it learnt."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.reports import Preview
from dlcore.thinned import Thinned

FRAMES = 60
SAMPLES = 50  # of a frame: five of each digit
SIDE = 28


@dataclass(frozen=True)
class Frame:
    """One moment of a training.

    Attributes:
        step: turns of the generator so far.
        seconds: of training so far.
        packed: the images, compressed: a server keeps the films of many visitors.
    """

    step: int
    seconds: float
    packed: bytes

    @staticmethod
    def of(step: int, seconds: float, images: NDArray[np.uint8]) -> Frame:
        """Packs (n, 28, 28) images."""
        return Frame(step, seconds, zlib.compress(images.tobytes()))

    @property
    def images(self) -> NDArray[np.uint8]:
        """(n, 28, 28): the ten digits again and again, where the generator is told what to draw."""
        return np.frombuffer(zlib.decompress(self.packed), np.uint8).reshape(-1, SIDE, SIDE)

    @staticmethod
    def of_preview(preview: Preview) -> Frame:
        """The frame that a report carries."""
        return Frame(preview["step"], preview["seconds"], preview["packed"])


class Film:
    """Frames of a run in bounded memory: a long one is thinned evenly, first and newest stay."""

    def __init__(self, frames: tuple[Frame, ...] = ()) -> None:
        self._frames: Thinned[Frame] = Thinned(FRAMES)
        for frame in frames:
            self._frames.append(frame)

    def add(self, frame: Frame) -> None:
        """Adds a frame, which comes after all the others."""
        self._frames.append(frame)

    def frames(self) -> tuple[Frame, ...]:
        """Oldest first."""
        return tuple(self._frames.items())


def fixed_noise(latent_dim: int, seed: int, count: int = SAMPLES) -> NDArray[np.float32]:
    """The noise that a film is drawn from, (count, latent_dim), the same for the same seed."""
    return np.random.default_rng(seed).standard_normal((count, latent_dim)).astype(np.float32)


def fixed_labels(count: int = SAMPLES) -> NDArray[np.int32]:
    """The digits that a film shows, (count,): 0 to 9, again and again."""
    return (np.arange(count) % 10).astype(np.int32)
