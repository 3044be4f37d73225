"""The sum behind a cell: what Keras gives there, for every kind of window."""

from __future__ import annotations

import hashlib

import keras
import numpy as np
import pytest
from keras import layers

from dlcore import registry
from dlcore.cnn.cell_sum import cell_sum, channels_into, convolution_of
from dlcore.cnn.layers import summary
from dlcore.errors import LabError
from dlcore.explain.network import ExplainError

IMAGE = np.random.default_rng(0).uniform(size=(28, 28)).astype(np.float32)


def network(*middle: keras.layers.Layer) -> tuple[keras.Model, str, bytes]:
    stack = [layers.Flatten(), layers.Dense(10, "softmax")]
    model = keras.Sequential([keras.Input((28, 28, 1)), *middle, *stack])
    for weights in model.trainable_weights:  # biases too
        weights.assign(np.random.default_rng(1).normal(0, 0.3, weights.shape))
    data = registry.to_bytes(model)
    return model, hashlib.sha256(data).hexdigest(), data


@pytest.mark.parametrize(
    "second",
    [
        layers.Conv2D(4, 3, name="second"),
        layers.Conv2D(4, 5, padding="same", activation="relu", name="second"),
        layers.Conv2D(4, 3, strides=2, padding="same", name="second"),
        layers.Conv2D(4, 3, dilation_rate=2, padding="same", use_bias=False, name="second"),
        layers.Conv2D(4, 2, padding="same", name="second"),
    ],
)
def test_the_parts_and_the_bias_are_the_cell(second):
    model, *asked = network(layers.Conv2D(3, 3, name="first"), layers.ReLU(), second)
    inner = keras.Model(model.inputs, [model.layers[1].output, second.output])
    given, output = (np.asarray(one)[0] for one in inner(IMAGE[None, ..., None]))
    bent = second.activation
    for cell in ((0, 0), (5, 7), (output.shape[0] - 1, output.shape[1] - 1)):
        found = cell_sum(IMAGE, "second", 2, 1, cell, *asked)
        assert found.value == pytest.approx(output[(*cell, 2)], abs=1e-5)
        assert float(bent(np.float32(found.total))) == pytest.approx(found.value, abs=1e-5)
        assert len(found.parts) == 3
        most = cell_sum(IMAGE, "second", 2, None, cell, *asked)
        assert most.channel == np.abs(found.parts).argmax()
        assert most.part[cell] == pytest.approx(found.parts[most.channel], abs=1e-5)
        assert found.part[cell] == pytest.approx(found.parts[1], abs=1e-5)
    top, left, bottom, right = found.margin
    height, width = found.padded.shape
    np.testing.assert_allclose(
        found.padded[top : height - bottom, left : width - right], given[..., 1], atol=1e-6
    )
    np.testing.assert_array_equal(found.kernel, np.asarray(second.kernel)[..., 1, 2])
    whole = sum(cell_sum(IMAGE, "second", 2, channel, (0, 0), *asked).part for channel in range(3))
    np.testing.assert_allclose(bent(whole + found.bias), output[..., 2], atol=1e-5)


def test_the_first_layer_sees_the_image():
    _model, *asked = network(layers.Conv2D(3, 3, name="first"))
    found = cell_sum(IMAGE, "first", 0, 0, (4, 9), *asked)
    np.testing.assert_array_equal(found.padded, IMAGE)
    by_hand = float((IMAGE[4:7, 9:12] * found.kernel).sum()) + found.bias
    assert found.value == pytest.approx(by_hand, abs=1e-5)


@pytest.mark.parametrize(
    ("unit", "channel", "cell"), [(9, 0, (0, 0)), (0, 1, (0, 0)), (0, 0, (26, 0)), (0, 0, (-1, 0))]
)
def test_what_is_not_there_is_refused(unit, channel, cell):
    _model, *asked = network(layers.Conv2D(3, 3, name="first"))
    with pytest.raises(LabError):
        cell_sum(IMAGE, "first", unit, channel, cell, *asked)


@pytest.mark.parametrize("other", [layers.Conv2D(4, (3, 2)), layers.Conv2D(4, 3, groups=2)])
def test_another_kind_of_convolution_is_refused(other):
    _model, *asked = network(layers.Conv2D(2, 3), other)
    with pytest.raises(LabError, match="another kind"):
        cell_sum(IMAGE, other.name, 0, 0, (0, 0), *asked)


def test_what_is_no_convolution_is_refused():
    _model, *asked = network(layers.Conv2D(3, 3), layers.MaxPooling2D(name="pool"))
    with pytest.raises(ExplainError):
        cell_sum(IMAGE, "pool", 0, 0, (0, 0), *asked)


def test_the_convolution_of_a_layer_is_found_as_long_as_cells_stay_in_their_places():
    _model, *asked = network(
        layers.Conv2D(3, 3, name="first"),
        layers.BatchNormalization(name="normal"),
        layers.ReLU(name="bent"),
        layers.MaxPooling2D(name="pool"),
        layers.Conv2D(2, 3, name="second"),
    )
    facts = summary(*asked).layers
    found = {layer.name: convolution_of(facts, layer.name) for layer in facts}
    names = {name: layer and layer.name for name, layer in found.items()}
    assert names["first"] == names["normal"] == names["bent"] == "first"
    assert names["pool"] is None
    assert names["second"] == "second"
    assert [channels_into(facts, name) for name in ("first", "second")] == [1, 3]
