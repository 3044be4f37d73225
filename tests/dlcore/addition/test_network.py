"""The encoder-decoder does what its equations say."""

import keras
import numpy as np
import pytest

from dlcore import registry
from dlcore.addition.alphabet import encode
from dlcore.addition.config import CELLS, AdditionConfig
from dlcore.addition.network import adds, build_addition, digits_of, is_ones_first
from dlcore.cnn import PRESETS, build_cnn
from dlcore.registry import RegistryError

QUESTIONS, PROMPTS = encode(["47+85", "3+9"], 5), encode(["=13", "=12"], 3)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def steps_of_a_simple_cell(cell, inputs, state):
    kernel, recurrent, bias = cell.get_weights()
    states = []
    for x in np.moveaxis(inputs, 1, 0):
        state = np.tanh(x @ kernel + state @ recurrent + bias)
        states.append(state)
    return np.stack(states, axis=1)


@pytest.mark.parametrize("reverse", [True, False])
def test_a_simple_network_by_hand(reverse):
    keras.utils.set_random_seed(0)
    model = build_addition(AdditionConfig(digits=2, cell="simple", units=6, reverse=reverse))
    layers = {layer.name: layer for layer in model.layers}
    read = layers["read"].get_weights()[0][QUESTIONS]
    read = read[:, ::-1] if reverse else read
    last = steps_of_a_simple_cell(layers["encoder"], read, np.zeros((2, 6)))[:, -1]
    fed = layers["fed"].get_weights()[0][PROMPTS]
    written = steps_of_a_simple_cell(layers["decoder"], fed, last)
    kernel, bias = layers["said"].get_weights()
    logits = written @ kernel + bias
    expected = np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)
    found = model.predict_on_batch((QUESTIONS, PROMPTS))
    np.testing.assert_allclose(found, expected, atol=1e-5)


@pytest.mark.parametrize("cell", CELLS)
def test_no_place_of_the_answer_knows_what_is_fed_later(cell):
    model = build_addition(AdditionConfig(digits=2, cell=cell, units=5))
    other = PROMPTS.copy()
    other[:, 2] = 9
    one, two = (model.predict_on_batch((QUESTIONS, prompts)) for prompts in (PROMPTS, other))
    np.testing.assert_allclose(one[:, :2], two[:, :2], atol=1e-6)
    assert np.abs(one[:, 2] - two[:, 2]).max() > 1e-6


@pytest.mark.parametrize("ones_first", [True, False])
def test_a_saved_network_still_says_what_it_is(ones_first):
    model = build_addition(AdditionConfig(digits=4, units=3, ones_first=ones_first))
    again = registry.load_bytes(registry.to_bytes(model))
    adds(again)
    assert digits_of(again) == 4
    assert is_ones_first(again) == ones_first


def test_other_networks_do_not_add():
    with pytest.raises(RegistryError):
        adds(build_cnn(PRESETS["tiny"]))
    inputs = [keras.Input((5,)), keras.Input((3,))]
    for name in ("addition", "other"):
        output = keras.layers.Concatenate()(inputs)
        with pytest.raises(RegistryError):
            adds(keras.Model(inputs, output, name=name))
