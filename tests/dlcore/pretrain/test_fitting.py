"""The fit of all recipes, on networks small enough to be fitted in a second."""

import keras
import numpy as np
import pytest

from dlcore.cnn import CnnConfig, build_cnn
from dlcore.pretrain import fitting


def fitted(network: keras.Model, steps: int, epochs: int = 1, side: int = 8, **how) -> None:
    """To tell whether an image is light or dark."""

    def batches():
        random = np.random.default_rng(0)
        while True:
            light = random.integers(0, 2, 32)
            images = random.random((32, side, side, 1)) / 2 + light[:, None, None, None] / 2
            yield images.astype(np.float32), np.eye(10, dtype=np.float32)[light]

    fitting.fit(network, batches, steps, epochs, "categorical_crossentropy", **how)


def small() -> keras.Sequential:
    keras.utils.set_random_seed(0)
    return keras.Sequential(
        [
            keras.Input((None, None, 1)),
            keras.layers.Conv2D(4, 3, use_bias=False),
            keras.layers.BatchNormalization(momentum=0.9),
            keras.layers.ReLU(),
            keras.layers.GlobalAveragePooling2D(),
            keras.layers.Dense(10),
            keras.layers.Softmax(),
        ]
    )


def test_what_was_fitted_is_the_network_itself():
    """In float32, uncompiled, of the layers it had, and it tells light from dark."""
    network = small()
    layers = network.layers
    fitted(network, steps=40, adamw=fitting.AdamWConfig(peak_learning_rate=0.03))
    assert network.layers == layers
    assert not network.compiled
    assert {weight.dtype for weight in network.weights} == {"float32"}
    assert type(network.layers[1]) is keras.layers.BatchNormalization
    light, dark = (np.full((1, 8, 8, 1), value, np.float32) for value in (0.9, 0.1))
    assert network(light)[0, 1] > 0.5 > network(dark)[0, 1]


def test_fused_normalisation_is_the_normalisation_of_keras():
    """Its answers, what it keeps of a batch, and its gradients."""
    import tensorflow as tf

    network = small()
    quick = fitting._with_fused_normalisation(network)
    assert type(quick.layers[1]) is not keras.layers.BatchNormalization
    images = np.random.default_rng(0).random((64, 8, 8, 1), np.float32)
    gradients = []
    for one in (network, quick):
        with tf.GradientTape() as tape:
            answers = one(images, training=True)
            loss = tf.reduce_sum(answers[:, 3] ** 2)
        gradients.append((answers, *tape.gradient(loss, one.trainable_variables)))
    for mine, usual in zip(*gradients, strict=True):
        np.testing.assert_allclose(mine, usual, atol=1e-5)
    count = 64 * 6 * 6  # it keeps the variance that is not biased
    for mine, usual in zip(
        quick.layers[1].get_weights(), network.layers[1].get_weights(), strict=True
    ):
        np.testing.assert_allclose(mine, usual, rtol=2 / count, atol=1e-6)
    np.testing.assert_allclose(quick(images), network(images), atol=1e-4)


def test_a_fitted_network_is_an_average_over_the_end_of_its_fit(monkeypatch):
    """Averaged over next to nothing, it is its last weights: another network."""

    def moved(share):
        monkeypatch.setattr(fitting, "AVERAGED", share)
        keras.utils.set_random_seed(0)
        network = build_cnn(CnnConfig((2,), dense_units=0))
        start = [weight.numpy() for weight in network.trainable_variables]
        fitted(network, steps=20, side=28)
        ends = [weight.numpy() for weight in network.trainable_variables]
        return np.concatenate(
            [(end - begin).ravel() for end, begin in zip(ends, start, strict=True)]
        )

    last, averaged = moved(0.05), moved(3.0)
    assert np.linalg.norm(averaged) < 0.9 * np.linalg.norm(last)
    assert last @ averaged > 0


def test_statistics_are_taken_anew_as_averages_over_the_batches():
    network = keras.Sequential(
        [keras.Input((28, 28, 1)), keras.layers.BatchNormalization(momentum=0.9)]
    )
    network(np.full((4, 28, 28, 1), 50, np.float32), training=True)  # is to be forgotten
    random = np.random.default_rng(0)
    batches = [random.normal(k, k, (8, 28, 28, 1)).astype(np.float32) for k in (1, 2, 3)]
    fitting.take_statistics(network, iter(batches))
    (layer,) = network.layers
    assert float(layer.moving_mean[0]) == pytest.approx(np.mean([b.mean() for b in batches]))
    variance = np.mean([b.var() for b in batches])
    assert float(layer.moving_variance[0]) == pytest.approx(variance, rel=1e-4)
    assert layer.momentum == 0.9
