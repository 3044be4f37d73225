"""A turn in pieces leads where the turn leads, and shows the batch that it learnt from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dlcore.errors import LabError
from dlcore.gan.plane.config import PlaneConfig
from dlcore.gan.plane.game import DISCRIMINATOR, GENERATOR, game
from dlcore.gan.plane.networks import PLAYERS
from dlcore.gan.plane.play import advance
from dlcore.gan.plane.slow_motion import take_turn

CONFIG = PlaneConfig(batch_size=32)


@pytest.mark.parametrize("player", PLAYERS)
def test_it_leads_where_the_turn_leads(begun, player):
    slow, fast = take_turn(CONFIG, begun, player), advance(CONFIG, begun, player)
    assert np.array_equal(slow.progress.state.numbers, fast.state.numbers)


@pytest.mark.parametrize("player", PLAYERS)
def test_it_shows_the_batch_of_that_turn(begun, player, plain):
    state = advance(CONFIG, begun, "both", 3).state
    turn, by_hand = take_turn(CONFIG, state, player), plain(CONFIG)
    by_hand.take(state)
    noise, real = game(CONFIG.layers).deal(CONFIG, PLAYERS.index(player), 3)
    assert np.array_equal(turn.real, real)
    assert turn.before.generated == pytest.approx(np.array(by_hand.generator(noise)), abs=1e-5)
    assert len(turn.before.generated_opinions) == 32


def test_the_discriminator_knows_its_batch_better_after_its_turn(begun):
    turn = take_turn(CONFIG, begun, "discriminator")
    assert turn.after.loss < turn.before.loss
    assert not turn.moved.any()


def test_the_generator_moves_its_points_along_the_arrows(begun):
    state = advance(CONFIG, begun, "both", 20).state
    turn = take_turn(CONFIG, state, "generator")
    assert turn.after.loss < turn.before.loss
    assert np.abs(turn.moved).max() > 1e-3
    assert turn.along > 0.2


def test_several_updates_of_one_turn_show_the_first_batch(begun):
    config = replace(CONFIG, discriminator_steps=4)
    turn = take_turn(config, begun, "discriminator")
    assert turn.progress.state.discriminator_updates == 4
    assert np.array_equal(turn.real, game(2).deal(config, DISCRIMINATOR, 0)[1])
    assert not np.array_equal(turn.real, game(2).deal(config, GENERATOR, 0)[1])


def test_nobody_else_has_a_turn(begun):
    with pytest.raises(LabError):
        take_turn(CONFIG, begun, "both")
