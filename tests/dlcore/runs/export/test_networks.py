"""Networks of every kind of run in other formats, compared with Keras by the tasks themselves."""

from __future__ import annotations

import io
from dataclasses import replace

import keras
import numpy as np
import pytest

from dlcore import registry
from dlcore.cnn.network import ACTIVATIONS, CnnConfig, build_cnn
from dlcore.mlp import MlpConfig
from dlcore.registry.litert_file import LiteRtNetwork
from dlcore.registry.onnx_file import OnnxNetwork
from dlcore.rnn import RnnConfig
from dlcore.runs.export import ExportError, networks
from dlcore.training.architectures import ARCHITECTURES, build_network
from tests.dlcore.runs.export.finished import KINDS, network


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_answers_as_keras_does(kind):
    for convert in (networks.convert_to_onnx, networks.convert_to_litert):
        made = convert(network(kind), kind)
        assert 0 <= made.difference < 1e-5


@pytest.mark.parametrize("kind", KINDS)
def test_what_it_is_compared_on_are_a_hundred_different_examples_of_the_right_shapes(kind):
    model = registry.load_bytes(network(kind))
    inputs = networks.EXAMPLES_OF[kind](model)
    for array, wanted in zip(inputs, model.inputs, strict=True):
        assert array.shape == (networks.EXAMPLES, *wanted.shape[1:])
        assert array.dtype == wanted.dtype
    assert len(np.unique(inputs[0].reshape(networks.EXAMPLES, -1), axis=0)) == networks.EXAMPLES
    answers = model.predict_on_batch(list(inputs) if len(inputs) > 1 else inputs[0])
    assert answers.std(axis=0).max() > 0


def test_the_difference_is_measured(monkeypatch):
    """A converter that makes another network is found out."""
    keras.utils.set_random_seed(4)
    other = build_cnn(CnnConfig((4,), dense_units=8))
    monkeypatch.setattr(networks, "to_onnx", lambda model, real=networks.to_onnx: real(other))
    made = networks.convert_to_onnx(network("train"), "train")
    images = networks.EXAMPLES_OF["train"](other)[0]
    mine = registry.load_bytes(network("train")).predict_on_batch(images)
    expected = np.abs(mine - other.predict_on_batch(images)).max()
    assert made.difference == pytest.approx(expected, abs=1e-6)
    assert made.difference > 1e-3


def test_what_a_converter_does_not_know_is_said_in_one_sentence(monkeypatch):
    def fail(model):
        raise RuntimeError("no such operation\nand more")

    monkeypatch.setattr(networks, "to_litert", fail)
    with pytest.raises(ExportError, match="cannot be written as LiteRT: RuntimeError: no such"):
        networks.convert_to_litert(network("train"), "train")


def test_a_file_that_its_own_program_refuses_is_never_handed_out(monkeypatch):
    monkeypatch.setattr(networks, "to_onnx", lambda model: b"no such graph")
    with pytest.raises(ExportError, match="cannot be written as ONNX: RegistryError: Not an ONNX"):
        networks.convert_to_onnx(network("train"), "train")


def test_where_the_converter_is_absent_it_says_so_and_not_that_the_network_is_strange(monkeypatch):
    monkeypatch.setattr(networks, "ONNX_PACKAGES", ("no_such_converter",))
    with pytest.raises(registry.RegistryError, match=r"pip install no_such_converter$"):
        networks.convert_to_onnx(network("train"), "train")


def test_bytes_that_are_no_network_are_refused():
    for task in (networks.convert_to_onnx, networks.convert_to_litert):
        with pytest.raises(registry.RegistryError, match=r"Expected a \.keras file"):
            task(b"none", "train")
    with pytest.raises(registry.RegistryError, match=r"Expected a \.keras file"):
        networks.weights(b"none")


@pytest.mark.parametrize("kind", KINDS)
def test_weights_go_back_by_their_names(kind):
    arrays = np.load(io.BytesIO(networks.weights(network(kind)).data), allow_pickle=False)
    model = registry.load_bytes(network(kind))
    assert len(arrays.files) == len(model.weights)
    for one in model.weights:
        np.testing.assert_array_equal(arrays[one.path], one)


@pytest.mark.slow  # a second for each
def test_every_network_that_a_page_can_make_can_be_converted():
    usual = CnnConfig((4, 4), dense_units=8)
    choices = {
        "activation": ACTIVATIONS,
        "pooling": ("max", "average", "stride"),
        "batch_norm": (True,),
        "dropout": (0.5,),
    }
    cnns = [replace(usual, **{name: one}) for name, all_ in choices.items() for one in all_]
    rnns = [
        RnnConfig(cell, 4, layers, both, read=read)
        for cell in ("simple", "lstm", "gru")
        for layers, both, read in ((1, False, "rows"), (2, True, "columns"))
    ]
    configs = [*cnns, *rnns, MlpConfig()]
    assert {type(one) for one in configs} == set(ARCHITECTURES)
    for config in configs:
        data = registry.to_bytes(build_network(config))
        for convert in (networks.convert_to_onnx, networks.convert_to_litert):
            assert convert(data, "train").difference < 1e-5, config


def test_files_answer_by_themselves():
    """What was compared is what is handed out."""
    images = networks.EXAMPLES_OF["train"](None)[0][:3]
    model = registry.load_bytes(network("train"))
    expected = model.predict_on_batch(images)
    as_onnx = networks.convert_to_onnx(network("train"), "train").data
    np.testing.assert_allclose(OnnxNetwork(as_onnx).predict_on_batch(images), expected, atol=1e-5)
    as_litert = networks.convert_to_litert(network("train"), "train").data
    name = model.inputs[0].name
    found = LiteRtNetwork(as_litert).predict({name: images})
    np.testing.assert_allclose(found, expected, atol=1e-5)
