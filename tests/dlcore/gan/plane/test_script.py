"""The program that the page shows, executed."""

from __future__ import annotations

import numpy as np
import pytest

from dlcore.gan.losses import GAN_LOSSES
from dlcore.gan.plane.config import PlaneConfig
from dlcore.gan.plane.coverage import coverage
from dlcore.gan.plane.points import OWN, POINT_SETS
from dlcore.gan.plane.script import plane_script

OWN_POINTS = ((-1.0, 0.25), (0.5, 0.5))


def run(program: str) -> dict:
    space: dict = {}
    exec(compile(program, "shown", "exec"), space)
    return space


def before_the_loop(config: PlaneConfig) -> dict:
    """What there is before the first turn."""
    return run(plane_script(config, 1).split("\nfor step in")[0])


@pytest.mark.slow
def test_the_program_plays_the_good_game_as_well():
    config = PlaneConfig()
    found = coverage(config.real, run(plane_script(config, 1500))["generated"])
    assert found.modes >= 7


def test_its_networks_start_where_those_of_the_page_start(plain):
    config = PlaneConfig(units=8, layers=1, seed=3)
    space = before_the_loop(config)
    theirs = [*space["generator"].get_weights(), *space["discriminator"].get_weights()]
    for own, other in zip(plain(config).weights(), theirs, strict=True):
        assert np.array_equal(own, other)


def test_it_plays_with_every_penalty_and_several_turns_of_the_discriminator():
    config = PlaneConfig(loss="wgan-gp", penalty=0.1, discriminator_steps=2, latent="uniform")
    assert np.isfinite(run(plane_script(config, 3))["generated"]).all()


@pytest.mark.parametrize("loss", GAN_LOSSES)
def test_its_losses_are_those_of_the_table(loss):
    space = before_the_loop(PlaneConfig(loss=loss, units=4, layers=1))
    rng = np.random.default_rng(0)
    real, fake = rng.normal(size=(2, 20, 1)).astype(np.float32)
    record = GAN_LOSSES[loss]
    d_loss = float(record.discriminator(real, fake, 0.0))
    assert float(space["discriminator_loss"](real, fake)) == pytest.approx(d_loss, abs=1e-6)
    g_loss = float(record.generator(real, fake))
    assert float(space["generator_loss"](real, fake)) == pytest.approx(g_loss, abs=1e-6)


@pytest.mark.parametrize("name", [*POINT_SETS, OWN])
def test_its_points_are_those_of_the_distribution(name):
    config = PlaneConfig(points=name, own=OWN_POINTS, units=4, layers=1, discriminator_steps=2)
    space = before_the_loop(config)
    found = coverage(config.real, space["points"])
    assert found.modes == found.of
    assert found.near > 0.96


@pytest.mark.parametrize("loss", GAN_LOSSES)
@pytest.mark.parametrize("name", [*POINT_SETS, OWN])
def test_every_program_is_short_enough_to_read(loss, name):
    program = plane_script(
        PlaneConfig(points=name, own=OWN_POINTS, loss=loss, penalty=0.1, discriminator_steps=3),
        100,
    )
    compile(program, "shown", "exec")
    assert max(map(len, program.splitlines())) <= 100
    assert "\n\n\n\n" not in program
