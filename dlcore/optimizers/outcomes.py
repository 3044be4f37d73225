"""How a descent ended, told from its path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from dlcore.optimizers.surfaces import SURFACES, Surface
from dlcore.optimizers.terrain import Slope, Terrain

Kind = Literal["converged", "saddle", "oscillating", "going", "diverged"]

NEAR = 0.01  # of the view's diagonal: so near to a minimum counts as there
FAR = 10.0  # views; whoever is further away does not come back
_LATE = 0.25  # the last share of the steps, by which it is judged
_STILL = 0.005  # of the diagonal: who has moved less in the late part stands still
_FLAT = 0.003  # of the mean slope across the view
_BACK_AND_FORTH = 5.0  # the late path is so many times as long as the way it gets


@dataclass(frozen=True)
class Outcome:
    """What became of a descent.

    Attributes:
        kind: "converged" (came near to a minimum and to rest), "saddle" (stands where it is flat
            and yet no minimum), "oscillating" (moves to and fro and gets nowhere), "going" (none of
            these yet), "diverged" (not finite, or far outside the view).
        step: when it came to that; the last step for "going".
        left_view: the first step outside the picture; None if it never was.
    """

    kind: Kind
    step: int
    left_view: int | None = None


def first_astray(points: np.ndarray, losses: np.ndarray, surface: Surface) -> int | None:
    """The step at which a path became infinite or far; None if it never did.

    Args:
        points: (n + 1, 2); losses: (n + 1,).
    """
    left, right, bottom, top = surface.view
    centre = np.array([(left + right) / 2, (bottom + top) / 2])
    half = np.array([right - left, top - bottom]) / 2
    sane = np.isfinite(losses) & np.isfinite(points).all(axis=1)
    sane &= (np.abs(points - centre) <= FAR * half).all(axis=1)
    return None if sane.all() else int(np.argmin(sane))


def judge(
    name: str,
    ground: Terrain,
    points: np.ndarray,
    losses: np.ndarray,
    end: Slope,
    astray: int | None = None,
) -> Outcome:
    """Tells how a path has ended.

    Args:
        name: of the surface; ground: its terrain.
        points: (n + 1, 2), the start first; losses: (n + 1,).
        end: the surface at the last point.
        astray: the step at which it became infinite or far, if it did.
    """
    if astray is not None:
        return Outcome("diverged", astray, left_view=astray)
    surface = SURFACES[name]
    last = len(points) - 1
    left_view = _first(_outside(points, surface))
    arrived = _arrival(points, ground, surface)
    late = points[int(last * (1 - _LATE)) :].astype(float)
    enough = last >= 8  # steps, to tell more than where it is
    restless = enough and _oscillates(late, losses[-len(late) :], surface)
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


def _is_saddle(end: Slope, surface: Surface, ground: Terrain) -> bool:
    """Nearly flat for its surface, and down in one direction but up in the other."""
    steepness = float(np.ptp(ground.z)) / surface.diagonal
    low, high = np.linalg.eigvalsh(end.hessian.astype(float))
    return bool(np.linalg.norm(end.gradient) < _FLAT * steepness and low < 0 < high)


def _oscillates(late: np.ndarray, losses: np.ndarray, surface: Surface) -> bool:
    """It moves, without getting anywhere, and the loss falls no more."""
    length = float(np.linalg.norm(np.diff(late, axis=0), axis=1).sum())
    half = len(late) // 2
    gained = np.linalg.norm(late[half:].mean(axis=0) - late[:half].mean(axis=0))
    return bool(
        length > 2 * NEAR * surface.diagonal
        and length > _BACK_AND_FORTH * 2 * gained
        and np.mean(losses[half:]) > 0.9 * np.mean(losses[:half]) - 0.1 * abs(np.mean(losses))
    )
