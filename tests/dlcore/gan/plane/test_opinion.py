"""Scores as opinions: monotone, 0.5 where nothing can be told, D(x) where there is one."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from dlcore.gan.losses import GAN_LOSSES
from dlcore.gan.plane.opinion import GRID, SHARPNESS, middle, opinion, places
from dlcore.gan.plane.points import VIEW

SCORES = np.linspace(-6, 6, 25, dtype=np.float32)


@pytest.mark.parametrize("loss", GAN_LOSSES)
def test_an_opinion_grows_with_the_score_from_0_to_1(loss):
    zero = middle(loss, SCORES, SCORES)
    found = opinion(loss, SCORES, zero)
    assert (np.diff(found) >= 0).all()
    assert found.min() >= 0
    assert found.max() <= 1
    assert float(opinion(loss, np.float32(zero), zero)) == pytest.approx(0.5)


def test_it_is_the_probability_where_there_is_one():
    squashed = [name for name, record in GAN_LOSSES.items() if record.squashed]
    assert squashed
    for loss in squashed:
        found = opinion(loss, SCORES, middle(loss, SCORES, SCORES + 3))
        assert found == pytest.approx(expit(SCORES), abs=1e-6)


def test_where_only_differences_count_the_middle_lies_between_the_kinds():
    for loss in ("wgan-gp", "rpgan"):
        assert middle(loss, np.array([3.0]), np.array([1.0])) == 2.0


def test_sure_is_equally_sure_under_each_loss_with_a_margin_or_targets():
    assert set(SHARPNESS) <= set(GAN_LOSSES)
    hinge = opinion("hinge", np.float32(1.0), 0.0)
    squares = opinion("lsgan", np.float32(1.0), 0.5)
    assert hinge == pytest.approx(squares)


def test_nothing_overflows():
    extremes = np.array([-1e38, 1e38], np.float32)
    assert opinion("lsgan", extremes, 0.5).tolist() == [0, 1]


def test_places_are_the_middles_of_the_fields_row_by_row():
    found = places().reshape(GRID, GRID, 2)
    width = (VIEW[1] - VIEW[0]) / GRID
    assert found[0, 0] == pytest.approx([VIEW[0] + width / 2] * 2)
    assert found[0, -1] == pytest.approx([VIEW[1] - width / 2, VIEW[0] + width / 2])
    assert np.diff(found[:, 3, 1]) == pytest.approx(np.full(GRID - 1, width), abs=1e-6)
