"""The .onnx files that ship are their .keras files; others are refused in one sentence."""

from __future__ import annotations

import numpy as np
import pytest

from dlcore import registry
from dlcore.data import held_out
from dlcore.digits import is_blank
from dlcore.gan.generator.opened import find_generator, open_generator
from dlcore.gan.generator.shipped import noise
from dlcore.pretrain.onnx_export import EXPORTED
from dlcore.registry import RegistryError, shipped
from dlcore.registry.onnx_file import OnnxNetwork

CLASSIFIERS = [name for name in EXPORTED if name not in ("gan", "line")]


def test_what_is_exported_ships_and_nothing_else():
    assert sorted(file.stem for file in registry.MODELS.glob("*.onnx")) == sorted(EXPORTED)
    assert all(map(registry.answers_alone, EXPORTED))
    assert not registry.answers_alone("addition")
    assert not registry.answers_alone("../models/cnn")


@pytest.mark.parametrize("name", CLASSIFIERS)
def test_a_classifier_answers_as_keras_does(name):
    digits, _labels = held_out.first_images()
    strange = np.random.default_rng(0).random((8, 28, 28, 1), np.float32)
    batch = np.concatenate([digits[:24], strange, np.ones_like(strange[:1])])
    expected = registry.load(name).predict_on_batch(batch)
    found = registry.load_onnx(name)
    assert found.input_shape == (None, 28, 28, 1)
    assert found.output_shape == (None, 10)
    np.testing.assert_allclose(found.predict_on_batch(batch), expected, atol=1e-5)
    np.testing.assert_allclose(found.predict_on_batch(batch[:1]), expected[:1], atol=1e-5)
    assert not is_blank(batch).any()


def test_the_generator_draws_as_keras_does_also_between_two_digits():
    light, keras = find_generator("gan"), open_generator("gan")
    assert light is not keras
    labels = np.arange(10)
    z = noise(10, keras.latent_dim, 3)
    assert light.latent_dim == keras.latent_dim
    told = [one.embedded(labels) for one in (light, keras)]
    between = [(told_one + np.roll(told_one, 3, axis=0)) / 2 for told_one in told]
    for mine, theirs in (told, between):
        drawn, expected = light.draw(z, mine), keras.draw(z, theirs)
        np.testing.assert_allclose(drawn.astype(int), expected, atol=1)  # of 255
    np.testing.assert_array_equal(light.draw(np.tile(z, (21, 1)), np.tile(told[0], (21, 1)))[:10],
                                  light.draw(z, told[0]))  # fmt: skip


@pytest.mark.parametrize("data", [b"", b"no model", b"\x08\x07" * 50])
def test_what_is_no_onnx_file_is_refused(data):
    with pytest.raises(RegistryError, match="Not an ONNX model"):
        OnnxNetwork(data)


def test_a_changed_file_is_refused(tmp_path, monkeypatch):
    for ending in (".keras", ".json", ".onnx"):
        data = (registry.MODELS / f"rnn-simple{ending}").read_bytes()
        (tmp_path / f"rnn-simple{ending}").write_bytes(data + (b" " if ending == ".onnx" else b""))
    monkeypatch.setattr(shipped, "MODELS", tmp_path)
    shipped.load_onnx.cache_clear()
    with pytest.raises(RegistryError, match="must have the sha256 of its card"):
        shipped.load_onnx("rnn-simple")


def test_the_reader_of_lines_answers_as_keras_does_whatever_the_width():
    random = np.random.default_rng(0)
    expected, found = registry.load("line"), registry.load_onnx("line")
    assert found.input_shape == (None, 32, None, 1)
    for width in (32, 112, 208):
        pictures = random.random((2, 32, width, 1), np.float32)
        answers = found.predict_on_batch(pictures)
        assert answers.shape == (2, width // 2, 12)
        np.testing.assert_allclose(answers, expected.predict_on_batch(pictures), atol=1e-4)
