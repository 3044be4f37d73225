"""The dense network: its layers, its limits, and Keras' own count of its weights."""

import numpy as np
import pytest

from dlcore.contract import INPUT_SHAPE
from dlcore.layers import call, parameter_count, table
from dlcore.mlp import PRESETS, MlpConfig, build_mlp, layer_specs


def test_one_hidden_layer_is_the_network_of_every_first_lesson():
    assert [call(spec) for spec in layer_specs(PRESETS["one_layer"])] == [
        "layers.Flatten()",
        'layers.Dense(units=128, activation="relu")',
        "layers.Dropout(rate=0.2)",
        'layers.Dense(units=10, activation="softmax")',
    ]


def test_without_a_hidden_layer_it_is_softmax_regression():
    model = build_mlp(PRESETS["softmax"])
    images = np.random.default_rng(0).random((3, *INPUT_SHAPE), dtype=np.float32)
    weights, bias = model.get_weights()
    logits = images.reshape(3, 784) @ weights + bias
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    by_hand = exponentials / exponentials.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(model(images).numpy(), by_hand, rtol=1e-4)


@pytest.mark.parametrize(
    "config", [MlpConfig(), MlpConfig((8, 4, 2), "gelu", True, 0.3), MlpConfig((5,) * 4)], ids=str
)
def test_table_is_what_keras_builds(config):
    rows = table(layer_specs(config), INPUT_SHAPE)
    model = build_mlp(config)
    assert [row.output_shape for row in rows] == [made.output.shape[1:] for made in model.layers]
    assert parameter_count(rows) == model.count_params()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("units", [8], r"units must be a tuple of at most 4 .*Received: \[8\]"),
        ("units", (1,) * 5, r"units must be a tuple of at most 4"),
        ("units", (8, 0), r"units of layer 2 must be a whole number from 1 to 1,024.*0"),
        ("units", (True,), r"units of layer 1 must be a whole number.*True"),
        ("activation", "softmax", r"activation must be one of relu, .*'softmax'"),
        ("batch_norm", 1, r"batch_norm must be one of True, False.*1"),
        ("dropout", 0.95, r"dropout must be a number from 0 to 0\.9.*0\.95"),
    ],
)
def test_bad_values_are_refused(field, value, message):
    with pytest.raises(ValueError, match=message):
        MlpConfig(**{field: value})
