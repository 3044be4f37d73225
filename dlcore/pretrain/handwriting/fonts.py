"""Glyphs of the fonts that a computer has: as pictures, and as a pen would follow them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from dlcore.pretrain.handwriting.strokes import Stroke

USUAL_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/Library/Fonts"),
    Path("/System/Library/Fonts"),
    Path.home() / ".fonts",
    Path.home() / ".local/share/fonts",
)
KINDS = frozenset({".ttf", ".otf"})
TRACED = 64  # px, the size of a glyph that is followed by a pen
SPUR = 5  # px: a shorter branch is not the font's but the thinning's
SMOOTHED = 2  # px to either side whose mean a point of a followed line becomes

Mask = NDArray[np.uint8]
Fonts = Mapping[str, Path]
"""Files by their names without an ending, such as "NotoSansKhmer-Bold"."""

Pixel = tuple[int, int]
_AROUND = ((0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (1, -1), (-1, -1), (-1, 1))


def find_fonts(folders: Iterable[Path] = USUAL_FOLDERS) -> dict[str, Path]:
    """The font files in some folders and all below them, in the order of their names."""
    files = (file for folder in folders if folder.is_dir() for file in folder.rglob("*"))
    found = {file.stem: file for file in files if file.suffix.lower() in KINDS}
    return dict(sorted(found.items()))


def of_families(fonts: Fonts, families: Iterable[str]) -> dict[str, Path]:
    """The fonts of some families: what stands before the hyphen of a name."""
    wanted = frozenset(families)
    return {name: file for name, file in fonts.items() if name.partition("-")[0] in wanted}


def glyph(file: Path, character: str, size: int) -> Mask:
    """Draws one character.

    Args:
        file: of the font.
        character: one that the font has.
        size: of the font, in pixels.

    Returns:
        (height, width) uint8, 255 = ink, just as large as the ink; (0, 0) where there is none.
    """
    font = _font(file, size)
    left, top, right, bottom = font.getbbox(character)
    picture = Image.new("L", (int(right - left) + 4, int(bottom - top) + 4))
    ImageDraw.Draw(picture).text((2 - left, 2 - top), character, font=font, fill=255)
    box = picture.getbbox()
    return np.asarray(picture.crop(box)) if box else np.zeros((0, 0), np.uint8)


@lru_cache(maxsize=256)
def _font(file: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def traced(file: Path, character: str) -> tuple[Stroke, ...]:
    """A character as a pen would follow it: the middle of its lines, in pixels; () if it has none.

    What is drawn along it with any pen looks written, not printed, at any width.
    """
    mask = np.pad(glyph(file, character, TRACED) > 127, 1)
    return tuple(follow(thin(mask)))


def thin(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Wears lines away from both sides until one pixel is left (Zhang & Suen 1984).

    Args:
        mask: (H, W), False all along the border.
    """
    lines = mask.copy()
    while True:
        before = lines.sum()
        for side in (0, 1):
            lines &= ~_removable(lines, side)
        if lines.sum() == before:
            return lines


def _removable(lines: NDArray[np.bool_], side: int) -> NDArray[np.bool_]:
    shifted = np.pad(lines, 1)
    height, width = lines.shape
    ring = [  # p2 ... p9 of the paper: from above, clockwise
        shifted[1 + y : 1 + y + height, 1 + x : 1 + x + width]
        for y, x in ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
    ]
    count = np.sum(ring, axis=0)
    begins = np.sum([~ring[i] & ring[(i + 1) % 8] for i in range(8)], axis=0)
    north, east, south, west = ring[0], ring[2], ring[4], ring[6]
    if side == 0:
        inner = ~(north & east & south) & ~(east & south & west)
    else:
        inner = ~(north & east & west) & ~(north & south & west)
    return lines & (count >= 2) & (count <= 6) & (begins == 1) & inner


def follow(lines: NDArray[np.bool_]) -> list[Stroke]:
    """Lines of one pixel as strokes, each from an end or a fork to the next, a little smoothed."""
    pixels = {(int(y), int(x)) for y, x in np.argwhere(lines)}
    near = {pixel: _neighbours(pixel, pixels) for pixel in pixels}
    paths = list(_paths(near))
    long = [path for path in paths if not _is_spur(path, near)]
    dots = [[pixel] for pixel, beside in near.items() if not beside]
    return [_smoothed(path) for path in [*long, *dots]]


def _neighbours(pixel: Pixel, pixels: set[Pixel]) -> list[Pixel]:
    """Those beside it, and those at its corners to which no other way leads."""
    y, x = pixel
    beside = [(y + down, x + right) for down, right in _AROUND[:4]]
    corners = [
        (y + down, x + right)
        for down, right in _AROUND[4:]
        if (y + down, x) not in pixels and (y, x + right) not in pixels
    ]
    return [other for other in (*beside, *corners) if other in pixels]


def _paths(near: Mapping[Pixel, list[Pixel]]) -> Iterator[list[Pixel]]:
    used: set[frozenset[Pixel]] = set()
    forks_first = sorted(near, key=lambda pixel: (len(near[pixel]) == 2, pixel))
    for start in forks_first:
        for following in near[start]:
            path = [start]
            here, ahead = start, following
            while frozenset((here, ahead)) not in used:
                used.add(frozenset((here, ahead)))
                path.append(ahead)
                if len(near[ahead]) != 2:
                    break
                first, second = near[ahead]
                here, ahead = ahead, second if first == here else first
            if len(path) > 1:
                yield path


def _is_spur(path: list[Pixel], near: Mapping[Pixel, list[Pixel]]) -> bool:
    """Short, with a fork at one end and nothing at the other."""
    ends = sorted((len(near[path[0]]), len(near[path[-1]])))
    return len(path) < SPUR and ends[0] == 1 and ends[1] > 2


def _smoothed(path: list[Pixel]) -> Stroke:
    points = np.array([(x, y) for y, x in path], np.float32)
    if len(points) <= 2 * SMOOTHED:
        return points
    sums = np.cumsum(np.pad(points, ((1, 0), (0, 0))), axis=0)
    window = 2 * SMOOTHED + 1
    middle = (sums[window:] - sums[:-window]) / window
    return np.concatenate([points[:1], middle, points[-1:]]).astype(np.float32)
