"""The RNN builder: validation, what a step is, and the contract that every reader keeps."""

import re

import keras
import numpy as np
import pytest
from keras import layers

from dlcore.contract import INPUT_SHAPE
from dlcore.layers import call, code, parameter_count, table
from dlcore.rnn import ACTIVATIONS, CELLS, PRESETS, RnnConfig, build_rnn, layer_specs
from dlcore.training.architectures import build_network

CONFIGS = [
    RnnConfig(cell, 5, depth, both_ways, dropout, "relu" if dropout else "tanh", read)
    for cell in CELLS
    for depth, both_ways, dropout, read in [
        (1, False, 0.0, "rows"),
        (2, False, 0.3, "columns"),
        (2, True, 0.0, "rows"),
        (3, True, 0.5, "columns"),
    ]
]


@pytest.mark.parametrize("config", CONFIGS, ids=str)
def test_table_is_what_keras_builds(config):
    rows = table(layer_specs(config), INPUT_SHAPE)
    model = build_rnn(config)
    assert [row.kind for row in rows] == [type(made).__name__ for made in model.layers]
    assert [row.output_shape for row in rows] == [made.output.shape[1:] for made in model.layers]
    assert [row.parameters for row in rows] == [made.count_params() for made in model.layers]
    assert parameter_count(rows) == model.count_params()


@pytest.mark.parametrize("config", CONFIGS, ids=str)
def test_code_is_the_same_network(config):
    text = code(layer_specs(config), INPUT_SHAPE)
    model = eval(text, {"keras": keras, "layers": layers})
    assert _unnumbered(model) == _unnumbered(build_network(config))


def _unnumbered(model):
    return re.sub(r"_\d+", "", str(model.get_config()["layers"]))


def test_the_default_is_written_as_a_student_would():
    config = RnnConfig(layers=2, dropout=0.2, read="columns")
    assert [call(spec) for spec in layer_specs(config)] == [
        "layers.Reshape(target_shape=(28, 28))",
        "layers.Permute(dims=(2, 1))",
        "layers.LSTM(units=128, return_sequences=True)",
        "layers.Dropout(rate=0.2)",
        "layers.LSTM(units=128)",
        "layers.Dropout(rate=0.2)",
        'layers.Dense(units=10, activation="softmax")',
    ]
    assert call(layer_specs(RnnConfig(bidirectional=True))[1]) == (
        "layers.Bidirectional(layer=layers.LSTM(units=128))"
    )


def test_a_long_layer_is_broken_up():
    specs = layer_specs(RnnConfig("simple", 64, 2, bidirectional=True, activation="relu"))
    assert code(specs, INPUT_SHAPE).splitlines()[3:12] == [
        "        layers.Reshape(target_shape=(28, 28)),",
        "        layers.Bidirectional(",
        "            layer=layers.SimpleRNN(",
        "                units=64,",
        '                activation="relu",',
        '                recurrent_initializer="identity",',
        "                return_sequences=True,",
        "            ),",
        "        ),",
    ]


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_output_is_a_distribution(cell, activation):
    images = np.random.default_rng(0).random((3, 28, 28, 1), dtype=np.float32)
    probabilities = build_rnn(RnnConfig(cell, 4, activation=activation))(images).numpy()
    assert probabilities.shape == (3, 10)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)


@pytest.mark.parametrize("read", ["rows", "columns"])
def test_a_step_is_one_line_of_the_image(read):
    """The simple cell's equation in NumPy, line by line, from the image as it is seen."""
    model = build_rnn(RnnConfig("simple", 6, read=read))
    image = np.random.default_rng(1).random((28, 28), dtype=np.float32)
    recurrent, dense = (part for part in model.layers if part.weights)
    kernel, recurrent_kernel, bias = recurrent.get_weights()
    state = np.zeros(6, np.float32)
    for line in image if read == "rows" else image.T:
        state = np.tanh(line @ kernel + state @ recurrent_kernel + bias)
    scores = state @ dense.get_weights()[0] + dense.get_weights()[1]
    expected = np.exp(scores) / np.exp(scores).sum()
    np.testing.assert_allclose(model(image[None, ..., None]).numpy()[0], expected, atol=1e-5)


def test_a_simple_cell_with_relu_begins_by_keeping_its_state():
    _kernel, recurrent, _bias = (
        build_rnn(RnnConfig("simple", 6, activation="relu")).layers[1].get_weights()
    )
    np.testing.assert_array_equal(recurrent, np.eye(6))
    _kernel, recurrent, _bias = build_rnn(RnnConfig("simple", 6)).layers[1].get_weights()
    np.testing.assert_allclose(recurrent @ recurrent.T, np.eye(6), atol=1e-5)


def test_presets_are_one_of_each_cell():
    assert [(name, preset.cell) for name, preset in PRESETS.items()] == [
        (cell, cell) for cell in CELLS
    ]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("cell", "elman", r"cell must be one of simple, lstm, gru\. Received: 'elman'"),
        ("units", 0, r"units must be a whole number from 1 to 512\..*0"),
        ("units", 64.0, r"units must be a whole number.*64\.0"),
        ("layers", 4, r"layers must be a whole number from 1 to 3\..*4"),
        ("layers", True, r"layers must be a whole number.*True"),
        ("bidirectional", 1, r"bidirectional must be one of True, False\..*1"),
        ("dropout", 0.95, r"dropout must be a number from 0 to 0\.9.*0\.95"),
        ("dropout", float("nan"), r"dropout must be a number.*nan"),
        ("activation", "softmax", r"activation must be one of tanh, .*'softmax'"),
        ("read", "spiral", r"read must be one of rows, columns\..*'spiral'"),
    ],
)
def test_bad_values_are_refused(field, value, message):
    with pytest.raises(ValueError, match=message):
        RnnConfig(**{field: value})


def test_too_many_parameters_are_refused():
    with pytest.raises(ValueError, match=r"at most 5,000,000 parameters. Received: 1\d,"):
        RnnConfig(units=512, layers=3, bidirectional=True)
