"""What is said of games that went as everybody knows them to go."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dlcore.gan.plane.config import PlaneConfig
from dlcore.gan.plane.coverage import Coverage
from dlcore.gan.plane.diagnosis import KINDS, diagnose, steepness
from dlcore.gan.plane.play import Frame, advance, start

SPREAD = np.random.default_rng(0).normal(size=(64, 2)).astype(np.float32)
GOOD = Frame(
    500,
    500,
    SPREAD,
    np.zeros((2, 2), np.float16),
    SPREAD,
    0.5,
    0.5,
    0.69,
    0.69,
    Coverage(8, 8, 0.9),
)


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({}, "reached"),
        ({"generator_updates": 3}, "early"),
        ({"d_real": 0.9, "d_fake": 0.1}, "won"),
        ({"coverage": Coverage(2, 8, 0.9)}, "collapsed"),
        ({"generated": 0.1 * SPREAD, "coverage": Coverage(0, 8, 0.0)}, "collapsed"),
        ({"coverage": Coverage(0, 8, 0.0)}, "far"),
        ({"coverage": Coverage(6, 8, 0.6)}, "underway"),
        ({"coverage": Coverage(8, 8, 0.5)}, "underway"),
    ],
)
def test_each_kind_is_told(changed, kind):
    assert diagnose(replace(GOOD, **changed)) == kind
    assert kind in KINDS


@pytest.mark.slow
@pytest.mark.parametrize(
    ("config", "rounds", "kind"),
    [
        (PlaneConfig(), 1500, "reached"),
        (PlaneConfig(generator_rate=0.01), 1000, "collapsed"),
    ],
    ids=["good", "collapse"],
)
def test_famous_games_end_as_they_should(config, rounds, kind):
    """A cure for the second, and others: see the presets of the page, in tests/pages."""
    last = advance(config, start(config).state, "both", rounds, frames=1).frames[-1]
    assert diagnose(last) == kind


def test_a_strong_discriminator_leaves_the_minimax_generator_without_arrows():
    rates = {"generator_rate": 0.0005, "discriminator_rate": 0.02, "discriminator_steps": 10}
    found = {
        loss: advance(c, start(c).state, "both", 250, frames=1).frames[-1]
        for loss in ("minimax", "non-saturating")
        for c in [PlaneConfig(loss=loss, **rates)]
    }
    assert steepness(found["minimax"]) < 0.1 * steepness(found["non-saturating"])
    assert found["minimax"].coverage.modes < found["non-saturating"].coverage.modes
    assert diagnose(found["minimax"]) == "won"
