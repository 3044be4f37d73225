"""How far a cell sees: as far as a gradient reaches."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from dlcore.cnn.receptive import receptive_fields
from dlcore.explain.network import Network

SIDE, WIDTH = 28, 24


def network(*middle: keras.layers.Layer) -> Network:
    """With weights that are all above 0, so that no way cancels another."""
    stack = [layers.Flatten(), layers.Dense(3)]
    model = keras.Sequential([keras.Input((SIDE, WIDTH, 1)), *middle, *stack])
    for weights in model.trainable_weights:
        weights.assign(np.random.default_rng(0).uniform(0.1, 1, weights.shape))
    return Network(model)


def reached(found: Network, layer: str, row: int, column: int) -> tuple:
    """First and last row and column of the pixels with a gradient, in any of many images."""
    tap = found.tap(layer)
    images = tf.constant(np.random.default_rng(1).uniform(size=(300, SIDE, WIDTH, 1)), tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(images)
        value = tf.reduce_sum(tap(images)[:, row, column])
    seen = np.abs(tape.gradient(value, images).numpy()[..., 0]).sum(axis=0) > 0
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    return (rows[0], columns[0]), (rows[-1] + 1, columns[-1] + 1)


NETWORKS = {
    "valid": [layers.Conv2D(3, 3), layers.MaxPooling2D(), layers.Conv2D(2, 5)],
    "same": [
        layers.Conv2D(3, 3, padding="same"),
        layers.BatchNormalization(),
        layers.MaxPooling2D(padding="same"),
        layers.Conv2D(2, 4, padding="same", activation="relu"),
    ],
    "strides": [
        layers.Conv2D(2, 3, strides=2, padding="same"),
        layers.Conv2D(2, (5, 3), padding="same"),
        layers.AveragePooling2D(3, strides=2),
        layers.ReLU(),
    ],
    "dilation": [
        layers.Conv2D(2, 3, dilation_rate=3, padding="same"),
        layers.SeparableConv2D(2, 3),
        layers.DepthwiseConv2D(3, padding="same"),
    ],
}


@pytest.mark.parametrize("name", NETWORKS)
def test_a_cell_depends_on_its_field_and_on_nothing_else(name):
    found = network(*NETWORKS[name])
    for facts, field in zip(found.layers, receptive_fields(found), strict=True):
        if not facts.has_maps:
            assert field is None
            continue
        rows, columns, _channels = facts.output_shape
        for row, column in ((0, 0), (rows // 2, columns // 2), (rows - 1, columns - 1)):
            assert field.of((row, column)) == reached(found, facts.name, row, column)
            (top, left), (bottom, right) = field.of((row, column))
            assert (bottom - top, right - left) <= field.size
        middle = field.of((rows // 2, columns // 2))
        assert field.size == (middle[1][0] - middle[0][0], middle[1][1] - middle[0][1])


def test_the_cell_next_to_a_place_is_found():
    found = network(*NETWORKS["valid"])
    field = receptive_fields(found)[1]
    for cell in ((0, 0), (6, 3), (12, 10)):
        middle = [
            s + j * c + (n - 1) / 2
            for s, j, n, c in zip(field.start, field.jump, field.size, cell, strict=True)
        ]
        assert field.nearest(*middle, (13, 11)) == cell
    assert field.nearest(-9, 99, (13, 11)) == (0, 10)


def test_of_branches_and_of_what_is_no_window_nothing_is_said():
    inputs = keras.Input((SIDE, SIDE, 1))
    first = layers.Conv2D(2, 3)(inputs)
    left, right = layers.Conv2D(2, 3)(first), layers.Conv2D(2, 3)(first)
    outputs = layers.Dense(3)(layers.Flatten()(layers.Add()([left, right])))
    sizes = [
        field and field.size for field in receptive_fields(Network(keras.Model(inputs, outputs)))
    ]
    assert sizes[:2] == [(3, 3), (5, 5)]
    assert not any(sizes[2:])
    turned = network(layers.Conv2DTranspose(2, 3), layers.Conv2D(2, 3))
    assert not any(receptive_fields(turned))


def test_a_functional_network_in_a_row_is_followed():
    inputs = keras.Input((SIDE, SIDE, 1))
    maps = layers.MaxPooling2D()(layers.Conv2D(2, 3)(inputs))
    outputs = layers.Dense(3)(layers.Flatten()(maps))
    found = receptive_fields(Network(keras.Model(inputs, outputs)))
    assert [field and field.size for field in found] == [(3, 3), (4, 4), None, None]
