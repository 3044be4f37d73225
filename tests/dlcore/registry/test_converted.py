"""Networks in other formats: what comes out answers as what went in."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from dlcore.addition.config import AdditionConfig
from dlcore.addition.network import build_addition
from dlcore.cnn import PRESETS, CnnConfig, build_cnn
from dlcore.gan.config import GanConfig
from dlcore.gan.networks import build_generator
from dlcore.registry import RegistryError, converted
from dlcore.registry.litert_file import LiteRtNetwork
from dlcore.registry.onnx_file import OnnxNetwork
from dlcore.rnn import RnnConfig, build_rnn

COUNT = 3


def networks() -> list[keras.Model]:
    """One of every kind, with each cell and with two inputs of different types."""
    keras.utils.set_random_seed(2)
    return [
        build_cnn(CnnConfig((4,), activation="gelu", batch_norm=True, dense_units=8)),
        build_rnn(RnnConfig("gru", 4)),
        build_rnn(RnnConfig("lstm", 4)),
        build_rnn(RnnConfig("simple", 4)),
        build_generator(GanConfig(latent_dim=8, width=4)),
        build_addition(AdditionConfig(digits=2, units=4)),
    ]


def batch_for(model: keras.Model) -> dict[str, np.ndarray]:
    random = np.random.default_rng(0)
    return {
        one.name: (
            random.random((COUNT, *one.shape[1:]), np.float32)
            if one.dtype == "float32"
            else random.integers(0, 10, (COUNT, *one.shape[1:])).astype(one.dtype)
        )
        for one in model.inputs
    }


@pytest.mark.slow
def test_every_kind_of_network_answers_the_same_in_both_formats():
    for model in networks():
        batch = batch_for(model)
        inputs = list(batch.values())
        expected = model.predict_on_batch(inputs if len(inputs) > 1 else inputs[0])
        as_onnx = OnnxNetwork(converted.to_onnx(model)).predict_on_batch(*inputs)
        np.testing.assert_allclose(as_onnx, expected, atol=1e-5, err_msg=model.name)
        backwards = dict(reversed(batch.items()))  # names tell the inputs apart, not their order
        as_litert = LiteRtNetwork(converted.to_litert(model)).predict(backwards)
        np.testing.assert_allclose(as_litert, expected, atol=1e-5, err_msg=model.name)


def test_a_litert_file_holds_the_weights_and_needs_nothing_but_litert():
    model = build_rnn(RnnConfig("gru", 16))
    data = converted.to_litert(model)
    assert len(data) > 4 * model.count_params()
    assert b"Flex" not in data  # an operation of TensorFlow's own


@pytest.mark.parametrize("data", [b"", b"no model", bytes(500)])
def test_what_is_no_litert_file_is_refused(data):
    with pytest.raises(RegistryError, match="Not a LiteRT model"):
        LiteRtNetwork(data)


def test_where_a_converter_is_absent_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setattr(converted, "ONNX_PACKAGES", ("no_such_converter", "onnx"))
    with pytest.raises(RegistryError, match=r"pip install no_such_converter$"):
        converted.to_onnx(build_cnn(PRESETS["tiny"]))
