"""Max and average pooling, and how far each is invariant to a small shift."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.convolution import Picture
from dlcore.convolution.window import Window
from dlcore.validation import check_whole

FURTHEST = 4  # pixels of a shift


@dataclass(frozen=True)
class Shifted:
    """An operation on a picture, f(x), and on the shifted picture, f(shift x).

    Attributes:
        still, moved: (rows, columns) float32, the one and the other.
    """

    still: Picture
    moved: Picture

    @property
    def difference(self) -> Picture:
        """f(shift x) - f(x)."""
        return self.moved - self.still

    @property
    def change(self) -> float:
        """|f(shift x) - f(x)|_1 / |f(x)|_1; 0 where f(x) is 0."""
        strength = float(np.abs(self.still).sum())
        return float(np.abs(self.difference).sum()) / strength if strength else 0.0

    @property
    def unchanged(self) -> float:
        """Share of the cells that the shift changes by less than 1e-6, in [0, 1]."""
        return float((np.abs(self.difference) < 1e-6).mean())


@dataclass(frozen=True)
class Pooled:
    """A picture, its max pooling and its average pooling, each of the shifted picture too.

    Attributes:
        picture: not pooled.
        largest, mean: by MaxPooling2D and by AveragePooling2D.
        sweep: (5, 3) float64, the `change` of picture, largest and mean by shifts of 0 to 4 pixels
            to the right.
    """

    picture: Shifted
    largest: Shifted
    mean: Shifted
    sweep: NDArray[np.float64]


def shifted(picture: Picture, right: int, down: int) -> Picture:
    """The picture translated by whole pixels; what comes in is 0, what leaves is lost."""
    height, width = picture.shape
    moved = np.zeros_like(picture)
    if abs(down) < height and abs(right) < width:
        moved[max(down, 0) : height + min(down, 0), max(right, 0) : width + min(right, 0)] = (
            picture[max(-down, 0) : height - max(down, 0), max(-right, 0) : width - max(right, 0)]
        )
    return moved


def pooled(picture: Picture, window: Window, right: int, down: int) -> Pooled:
    """Pools a picture and the shifted picture with Keras' MaxPooling2D and AveragePooling2D.

    With the padding "same" the margin counts in neither: the largest is that of the picture's own
    pixels, and so is the mean.

    Args:
        window: its dilation is 1.
        right, down: pixels of the shift, -4 to 4.

    Raises:
        ConfigError: there is no place for the window, or a longer shift.
    """
    check_whole("right", right, -FURTHEST, FURTHEST)
    check_whole("down", down, -FURTHEST, FURTHEST)
    for side in picture.shape:
        window.places(side)
    further = [shifted(picture, pixels, 0) for pixels in range(FURTHEST + 1)]
    batch = np.stack([picture, shifted(picture, right, down), *further])  # (7, height, width)
    arguments = {"strides": window.stride, "padding": window.padding}
    pools = [kind(window.size, **arguments) for kind in _kinds()]
    stages = [batch, *(pool(batch[..., None]).numpy()[..., 0] for pool in pools)]
    sweep = [[Shifted(stage[0], moved).change for moved in stage[2:]] for stage in stages]
    still = [Shifted(stage[0], stage[1]) for stage in stages]
    return Pooled(still[0], still[1], still[2], np.transpose(sweep))


def _kinds() -> tuple[type, type]:
    from keras import layers

    return layers.MaxPooling2D, layers.AveragePooling2D
