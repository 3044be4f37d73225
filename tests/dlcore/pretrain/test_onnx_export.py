"""Networks as ONNX: what comes out answers as what went in."""

from __future__ import annotations

import keras
import numpy as np

from dlcore.cnn import PRESETS, build_cnn
from dlcore.gan.config import GanConfig
from dlcore.gan.networks import build_generator
from dlcore.pretrain.onnx_export import export
from dlcore.registry.onnx_file import OnnxNetwork
from dlcore.rnn import RnnConfig, build_rnn


def test_classifiers_answer_the_same_for_batches_of_any_size():
    keras.utils.set_random_seed(2)
    for model in (build_cnn(PRESETS["tiny"]), build_rnn(RnnConfig("gru", 4))):
        light = OnnxNetwork(export(model))
        for count in (1, 5):
            batch = np.random.default_rng(count).random((count, 28, 28, 1), np.float32)
            expected = model.predict_on_batch(batch)
            np.testing.assert_allclose(light.predict_on_batch(batch), expected, atol=1e-5)


def test_a_generator_takes_shares_of_digits_in_place_of_labels():
    keras.utils.set_random_seed(2)
    noise = np.random.default_rng(0).standard_normal((10, 8)).astype(np.float32)
    told = build_generator(GanConfig(latent_dim=8, width=4))
    drawn = OnnxNetwork(export(told)).predict_on_batch(noise, np.eye(10, dtype=np.float32))
    expected = told.predict_on_batch([noise, np.arange(10, dtype=np.int32)])
    np.testing.assert_allclose(drawn, expected, atol=1e-5)
    free = build_generator(GanConfig(conditional=False, latent_dim=8, width=4))
    np.testing.assert_allclose(
        OnnxNetwork(export(free)).predict_on_batch(noise), free.predict_on_batch(noise), atol=1e-5
    )
