"""Digits that no hand wrote: set in type, lit on a display, turning on the drums of a meter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from dlcore.pretrain.handwriting.fonts import Fonts, Mask, glyph, of_families, traced
from dlcore.pretrain.handwriting.strokes import Stroke

FAMILIES = (
    "C059", "Cabin", "ComicNeue", "DejaVuSans", "DejaVuSansCondensed", "DejaVuSansMono",
    "DejaVuSerif", "FreeMono", "FreeSans", "FreeSerif", "Inconsolata", "Lato", "LiberationMono",
    "LiberationSans", "LiberationSansNarrow", "LiberationSerif", "NimbusRoman", "NimbusSans",
    "NotoSans", "NotoSansMono", "NotoSerif", "OpenSans", "Roboto", "RobotoCondensed", "URWBookman",
)  # fmt: skip
"""Font families whose digits are learnt, of those that are there."""
OTHER_FAMILIES = (
    "DejaVuSerifCondensed", "EBGaramond12", "NimbusMonoPS", "NimbusSansNarrow", "NotoSansDisplay",
    "NotoSerifDisplay", "P052", "URWGothic",
)  # fmt: skip
"""Those that are kept to measure with."""

SIZES = (40, 200)  # px of a font, log-uniform
ROTATION = 3.0  # degrees, standard deviation
SLANT = 0.07  # x for each y, standard deviation
STRETCH = 0.1  # of the logarithm of width / height, standard deviation
BLUR = 0.02  # of the size, at most

SEGMENTS = {  # of a display: from the top clockwise, then the middle
    0: "abcdef", 1: "bc", 2: "abged", 3: "abgcd", 4: "fgbc", 5: "afgcd", 6: "afgcde", 7: "abc",
    8: "abcdefg", 9: "abcdfg",
}  # fmt: skip
HABITS = {6: "fgcde", 7: "fabc", 9: "abcfg"}
"""As other displays show them: without the bow's end, or with one more."""
HABIT_SHARE = 0.3

NO_DIGIT = -1  # label of two halves
ROLLED = 0.14  # of a drum's window: a digit that is no further from its place is read
HALF_ROLLED = (0.38, 0.62)  # in between: two halves, and no digit


LabelledMask = tuple[Mask, int]
"""(H, W) uint8, 255 = ink, and which digit it is."""


def typeset(fonts: Fonts, random: np.random.Generator) -> Iterator[LabelledMask]:
    """Digits of all fonts given, each family equally often, for ever; a little crooked and worn."""
    families = _by_family(fonts)
    while True:
        label = int(random.integers(10))
        mask = glyph(_font(families, random), str(label), _size(random))
        yield worn(crooked(mask, random), random), label


def inked(fonts: Fonts, random: np.random.Generator) -> Iterator[tuple[tuple[Stroke, ...], int]]:
    """The same fonts' digits as a pen would follow them, for ever.

    They keep a network from taking for no digit whatever has been traced from a font.
    """
    families = _by_family(fonts)
    while True:
        label = int(random.integers(10))
        strokes = traced(_font(families, random), str(label))
        if strokes:
            yield strokes, label


def displayed(random: np.random.Generator) -> Iterator[LabelledMask]:
    """Digits of seven segments, for ever; on some, those that are off shine through."""
    while True:
        label = int(random.integers(10))
        habit = label in HABITS and random.random() < HABIT_SHARE
        lit = HABITS[label] if habit else SEGMENTS[label]
        yield worn(_display(lit, random), random), label


def metered(fonts: Fonts, random: np.random.Generator) -> Iterator[LabelledMask]:
    """Digits on a meter's drum behind its window, for ever, with a part of the next one.

    One in six has turned half way: two halves, and no digit.
    """
    families = _by_family(fonts)
    while True:
        label = int(random.integers(10))
        half = random.random() < 1 / 6
        turned = random.uniform(*HALF_ROLLED) if half else random.uniform(-ROLLED, ROLLED)
        file, size = _font(families, random), _size(random)
        following = (label + 1) % 10 if turned > 0 else (label - 1) % 10
        masks = [glyph(file, str(digit), size) for digit in (label, following)]
        seen = _behind_window(masks[0], masks[1], turned, random.uniform(1.15, 1.5))
        yield worn(crooked(seen, random), random), NO_DIGIT if half else label


def _by_family(fonts: Fonts) -> list[list[Path]]:
    names = sorted({name.partition("-")[0] for name in fonts})
    return [list(of_families(fonts, (name,)).values()) for name in names]


def _font(families: list[list[Path]], random: np.random.Generator) -> Path:
    files = families[random.integers(len(families))]
    return files[random.integers(len(files))]


def _size(random: np.random.Generator) -> int:
    return round(float(np.exp(random.uniform(*np.log(SIZES)))))


def _behind_window(mask: Mask, following: Mask, turned: float, pitch: float) -> Mask:
    """Two digits of a drum, moved up by a share of a turn from one to the next.

    Args:
        mask: of the digit.
        following: of the one that comes from below, or from above if `turned` is below 0.
        turned: 0 where the digit stands in its place, 1 where the other one does.
        pitch: from one digit to the next, in heights of a digit.
    """
    height = max(mask.shape[0], following.shape[0])
    width = max(mask.shape[1], following.shape[1])
    step = round(pitch * height)
    drum = np.zeros((height + 2 * step, width), np.uint8)
    for digit, top in ((mask, step), (following, 2 * step if turned > 0 else 0)):
        left = (width - digit.shape[1]) // 2
        drum[top : top + digit.shape[0], left : left + digit.shape[1]] = digit
    margin = (step - height) // 2
    top = step + round(turned * step) - margin
    return drum[max(top, 0) : top + height + 2 * margin]


def _display(lit: str, random: np.random.Generator) -> Mask:
    height = _size(random)
    width = round(height * random.uniform(0.4, 0.62))
    thick = height * random.uniform(0.07, 0.16)
    gap = thick * random.uniform(0, 0.25)
    rest = int(255 * random.uniform(0.02, 0.2)) if random.random() < 0.3 else 0
    picture = Image.new("L", (width + 4, height + 4))
    pen = ImageDraw.Draw(picture)
    for name, corners in _segments(width, height, thick, gap, bool(random.random() < 0.5)).items():
        pen.polygon([(x + 2, y + 2) for x, y in corners], fill=255 if name in lit else rest)
    return _sheared(np.asarray(picture), random.uniform(0, 0.18))


def _segments(
    width: float, height: float, thick: float, gap: float, pointed: bool
) -> dict[str, list[tuple[float, float]]]:
    """The corners of each segment's shape, pointed at its ends or slanted to fit its neighbour."""
    half, right, middle = thick / 2, width - thick / 2, height / 2
    low = height - half
    ends = {
        "a": (half, half, right, half), "b": (right, half, right, middle),
        "c": (right, middle, right, low), "d": (half, low, right, low),
        "e": (half, middle, half, low), "f": (half, half, half, middle),
        "g": (half, middle, right, middle),
    }  # fmt: skip
    return {name: _segment(line, half, gap, pointed) for name, line in ends.items()}


def _segment(
    line: tuple[float, float, float, float], half: float, gap: float, pointed: bool
) -> list[tuple[float, float]]:
    start, end = np.array(line[:2]), np.array(line[2:])
    along = (end - start) / np.linalg.norm(end - start)
    across = np.array([-along[1], along[0]]) * half
    start, end = start + along * gap, end - along * gap
    inner = along * half if pointed else 0 * along
    corners = [
        start, start + inner + across, end - inner + across, end, end - inner - across,
        start + inner - across,
    ]  # fmt: skip
    return [(float(x), float(y)) for x, y in corners]


def _sheared(mask: Mask, slant: float) -> Mask:
    height, width = mask.shape
    reach = int(np.ceil(abs(slant) * height))
    picture = Image.fromarray(mask).transform(
        (width + reach, height),
        Image.Transform.AFFINE,
        (1, slant, -reach if slant > 0 else 0, 0, 1, 0),
        Image.Resampling.BILINEAR,
    )
    return np.asarray(picture)


def crooked(mask: Mask, random: np.random.Generator) -> Mask:
    """Turned, slanted and stretched a little: no camera stands straight before what it takes."""
    stretch = float(np.exp(random.normal(0, STRETCH)))
    picture = Image.fromarray(mask)
    picture = picture.resize((max(1, round(picture.width * stretch)), picture.height))
    sheared = Image.fromarray(_sheared(np.asarray(picture), float(random.normal(0, SLANT))))
    angle = float(random.normal(0, ROTATION))
    return np.asarray(sheared.rotate(angle, Image.Resampling.BILINEAR, expand=True))


def worn(mask: Mask, random: np.random.Generator) -> Mask:
    """Fatter or thinner, blurred, unevenly inked: each at times."""
    picture = Image.fromarray(np.pad(mask, 3))
    how = random.random()
    if how < 0.25:
        picture = picture.filter(ImageFilter.MaxFilter(3))
    elif how < 0.35 and _thickness(mask) > 5:
        picture = picture.filter(ImageFilter.MinFilter(3))
    if random.random() < 0.5:
        blur = random.uniform(0, BLUR) * max(picture.size)
        picture = picture.filter(ImageFilter.GaussianBlur(blur))
    ink = np.asarray(picture)
    if random.random() < 0.3:
        ink = np.round(ink * random.uniform(0.6, 1, ink.shape)).astype(np.uint8)
    return ink


def _thickness(mask: Mask) -> float:
    """About how wide its lines are: the area over half the length of the outline."""
    inked = np.pad(mask > 127, 1)
    outline = sum(int(np.abs(np.diff(inked.astype(int), axis=axis)).sum()) for axis in (0, 1))
    return 2 * int(inked.sum()) / max(outline, 1)
