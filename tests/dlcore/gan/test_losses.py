"""The losses of both players against NumPy, and their slopes against finite differences."""

import math

import numpy as np
import pytest
import tensorflow as tf

from dlcore.gan.losses import GAN_LOSSES

RANDOM = np.random.default_rng(0)
REAL = RANDOM.normal(0.5, 1.5, (7, 1))
FAKE = RANDOM.normal(-0.5, 1.5, (7, 1))
STEP = 1e-6


def sigma(x):
    return 1 / (1 + np.exp(-x))


def cross_entropy(d, g, s):
    real = -(1 - s) * np.log(sigma(d)) - s * np.log(1 - sigma(d))
    return (real.mean() - np.log(1 - sigma(g)).mean()) / 2


TRUTH = {
    "non-saturating": (cross_entropy, lambda d, g: -np.log(sigma(g)).mean()),
    "minimax": (cross_entropy, lambda d, g: np.log(1 - sigma(g)).mean()),
    "hinge": (
        lambda d, g, s: np.maximum(0, 1 - d).mean() + np.maximum(0, 1 + g).mean(),
        lambda d, g: -g.mean(),
    ),
    "wgan-gp": (lambda d, g, s: g.mean() - d.mean(), lambda d, g: -g.mean()),
    "lsgan": (
        lambda d, g, s: 0.5 * ((d - 1 + s) ** 2).mean() + 0.5 * (g**2).mean(),
        lambda d, g: 0.5 * ((g - 1) ** 2).mean(),
    ),
    "rpgan": (
        lambda d, g, s: np.log(1 + np.exp(g - d)).mean(),
        lambda d, g: np.log(1 + np.exp(d - g)).mean(),
    ),
}
SMOOTHING = {name: 0.2 if loss.smooths else 0.0 for name, loss in GAN_LOSSES.items()}


def test_every_loss_has_its_truth():
    assert TRUTH.keys() == GAN_LOSSES.keys()


@pytest.mark.parametrize("name", GAN_LOSSES)
def test_both_are_their_formula(name):
    record, (discriminator, generator) = GAN_LOSSES[name], TRUTH[name]
    found = record.discriminator(tf.constant(REAL), tf.constant(FAKE), SMOOTHING[name])
    assert float(found) == pytest.approx(discriminator(REAL, FAKE, SMOOTHING[name]))
    found = record.generator(tf.constant(REAL), tf.constant(FAKE))
    assert float(found) == pytest.approx(generator(REAL, FAKE))


def differences(function, at):
    """Central finite differences of a scalar function."""
    slopes = np.zeros_like(at)
    for place in np.ndindex(at.shape):
        shift = np.zeros_like(at)
        shift[place] = STEP
        slopes[place] = (function(at + shift) - function(at - shift)) / (2 * STEP)
    return slopes


@pytest.mark.parametrize("name", GAN_LOSSES)
def test_slopes_are_finite_differences(name):
    record, (discriminator, generator) = GAN_LOSSES[name], TRUTH[name]
    s = SMOOTHING[name]
    real, fake = tf.constant(REAL), tf.constant(FAKE)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch([real, fake])
        d_loss = record.discriminator(real, fake, s)
        g_loss = record.generator(real, fake)
    for loss, inputs, truth, at in (
        (d_loss, real, lambda d: discriminator(d, FAKE, s), REAL),
        (d_loss, fake, lambda g: discriminator(REAL, g, s), FAKE),
        (g_loss, fake, lambda g: generator(REAL, g), FAKE),
    ):
        found = tape.gradient(loss, inputs)
        np.testing.assert_allclose(found, differences(truth, at), rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize("name", GAN_LOSSES)
def test_losses_that_look_at_generated_images_alone_need_no_real_ones(name):
    record = GAN_LOSSES[name]
    if not record.pairs:
        assert float(record.generator(None, tf.constant(FAKE))) == pytest.approx(
            float(record.generator(tf.constant(REAL), tf.constant(FAKE)))
        )


@pytest.mark.parametrize("name", GAN_LOSSES)
def test_balance_is_what_equal_scores_cost(name):
    """The best that a discriminator can do that tells nothing apart is one score for all."""
    record, (discriminator, generator) = GAN_LOSSES[name], TRUTH[name]
    scores = np.linspace(-1, 1, 2001)
    same = [discriminator(np.array([x]), np.array([x]), 0) for x in scores]
    best = scores[np.isclose(same, min(same))]  # the hinge has many
    middle = np.array([best.mean()])
    assert min(same) == pytest.approx(record.balance[0], abs=1e-9)
    assert generator(middle, middle) == pytest.approx(record.balance[1], abs=1e-6)


def test_the_line_at_ln_2_stands_where_the_losses_are_cross_entropies():
    with_line = {name for name, record in GAN_LOSSES.items() if record.has_ln2_line}
    assert with_line == {"non-saturating", "minimax", "rpgan"}
    assert GAN_LOSSES["hinge"].balance[0] == 2
    assert math.isclose(GAN_LOSSES["minimax"].balance[1], -math.log(2))


@pytest.mark.parametrize("name", GAN_LOSSES)
def test_extreme_scores_stay_finite(name):
    record = GAN_LOSSES[name]
    far = tf.constant([[1e4]], tf.float32)
    assert np.isfinite(float(record.discriminator(-far, far, 0.0)))
    assert np.isfinite(float(record.generator(far, -far)))
