"""Multiply-adds and bytes against networks that were counted by hand, and by a loop."""

import itertools

import pytest

from dlcore import layers, mlp
from dlcore.cnn import PRESETS
from dlcore.contract import INPUT_SHAPE
from dlcore.layers import layer
from dlcore.limits.cost import operations
from dlcore.rnn import RnnConfig
from dlcore.training.architectures import layer_specs


def by_layer(network):
    return [one.multiply_adds for one in operations.of_network(network) if one.multiply_adds]


def test_three_networks_counted_by_hand():
    # 26 x 26 places of 32 windows of 3 x 3; 11 x 11 of 64 of 3 x 3 x 32; 1600 to 128; 128 to 10.
    assert by_layer(PRESETS["tutorial"]) == [194_688, 2_230_272, 204_800, 1_280]
    assert operations.forward(PRESETS["tutorial"]) == 2_631_040
    # Windows of 5 x 5 that take steps of 2, each followed by a normalisation.
    assert by_layer(PRESETS["fast"]) == [57_600, 2_304, 204_800, 512, 65_536, 1_280]
    assert by_layer(mlp.MlpConfig((128,))) == [784 * 128, 1_280]
    # 28 rows of 28 pixels; 5 units that read the row and their own state.
    assert by_layer(RnnConfig("simple", 5)) == [28 * 5 * (28 + 5), 50]


def test_recurrent_layers_count_each_of_their_parts_at_each_step():
    rnn = layer("SimpleRNN", units=3, return_sequences=True)
    both = layer("Bidirectional", layer=rnn)
    found = operations.operations(
        [rnn, layer("LSTM", units=2, return_sequences=True), both, layer("GRU", units=4)], (7, 5)
    )
    assert [one.multiply_adds for one in found] == [
        7 * 3 * (5 + 3),
        7 * 4 * 2 * (3 + 2),
        2 * 7 * 3 * (2 + 3),
        7 * 3 * 4 * (6 + 4),
    ]


def test_a_convolution_counts_what_a_loop_over_it_multiplies():
    sides = itertools.product(range(0, 7 - 3 + 1, 2), repeat=2)
    count = sum(1 for _ in itertools.product(sides, range(3), range(3), range(2), range(5)))
    (found,) = operations.operations(
        [layer("Conv2D", filters=5, kernel_size=3, strides=2)], (7, 7, 2)
    )
    assert found.multiply_adds == count


def test_bytes_are_weights_and_what_comes_in_and_goes_out():
    found = operations.of_network(PRESETS["tutorial"])
    assert [one.bytes_moved for one in found] == [
        4 * (320 + 784 + 26 * 26 * 32),
        4 * (26 * 26 * 32 + 13 * 13 * 32),
        4 * (18_496 + 13 * 13 * 32 + 11 * 11 * 64),
        4 * (11 * 11 * 64 + 1600),
        0,
        4 * (204_928 + 1600 + 128),
        4 * (1290 + 128 + 10),
    ]


def test_every_kind_of_layer_is_counted_and_rows_are_those_of_the_table():
    assert set(operations.MULTIPLY_ADDS) == set(layers.RULES)
    for network in PRESETS.values():
        rows = layers.table(layer_specs(network), INPUT_SHAPE)
        found = operations.of_network(network)
        assert [one.parameters for one in found] == [row.parameters for row in rows]
        assert [one.output_shape for one in found] == [row.output_shape for row in rows]


def test_a_training_is_the_way_there_and_twice_the_way_back():
    assert operations.training(10, 7) == 210


def test_a_layer_that_leaves_nothing_is_refused():
    with pytest.raises(ValueError, match="leaves nothing"):
        operations.operations([layer("Conv2D", filters=1, kernel_size=9)], (5, 5, 1))
