import keras
import numpy as np
import pytest

from dlcore.explain import attribution
from dlcore.explain.network import ExplainError, Network


@pytest.fixture
def weights(linear) -> np.ndarray:
    """(4, 5, 2, 3): what each pixel counts for each class."""
    return linear.model.layers[-1].get_weights()[0].reshape(4, 5, 2, 3)


@pytest.fixture
def images() -> np.ndarray:
    return np.random.default_rng(2).random((3, 4, 5, 2), np.float32)


def test_saliency_of_a_linear_model_is_its_weights(linear, weights, images):
    found = attribution.saliency(linear, images, [0, 1, 2])
    for i in range(3):
        np.testing.assert_allclose(found[i], np.abs(weights[..., i]).max(axis=-1), atol=1e-6)


def test_integrated_gradients_of_a_linear_model_are_weights_times_pixels(linear, weights, images):
    found = attribution.integrated_gradients(linear, images, 1, baseline=0.5)
    np.testing.assert_allclose(found.values, weights[..., 1] * (images - 0.5), atol=1e-6)
    assert found.gap.max() < 1e-3


def test_integrated_gradients_add_up_to_the_difference(shipped, digits):
    images, labels = digits[0][:20], digits[1][:20]
    found = attribution.integrated_gradients(shipped, images, labels)
    empty = np.zeros((1, 28, 28, 1))
    expected = shipped.scores(images)[np.arange(20), labels] - shipped.scores(empty)[0, labels]
    np.testing.assert_allclose(found.difference, expected, rtol=1e-4, atol=1e-4)
    parts = np.abs(found.values).sum(axis=(1, 2, 3))
    allowed = np.maximum(0.01 * np.abs(expected), attribution.CANCELLED * parts) + 1e-3
    missed = np.abs(found.values.sum(axis=(1, 2, 3)) - expected)
    assert (missed <= allowed).all()
    assert np.median(found.gap) <= 0.01


def test_integrated_gradients_agree_with_a_fine_sum_of_finite_differences(smooth, colours):
    found = attribution.integrated_gradients(smooth, colours[:1], 3)
    at, step, total = (0, 6, 5, 1), 1e-2, 0.0
    for share in (np.arange(200) + 0.5) / 200:
        pair = np.repeat(colours[:1] * np.float32(share), 2, axis=0)
        pair[0][at[1:]] += step
        pair[1][at[1:]] -= step
        scores = smooth.scores(pair)[:, 3]
        total += (scores[0] - scores[1]) / (2 * step) / 200
    assert found.values[at] == pytest.approx(colours[at] * total, rel=0.02)


def test_occlusion_is_what_hiding_each_square_costs(smooth, colours):
    found = attribution.occlusion(smooth, colours[0], 2, size=3, fill=0.5)
    whole = smooth.predict(colours[:1])[0, 2]
    for row, column in [(0, 0), (5, 4), (11, 9)]:
        hidden = colours[:1].copy()
        hidden[0, max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2] = 0.5
        expected = whole - smooth.predict(hidden)[0, 2]
        assert found[row, column] == pytest.approx(expected, abs=1e-6)


def test_where_a_square_hides_nothing_nothing_falls(shipped, digits):
    found = attribution.occlusions(shipped, digits[0][0], size=3)
    assert found.shape == (28, 28, 10)
    assert not found[0, 0].any()
    np.testing.assert_allclose(found.sum(axis=-1), 0, atol=1e-5)  # probabilities sum to 1


def test_parts_that_cancel_end_in_time(linear, images, monkeypatch):
    asked = []
    gradient = linear.gradient
    monkeypatch.setattr(linear, "gradient", lambda *a: asked.append(len(a[0])) or gradient(*a))
    attribution.integrated_gradients(linear, np.full((1, 4, 5, 2), 0.5), 0, baseline=0.5)
    assert sum(asked) <= attribution.FIRST_STEPS + 1


@pytest.mark.parametrize("size", [0, 2, 11, -1])
def test_a_square_that_cannot_be_is_refused(smooth, colours, size):
    with pytest.raises(ExplainError, match="odd side"):
        attribution.occlusion(smooth, colours[0], 0, size=size)


def test_grad_cam_agrees_with_finite_differences_of_the_rest_of_the_network():
    keras.utils.set_random_seed(7)
    head = [keras.layers.Flatten(), keras.layers.Dense(3, name="scores")]
    convolution = keras.layers.Conv2D(2, 3, activation="relu", name="maps")
    network = Network(keras.Sequential([keras.Input((6, 6, 1)), convolution, *head]))
    image = np.random.default_rng(0).random((1, 6, 6, 1), np.float32)
    maps = np.asarray(convolution(image))
    weights = np.zeros(2)
    for at in np.ndindex(maps.shape):
        moved = maps.copy()
        moved[at] += 1.0  # the rest is linear, so any step is exact
        both = np.asarray(head[1](head[0](np.concatenate([moved, maps]))))
        weights[at[-1]] += (both[0, 1] - both[1, 1]) / 16
    expected = np.maximum((maps * weights).sum(axis=-1), 0)
    np.testing.assert_allclose(attribution.grad_cam(network, image, 1), expected, atol=1e-5)


def test_grad_cam_takes_any_layer_with_maps(smooth, colours):
    assert attribution.grad_cam(smooth, colours, 0).shape == (6, 10, 8)
    assert attribution.grad_cam(smooth, colours, 0, "both").min() >= 0
    with pytest.raises(ExplainError, match="no maps"):
        attribution.grad_cam(smooth, colours, 0, "mean")


def test_grad_cam_of_a_model_without_convolution_is_refused(linear, images):
    with pytest.raises(ExplainError, match="no convolution"):
        attribution.grad_cam(linear, images, 0)


def test_enlarging_keeps_what_is_even():
    found = attribution.enlarged(np.full((2, 3, 4), 0.25), 28, 30)
    assert found.shape == (2, 28, 30)
    np.testing.assert_allclose(found, 0.25)
