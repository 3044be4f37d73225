"""Deletion and insertion: of a network whose best explanation is known, and counted by hand."""

import itertools

import keras
import numpy as np
import pytest
from scipy import ndimage

from dlcore.explain.attribution import occlusion
from dlcore.explain.network import Network
from dlcore.limits.explanation import deletion
from dlcore.limits.explanation.methods import METHODS, edges


@pytest.fixture(scope="module")
def known() -> tuple[Network, np.ndarray]:
    """Two classes that differ by w x: pixel i speaks with w_i x_i for class 0."""
    weights = np.random.default_rng(0).standard_normal(784).astype(np.float32) / 10
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(2, activation="softmax"),
        ]
    )
    model.layers[-1].set_weights([np.stack([weights, 0 * weights], axis=1), np.zeros(2)])
    return Network(model), weights


def falls(network, image, pixels, **more):
    return deletion.area(deletion.curves(network, image, 0, pixels, **more))


def test_the_known_explanation_is_the_best_and_integrated_gradients_and_occlusion_find_it(known):
    network, weights = known
    image = np.random.default_rng(1).random((28, 28)).astype(np.float32)
    best = deletion.order(weights * image.ravel())
    classes = np.zeros(1, np.int32)
    integrated = METHODS["integrated"].maps(network, image[None, ..., None], classes)[0]
    np.testing.assert_allclose(integrated.ravel(), weights * image.ravel(), atol=1e-5)
    alone = falls(network, image, best)
    whole = falls(network, image, best, inserted=True)
    for seed in range(20):
        chance = deletion.random_order(784, seed)
        assert alone < falls(network, image, chance)
        assert whole > falls(network, image, chance, inserted=True)
    assert falls(network, image, best[::-1]) > alone
    assert falls(network, image, deletion.order(integrated)) == pytest.approx(alone, abs=1e-4)


def test_occlusion_of_single_pixels_finds_it_too(known):
    network, weights = known
    image = np.random.default_rng(1).random((28, 28)).astype(np.float32)
    found = occlusion(network, image[..., None], 0, size=1).ravel()
    strong = np.abs(weights * image.ravel()) > 0.01  # others are lost in rounding
    products = (weights * image.ravel())[strong]
    np.testing.assert_array_equal(np.argsort(found[strong]), np.argsort(products))


def test_a_curve_is_what_a_loop_over_pixels_gives(known):
    network, weights = known
    image = np.random.default_rng(2).random((28, 28)).astype(np.float32)
    pixels = np.random.default_rng(3).permutation(784)
    for inserted in (False, True):
        found = deletion.curves(network, image, 0, pixels, inserted=inserted)
        assert found.shape == (deletion.STEPS + 1,)
        for step in (0, 1, 9, 28):
            by_hand = np.zeros(784) if inserted else image.ravel().copy()
            for pixel in itertools.islice(pixels, 28 * step):
                by_hand[pixel] = image.ravel()[pixel] if inserted else 0
            expected = 1 / (1 + np.exp(-(weights @ by_hand)))
            assert found[step] == pytest.approx(expected, abs=1e-5)


def test_the_area_is_a_sum_of_trapezoids():
    values = np.random.default_rng(0).random(deletion.STEPS + 1)
    by_hand = sum((a + b) / 2 / deletion.STEPS for a, b in itertools.pairwise(values))
    assert deletion.area(values) == pytest.approx(by_hand)
    assert deletion.area(np.ones((3, deletion.STEPS + 1))) == pytest.approx(1)


def test_an_order_has_each_pixel_once_and_what_ties_is_mixed_always_alike():
    values = np.zeros((28, 28))
    values[5, 7], values[20, 3] = 2, -1
    pixels = deletion.order(values)
    assert sorted(pixels) == list(range(784))
    assert (pixels[0], pixels[-1]) == (5 * 28 + 7, 20 * 28 + 3)
    np.testing.assert_array_equal(pixels, deletion.order(values))
    middle = pixels[1:-1]
    assert abs(np.corrcoef(middle, np.arange(782))[0, 1]) < 0.15  # not from top to bottom


def test_edges_are_scipys():
    images = np.random.default_rng(0).random((3, 28, 28)).astype(np.float32)
    for image, found in zip(images, edges(images), strict=True):
        down, across = (ndimage.sobel(image, axis, mode="nearest") for axis in (0, 1))
        np.testing.assert_allclose(found, np.hypot(down, across), atol=1e-5)
