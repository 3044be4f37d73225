"""Penalties on slopes against finite differences and functions whose slope is known."""

import numpy as np
import pytest
import tensorflow as tf

from dlcore.gan.penalties import gradient_penalty, zero_centred_penalty

RANDOM = np.random.default_rng(0)
WEIGHTS = RANDOM.normal(size=(6, 1))
POINTS = RANDOM.normal(size=(4, 6))


def linear(points):
    return points @ tf.constant(WEIGHTS)


def bent(points):
    return tf.tanh(linear(points))


def slopes(points, step=1e-6):
    """Of `bent` by central differences, (n, 6)."""
    rows = [step * row for row in np.eye(6)]
    return np.concatenate(
        [(bent(points + row) - bent(points - row)).numpy() / (2 * step) for row in rows], axis=1
    )


def test_the_slope_of_a_plane_is_its_weights():
    found = zero_centred_penalty(linear, tf.constant(POINTS))
    assert float(found) == pytest.approx((WEIGHTS**2).sum())


def test_squared_slopes_are_finite_differences():
    expected = (slopes(POINTS) ** 2).sum(axis=1).mean()
    assert float(zero_centred_penalty(bent, tf.constant(POINTS))) == pytest.approx(
        expected, rel=1e-6
    )


def test_the_gradient_penalty_looks_between_the_two():
    other, mix = RANDOM.normal(size=(4, 6)), RANDOM.uniform(size=(4, 1))
    lengths = np.linalg.norm(slopes(POINTS + mix * (other - POINTS)), axis=1)
    found = gradient_penalty(bent, tf.constant(POINTS), tf.constant(other), tf.constant(mix))
    assert float(found) == pytest.approx(((lengths - 1) ** 2).mean(), rel=1e-5)


def test_a_penalty_teaches():
    """Its own slope, a second derivative, against finite differences."""
    scale = tf.Variable(0.7, dtype=tf.float64)

    def cost(size):
        def score(points):
            return tf.tanh(size * linear(points))

        return zero_centred_penalty(score, tf.constant(POINTS))

    with tf.GradientTape() as tape:
        value = cost(scale)
    step = 1e-6
    expected = (cost(0.7 + step) - cost(0.7 - step)) / (2 * step)
    assert float(tape.gradient(value, scale)) == pytest.approx(float(expected), rel=1e-5)


def test_no_slope_at_all_does_no_harm():
    flat = gradient_penalty(
        lambda points: 0.0 * linear(points), *(tf.constant(POINTS),) * 2, tf.zeros((4, 1), "double")
    )
    assert float(flat) == pytest.approx(1, abs=1e-5)
