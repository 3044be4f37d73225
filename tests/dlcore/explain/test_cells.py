"""The equations in NumPy against the layers of Keras themselves."""

import keras
import numpy as np
import pytest

from dlcore.explain.cells import GATES, run, weights_of

N, TIME, FEATURES, UNITS = 3, 9, 4, 5


@pytest.fixture(scope="module")
def sequence() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(N, TIME, FEATURES)).astype(np.float32)


def made(kind: str, **options):
    """A layer whose biases are not zero."""
    keras.utils.set_random_seed(4)
    layer = getattr(keras.layers, kind)(UNITS, return_sequences=True, **options)
    layer.build((None, TIME, FEATURES))
    rng = np.random.default_rng(1)
    layer.set_weights([w + rng.normal(0, 0.3, w.shape) for w in layer.get_weights()])
    return layer


OPTIONS = [
    {},
    {"use_bias": False},
    {"activation": "relu"},
    {"activation": "softsign"},
    {"activation": None},
    {"activation": "elu", "use_bias": False},
]
GATED = [
    {"recurrent_activation": "hard_sigmoid"},
    {"recurrent_activation": "tanh", "activation": "sigmoid"},
]
CASES = [
    *((kind, options) for kind in GATES for options in OPTIONS),
    *((kind, options) for kind in ("LSTM", "GRU") for options in GATED),
    ("LSTM", {"unit_forget_bias": False}),
    ("GRU", {"reset_after": False}),
    ("GRU", {"reset_after": False, "use_bias": False}),
    *((kind, {"unroll": True}) for kind in GATES),
]


@pytest.mark.parametrize(("kind", "options"), CASES, ids=str)
def test_the_states_are_the_layers_own(kind, options, sequence):
    layer = made(kind, **options)
    found = run(kind, weights_of(layer), sequence)
    expected = keras.ops.convert_to_numpy(layer(sequence))
    np.testing.assert_allclose(found.states, expected, atol=1e-5)
    assert found.states.dtype == np.float32


@pytest.mark.parametrize("kind", GATES)
def test_the_end_is_what_a_layer_without_sequences_gives(kind, sequence):
    layer = made(kind)
    ending = getattr(keras.layers, kind)(UNITS)
    ending.build(sequence.shape)
    ending.set_weights(layer.get_weights())
    found = run(kind, weights_of(ending), sequence)
    expected = keras.ops.convert_to_numpy(ending(sequence))
    np.testing.assert_allclose(found.states[:, -1], expected, atol=1e-5)


def test_the_cell_state_is_the_layers_own(sequence):
    keras.utils.set_random_seed(4)
    layer = keras.layers.LSTM(UNITS, return_state=True)
    _end, hidden, cell = layer(sequence)
    found = run("LSTM", weights_of(layer), sequence)
    np.testing.assert_allclose(found.states[:, -1], hidden, atol=1e-5)
    np.testing.assert_allclose(found.cells[:, -1], cell, atol=1e-5)


def test_gates_make_the_states_of_an_lstm(sequence):
    found = run("LSTM", weights_of(made("LSTM")), sequence)
    assert tuple(found.gates) == GATES["LSTM"]
    i, f, o, g = found.gates.values()
    before = np.concatenate([0 * i[:, :1], found.cells[:, :-1]], axis=1)
    np.testing.assert_allclose(found.cells, f * before + i * g, atol=1e-6)
    np.testing.assert_allclose(found.states, o * np.tanh(found.cells), atol=1e-6)
    assert all(gate.min() >= 0 and gate.max() <= 1 for gate in (i, f, o))


@pytest.mark.parametrize("reset_after", [True, False])
def test_gates_make_the_states_of_a_gru(sequence, reset_after):
    layer = made("GRU", reset_after=reset_after)
    found = run("GRU", weights_of(layer), sequence)
    assert tuple(found.gates) == GATES["GRU"]
    z, _r, g = found.gates.values()
    before = np.concatenate([0 * z[:, :1], found.states[:, :-1]], axis=1)
    np.testing.assert_allclose(found.states, z * before + (1 - z) * g, atol=1e-6)


def test_a_simple_cell_has_neither_gates_nor_a_cell_state(sequence):
    found = run("SimpleRNN", weights_of(made("SimpleRNN")), sequence)
    assert found.gates == {}
    assert found.cells is None


def test_an_activation_of_ones_own(sequence):
    layer = made("SimpleRNN", activation=lambda x: keras.ops.sin(x))
    found = run("SimpleRNN", weights_of(layer), sequence)
    np.testing.assert_allclose(found.states, np.asarray(layer(sequence)), atol=1e-5)


def test_great_numbers_overflow_nowhere(sequence):
    with np.errstate(all="raise"):
        run("LSTM", weights_of(made("LSTM")), 1e4 * sequence)
