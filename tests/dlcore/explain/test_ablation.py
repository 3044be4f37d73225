import keras
import numpy as np
import pytest

from dlcore.explain.ablation import greedy_units, predict_without
from dlcore.explain.network import ExplainError, Network


def test_without_units_is_with_their_weights_at_zero():
    keras.utils.set_random_seed(4)
    network = Network(
        keras.Sequential(
            [
                keras.Input((8, 8, 1)),
                keras.layers.Conv2D(3, 3, activation="relu", name="maps"),
                keras.layers.Flatten(),
                keras.layers.Dense(4, activation="softmax"),
            ]
        )
    )
    images = np.random.default_rng(0).random((5, 8, 8, 1), np.float32)
    found = predict_without(network, images, "maps", [0, 2])
    kernel, bias = network.model.get_layer("maps").get_weights()
    kernel[..., [0, 2]] = 0
    bias[[0, 2]] = 0
    network.model.get_layer("maps").set_weights([kernel, bias])
    np.testing.assert_allclose(found, network.predict(images), atol=1e-6)


def test_without_nothing_is_the_answer_itself(shipped, digits):
    whole = shipped.predict(digits[0][:3])
    np.testing.assert_allclose(predict_without(shipped, digits[0][:3], "conv2d", []), whole, 1e-4)
    every = predict_without(shipped, digits[0][:3], "conv2d_2", range(64))
    assert np.ptp(every, axis=0).max() < 1e-6  # nothing of the image is left


def test_a_way_around_the_layer_is_refused(smooth, colours):
    assert predict_without(smooth, colours, "both", [1]).shape == (6, 5)
    with pytest.raises(ExplainError, match="Not all that comes after the layer second"):
        predict_without(smooth, colours, "second", [1])


def test_a_unit_that_is_not_there_is_refused(smooth, colours):
    with pytest.raises(ExplainError, match="from 0 to 3"):
        predict_without(smooth, colours, "both", [4])


def test_a_greedy_search_takes_each_time_what_hurts_most(shipped, digits):
    """Against trying each of what is left with `predict_without`."""
    image = digits[0][:1]
    answer = int(shipped.predict(image)[0].argmax())
    off: list[int] = []
    while int(predict_without(shipped, image, "activation", off)[0].argmax()) == answer:
        left = [unit for unit in range(32) if unit not in off]
        shares = [
            float(predict_without(shipped, image, "activation", [*off, unit])[0, answer])
            for unit in left
        ]
        off.append(left[int(np.argmin(shares))])
    assert greedy_units(shipped, image, "activation", 32) == tuple(off)
    assert greedy_units(shipped, image, "activation", len(off) - 1) is None
