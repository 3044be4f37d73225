"""The compiled turns against plain Keras, arrows against finite differences, one seed, one game."""

from __future__ import annotations

from dataclasses import replace

import keras
import numpy as np
import pytest
import tensorflow as tf

from dlcore.errors import LabError
from dlcore.gan.losses import GAN_LOSSES
from dlcore.gan.penalties import gradient_penalty, zero_centred_penalty
from dlcore.gan.plane.config import PlaneConfig
from dlcore.gan.plane.game import DISCRIMINATOR, GENERATOR, game
from dlcore.gan.plane.game_losses import penalty_gradients
from dlcore.gan.plane.opinion import GRID, places
from dlcore.gan.plane.play import (
    FIXED_POINTS,
    MAX_FRAMES,
    MAX_ROUNDS,
    TURNS,
    advance,
    fixed_noise,
    fixed_points,
    start,
    stretches,
)

USUAL = PlaneConfig()
SMALL = PlaneConfig(
    units=8, latent_dim=1, latent="uniform", batch_size=16, penalty=0.3, seed=5, points="spiral"
)


def trimmed(config: PlaneConfig, state, plain) -> list[np.ndarray]:
    whole = game(config.layers).weights(state)
    return [big[tuple(map(slice, w.shape))] for big, w in zip(whole, plain.weights(), strict=True)]


@pytest.mark.parametrize("config", [USUAL, SMALL], ids=["usual", "small"])
def test_a_game_starts_from_the_weights_of_small_keras_networks(config, plain):
    state = start(config).state
    for own, theirs in zip(
        trimmed(config, state, plain(config)), plain(config).weights(), strict=True
    ):
        assert np.array_equal(own, theirs)
    total = sum(np.abs(w).sum() for w in plain(config).weights())
    assert np.abs(state.numbers).sum() == pytest.approx(total, rel=1e-5)  # all else is zero


@pytest.mark.parametrize(
    "config",
    [
        USUAL,
        SMALL,
        *(replace(SMALL, loss=loss) for loss in GAN_LOSSES if loss != "wgan-gp"),
        replace(USUAL, discriminator_steps=3, discriminator_rate=0.01),
    ],
    ids=lambda c: f"{c.loss}-{c.units}-{c.discriminator_steps}",
)
def test_turns_are_those_of_plain_keras_networks(config, plain):
    """The same draws, small networks, no padding, no repeated rows, no XLA."""
    table, by_hand = game(config.layers), plain(config)
    for update in range(4):
        for step in range(config.discriminator_steps):
            number = update * config.discriminator_steps + step
            by_hand.discriminator_turn(*table.deal(config, DISCRIMINATOR, number))
        by_hand.generator_turn(*table.deal(config, GENERATOR, update))
    state = advance(config, start(config).state, "both", 4).state
    for own, theirs in zip(trimmed(config, state, by_hand), by_hand.weights(), strict=True):
        assert own == pytest.approx(theirs, abs=2e-4)  # a tenth of what Adam moves a weight


@pytest.mark.parametrize("weights", [(0, 0, 0), (2, 0, 0), (0, 3, 0), (0, 0, 10), (1, 2, 10)])
def test_penalties_are_weighted_and_cost_nothing_without_a_weight(weights, plain):
    real, fake = np.random.default_rng(0).normal(size=(2, 16, 2)).astype(np.float32)
    mix = np.random.default_rng(1).random((16, 1)).astype(np.float32)
    judge = plain(USUAL).discriminator
    given = [tf.constant(value, tf.float32) for value in (real, fake, mix, *weights)]
    found = tf.function(penalty_gradients)(judge, *given[:3], tuple(given[3:]))
    with tf.GradientTape() as tape:
        total = weights[0] / 2 * zero_centred_penalty(judge, tf.constant(real))
        total += weights[1] / 2 * zero_centred_penalty(judge, tf.constant(fake))
        total += weights[2] * gradient_penalty(judge, tf.constant(real), tf.constant(fake), mix)
    kernels = slice(None, None, 2)  # a bias has no part in a slope
    expected = tape.gradient(total, judge.trainable_variables[kernels])
    for own, theirs in zip(found[kernels], expected, strict=True):
        assert own.numpy() == pytest.approx(theirs.numpy(), abs=1e-5)
    assert any(np.abs(own).max() > 0 for own in found) == any(weights)


def test_what_is_too_many_stays_zero():
    state = advance(SMALL, start(SMALL).state, "both", 50).state
    first, bias, second, *_ = game(SMALL.layers).weights(state)
    assert np.abs(first[:1, :8]).min() > 0
    assert not first[1:].any()
    assert not first[:, 8:].any()
    assert not bias[8:].any()
    assert not second[8:].any()


@pytest.mark.parametrize("loss", GAN_LOSSES)
def test_arrows_are_downhill_for_the_generator_by_finite_differences(loss, plain):
    config = PlaneConfig(loss=loss)
    progress = advance(config, start(config).state, "both", 30)
    frame = progress.frames[-1]
    by_hand = plain(config)
    by_hand.take(progress.state)
    for i in np.random.default_rng(0).permutation(FIXED_POINTS)[:12]:
        slopes = _slopes(by_hand, frame.generated, progress.real, i)
        assert -slopes == pytest.approx(frame.arrows[i], abs=1e-4, rel=1e-3)


def _slopes(by_hand, generated, real, i: int, h: float = 1e-6) -> np.ndarray:
    """Of the generator's loss, summed over all points, by one of them, in double precision."""
    found = []
    for axis in range(2):
        ends = []
        for sign in (1, -1):
            moved = generated.astype(np.float64)
            moved[i, axis] += sign * h
            scores = by_hand.exact_scores(real), by_hand.exact_scores(moved)
            ends.append(FIXED_POINTS * float(by_hand.config.record.generator(*scores)))
        found.append((ends[0] - ends[1]) / (2 * h))
    return np.array(found)


def test_a_frame_shows_what_the_networks_say(plain):
    progress = advance(USUAL, start(USUAL).state, "both", 20)
    frame, by_hand = progress.frames[-1], plain(USUAL)
    by_hand.take(progress.state)
    noise = fixed_noise(USUAL)
    assert frame.generated == pytest.approx(np.array(by_hand.generator(noise)), abs=1e-5)
    d = np.array(keras.ops.sigmoid(by_hand.scores(places())))
    assert frame.opinion == pytest.approx(d.reshape(GRID, GRID), abs=1e-3)
    real = np.array(keras.ops.sigmoid(by_hand.scores(fixed_points(USUAL))))
    assert frame.d_real == pytest.approx(real.mean(), abs=1e-5)
    fake = np.array(keras.ops.sigmoid(by_hand.scores(frame.generated)))
    assert frame.d_fake == pytest.approx(fake.mean(), abs=1e-5)
    assert frame.generator_loss == pytest.approx(-np.log(fake).mean(), abs=1e-4)
    d_loss = -(np.log(real).mean() + np.log1p(-fake).mean()) / 2
    assert frame.discriminator_loss == pytest.approx(d_loss, abs=1e-4)


def test_the_same_turns_lead_to_the_same_game_at_once_or_one_by_one(begun):
    at_once = advance(USUAL, begun, "both", 6, frames=1)
    again = advance(USUAL, begun, "both", 6, frames=1)
    assert np.array_equal(at_once.state.numbers, again.state.numbers)
    state = begun
    for _ in range(6):
        state = advance(USUAL, state, "discriminator").state
        state = advance(USUAL, state, "generator").state
    assert state.discriminator_updates == at_once.state.discriminator_updates == 6
    assert state.generator_updates == 6
    assert np.array_equal(state.numbers, at_once.state.numbers)


def test_another_visitor_between_two_turns_changes_nothing(begun):
    once = advance(USUAL, begun, "both", 2).state
    first = advance(USUAL, begun, "both").state
    advance(replace(SMALL, layers=2), start(SMALL).state, "both", 3)
    assert np.array_equal(advance(USUAL, first, "both").state.numbers, once.numbers)


@pytest.mark.parametrize("turns", TURNS)
def test_a_turn_moves_only_the_player_whose_turn_it_is(begun, turns):
    after = advance(USUAL, begun, turns).state
    table = game(USUAL.layers)
    moved = [
        not np.array_equal(a, b)
        for a, b in zip(table.weights(begun), table.weights(after), strict=True)
    ]
    generators = len(moved) // 2
    assert any(moved[:generators]) == (turns != "discriminator")
    assert any(moved[generators:]) == (turns != "generator")


def test_the_state_that_was_handed_in_stays_as_it_was(begun):
    before = begun.numbers.copy()
    advance(USUAL, begun, "both", 5)
    assert np.array_equal(begun.numbers, before)


def test_another_seed_is_another_game(begun):
    assert not np.array_equal(start(replace(USUAL, seed=1)).state.numbers, begun.numbers)


def test_a_film_is_bounded_and_begins_where_the_game_stood(begun):
    film = advance(USUAL, begun, "both", 130)
    assert len(film.frames) == MAX_FRAMES + 1
    updates = [frame.generator_updates for frame in film.frames]
    assert (updates[0], updates[-1]) == (0, 130)
    assert set(np.diff(updates)) == {2, 3}


@pytest.mark.parametrize(("count", "frames"), [(1, 60), (7, 3), (60, 60), (2000, 60)])
def test_stretches_are_even_and_add_up(count, frames):
    found = stretches(count, frames)
    assert sum(found) == count
    assert len(found) == min(count, frames)
    assert max(found) - min(found) <= 1


@pytest.mark.parametrize("seed", [0, 1])
def test_the_good_settings_reach_the_ring(seed):
    config = PlaneConfig(seed=seed)
    last = advance(config, start(config).state, "both", 1500, frames=1).frames[-1]
    assert last.coverage.modes >= 7
    assert last.coverage.near > 0.7


@pytest.mark.parametrize(
    ("turns", "count", "frames"),
    [("nobody", 1, 1), ("both", 0, 1), ("both", MAX_ROUNDS + 1, 1), ("both", 1, 0)],
)
def test_what_cannot_be_played_is_one_sentence(begun, turns, count, frames):
    with pytest.raises(LabError):
        advance(USUAL, begun, turns, count, frames)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda numbers: numbers[:-1],
        lambda numbers: np.full_like(numbers, np.nan),
        lambda numbers: np.zeros((2, 2), np.float32),
    ],
)
def test_a_state_of_other_networks_is_refused(begun, spoil):
    with pytest.raises(LabError, match="does not belong to these networks"):
        advance(USUAL, replace(begun, numbers=spoil(begun.numbers)), "both")


def test_a_game_whose_weights_overflow_keeps_its_last_good_state(begun):
    numbers = begun.numbers.copy()
    numbers[: 2 * 64] = 1e30  # squares of what they make are no float32 any more
    huge = replace(begun, numbers=numbers)
    found = advance(replace(USUAL, loss="lsgan"), huge, "both", 3)
    assert found.lost
    assert np.array_equal(found.state.numbers, numbers)
    assert len(found.frames) == 1
