"""What a game is made of, and what it cannot be made of."""

from __future__ import annotations

import math

import pytest

from dlcore.errors import LabError
from dlcore.gan.losses import GAN_LOSSES
from dlcore.gan.plane.config import PlaneConfig
from dlcore.gan.plane.points import OWN, POINT_SETS


@pytest.mark.parametrize("loss", GAN_LOSSES)
@pytest.mark.parametrize("name", POINT_SETS)
def test_every_loss_can_be_played_on_every_set(loss, name):
    config = PlaneConfig(points=name, loss=loss)
    assert config.record is GAN_LOSSES[loss]
    assert len(config.real.centres) > 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("points", "moon"),
        ("latent", "cauchy"),
        ("latent_dim", 0),
        ("latent_dim", 3),
        ("units", 1000),
        ("layers", 0),
        ("loss", "hope"),
        ("generator_rate", -0.1),
        ("generator_rate", math.nan),
        ("discriminator_rate", math.inf),
        ("discriminator_steps", 0),
        ("discriminator_steps", 11),
        ("batch_size", 7),
        ("penalty", 11.0),
        ("seed", -1),
        ("seed", 1.5),
    ],
)
def test_what_is_impossible_is_one_sentence_that_names_it(field, value):
    with pytest.raises(LabError, match=field):
        PlaneConfig(**{field: value})


def test_own_points_are_looked_at_only_where_they_count():
    assert PlaneConfig(own=()).points != OWN
    with pytest.raises(LabError, match="At least 2"):
        PlaneConfig(points=OWN, own=((0.0, 0.0),))
    assert len(PlaneConfig(points=OWN, own=((0.0, 0.0), (1.0, 1.0))).real.centres) == 2


def test_a_penalty_is_added_to_what_belongs_to_the_loss():
    r1, r2, between = PlaneConfig(loss="rpgan", penalty=0.5).penalties
    record = GAN_LOSSES["rpgan"]
    assert (r1, r2, between) == (record.r1 + 0.5, record.r2 + 0.5, record.gradient_penalty)
    assert PlaneConfig(loss="wgan-gp").penalties == (0, 0, 10)
