"""How a descent ended, from its trajectory: converged, diverged, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from dlcore.optimizers.surfaces import SURFACES, Surface
from dlcore.optimizers.terrain import PointDerivatives, Terrain

Kind = Literal["converged", "saddle", "oscillating", "going", "diverged"]

NEAR = 0.01  # of the view's diagonal: so near to a minimum counts as there
FAR = 10.0  # views; whoever is further away does not come back
_LATE = 0.25  # the last share of the steps, by which it is judged
_STILL = 0.005  # of the diagonal: who has moved less in the late part stands still
_FLAT = 0.003  # of the mean slope across the view
_LEAP, _TIMES = 1e-4, 10.0  # of the whole fall; of what it had come down to
_BACK_AND_FORTH = 5.0  # the late path is so many times as long as the way it gets


@dataclass(frozen=True)
class Outcome:
    """How a descent ended.

    Attributes:
        kind: "converged" (within 1 % of the view's diagonal of a minimum to the end, and not
            oscillating), "saddle" (at rest where the gradient is nearly 0 and the Hessian
            indefinite), "oscillating" (moves to and fro and the loss falls no more), "going" (none
            of these yet), "diverged" (not finite, or more than ten half widths of the view from its
            centre).
        step: when it came to that; the last step for "going" and "oscillating".
        left_view: the first step outside `Surface.view`; None if there was none.
    """

    kind: Kind
    step: int
    left_view: int | None = None


def first_divergence(points: np.ndarray, losses: np.ndarray, surface: Surface) -> int | None:
    """The step at which a trajectory is not finite or far outside the view; None if it never is.

    Args:
        points: (n + 1, 2); losses: (n + 1,).
    """
    left, right, bottom, top = surface.view
    centre = np.array([(left + right) / 2, (bottom + top) / 2])
    half = np.array([right - left, top - bottom]) / 2
    sane = np.isfinite(losses) & np.isfinite(points).all(axis=1)
    sane &= (np.abs(points - centre) <= FAR * half).all(axis=1)
    return None if sane.all() else int(np.argmin(sane))


def classify(
    name: str,
    ground: Terrain,
    points: np.ndarray,
    losses: np.ndarray,
    end: PointDerivatives,
    diverged: int | None = None,
) -> Outcome:
    """How a trajectory has ended.

    Args:
        name: of the surface; ground: its terrain.
        points: (n + 1, 2), the start first; losses: (n + 1,).
        end: gradient and Hessian at the last point.
        diverged: from `first_divergence`.
    """
    if diverged is not None:
        return Outcome("diverged", diverged, left_view=diverged)
    surface = SURFACES[name]
    last = len(points) - 1
    left_view = _first(_outside(points, surface))
    arrived = _arrival(points, ground, surface)
    late = points[int(last * (1 - _LATE)) :].astype(float)
    enough = last >= 8  # steps, to tell more than where it is
    restless = enough and (
        _oscillates(late, losses[-len(late) :], surface)
        or (arrived is not None and _leaps(losses, len(late)))
    )
    if arrived is not None and not restless:
        return Outcome("converged", arrived, left_view)
    if not enough:
        return Outcome("going", last, left_view)
    if _span(late) < _STILL * surface.diagonal and _is_saddle(end, surface, ground):
        return Outcome("saddle", _rest(points, surface), left_view)
    if restless:
        return Outcome("oscillating", last, left_view)
    return Outcome("going", last, left_view)


def _outside(points: np.ndarray, surface: Surface) -> np.ndarray:
    left, right, bottom, top = surface.view
    x, y = points[:, 0], points[:, 1]
    return (x < left) | (x > right) | (y < bottom) | (y > top)


def _first(marks: np.ndarray) -> int | None:
    return int(np.argmax(marks)) if marks.any() else None


def _arrival(points: np.ndarray, ground: Terrain, surface: Surface) -> int | None:
    """The step from which on the path stays near to one minimum."""
    if not ground.minima:
        return None
    minima = np.asarray(ground.minima)
    distances = np.linalg.norm(points[:, None] - minima, axis=-1)  # (n + 1, minima)
    nearest = distances[:, np.argmin(distances[-1])]
    return _since(nearest <= NEAR * surface.diagonal)


def _rest(points: np.ndarray, surface: Surface) -> int:
    """The step from which on the path stays where it ends."""
    distances = np.linalg.norm(points - points[-1], axis=-1)
    return _since(distances <= NEAR * surface.diagonal) or 0


def _since(marks: np.ndarray) -> int | None:
    """The step from which on all marks are set; None where the last is not."""
    if not marks[-1]:
        return None
    return 0 if marks.all() else len(marks) - int(np.argmin(marks[::-1]))


def _span(points: np.ndarray) -> float:
    return float(np.linalg.norm(np.ptp(points, axis=0)))


def _is_saddle(end: PointDerivatives, surface: Surface, ground: Terrain) -> bool:
    """|gradient| below 0.3 % of the mean slope across the view, and eigenvalues of both signs."""
    steepness = float(np.ptp(ground.z)) / surface.diagonal
    low, high = np.linalg.eigvalsh(end.hessian.astype(float))
    return bool(np.linalg.norm(end.gradient) < _FLAT * steepness and low < 0 < high)


def _leaps(losses: np.ndarray, late: int) -> bool:
    """Whether the loss has been at rest far lower than it is late: it came near, and was thrown out
    again."""
    windows = np.lib.stride_tricks.sliding_window_view(losses, max(1, late // 2))
    highest = losses[-late:].max()
    return bool(
        highest > _TIMES * windows.max(axis=1).min()
        and highest > _LEAP * (losses[0] - losses.min())
    )


def _oscillates(late: np.ndarray, losses: np.ndarray, surface: Surface) -> bool:
    """Whether the late path is long but gets nowhere, and the loss falls no more."""
    length = float(np.linalg.norm(np.diff(late, axis=0), axis=1).sum())
    half = len(late) // 2
    gained = np.linalg.norm(late[half:].mean(axis=0) - late[:half].mean(axis=0))
    return bool(
        length > 2 * NEAR * surface.diagonal
        and length > _BACK_AND_FORTH * 2 * gained
        and np.mean(losses[half:]) > 0.9 * np.mean(losses[:half]) - 0.1 * abs(np.mean(losses))
    )
