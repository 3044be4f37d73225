"""A picture of numbers -> their digits, row by row, from left to right.

Over-segmentation and recognition (Casey & Lecolinet 1996, section 4): ink is taken apart where it
might belong to two digits, and of all ways to put neighbouring pieces together the cheapest is
kept. Costs are geometric; a recogniser, where there is one, adds how little each group of pieces
looks like a digit. All lengths are measured in heights of a digit or widths of the pen, so that
size and pen do not matter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore import digits
from dlcore.digits.ink import extract_ink, shrink_factor
from dlcore.digits.preprocessing import Batch, Drawing
from dlcore.digits.rows import Band, find_rows
from dlcore.errors import LabError

MAX_PARTS = 20
Score = Callable[[Batch], NDArray[np.float32]]
Group = tuple[int, int]  # first and last of a run of pieces

_MAX_FRAGMENTS = 200  # pieces of ink: a number has fewer, a page of text more
_MAX_GROUP = 8  # pieces put together to one digit
_MARGIN = 2  # px of paper around a part's ink
_POINTS = 1000  # of all outlines, that distances are measured between
_THRESHOLDS = (40, 90)  # of 255
_DUST = 0.01  # of the largest component's area: too small to tell the pen's width

# In widths of the pen.
_SPECK = 0.5  # area of dirt, in squares of the pen
_FLAT = 2.0  # what is lower is a bar, not two digits
_LONGEST_CUT = 2.2  # ink that a cut may go through
_BRIDGE = 1.0  # half of the gap in a broken line that is closed to measure a digit's height
# In heights of a digit.
_FRAGMENT = 0.4  # less is no digit, but a bar, a dot, a part of a broken line
_DIRT = 0.25  # less, and far from everything: nobody wrote that
_NEAR = 0.15  # from a fragment to the ink it belongs to
_WIDE = 0.5  # what is narrower is not cut
_LEAST_PIECE = 0.3  # area of what a cut leaves, times the pen's width: a 1 has about 1
_SIDEWAYS = 0.05  # px of ink that a step to the side costs a cut: straight ones first
# Costs in nats: what is e times less likely costs one more.
_TOO_WIDE = 3.0  # a group wider than _DIGIT_WIDTH by a height; grows with the square
_DIGIT_WIDTH = 0.5  # heights
_TOO_SMALL = 8.0  # for each height below _DIGIT_HEIGHT
_DIGIT_HEIGHT = 0.55  # heights
_JOINED = 1.0  # a digit of separate pieces of ink
_GAP = 6.0  # for each height of the widest paper between them
_CUT = 1.0  # through one width of the pen; grows with the square
_UNEVEN = 3.0  # a cut that leaves one side no height: a bar of a 4 or 7 is no digit
_HOPELESS = 10.0  # such a group is not even scored by the recogniser
_COVERED = 3.0  # neighbours, one right above the other; nothing up to _SLANTED
_SLANTED = 0.5  # of the narrower one's width: overlap that slant may make
_SCORE_WEIGHT = 5.0  # what the recogniser's nats count
_LEAST_SCORE = 0.01  # so that it never decides alone


class TooManyParts(LabError):  # noqa: N818 - reads as what happened
    """There are more segments than `MAX_PARTS`."""


@dataclass(frozen=True)
class Part:
    """One digit of a picture.

    Attributes:
        left, top, right, bottom: its box in pixels of the picture, half-open, with a narrow margin
            of paper where the picture has it.
        ink: (bottom - top, right - left) uint8, light on black 0, only what belongs to this part.
            `digits.from_ink` makes MNIST's image of it.
        row: in which it stands, from 0 at the top.
    """

    left: int
    top: int
    right: int
    bottom: int
    ink: NDArray[np.uint8]
    row: int = 0


@dataclass(frozen=True)
class _Pieces:
    """Ink taken apart. Pieces are numbered from 1, from left to right.

    Attributes:
        labels: (H, W) int, the piece at each pixel, 0 for paper.
        boxes: (n, 4) int, left, top, right, bottom.
        gaps: (n, n) px of paper between each two.
        cuts: (n, n) px of ink that the cut between each two goes through; 0 where there is none.
        height: px, of a digit.
        pen: px, width of the strokes.
    """

    labels: NDArray[np.int32]
    boxes: NDArray[np.int_]
    gaps: NDArray[np.float64]
    cuts: NDArray[np.float64]
    height: float
    pen: float


def split(image: Drawing, score: Score | None = None) -> tuple[Part, ...]:
    """Segments a picture of a number, or of several one below the other, into digits.

    Args:
        image: (H, W) grey, (H, W, 3) RGB or (H, W, 4) RGBA uint8 of any size from 1x1, light ink on
            dark or dark on light, as `digits.preprocess` takes it.
        score: from (n, 28, 28, 1) images to (n,) in [0, 1], how much each looks like a digit; it
            decides where the geometry is not clear. Asked once a row.

    Returns:
        The digits, rows from top to bottom and each from left to right; () where nothing is drawn.

    Raises:
        ValueError: not such an array.
        TooManyParts: there are more than `MAX_PARTS`.
    """
    ink = (extract_ink(image) * 255).astype(np.uint8)
    mask = ink > _threshold(ink)
    if not mask.any():
        return ()
    parts: list[Part] = []
    for number, (top, bottom) in enumerate(_rows(mask)):
        alone = np.zeros_like(mask)
        alone[top:bottom] = mask[top:bottom]
        parts += (replace(part, row=number) for part in _split_row(image, ink, alone, score))
    if len(parts) > MAX_PARTS:
        raise _too_many()
    return tuple(parts)


def _rows(mask: NDArray[np.bool_]) -> list[Band]:
    labels, pen = _components(mask)
    found = find_rows(labels > 0, pen)
    return found if len(found) > 1 else [(0, len(mask))]


def _split_row(
    image: Drawing, ink: NDArray[np.uint8], mask: NDArray[np.bool_], score: Score | None
) -> list[Part]:
    """The digits of one row, from left to right.

    Args:
        image: all of the picture; ink: its ink.
        mask: (H, W), the ink of this row.
    """
    pieces = _pieces(mask)
    costs = _costs(pieces)
    if score:
        seen = np.stack([digits.from_ink(_inside(pieces, ink, *group)[1]) for group in costs])
        for group, likeness in zip(costs, score(seen), strict=True):
            costs[group] -= _SCORE_WEIGHT * float(np.log(max(likeness, _LEAST_SCORE)))
    return [_part(pieces, ink, group, image) for group in _cheapest(pieces, costs)]


def _too_many() -> TooManyParts:
    return TooManyParts(
        "There is more in the picture than the {limit} digits that are read at a time. "
        "Draw fewer, or cut out the number.",
        limit=MAX_PARTS,
    )


def _threshold(ink: NDArray[np.uint8]) -> float:
    """Between paper and ink (Otsu 1979), but never so high that a second, fainter pen is lost."""
    counts = np.bincount(ink.ravel(), minlength=256).astype(float)
    below = counts.cumsum()
    mass = (counts * np.arange(256)).cumsum()
    both = np.maximum(below * (below[-1] - below), 1)
    between = (mass[-1] * below / below[-1] - mass) ** 2 / both
    return float(np.clip(between.argmax(), *_THRESHOLDS))


def _pieces(mask: NDArray[np.bool_]) -> _Pieces:
    """Takes ink apart wherever one digit may end and another begin."""
    labels, pen = _components(mask)
    if labels.max() > _MAX_FRAGMENTS:
        raise _too_many()
    height = _digit_height(labels, pen)
    labels, cuts, component = _cut_wide(labels, height, pen)
    gaps = np.where(component[:, None] == component, 0, _gaps(labels))
    owner = _gathered(_boxes(labels), gaps, height)
    order = _left_to_right(labels, owner)
    return _Pieces(
        labels=np.concatenate([[0], order])[labels],
        boxes=_boxes(np.concatenate([[0], order])[labels]),
        gaps=_combined(np.minimum, gaps, order),
        cuts=_combined(np.add, cuts, order),
        height=height,
        pen=pen,
    )


def _components(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int_], float]:
    """Connected ink without specks of dirt, numbered from 1; and the width of the pen in px."""
    from scipy import ndimage  # here: whoever only names a task or an error needs no SciPy

    labels, _ = ndimage.label(mask, np.ones((3, 3)))
    areas = np.bincount(labels.ravel())
    areas[0] = 0
    pen = _pen_width((areas > _DUST * areas.max())[labels])
    kept = areas >= min(_SPECK * pen**2, areas.max())
    return (kept.cumsum() * kept)[labels], pen


def _pen_width(mask: NDArray[np.bool_]) -> float:
    """Area over half of the outline: right for any line longer than wide. In px, at least 1."""
    return max(1.0, 2 * mask.sum() / _outline(mask).sum())


def _outline(mask: NDArray[Any]) -> NDArray[np.bool_]:
    """The ink that has paper or another label, or the picture's edge, above, below or beside it."""
    padded = np.pad(mask, 1)
    inner = np.ones_like(mask, bool)
    for rows, columns in ((0, 1), (2, 1), (1, 0), (1, 2)):
        height, width = mask.shape
        inner &= padded[rows : rows + height, columns : columns + width] == mask
    return (mask > 0) & ~inner


def _digit_height(labels: NDArray[np.int_], pen: float) -> float:
    """Half of the ink is in lumps at least this high, in px, gaps in broken lines bridged."""
    from scipy import ndimage

    reach = round(_BRIDGE * pen)
    lumps, _ = ndimage.label(ndimage.maximum_filter(labels > 0, 2 * reach + 1), np.ones((3, 3)))
    lumps *= labels > 0
    heights = np.array(
        [0 if box is None else box[0].stop - box[0].start for box in ndimage.find_objects(lumps)]
    )
    areas = np.bincount(lumps.ravel())[1:]
    order = heights.argsort()
    middle = np.searchsorted(areas[order].cumsum(), areas.sum() / 2)
    return float(heights[order][middle])


def _boxes(labels: NDArray[np.int_]) -> NDArray[np.int_]:
    """left, top, right, bottom of each label from 1: (n, 4)."""
    from scipy import ndimage

    found = ndimage.find_objects(labels)
    return np.array([(x.start, y.start, x.stop, y.stop) for y, x in found])


def _cut_wide(
    labels: NDArray[np.int_], height: float, pen: float
) -> tuple[NDArray[np.int_], NDArray[np.float64], NDArray[np.int_]]:
    """Cuts components where two digits may touch.

    Returns:
        The labels of the pieces; the ink in px between each two of them, (n, n); the component that
        each comes from, (n,).
    """
    done = np.zeros_like(labels)
    joints: list[tuple[int, int, float]] = []
    component: list[int] = []
    for label, (left, top, right, bottom) in enumerate(_boxes(labels), start=1):
        own = labels[top:bottom, left:right] == label
        may_be_two = right - left > _WIDE * height and bottom - top >= _FLAT * pen
        seams, lengths = _seams(own, height, pen) if may_be_two else ([], [])
        count = len(component)
        piece = count + 1 + sum((np.arange(right - left) > seam[:, None] for seam in seams), 0)
        done[top:bottom, left:right] += own * piece
        joints += [(count + i, count + i + 1, ink) for i, ink in enumerate(lengths)]
        component += [label] * (len(seams) + 1)
    cuts = np.zeros((len(component),) * 2)
    for left, right, ink in joints:
        cuts[left, right] = cuts[right, left] = ink
    return done, cuts, np.array(component)


def _seams(
    mask: NDArray[np.bool_], height: float, pen: float
) -> tuple[list[NDArray[np.int_]], list[float]]:
    """Paths from top to bottom through little ink (dynamic programming), from left to right.

    Args:
        mask: (H, W), one component.

    Returns:
        For each seam its last column on the left, (H,), and the px of ink it goes through.
    """
    coarse = max(1, int(pen / 5))  # px: pixel by pixel is slow and no better
    rows, columns = (-(-side // coarse) for side in mask.shape)
    padded = np.pad(mask, ((0, rows * coarse - len(mask)), (0, columns * coarse - mask.shape[1])))
    ink = padded.reshape(rows, coarse, columns, coarse).mean(axis=(1, 3))
    middle = rows // 2
    above, below = _ways(ink[: middle + 1]), _ways(ink[:middle:-1])
    paths = np.concatenate([above[1], below[1][::-1]])  # (rows, columns)
    lengths = coarse * (above[0] + below[0])
    on_left = np.take_along_axis(ink.cumsum(axis=1), paths, 1).sum(axis=0) * coarse**2
    least = _LEAST_PIECE * height * pen
    chosen, taken = [], [0.0, float(mask.sum())]
    for column in lengths.argsort(kind="stable"):
        if lengths[column] > _LONGEST_CUT * pen:
            break
        if all(abs(on_left[column] - other) >= least for other in taken):
            chosen.append(column)
            taken.append(on_left[column])
    chosen.sort(key=lambda column: on_left[column])
    fine = [paths[:, column].repeat(coarse)[: len(mask)] * coarse + coarse - 1 for column in chosen]
    return fine, [float(lengths[column]) for column in chosen]


def _ways(ink: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int_]]:
    """The cheapest way from the first row to each column of the last, and the columns it takes."""
    rows, columns = ink.shape
    here = np.arange(columns)
    came = np.zeros((rows, columns), np.int_)
    cost = np.full(columns + 2, np.inf)  # walls on both sides
    cost[1:-1] = 0
    for y in range(rows):
        from_each = np.stack([cost[1:-1], cost[:-2] + _SIDEWAYS, cost[2:] + _SIDEWAYS])
        step = from_each.argmin(axis=0) if y else np.zeros(columns, int)
        came[y] = here + np.array([0, -1, 1])[step]
        cost[1:-1] = from_each[step, here] + ink[y] * np.where(step, np.sqrt(2), 1)
    paths = np.empty_like(came)
    paths[-1] = here
    for y in range(rows - 1, 0, -1):
        paths[y - 1] = came[y][paths[y]]
    return cost[1:-1], paths


def _gaps(labels: NDArray[np.int_]) -> NDArray[np.float64]:
    """Paper between each two pieces, (n, n) in px, along a straight line."""
    from scipy.spatial.distance import cdist

    ys, xs = np.nonzero(_outline(labels))
    step = -(-len(ys) // _POINTS)  # one point of each square of so many px is enough
    codes = np.stack([labels[ys, xs], ys // step, xs // step])
    (piece, _, _), first = np.unique(codes, axis=1, return_index=True)
    points = np.column_stack([xs, ys])[first]
    starts = np.searchsorted(piece, np.arange(1, labels.max() + 1))
    nearest = np.minimum.reduceat(cdist(points, points), starts, axis=0)
    return np.maximum(np.minimum.reduceat(nearest, starts, axis=1) - 1, 0)


def _gathered(
    boxes: NDArray[np.int_], gaps: NDArray[np.float64], height: float
) -> NDArray[np.int_]:
    """Puts fragments to what is nearest, nearest first, until they are large enough for a digit.

    Returns:
        (n,) the same number for pieces that belong together; -1 for dirt.
    """
    owner = np.arange(len(boxes))
    boxes = boxes.copy()
    for a, b in zip(*np.unravel_index(gaps.argsort(axis=None), gaps.shape), strict=True):
        if gaps[a, b] > _NEAR * height:
            break
        a, b = owner[a], owner[b]
        if a != b and min(_size(boxes[a]), _size(boxes[b])) < _FRAGMENT * height:
            owner[owner == b] = a
            boxes[a] = _hull(boxes[[a, b]])
    small = np.array([_size(boxes[one]) < _DIRT * height for one in owner])
    return owner if small.all() else np.where(small, -1, owner)


def _size(box: NDArray[np.int_]) -> int:
    return max(box[2] - box[0], box[3] - box[1])


def _hull(boxes: NDArray[np.int_]) -> NDArray[np.int_]:
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])


def _left_to_right(labels: NDArray[np.int_], owner: NDArray[np.int_]) -> NDArray[np.int_]:
    """Numbers owners from 1 by their centre of mass: (n,), 0 for dirt."""
    columns = np.broadcast_to(np.arange(labels.shape[1]), labels.shape)
    area = np.bincount(labels.ravel())[1:]
    moment = np.bincount(labels.ravel(), columns.ravel())[1:]
    owners = [one for one in np.unique(owner) if one >= 0]
    owners.sort(key=lambda one: moment[owner == one].sum() / area[owner == one].sum())
    return np.array([owners.index(one) + 1 if one >= 0 else 0 for one in owner])


def _combined(
    ufunc: np.ufunc, pairs: NDArray[np.float64], order: NDArray[np.int_]
) -> NDArray[np.float64]:
    """What holds between pieces -> what holds between the groups they were put in."""
    members = [np.flatnonzero(order == one) for one in range(1, order.max() + 1)]
    return np.array(
        [[ufunc.reduce(pairs[np.ix_(a, b)], axis=None) for b in members] for a in members]
    )


def _costs(pieces: _Pieces) -> dict[Group, float]:
    """Runs of neighbouring pieces that may be a digit, and each single piece, and their costs."""
    count = len(pieces.boxes)
    runs = [(a, b) for a in range(count) for b in range(a, min(a + _MAX_GROUP, count))]
    costs = {run: _group_cost(pieces, *run) for run in runs}
    return {run: cost for run, cost in costs.items() if cost < _HOPELESS or run[0] == run[1]}


def _group_cost(pieces: _Pieces, first: int, last: int) -> float:
    """How little a run of pieces has the form of one digit, in nats."""
    left, top, right, bottom = _hull(pieces.boxes[first : last + 1]) / pieces.height
    width, height = right - left, bottom - top
    cost = _TOO_WIDE * max(0.0, width / max(height, 0.8) - _DIGIT_WIDTH) ** 2
    cost += _TOO_SMALL * max(0.0, _DIGIT_HEIGHT - height)
    later = range(first + 1, last + 1)
    gap = max((pieces.gaps[first:piece, piece].min() for piece in later), default=0.0)
    return cost + (_JOINED + _GAP * gap / pieces.height if gap > 0 else 0.0)


def _boundary_cost(pieces: _Pieces, left: Group, right: Group) -> float:
    """How little there is a boundary between two runs of pieces, in nats."""
    boxes = np.array([_hull(pieces.boxes[first : last + 1]) for first, last in (left, right)])
    overlap = boxes[:, 2].min() - boxes[:, 0].max()
    share = overlap / (boxes[:, 2] - boxes[:, 0]).min()
    cost = _COVERED * max(0.0, share - _SLANTED) / (1 - _SLANTED)
    cut = pieces.cuts[left[0] : left[1] + 1, right[0] : right[1] + 1].sum() / pieces.pen
    if cut > 0:
        heights = boxes[:, 3] - boxes[:, 1]
        cost += _CUT * cut**2 + _UNEVEN * (1 - heights.min() / heights.max())
    return float(cost)


def _cheapest(pieces: _Pieces, costs: dict[Group, float]) -> list[Group]:
    """The runs that together hold every piece once at the lowest cost (dynamic programming)."""
    best: dict[Group, tuple[float, list[Group]]] = {}
    for group, cost in costs.items():  # what ends before a group begins comes before it
        ways = [
            (so_far + _boundary_cost(pieces, before, group) + cost, [*path, group])
            for before, (so_far, path) in best.items()
            if before[1] == group[0] - 1
        ]
        best[group] = min(ways, default=(cost, [group]))
    return min(way for group, way in best.items() if group[1] == len(pieces.boxes) - 1)[1]


def _inside(
    pieces: _Pieces, ink: NDArray[np.uint8], first: int, last: int
) -> tuple[NDArray[np.int_], NDArray[np.uint8]]:
    """A run's box with its margin, and the ink in it that belongs to the run."""
    from scipy import ndimage

    height, width = ink.shape
    box = _hull(pieces.boxes[first : last + 1]) + _MARGIN * np.array([-1, -1, 1, 1])
    left, top, right, bottom = box = np.clip(box, 0, [width, height, width, height])
    labels = pieces.labels[top:bottom, left:right]
    own = (labels > first) & (labels <= last + 1)  # labels count from 1
    rim = ndimage.binary_dilation(own, np.ones((3, 3)), iterations=_MARGIN)  # fainter than ink
    belongs = rim & (own | (labels == 0))
    return box, np.where(belongs, ink[top:bottom, left:right], np.uint8(0))


def _part(pieces: _Pieces, ink: NDArray[np.uint8], group: Group, image: Drawing) -> Part:
    """A run of pieces in pixels of the picture."""
    factor = shrink_factor(image)
    height, width = image.shape[:2]
    box, own = _inside(pieces, ink, *group)
    left, top, right, bottom = np.minimum(box * factor, [width, height, width, height]).tolist()
    enlarged = own.repeat(factor, axis=0).repeat(factor, axis=1)
    return Part(left, top, right, bottom, enlarged[: bottom - top, : right - left])
