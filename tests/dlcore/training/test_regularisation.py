"""One step of training by hand: penalties, weight decay and clipping against NumPy."""

from dataclasses import replace

import keras
import numpy as np
import pytest

from dlcore import registry
from dlcore.cnn import CnnConfig
from dlcore.contract import INPUT_SHAPE
from dlcore.layers import LayerSpec, WeightPenalty, build, code
from dlcore.mlp import MlpConfig
from dlcore.rnn import RnnConfig
from dlcore.training import Regularisation, TrainConfig
from dlcore.training.architectures import build_network, layer_specs
from dlcore.training.compiled import CompileConfig, CompiledNetwork
from dlcore.training.regularisation import regularised

SOFTMAX = MlpConfig(units=())
RATE = 0.1


def one_step(few, **regularisation):
    """Weights and bias of softmax regression before and after a step of SGD, and the gradients."""
    config = TrainConfig(SOFTMAX, "sgd", RATE, regularisation=Regularisation(**regularisation))
    compiled = CompiledNetwork(CompileConfig.of(config, 1))
    keras.utils.set_random_seed(0)
    fresh = build_network(config.network)
    before = fresh.get_weights()
    compiled.reset(fresh, seed=0)
    compiled.set_rate(RATE, 1)
    images, labels = few.x_train[:32, ..., None], few.y_train[:32]
    loss = compiled.model.train_on_batch(images, labels)
    compiled.copy_weights_to(fresh)
    return before, fresh.get_weights(), gradients(before, images, labels), loss


def gradients(weights, images, labels):
    """Of the cross-entropy alone, by hand: p - y times the pixels."""
    pixels = images.reshape(len(images), -1) / 255
    logits = pixels @ weights[0] + weights[1]
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    wrong = (shares - np.eye(10)[labels]) / len(labels)
    return pixels.T @ wrong, wrong.sum(axis=0)


def test_penalties_pull_at_the_weights_and_not_at_the_bias(few):
    (weights, bias), after, (slope, bias_slope), loss = one_step(few, l1=0.01, l2=0.02)
    pull = 0.01 * np.sign(weights) + 2 * 0.02 * weights
    np.testing.assert_allclose(after[0], weights - RATE * (slope + pull), atol=1e-6)
    np.testing.assert_allclose(after[1], bias - RATE * bias_slope, atol=1e-6)
    plain = one_step(few)[3]
    penalty = 0.01 * np.abs(weights).sum() + 0.02 * (weights**2).sum()
    assert loss[0] == pytest.approx(plain[0] + penalty, rel=1e-4)  # what is lessened is reported


def test_weight_decay_shrinks_apart_from_the_gradient(few):
    (weights, _), after, (slope, _), _ = one_step(few, weight_decay=0.3)
    np.testing.assert_allclose(after[0], weights * (1 - RATE * 0.3) - RATE * slope, atol=1e-6)


def test_clipping_shortens_the_gradient_of_all_weights_together(few):
    (weights, bias), after, slopes, _ = one_step(few, clip_norm=0.05)
    length = np.sqrt(sum((slope**2).sum() for slope in slopes))
    assert length > 0.05
    for was, now, slope in zip((weights, bias), after, slopes, strict=True):
        np.testing.assert_allclose(now, was - RATE * slope * 0.05 / length, atol=1e-6)


NETWORKS = [
    CnnConfig((4,), batch_norm=True, dense_units=8),
    MlpConfig((8, 4), dropout=0.2),
    RnnConfig("simple", 4),
    RnnConfig("lstm", 4, 2, bidirectional=True),
    RnnConfig("gru", 4),
]


@pytest.mark.parametrize("network", NETWORKS, ids=str)
def test_every_matrix_is_penalised_and_written_so(network):
    specs = regularised(layer_specs(network), Regularisation(l1=0.5, l2=0.25))
    built = build(specs, INPUT_SHAPE, "network")
    written = eval(code(specs, INPUT_SHAPE), {"keras": keras, "layers": keras.layers})
    for model in (built, written):
        matrices = [w for w in model.trainable_weights if "kernel" in w.path.rsplit("/")[-1]]
        values = np.concatenate([matrix.numpy().ravel() for matrix in matrices])
        by_hand = 0.5 * np.abs(values).sum() + 0.25 * (values**2).sum()
        assert sum(map(float, model.losses)) == pytest.approx(by_hand, rel=1e-4)
        others = [w.path for w in model.trainable_weights if all(w is not m for m in matrices)]
        assert all(path.endswith(("bias", "gamma", "beta")) for path in others)


def test_without_penalties_the_network_is_as_it_was():
    specs = layer_specs(CnnConfig())
    assert regularised(specs, Regularisation(weight_decay=0.1, clip_norm=1.0)) == specs


@pytest.mark.parametrize(
    ("penalty", "written"),
    [
        (WeightPenalty(0.0, 1e-5), "keras.regularizers.L2(1e-05)"),
        (WeightPenalty(0.1, 0.0), "keras.regularizers.L1(0.1)"),
        (WeightPenalty(0.1, 0.2), "keras.regularizers.L1L2(l1=0.1, l2=0.2)"),
    ],
    ids=str,
)
def test_a_penalty_is_written_short_and_makes_the_same(penalty, written):
    assert penalty.code() == written
    made = eval(written, {"keras": keras})
    assert float(made(np.array([1.0, -2.0]))) == pytest.approx(
        float(penalty.make()(np.array([1.0, -2.0])))
    )
    spec = LayerSpec("Dense", {"units": 1, "kernel_regularizer": penalty})
    assert written in code([spec], (2,))


def test_adamw_has_its_own_decay_unless_another_is_set():
    usual = TrainConfig(SOFTMAX, "adamw")
    other = replace(usual, regularisation=Regularisation(weight_decay=0.1))
    decays = [
        CompiledNetwork(CompileConfig.of(config, 1)).model.optimizer.weight_decay
        for config in (usual, other)
    ]
    assert decays == [0.004, 0.1]


def test_the_network_that_is_left_knows_no_penalty(few):
    config = TrainConfig(SOFTMAX, regularisation=Regularisation(l2=0.1))
    compiled = CompiledNetwork(CompileConfig.of(config, 1))
    fresh = build_network(config.network)
    compiled.reset(fresh, seed=0)
    compiled.set_rate(RATE, 1)
    compiled.model.train_on_batch(few.x_train[:8, ..., None], few.y_train[:8])
    compiled.copy_weights_to(fresh)
    left = registry.load_bytes(registry.to_bytes(fresh))
    assert left.losses == []
