"""Each way of saving against what NumPy and Keras say of the same."""

import keras
import numpy as np
import pytest

from dlcore import registry
from dlcore.limits.cost import distillation, operations, savings
from dlcore.limits.cost.config import CostConfig
from dlcore.limits.experiment import Experiment
from dlcore.registry.converted import to_litert
from dlcore.registry.litert_file import LiteRtNetwork
from dlcore.training.architectures import build_network


def test_the_smallest_weights_of_all_layers_become_zero_and_biases_stay():
    random = np.random.default_rng(0)
    weights = [random.normal(size=(4, 5)), np.zeros(5), 3 * random.normal(size=(5, 6)), np.ones(6)]
    for share in (0.0, 0.3, 0.8):
        found = savings.pruned(weights, share)
        everything = np.concatenate([weights[0].ravel(), weights[2].ravel()])
        kept = np.sort(np.abs(everything))[int(share * 50) :]
        left = np.concatenate([found[0].ravel(), found[2].ravel()])
        np.testing.assert_allclose(np.sort(np.abs(left[left != 0])), kept)
        np.testing.assert_array_equal(found[1], weights[1])
        np.testing.assert_array_equal(found[3], weights[3])


def test_multiply_adds_that_are_left_are_those_of_weights_that_are_left():
    model = build_network(distillation.STUDENT)
    weights = savings.pruned(model.get_weights(), 0.6)
    model.set_weights(weights)
    first, second, dense = (np.count_nonzero(one) for one in weights if one.ndim > 1)
    expected = 26 * 26 * first + 11 * 11 * second + dense
    found = savings.multiply_adds_left(model, distillation.STUDENT)
    assert found == pytest.approx(expected)
    assert found < operations.forward(distillation.STUDENT)


def test_8_bits_are_a_quarter_of_the_file_and_answer_alike(few):
    model = registry.load("cnn-tutorial")
    images = few.x_test[..., None].astype(np.float32) / 255
    entry = model.inputs[0].name
    whole, quantised = to_litert(model), to_litert(model, images[:50])
    assert len(quantised) < 0.3 * len(whole)
    expected = LiteRtNetwork(whole).predict({entry: images})
    found = LiteRtNetwork(quantised).predict({entry: images})
    assert found.dtype == np.float32
    assert (found.argmax(1) == expected.argmax(1)).mean() > 0.97
    assert not np.array_equal(found, expected)  # really in 8 bits
    np.testing.assert_allclose(found * 256, np.round(found * 256), atol=1e-3)


def test_softened_answers_are_those_of_logits_by_the_temperature():
    logits = np.random.default_rng(1).normal(size=(6, 10)).astype(np.float32)
    softmax = keras.ops.softmax
    for temperature in (1.0, 4.0):
        found = distillation.softened(softmax(logits).numpy(), temperature)
        np.testing.assert_allclose(found, softmax(logits / temperature).numpy(), rtol=1e-4)


def test_the_loss_is_that_of_labels_and_that_of_the_teacher():
    random = np.random.default_rng(2)
    logits = random.normal(size=(4, 10)).astype(np.float32)
    labels = np.eye(10, dtype=np.float32)[[3, 1, 4, 1]]
    soft = distillation.softened(random.dirichlet(np.ones(10), 4).astype(np.float32), 2.0)
    compiled = distillation._CompiledStudent("")
    compiled.teach(0.25, 2.0)
    found = compiled._loss(np.concatenate([labels, soft], axis=1), logits)

    def log_softmax(z):
        return z - np.log(np.exp(z).sum(axis=1, keepdims=True))

    hard = -(labels * log_softmax(logits)).sum(axis=1)
    taught = -(soft * log_softmax(logits / 2)).sum(axis=1)
    np.testing.assert_allclose(found, 0.75 * hard + 0.25 * 4 * taught, rtol=1e-5)


def test_the_student_is_small():
    assert build_network(distillation.STUDENT).count_params() == 4935


def test_without_a_teacher_there_is_one_student(monkeypatch, few):
    taught = []

    def student(images, targets, config, teaching, experiment):
        taught.append(teaching)

    monkeypatch.setattr(savings, "_pruned", lambda *_: iter(()))
    monkeypatch.setattr(savings._Measure, "found", lambda *_args, **_more: [])
    monkeypatch.setattr(savings.distillation, "student", student)
    for teaching in (0.0, 0.5):
        config = CostConfig(student_images=100, teaching=teaching)
        list(savings.savings(config, few, 100, Experiment(lambda report: None, lambda: False)))
    assert taught == [0.0, 0.0, 0.5]
