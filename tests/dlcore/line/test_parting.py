"""Ink is shared out by where symbols are read."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from dlcore.line.parting import share_ink
from dlcore.line.picture import picture_line

HIGH, WIDE = 60, 240


def post(left, right, top=5, bottom=55):
    mask = np.zeros((HIGH, WIDE), bool)
    mask[top:bottom, left:right] = True
    return mask


def shared(mask, *middles):
    """Of which symbol each pixel is, symbols being read at these columns of the ink."""
    picture = picture_line(mask.astype(np.float32))
    at = picture.column(np.array(middles, float), np.full(len(middles), HIGH / 2))
    labels, _ = ndimage.label(mask, np.ones((3, 3)))
    return share_ink(labels, picture, at.tolist())


def test_spots_go_to_the_symbol_that_stands_in_them():
    posts = [post(20, 30), post(80, 110), post(200, 206)]
    owner = shared(np.any(posts, axis=0), 25, 95, 203)
    np.testing.assert_array_equal(owner, sum(n * one for n, one in enumerate(posts, start=1)))


def test_a_spot_of_several_is_cut_where_there_is_least_ink():
    bridged = post(20, 60) | post(70, 110) | post(60, 70, 28, 33)
    owner = shared(bridged, 40, 90)
    assert set(owner[post(20, 60)]) == {1}
    assert set(owner[post(70, 110)]) == {2}
    assert not owner[~bridged].any()


def test_a_bar_is_never_cut_and_goes_to_the_nearer_one():
    body, other, bar = post(20, 40, 20), post(60, 70, 15), post(24, 66, 5, 9)
    owner = shared(body | other | bar, 30, 68)
    assert set(owner[body]) == {1}
    assert set(owner[bar]) == {1}


def test_a_fragment_goes_to_the_nearest():
    dot = post(100, 106, 5, 11)
    owner = shared(post(20, 40) | dot | post(120, 140), 30, 130)
    assert set(owner[dot]) == {2}


def test_two_spots_may_be_one_symbols():
    owner = shared(post(20, 40) | post(60, 70) | post(120, 140), 45, 130)
    assert set(owner[post(20, 40)]) == set(owner[post(60, 70)]) == {1}
