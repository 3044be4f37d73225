"""Colours that can be told apart, on both pages and by the colour-blind."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from dlcore.figures import palette

PAGES = {"light": "#FBFBFD", "dark": "#11151F"}  # .streamlit/config.toml
MEANINGS = [getattr(palette, n) for n in ("TRAINING", "VALIDATION", "RIGHT", "WRONG", "MUTED")]

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
EYES = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]
    ),
    "deuteranopia": np.array(
        [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]
    ),
}


def linear(colour: str) -> np.ndarray:
    """sRGB to linear light, IEC 61966-2-1."""
    c = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Of WCAG 2."""
    light = sorted(linear(c) @ [0.2126, 0.7152, 0.0722] + 0.05 for c in (one, other))
    return light[1] / light[0]


def lab(rgb: np.ndarray) -> np.ndarray:
    """Linear RGB to CIE 1976 L*a*b*, D65."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.maximum(to_xyz @ rgb / [0.95047, 1, 1.08883], 0)
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_every_colour_stands_out_from_the_page(subtests):
    for colour, page in itertools.product([*MEANINGS, *palette.SERIES], PAGES.values()):
        with subtests.test(page=page, colour=colour):
            assert contrast(colour, page) >= 3


@pytest.mark.parametrize("eyes", EYES.values(), ids=EYES)
@pytest.mark.parametrize("pair", itertools.combinations(palette.SERIES, 2), ids=" ".join)
def test_any_two_series_can_be_told_apart(pair, eyes):
    one, other = (lab(eyes @ linear(colour)) for colour in pair)
    assert np.linalg.norm(one - other) > 20  # 2.3 is just noticeable


def test_every_series_keeps_a_style_of_its_own():
    names = [f"f{i}" for i in range(30)]
    styles = palette.line_styles(names)
    assert len(set(styles.values())) == 30
    assert palette.line_styles(names[:7]) == {name: styles[name] for name in names[:7]}
    assert len({styles[name].colour for name in names[:6]}) == 6
    with pytest.raises(ValueError, match="31"):
        palette.line_styles([*names, "one more"])
