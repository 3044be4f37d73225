"""A surface on a grid, its gradients and Hessians, and its minima."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from dlcore.optimizers.surfaces import SURFACES, Point
from dlcore.validation import check_choice

_NEWTON_STEPS = 8


@dataclass(frozen=True)
class Terrain:
    """A surface on a grid over its view.

    Attributes:
        x, y: (n,) float32 each, increasing.
        z: (n, n) float32, the loss at x[column], y[row].
        minima: those in the view, as (x, y).
        lowest: as in `Surface`.
    """

    x: np.ndarray
    y: np.ndarray
    z: np.ndarray
    minima: tuple[Point, ...]
    lowest: float


class PointDerivatives(NamedTuple):
    """A surface at one point: gradient (2,) and Hessian (2, 2)."""

    gradient: np.ndarray
    hessian: np.ndarray


@dataclass(frozen=True)
class Derivatives:
    """A surface at n points: losses (n,), gradients (n, 2) and Hessians (n, 2, 2)."""

    losses: np.ndarray
    gradients: np.ndarray
    hessians: np.ndarray

    def __iter__(self) -> Iterator[PointDerivatives]:
        """One point after the other."""
        return map(PointDerivatives, self.gradients, self.hessians)


@lru_cache(maxsize=len(SURFACES))
def terrain(name: str) -> Terrain:
    """A surface on a grid over its view, evaluated once in a process.

    Raises:
        ConfigError: there is no such surface.
    """
    check_choice("surface", name, SURFACES)
    surface = SURFACES[name]
    left, right, bottom, top = surface.view
    x = np.linspace(left, right, surface.resolution, dtype=np.float32)
    y = np.linspace(bottom, top, surface.resolution, dtype=np.float32)
    z = _heights(surface.function, x, y)
    return Terrain(x, y, z, surface.minima or _find_minima(name, x, y, z), surface.lowest)


def derivatives(name: str, points: np.ndarray) -> Derivatives:
    """Loss, gradient and Hessian by automatic differentiation.

    Args:
        name: of a surface.
        points: (n, 2) float32 or float64; computed in that type.
    """
    found = _differentiate(name, str(points.dtype))(points)
    return Derivatives(*(part.numpy() for part in found))


def _heights(function: Callable[[Any], Any], x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Row by row: all at once, a network's activations would take a tenth of a gigabyte."""
    import tensorflow as tf
    from keras import ops

    function = tf.autograph.experimental.do_not_convert(function)
    grid = np.stack(np.meshgrid(x, y), axis=-1)  # (rows, columns, 2)
    return np.asarray(ops.convert_to_numpy(ops.map(function, ops.convert_to_tensor(grid))))


@lru_cache(maxsize=2 * len(SURFACES))
def _differentiate(name: str, dtype: str) -> Callable[[np.ndarray], Any]:
    import tensorflow as tf

    function = SURFACES[name].function

    @tf.function(input_signature=[tf.TensorSpec((None, 2), dtype)], autograph=False)
    def differentiate(points: Any) -> Any:
        with tf.GradientTape(persistent=True) as second:
            second.watch(points)
            with tf.GradientTape() as first:
                first.watch(points)
                losses = function(points)
            gradients = first.gradient(losses, points)
            parts = (gradients[:, 0], gradients[:, 1])
        rows = [second.gradient(part, points) for part in parts]
        return losses, gradients, tf.stack(rows, axis=1)

    return differentiate


def _find_minima(name: str, x: np.ndarray, y: np.ndarray, z: np.ndarray) -> tuple[Point, ...]:
    """Grid points that are lower than their eight neighbours, refined by Newton's method."""
    inner = z[1:-1, 1:-1]
    rows, columns = z.shape
    around = [
        z[i : rows - 2 + i, j : columns - 2 + j]
        for i in range(3)
        for j in range(3)
        if (i, j) != (1, 1)
    ]
    low = np.argwhere(inner < np.min(around, axis=0)) + 1
    points = np.stack([x[low[:, 1]], y[low[:, 0]]], axis=1)
    for _ in range(_NEWTON_STEPS):
        at = derivatives(name, points)
        points = points - np.linalg.solve(at.hessians, at.gradients[..., None])[..., 0]
    order = np.argsort(derivatives(name, points).losses)
    return tuple((float(a), float(b)) for a, b in points[order])
