"""What is said of a picture in which no drawing is found is true."""

from __future__ import annotations

import numpy as np
import pytest

from dlcore.data import DataError
from dlcore.data.formats.fitting import fitted


def rgba(grey: np.ndarray) -> np.ndarray:
    return np.stack([grey, grey, grey, np.full_like(grey, 255)], axis=-1)


@pytest.mark.parametrize(
    "pixels",
    [
        rgba(np.zeros((28, 28), np.uint8)),
        rgba(np.full((40, 20), 255, np.uint8)),
        rgba(np.full((1, 1), 7, np.uint8)),
        np.random.default_rng(0).integers(0, 256, (9, 9, 4), np.uint8) * np.uint8([1, 1, 1, 0]),
    ],
    ids=["black", "white", "one pixel", "transparent"],
)
def test_of_one_colour_is_what_is_of_one_colour(pixels):
    with pytest.raises(DataError, match="all of it is of one colour"):
        fitted(pixels, ink=True)


def test_noise_and_what_is_faint_are_said_to_be_that():
    noise = np.random.default_rng(0).integers(0, 256, (64, 64), np.uint8)
    faint = np.full((64, 64), 250, np.uint8)
    faint[20:40, 20:40] = 240
    for grey in (noise, faint):
        with pytest.raises(DataError, match="too faint, or grainy all over"):
            fitted(rgba(grey), ink=True)
        assert fitted(rgba(grey), ink=False).shape == (28, 28)
