"""The ink of a row -> the ink of each symbol that was read in it.

What the network says where stands beside what is connected: whole spots of ink go to the symbol
that stands in them. A spot in which several stand is cut between them, along the way from top to
bottom that goes through least ink (Casey & Lecolinet 1996, section 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dlcore.line.picture import DIGIT, LinePicture

_FLAT = 0.3  # digit heights: what is lower is a bar, and is never cut
_FRAGMENT = 0.4  # less than this either way is no character of its own
_REACH = 0.12  # digit heights beyond its ink, where a symbol may be said to stand
_OVERHANG = 0.25  # of a spot's ink: less reaches over to a neighbour that has ink of its own
_SIDEWAYS = 0.05  # px of ink that a step to the side costs a cut: straight ones first
_COARSE = 60  # px: a taller spot is cut on a smaller copy


@dataclass(frozen=True)
class _Spot:
    """A connected piece of ink.

    Attributes:
        left, top: of its box, px.
        mask: (h, w), the ink in the box.
        columns: (h, w) px of the line's picture, where each pixel lies in it.
        first, last: the least and greatest of its columns; middle: their mean, by ink.
    """

    left: int
    top: int
    mask: NDArray[np.bool_]
    columns: NDArray[np.floating]
    first: float
    last: float
    middle: float


def share_ink(
    labels: NDArray[np.int_], picture: LinePicture, middles: Sequence[float]
) -> NDArray[np.int_]:
    """Gives each pixel of a row's ink to a symbol.

    Args:
        labels: (H, W), the connected piece that each pixel belongs to, from 1; 0 for paper.
        picture: of the row.
        middles: where each symbol is read, px of the picture from its left edge, increasing; one at
            least.

    Returns:
        (H, W): for each pixel the symbol that has it, from 1; 0 for paper.
    """
    spots = _spots(labels, picture)
    places = np.array(middles)
    inside = [_inside(spot, places) for spot in spots]
    standing = {
        symbols[0]
        for spot, symbols in zip(spots, inside, strict=True)
        if len(symbols) == 1 and not _is_bar(spot, picture)
    }
    shared = np.zeros_like(labels)
    for spot, symbols in zip(spots, inside, strict=True):
        rows, columns = spot.mask.shape
        target = shared[spot.top : spot.top + rows, spot.left : spot.left + columns]
        owners = _owners(spot, symbols, places, standing, picture)
        target[spot.mask] = _cut(spot, owners, places)[spot.mask] + 1
    return shared


def _spots(labels: NDArray[np.int_], picture: LinePicture) -> list[_Spot]:
    from scipy import ndimage  # here: whoever only names a task needs no SciPy

    spots = []
    for label, box in enumerate(ndimage.find_objects(labels), start=1):
        mask = labels[box] == label
        ys, xs = np.mgrid[box]
        columns = picture.column(xs + 0.5, ys + 0.5)
        own = columns[mask]
        spots.append(
            _Spot(
                box[1].start, box[0].start, mask, columns,
                float(own.min()), float(own.max()), float(own.mean()),
            )
        )  # fmt: skip
    return spots


def _inside(spot: _Spot, places: NDArray[np.float64]) -> list[int]:
    """The symbols that are read where a spot is."""
    reach = _REACH * DIGIT
    within = (places >= spot.first - reach) & (places <= spot.last + reach)
    return np.flatnonzero(within).tolist()


def _is_bar(spot: _Spot, picture: LinePicture) -> bool:
    return len(spot.mask) * picture.scale < _FLAT * DIGIT


def _owners(
    spot: _Spot,
    symbols: list[int],
    places: NDArray[np.float64],
    standing: set[int],
    picture: LinePicture,
) -> list[int]:
    """The symbols that a spot belongs to, from left to right."""
    nearest = int(np.abs(places - spot.middle).argmin())
    width = spot.last - spot.first
    height = len(spot.mask) * picture.scale
    if not symbols or _is_bar(spot, picture) or max(width, height) < _FRAGMENT * DIGIT:
        return [nearest]
    kept = [one for one in symbols if one not in standing or _has_much(spot, one, symbols, places)]
    return kept or [nearest]


def _has_much(spot: _Spot, symbol: int, symbols: list[int], places: NDArray[np.float64]) -> bool:
    """Whether a good part of a spot lies on a symbol's side of the middle between two."""
    if len(symbols) == 1:
        return True
    here = np.abs(spot.columns[spot.mask][:, None] - places[symbols]).argmin(axis=1)
    return bool(np.mean(here == symbols.index(symbol)) >= _OVERHANG)


def _cut(spot: _Spot, owners: list[int], places: NDArray[np.float64]) -> NDArray[np.int_]:
    """(h, w), the owner of each pixel of a spot's box."""
    owner = np.full(spot.mask.shape, owners[0])
    for left, right in pairwise(owners):
        seam = _seam(spot, places[left], places[right])
        owner[np.arange(spot.mask.shape[1]) > seam[:, None]] = right
    return owner


def _seam(spot: _Spot, left: float, right: float) -> NDArray[np.int_]:
    """The cheapest way from top to bottom between two places (dynamic programming).

    Returns:
        (h,), for each row the last column on its left.
    """
    step = max(1, len(spot.mask) // _COARSE)
    mask, columns = spot.mask[::step, ::step], spot.columns[::step, ::step]
    # Straight in the middle between the two where nothing else speaks for another way.
    away = np.abs(columns - (left + right) / 2) / max(right - left, 1e-6)
    price = mask + _SIDEWAYS * away + np.where((columns > left) & (columns < right), 0, 1e3)
    rows, width = price.shape
    here = np.arange(width)
    came = np.zeros((rows, width), np.int_)
    cost = np.full(width + 2, np.inf)  # walls on both sides
    cost[1:-1] = price[0]
    for y in range(1, rows):
        from_each = np.stack([cost[1:-1], cost[:-2] + _SIDEWAYS, cost[2:] + _SIDEWAYS])
        chosen = from_each.argmin(axis=0)
        came[y] = here + np.array([0, -1, 1])[chosen]
        cost[1:-1] = from_each[chosen, here] + price[y] * np.where(chosen, np.sqrt(2), 1)
    path = np.empty(rows, np.int_)
    path[-1] = cost[1:-1].argmin()
    for y in range(rows - 1, 0, -1):
        path[y - 1] = came[y][path[y]]
    return (path.repeat(step)[: len(spot.mask)] + 1) * step - 1
