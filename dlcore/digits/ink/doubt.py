"""Whether the plain reading of an even picture can be trusted: nothing there but strokes.

In plain NumPy and within a millisecond, because every drawing on the canvas is looked at so.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlcore.digits.ink.bounds import border, bounds
from dlcore.digits.ink.extraction import Ink

_SIDE = 128  # px of the copy that is looked at
_INK = 0.15  # of the strongest: more is ink
_TRACE = 0.1  # of the strongest: less is not seen in the end
_FULL = 0.45  # of the picture: more ink than that is rather paper
_AT_BORDER = 0.15  # of the picture's border that may be ink
_ACROSS = 0.93  # of the picture's side: a run as long is a rule or a bar, not a stroke
_SIDE_OF_FRAME = 0.12  # of the picture's side: a frame has sides as long, two and two
_OVERHANG = 0.03  # of the picture's side: what goes on beyond a corner is no frame
_DEPTH = 0.05  # of a drawing's size: within it lies the side of a frame
_FLAT = 0.6  # of a drawing's side: as much of it is straight in a frame
_LABEL = 0.35  # of the drawing's height: something as low may be a word above it
_APART = 0.3  # of the same: a dot or a bar of a sign is nearer
_LARGE = 100  # px: a smaller drawing is not thin in 20 px
_THIN = 0.035  # of a drawing's size: a finer pen leaves next to nothing in 20 px
_COARSE = 48  # px of the copy in which its lines are told apart
_CROSSED = 1.25  # lengths of a block in each: more is more than one line


def is_plain(ink: Ink) -> bool:
    """Whether ink on even paper has no frame, bar or rule, and is not the paper itself.

    Args:
        ink: (H, W) in [0, 1], of a picture whose border is of one colour.
    """
    mask = _small(ink > _TRACE)
    if mask.mean() > _FULL:
        return False
    if border(mask).mean() > _AT_BORDER:
        return False
    if _has_label(mask) or _has_label_beside(mask):
        return False
    across, down = _runs(mask), _runs(mask.T)
    if any(
        (runs[:, 1] - runs[:, 0]).max() >= _ACROSS * side
        for runs, side in zip((across, down), mask.shape[::-1], strict=True)
    ):
        return False
    return not (_is_box(mask) or _has_corners(across, down))


def _has_label(mask: NDArray[np.bool_]) -> bool:
    """Whether something low stands far above or below something high, as a line of text does."""
    edges = _inked(mask.any(axis=1))
    heights = edges[:, 1] - edges[:, 0]
    if len(edges) < 2:
        return False
    gaps = edges[1:, 0] - edges[:-1, 1]
    low = np.minimum(heights[1:], heights[:-1]) <= _LABEL * heights.max()
    return bool((low & (gaps >= _APART * heights.max())).any())


def _has_label_beside(mask: NDArray[np.bool_]) -> bool:
    """Whether low letters stand far to the left or right of all else; one may be a small digit."""
    edges = _inked(mask.any(axis=0))
    height = _reach(mask.any(axis=1))
    wide = np.flatnonzero(edges[1:, 0] - edges[:-1, 1] >= _APART * height)
    if not wide.size:
        return False
    ends = edges[: wide[0] + 1], edges[wide[-1] + 1 :]
    return any(
        len(end) > 1 and _reach(mask[:, end[0, 0] : end[-1, 1]].any(axis=1)) <= _LABEL * height
        for end in ends
    )


def _inked(line: ArrayLike) -> NDArray[np.int_]:
    """First and after of each run of ink: (n, 2)."""
    return np.flatnonzero(np.diff(np.pad(np.asarray(line), 1).astype(np.int8))).reshape(-1, 2)


def _reach(line: ArrayLike) -> int:
    """From the first ink to the last."""
    inked = np.flatnonzero(line)
    return int(np.ptp(inked)) + 1 if inked.size else 0


def is_thin(ink: Ink) -> bool:
    """Whether the pen is too fine for the height of what it wrote."""
    mask = ink > _INK
    height, width = _reach(mask.any(axis=1)), _reach(mask.any(axis=0))
    # A stroke is about twice as long as a digit is high, or longer; a number has several of them.
    length = 2.5 * max(height, width)
    if height < _LARGE or mask.sum() >= _THIN * height * length:
        return False
    return not _is_dense(mask[bounds(mask)])


def _is_dense(mask: NDArray[np.bool_]) -> bool:
    """Whether lines lie so near each other that, wider, they would be one: those of a text."""
    # Rows and columns of pixels cross a line about once for each pixel of its length.
    crossed = sum(
        np.count_nonzero(np.diff(np.pad(one, 1).astype(np.int8)) > 0) for one in (mask, mask.T)
    )
    block = -(-max(mask.shape) // _COARSE)
    return bool(crossed > _CROSSED * block * _small(mask, _COARSE).sum())


def _small(mask: NDArray[np.bool_], side: int = _SIDE) -> NDArray[np.bool_]:
    """Whether any pixel is ink of each block: a fine line stays one."""
    factor = -(-max(mask.shape) // side)
    if factor == 1:
        return mask
    height, width = (-(-side // factor) for side in mask.shape)
    missing = ((0, height * factor - mask.shape[0]), (0, width * factor - mask.shape[1]))
    blocks = np.pad(mask, missing).reshape(height, factor, width, factor)
    return np.asarray(blocks.any(axis=(1, 3)))


def _runs(mask: NDArray[np.bool_]) -> NDArray[np.int_]:
    """The longest run of ink in each row: (H, 2), first and after."""
    padded = np.pad(mask, ((0, 0), (1, 1)))
    edges = np.flatnonzero(np.diff(padded.ravel().astype(np.int8))).reshape(-1, 2)
    edges = edges[np.argsort(edges[:, 1] - edges[:, 0], kind="stable")]
    rows, columns = np.divmod(edges, padded.shape[1])
    longest = np.zeros((mask.shape[0], 2), int)
    longest[rows[:, 0]] = columns  # of several in one row, the last and longest stays
    return longest


def _has_corners(across: NDArray[np.int_], down: NDArray[np.int_]) -> bool:
    """Whether two rows and two columns of ink, apart from each other, meet in four corners.

    Args:
        across: (H, 2), the longest run in each row.
        down: (W, 2), the same in each column.
    """
    height, width = len(across), len(down)
    rows = np.flatnonzero(across[:, 1] - across[:, 0] >= _SIDE_OF_FRAME * width)
    columns = np.flatnonzero(down[:, 1] - down[:, 0] >= _SIDE_OF_FRAME * height)
    if rows.size < 2 or columns.size < 2:
        return False
    corners = _between(columns, across[rows]) & _between(rows, down[columns]).T
    common = corners[:, None] & corners[None]  # (rows, rows, columns)
    first, last = common.argmax(axis=2), columns.size - 1 - common[..., ::-1].argmax(axis=2)
    wide = columns[last] - columns[first] >= _SIDE_OF_FRAME * width
    high = np.abs(np.subtract.outer(rows, rows)) >= _SIDE_OF_FRAME * height
    # The sides of a frame end where they meet; strokes that cross go on.
    starts, ends = across[rows, 0][:, None], across[rows, 1][:, None]
    reach = _OVERHANG * width
    closed = (columns[first] - starts <= reach) & (ends - columns[last] <= reach)
    return bool((common.any(axis=2) & wide & high & closed & closed.T).any())


def _is_box(mask: NDArray[np.bool_]) -> bool:
    """Whether ink is bounded by straight sides, as a frame with round corners is too."""
    if not mask.any():
        return False
    inside = mask[bounds(mask)]
    return all(_has_flat_top(np.rot90(inside, turns)) for turns in range(4))


def _has_flat_top(inside: NDArray[np.bool_]) -> bool:
    depth = max(1, round(_DEPTH * len(inside)))
    runs = _runs(inside[:depth])
    return bool((runs[:, 1] - runs[:, 0]).max() >= _FLAT * inside.shape[1])


def _between(places: NDArray[np.int_], runs: NDArray[np.int_]) -> NDArray[np.bool_]:
    """Whether each run goes over each place: (runs, places)."""
    return (runs[:, :1] <= places) & (places < runs[:, 1:])
