"""A step of the game against the same step worked out by hand."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from dlcore.gan import SideConfig
from dlcore.gan.losses import GAN_LOSSES
from dlcore.gan.model import METRICS, build_gan, make_optimizer

RANDOM = np.random.default_rng(0)
IMAGES = RANDOM.integers(0, 256, (16, 28, 28, 1), dtype=np.uint8)
LABELS = (np.arange(16) % 10).astype(np.int32)
BATCH = (tf.constant(IMAGES), tf.constant(LABELS))


@pytest.fixture
def game(tiny):
    def make(**settings):
        keras.utils.set_random_seed(1)
        gan = build_gan(tiny(**settings))
        gan.compile()
        return gan

    return make


@pytest.mark.parametrize("conditional", [True, False])
@pytest.mark.parametrize("loss", GAN_LOSSES)
def test_a_step_moves_both_sides_and_stays_finite(game, loss, conditional):
    gan = game(loss=loss, conditional=conditional)
    before = [player.get_weights() for player in (gan.generator, gan.discriminator)]
    gan.train_step(BATCH)
    figures = dict(zip(METRICS, gan.sums.numpy(), strict=True))
    assert float(gan.steps.numpy()) == 1
    assert np.isfinite(list(figures.values())).all()
    assert 0 <= figures["d_right"] <= 1
    if GAN_LOSSES[loss].squashed:
        assert 0 < figures["d_real"] < 1
    for player, old in zip((gan.generator, gan.discriminator), before, strict=True):
        moved = [
            np.abs(new - was).max() for new, was in zip(player.get_weights(), old, strict=True)
        ]
        assert max(moved) > 0


def test_a_side_without_a_rate_stands_still(game):
    still = SideConfig(learning_rate=0.0)
    gan = game(discriminator=still)
    before = gan.discriminator.get_weights()
    gan.train_step(BATCH)
    for new, old in zip(gan.discriminator.get_weights(), before, strict=True):
        np.testing.assert_array_equal(new, old)


def test_the_discriminator_goes_down_the_slope_of_its_loss(game):
    """One step of plain gradient descent, its slope by finite differences along itself."""
    side = SideConfig("sgd", 1e-3, beta_1=0.0)
    gan = game(loss="non-saturating", generator=SideConfig(learning_rate=0.0), discriminator=side)
    old = gan.discriminator.get_weights()
    gan.random.state.assign([5, 0])
    gan.train_step(BATCH)
    direction = [new - was for new, was in zip(gan.discriminator.get_weights(), old, strict=True)]

    gan.random.state.assign([5, 0])
    noise = keras.random.normal((16, 3), seed=gan.random)
    fake = gan.generator([noise, BATCH[1]], training=True)
    real = IMAGES.astype(np.float32) / 127.5 - 1

    def loss(along):
        weights = [was + along * way for was, way in zip(old, direction, strict=True)]
        gan.discriminator.set_weights(weights)
        d, g = (
            gan.discriminator([x, BATCH[1]]).numpy().astype(float)
            for x in (tf.constant(real), fake)
        )
        return (np.log1p(np.exp(-d)).mean() + np.log1p(np.exp(g)).mean()) / 2

    slope = (loss(2.0) - loss(-2.0)) / 4
    # A step is -rate times the slope: along it the loss falls by its squared length over the rate.
    assert slope == pytest.approx(-sum((way**2).sum() for way in direction) / 1e-3, rel=3e-2)


def test_shown_weights_are_a_running_mean(game):
    gan = game(ema=0.75)
    before = gan.ema_generator.get_weights()
    gan.train_step(BATCH)
    for shown, old, new in zip(
        gan.ema_generator.get_weights(), before, gan.generator.get_weights(), strict=True
    ):
        np.testing.assert_allclose(shown, 0.75 * old + 0.25 * new, atol=1e-6)


def test_more_turns_of_the_discriminator_see_other_images(game):
    gan = game(discriminator_steps=2)
    gan.train_step(BATCH)
    assert int(gan.discriminator_optimizer.iterations.numpy()) == 2
    assert int(gan.generator_optimizer.iterations.numpy()) == 1


def test_noise_and_classes_change_the_game(game):
    """The same start and the same noise, another step."""
    ends = []
    for settings in ({}, {"instance_noise": 0.5}, {"class_weight": 1.0}, {"r1": 1.0}, {"shift": 2}):
        gan = game(discriminator=SideConfig("sgd", 0.1), **settings)
        gan.random.state.assign([5, 0])
        gan.train_step(BATCH)
        ends.append(gan.discriminator.get_weights()[0])
    assert all((end != ends[0]).any() for end in ends[1:])


def test_calling_the_game_draws_with_the_shown_generator(game):
    gan = game()
    inputs = [np.zeros((2, 3), np.float32), LABELS[:2]]
    np.testing.assert_array_equal(gan(inputs), gan.ema_generator(inputs, training=False))


@pytest.mark.parametrize(
    ("name", "kind"), [("adam", "Adam"), ("rmsprop", "RMSprop"), ("sgd", "SGD")]
)
def test_optimizers_are_keras(name, kind):
    made = make_optimizer(SideConfig(name, 0.01, beta_1=0.3, beta_2=0.8)).get_config()
    assert type(make_optimizer(SideConfig(name))).__name__ == kind
    assert made["learning_rate"] == pytest.approx(0.01)
    assert {0.3, 0.8} >= {
        value for key, value in made.items() if key in ("beta_1", "momentum", "beta_2", "rho")
    } - {0.0}
