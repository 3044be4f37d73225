"""Glyphs, and following them with a pen."""

import numpy as np
import pytest
from scipy import ndimage

from dlcore.pretrain.handwriting.fonts import find_fonts, follow, glyph, of_families, thin, traced
from dlcore.pretrain.handwriting.strokes import draw, extent

TOUCHING = np.ones((3, 3))


def _ring(radius: float, thick: float, side: int = 60):
    y, x = np.mgrid[:side, :side] - side / 2
    return np.abs(np.hypot(y, x) - radius) < thick / 2


def test_fonts_are_found_by_name_below_a_folder(fonts, tmp_path):
    assert fonts["DejaVuSans-Bold"].name == "DejaVuSans-Bold.ttf"
    assert list(fonts) == sorted(fonts)
    family = of_families(fonts, ["DejaVuSans"])
    assert {"DejaVuSans", "DejaVuSans-Bold"} <= set(family)
    assert "DejaVuSansMono" not in family
    assert find_fonts([tmp_path, tmp_path / "absent"]) == {}


def test_a_glyph_is_as_large_as_its_ink(fonts):
    mask = glyph(fonts["DejaVuSans"], "8", 100)
    assert mask[0].any()
    assert mask[-1].any()
    assert mask[:, 0].any()
    assert mask[:, -1].any()
    assert 65 < mask.shape[0] < 85  # figures are about 0.73 of the size high
    assert glyph(fonts["DejaVuSans"], " ", 100).size == 0


def test_a_thick_bar_becomes_its_middle():
    bar = np.zeros((30, 60), bool)
    bar[10:19, 5:55] = True
    rows, columns = np.nonzero(thin(bar))
    assert set(rows) <= {13, 14, 15}
    assert np.ptp(columns) > 38
    assert len(rows) < 60


@pytest.mark.parametrize("thick", [3, 6, 11])
def test_a_ring_stays_one_and_is_followed_all_round(thick):
    lines = thin(_ring(20, thick))
    assert ndimage.label(~lines)[1] == 2  # inside and outside
    assert ndimage.label(lines, TOUCHING)[1] == 1
    (stroke,) = follow(lines)
    assert np.hypot(*(stroke - 30).T).mean() == pytest.approx(20, abs=1)
    steps = np.linalg.norm(np.diff(stroke, axis=0), axis=1)
    assert steps.sum() == pytest.approx(2 * np.pi * 20, rel=0.1)


def test_strokes_end_at_forks():
    lines = np.zeros((40, 40), bool)
    lines[5, 5:35] = lines[5:35, 20] = True  # a T
    lengths = [np.linalg.norm(np.diff(s, axis=0), axis=1).sum() for s in follow(lines)]
    assert sorted(lengths) == pytest.approx([14, 15, 29], abs=0.5)


def test_a_dot_is_kept_and_a_spur_is_not():
    lines = np.zeros((40, 60), bool)
    lines[20, 5:55] = lines[17:20, 30] = True
    lines[5, 5] = True
    strokes = follow(lines)
    assert [5, 5] in [stroke[0].tolist() for stroke in strokes if len(stroke) == 1]
    assert min(stroke[:, 1].min() for stroke in strokes if len(stroke) > 1) == 20


def test_a_pen_along_the_strokes_draws_the_character_again(fonts, subtests):
    """Followed, then drawn as wide as the font's own lines: nearly the same pixels."""
    for character in "0234578AKdk":
        with subtests.test(character):
            strokes = traced(fonts["DejaVuSans"], character)
            again = draw(strokes, 6) > 127
            mask = glyph(fonts["DejaVuSans"], character, 64) > 127
            size = (extent(strokes)[1] - extent(strokes)[0] + 6)[::-1]
            np.testing.assert_allclose(size, mask.shape, atol=6)
            rows, columns = np.nonzero(again)
            again = again[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
            shape = np.minimum(again.shape, mask.shape)
            best = max(
                _overlap(np.roll(again, (dy, dx), (0, 1)), mask, shape)
                for dy in range(-3, 4)
                for dx in range(-3, 4)
            )
            assert best > 0.65


def _overlap(one, other, shape):
    a, b = (mask[: shape[0], : shape[1]] for mask in (one, other))
    return (a & b).sum() / (a | b).sum()
