"""The CNN builder: presets, validation, input and output contract."""

import numpy as np
import pytest

from dlcore.cnn import ACTIVATIONS, PRESETS, CnnConfig, build_cnn, layer_specs
from dlcore.contract import INPUT_SHAPE
from dlcore.layers import call, parameter_count, table


def test_tutorial_is_the_articles_network():
    assert [call(spec) for spec in layer_specs(CnnConfig())] == [
        'layers.Conv2D(filters=32, kernel_size=3, activation="relu")',
        "layers.MaxPooling2D(pool_size=2)",
        'layers.Conv2D(filters=64, kernel_size=3, activation="relu")',
        "layers.MaxPooling2D(pool_size=2)",
        "layers.Flatten()",
        'layers.Dense(units=128, activation="relu")',
        'layers.Dense(units=10, activation="softmax")',
    ]
    assert PRESETS["tutorial"] == CnnConfig()
    assert build_cnn(CnnConfig()).count_params() == 225_034


@pytest.mark.parametrize(
    ("name", "low", "high"), [("fast", 75_000, 85_000), ("tiny", 5_000, 10_000)]
)
def test_small_presets_are_small(name, low, high):
    rows = table(layer_specs(PRESETS[name]), INPUT_SHAPE)
    assert low <= parameter_count(rows) <= high


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_output_is_a_distribution(activation):
    model = build_cnn(CnnConfig((2,), activation=activation, batch_norm=True, dense_units=4))
    images = np.random.default_rng(0).random((3, 28, 28, 1), dtype=np.float32)
    probabilities = model(images).numpy()
    assert probabilities.shape == (3, 10)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)


def test_stride_pooling_has_no_pooling_layer():
    specs = layer_specs(CnnConfig(pooling="stride"))
    assert [spec.kind for spec in specs] == ["Conv2D", "Conv2D", "Flatten", "Dense", "Dense"]
    assert all(spec.arguments["strides"] == 2 for spec in specs[:2])


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("filters", (), r"filters must be a tuple of 1 to 4"),
        ("filters", [32], r"filters must be a tuple.*Received: \[32\]"),
        ("filters", (1, 1, 1, 1, 1), r"filters must be a tuple of 1 to 4"),
        ("filters", (8, 0), r"filters of block 2 must be a whole number from 1 to 256.*0"),
        ("filters", (8.0,), r"filters of block 1 must be a whole number.*8\.0"),
        ("filters", (True,), r"filters of block 1 must be a whole number.*True"),
        ("kernel_size", 0, "kernel_size must be a whole number from 1 to 7.*0"),
        ("kernel_size", "3", "kernel_size must be a whole number.*'3'"),
        ("pooling", "min", "pooling must be one of max, average, stride.*'min'"),
        ("activation", "softmax", "activation must be one of relu, .*'softmax'"),
        ("batch_norm", 1, "batch_norm must be one of True, False.*1"),
        ("dropout", 0.95, r"dropout must be a number from 0 to 0\.9.*0\.95"),
        ("dropout", float("nan"), "dropout must be a number.*nan"),
        ("dense_units", 1025, "dense_units must be a whole number from 0 to 1,024.*1025"),
    ],
)
def test_bad_values_are_refused(field, value, message):
    with pytest.raises(ValueError, match=message):
        CnnConfig(**{field: value})


def test_vanishing_image_names_the_block():
    with pytest.raises(ValueError, match=r"Block 3 leaves nothing .* the 4x4 pixels that reach it"):
        CnnConfig((8, 8, 8), kernel_size=5)


def test_pooling_that_vanishes_names_the_block():
    with pytest.raises(ValueError, match=r"Block 4 leaves nothing .* 1x1 pixels"):
        CnnConfig((8, 8, 8, 8), kernel_size=3)


def test_too_many_parameters_are_refused():
    with pytest.raises(ValueError, match=r"at most 5,000,000 parameters. Received: 44,"):
        CnnConfig((256,), dense_units=1024)
