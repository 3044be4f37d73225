"""Digits in the styles of many schools."""

import numpy as np

from dlcore.pretrain.handwriting.strokes import extent
from dlcore.pretrain.handwriting.styles import STYLES, write

ALL = [(digit, name) for digit, styles in STYLES.items() for name in styles]


def test_what_networks_get_wrong_is_there():
    assert set(STYLES) == set(range(10))
    assert {"crossed", "crossed, with serif"} <= set(STYLES[7])
    assert {"flag", "base", "flag and base"} <= set(STYLES[1])
    assert {"open", "curled"} <= set(STYLES[9])
    assert {"open", "closed"} <= set(STYLES[4])


def test_each_style_fills_its_box_without_leaving_it(subtests):
    for digit, name in ALL:
        with subtests.test(name, digit=digit):
            low, high = extent(write(STYLES[digit][name], np.random.default_rng(0)))
            assert low.min() > -0.3
            assert high.max() < 1.3
            assert high[1] - low[1] > 0.75


def test_strokes_hold_together(subtests):
    """Pieces join in their corners: no step is far longer than a piece is."""
    for digit, name in ALL:
        with subtests.test(name, digit=digit):
            for stroke in write(STYLES[digit][name], np.random.default_rng(1)):
                assert np.linalg.norm(np.diff(stroke, axis=0), axis=1).max() < 0.3


def test_no_two_are_alike_but_for_the_seed():
    style = STYLES[3]["round"]
    one, other, again = (write(style, np.random.default_rng(seed))[0] for seed in (0, 1, 0))
    np.testing.assert_array_equal(one, again)
    assert 0.005 < np.abs(one - other).mean() < 0.1


def test_a_ring_closes():
    (ring,) = write(STYLES[0]["closed"], np.random.default_rng(3))
    np.testing.assert_allclose(ring[0], ring[-1], atol=1e-5)
