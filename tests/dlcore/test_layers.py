"""The layer table against real Keras models, and the source text against `build`."""

import itertools

import keras
import pytest
from keras import layers

from dlcore.cnn import CnnConfig, build_cnn, layer_specs
from dlcore.contract import INPUT_SHAPE
from dlcore.layers import LayerSpec, build, call, code, layer, parameter_count, table, work

CONFIGS = [
    CnnConfig(
        filters, kernel_size, pooling, batch_norm=batch_norm, dropout=dropout, dense_units=units
    )
    for (filters, kernel_size), pooling, (batch_norm, dropout, units) in itertools.product(
        [((8,), 1), ((4, 8), 3), ((3,), 7), ((2, 3, 4), 2), ((3, 5), 5)],
        ["max", "average", "stride"],
        [(False, 0.0, 16), (True, 0.5, 0)],
    )
]


@pytest.mark.parametrize("config", CONFIGS, ids=str)
def test_table_is_what_keras_builds(config):
    rows = table(layer_specs(config), INPUT_SHAPE)
    model = build_cnn(config)
    assert [row.kind for row in rows] == [type(made).__name__ for made in model.layers]
    assert [row.output_shape for row in rows] == [made.output.shape[1:] for made in model.layers]
    assert [row.parameters for row in rows] == [made.count_params() for made in model.layers]
    assert parameter_count(rows) == model.count_params()


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(("strides", "side"), [(1, 7), (2, 7), (3, 8)])
def test_table_knows_padding_and_strides(padding, strides, side):
    specs = (
        layer("Conv2D", filters=2, kernel_size=3, strides=strides, padding=padding),
        layer("MaxPooling2D", pool_size=2, padding="same"),
    )
    model = build(specs, (side, side, 3), name="padded")
    shapes = [row.output_shape for row in table(specs, (side, side, 3))]
    assert shapes == [made.output.shape[1:] for made in model.layers]


@pytest.mark.parametrize("config", CONFIGS[::7], ids=str)
def test_code_is_the_same_network(config):
    specs = layer_specs(config)
    model = eval(code(specs, INPUT_SHAPE), {"keras": keras, "layers": layers})
    assert [made.get_config() for made in _unnamed(model)] == [
        made.get_config() for made in _unnamed(build(specs, INPUT_SHAPE, name="cnn"))
    ]


def _unnamed(model):
    for number, made in enumerate(model.layers):
        made.name = str(number)
        yield made


def test_call_quotes_strings():
    assert call(layer("Dense", units=3, activation="relu")) == (
        'layers.Dense(units=3, activation="relu")'
    )


def test_vanishing_image_names_the_layer():
    specs = (layer("Flatten"),)
    assert table(specs, (2, 2, 1))[0].output_shape == (4,)
    with pytest.raises(
        ValueError, match=r"Layer 2, layers.Conv2D.*Received: input shape \(2, 2, 1"
    ):
        table(
            (
                layer("MaxPooling2D", pool_size=2),
                layer("Conv2D", filters=1, kernel_size=3),
            ),
            (4, 4, 1),
        )


@pytest.mark.parametrize("use", [table, lambda specs, shape: build(specs, shape, name="x")])
def test_unknown_kind_is_refused(use):
    with pytest.raises(ValueError, match=r"kind must be one of Conv2D.*Received: 'Lambda'"):
        use((LayerSpec("Lambda", {}),), INPUT_SHAPE)


def test_work_is_what_a_person_multiplies():
    picture = (
        layer("Conv2D", filters=4, kernel_size=3),  # 26 x 26 places of 3 x 3 weights and a bias
        layer("MaxPooling2D", pool_size=2),
        layer("Flatten"),
        layer("Dense", units=10),  # of 13 x 13 x 4 numbers
    )
    by_hand = 26 * 26 * 4 * (9 + 1) + 10 * (13 * 13 * 4 + 1)
    assert work(table(picture, INPUT_SHAPE), INPUT_SHAPE) == by_hand
    one = layer("LSTM", units=8, return_sequences=True)
    sequence = (
        layer("Reshape", target_shape=(28, 28)),
        layer("Bidirectional", layer=one),  # 28 steps of four gates, there and back
        layer("SimpleRNN", units=5),
    )
    by_hand = 28 * 2 * 4 * 8 * (28 + 8 + 1) + 28 * 5 * (16 + 5 + 1)
    assert work(table(sequence, INPUT_SHAPE), INPUT_SHAPE) == by_hand
