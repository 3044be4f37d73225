"""Drawing with the generator that ships."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlcore.contract import CLASSES
from dlcore.errors import LabError
from dlcore.gan.generator.opened import find_generator
from dlcore.validation import check_whole

SHIPPED = "gan"
MAX_AT_ONCE = 10_000
MAX_SEED = 2**32 - 1


class DrawingError(LabError):
    """What is asked for cannot be drawn; says what was expected and what came."""


def generate(labels: ArrayLike, seed: int) -> NDArray[np.uint8]:
    """Draws digits with the shipped generator.

    Args:
        labels: (n,) whole numbers in 0-9, at least one and at most `MAX_AT_ONCE`.
        seed: 0 to 2^32 - 1; the same seed draws the same. Fewer labels draw the first of them.

    Returns:
        (n, 28, 28) white ink on black.

    Raises:
        DrawingError: the labels are none, too many or no digits.
        ConfigError: the seed is no such number.
        RegistryError: the model is absent or damaged.
    """
    digits = checked_labels(labels)
    check_whole("seed", _plain(seed), 0, MAX_SEED)
    generator = find_generator(SHIPPED)
    drawn_from = noise(len(digits), generator.latent_dim, int(seed))
    return generator.draw(drawn_from, generator.embedded(digits))


def noise(count: int, size: int, seed: int) -> NDArray[np.float32]:
    """(count, size) from the standard normal; a larger count begins with the same rows."""
    return np.random.default_rng(seed).standard_normal((count, size)).astype(np.float32)


def checked_labels(
    labels: ArrayLike, most: int = MAX_AT_ONCE, classes: int = CLASSES
) -> NDArray[np.int32]:
    """The digits that are asked for, or the classes of another generator by their index.

    Args:
        labels: anything.
        most: so many may be asked for.
        classes: how many there are.

    Returns:
        (n,) int32.

    Raises:
        DrawingError: they are none, too many or no digits, or no such classes.
    """
    digits = _as_array(labels)
    if not digits.size:
        raise DrawingError("Name at least one digit to draw.")
    if len(digits) > most:
        raise DrawingError(
            "At most {most} digits are drawn at once. Received: {count}",
            most=f"{most:,}",
            count=f"{len(digits):,}",
        )
    strangers = [str(label) for label in digits if not _is_class(label, classes)]
    if strangers and classes == CLASSES:
        raise DrawingError(
            "Only the digits 0 to 9 can be drawn. Received: {found}", found=", ".join(strangers[:3])
        )
    if strangers:
        raise DrawingError(
            "Only the classes 0 to {last} can be drawn. Received: {found}",
            last=classes - 1,
            found=", ".join(strangers[:3]),
        )
    return digits.astype(np.int32)


def _as_array(labels: ArrayLike) -> NDArray[Any]:
    try:
        digits = np.asarray(labels)
    except ValueError:  # rows of different lengths
        digits = np.empty((0, 0))
    if digits.ndim != 1:
        raise DrawingError(
            "The digits to draw must come in one row. Received: {shape}", shape=str(digits.shape)
        )
    return digits


def _is_class(label: Any, classes: int) -> bool:
    is_number = isinstance(label, np.integer | np.floating | int | float)
    return is_number and not isinstance(label, np.bool_ | bool) and label in range(classes)


def _plain(value: Any) -> Any:
    """A NumPy integer as Python's own."""
    return int(value) if isinstance(value, np.integer) else value
