import dataclasses

import keras
import numpy as np
import pytest
from scipy.stats import pearsonr

from dlcore.data import held_out
from dlcore.data.held_out import TestSet
from dlcore.explain.network import ExplainError
from dlcore.rnn.crowd import MOST, similar_traces, step_accuracy
from dlcore.validation import ConfigError
from tests.dlcore.training.sets import bars
from tests.recurrent import made


@pytest.fixture(scope="module")
def traces(lstm, images) -> np.ndarray:
    """(n, 28, 6), by Keras itself."""
    model, *_asked = lstm
    memory = keras.layers.LSTM(6, return_sequences=True)
    memory.build((None, 28, 28))
    memory.set_weights(model.get_layer("memory").get_weights())
    return np.asarray(memory(images[..., 0]))


def test_the_nearest_by_distance(lstm, traces, seven):
    found = similar_traces(seven.image, "memory", 2, (5, 17), "distance", None, *lstm[1:])
    np.testing.assert_allclose(found.own, traces[7, :, 2], atol=1e-5)
    far = np.sqrt(((traces[:, 4:17, 2] - traces[7, 4:17, 2]) ** 2).mean(axis=1))
    far[7] = np.inf
    np.testing.assert_allclose(found.values, np.sort(far)[:MOST], atol=2e-3)
    assert 7 not in found.numbers
    assert found.traces.shape == (MOST, 28)
    images, truth = held_out.first_images()
    np.testing.assert_array_equal(found.images, images[found.numbers, ..., 0])
    np.testing.assert_array_equal(found.truth, truth[found.numbers])


def test_the_nearest_by_correlation(lstm, traces, seven):
    found = similar_traces(seven.image, "memory", 3, (2, 20), "correlation", None, *lstm[1:])
    together = np.array([pearsonr(t, traces[7, 1:20, 3])[0] for t in traces[:, 1:20, 3]])
    together[7] = -np.inf
    np.testing.assert_allclose(found.values, np.sort(together)[::-1][:MOST], atol=2e-3)


@pytest.fixture(scope="module")
def letters():
    """A network of 26 classes, and the test images of a set of as many."""
    data = bars(26, 10)
    return made(keras.layers.GRU(5, name="memory"), classes=26), TestSet.of(data), data


def test_on_another_set_its_own_test_images_are_read(letters):
    (model, *asked), tests, data = letters
    found = step_accuracy(tests, *asked)
    assert found.images == len(data.x_test)
    images = data.x_test.astype(np.float32) / 255
    _reshape, memory, dense = model.layers
    for rows in (5, 28):
        answers = np.asarray(dense(memory(images[:, :rows]))).argmax(axis=1)
        assert found.accuracy[rows - 1] == pytest.approx((answers == data.y_test).mean(), abs=0.02)


def test_on_another_set_the_nearest_are_of_it(letters):
    (model, *asked), tests, data = letters
    images = data.x_test.astype(np.float32) / 255
    memory = keras.layers.GRU(5, return_sequences=True)
    memory.build((None, 28, 28))
    memory.set_weights(model.get_layer("memory").get_weights())
    traces = np.asarray(memory(images))[:, :, 1]
    found = similar_traces(images[4], "memory", 1, (2, 20), "distance", tests, *asked)
    far = np.sqrt(((traces[:, 1:20] - traces[4, 1:20]) ** 2).mean(axis=1))
    far[np.abs(traces - traces[4]).max(axis=1) < 1e-3] = np.inf
    assert 4 not in found.numbers
    np.testing.assert_allclose(found.values, np.sort(far)[: len(found.values)], atol=2e-3)
    np.testing.assert_array_equal(found.truth, data.y_test[found.numbers])
    np.testing.assert_array_equal(found.images, images[found.numbers])


def test_what_was_found_with_one_set_is_not_said_of_another(letters):
    (_model, *asked), tests, data = letters
    fewer = TestSet.of(dataclasses.replace(data, x_test=data.x_test[:30], y_test=data.y_test[:30]))
    assert step_accuracy(tests, *asked).images == len(data.x_test)
    assert step_accuracy(fewer, *asked).images == 30
    again = TestSet.of(dataclasses.replace(data))  # as it comes with each question
    assert step_accuracy(again, *asked) is step_accuracy(tests, *asked)


def test_accuracy_by_row_is_counted(lstm, images):
    model, *asked = lstm
    found = step_accuracy(None, *asked)
    truth = held_out.first_images()[1]
    assert found.images == len(truth)
    _reshape, memory, dense = model.layers
    for rows in (3, 28):
        answers = np.asarray(dense(memory(images[:, :rows, :, 0]))).argmax(axis=1)
        assert found.accuracy[rows - 1] == pytest.approx((answers == truth).mean(), abs=0.005)
    assert 1 <= found.decided <= 28


@pytest.mark.parametrize("steps", [(5, 5), (6, 5), (0, 5), (5, 29)])
def test_an_impossible_stretch_is_refused(lstm, seven, steps):
    with pytest.raises(ExplainError, match="two steps at least, from 1 to 28"):
        similar_traces(seven.image, "memory", 0, steps, "distance", None, *lstm[1:])


def test_nonsense_is_refused(lstm, seven):
    with pytest.raises(ExplainError, match="from 0 to 5"):
        similar_traces(seven.image, "memory", 6, (1, 9), "distance", None, *lstm[1:])
    with pytest.raises(ExplainError, match="must be one of memory"):
        similar_traces(seven.image, "dense", 0, (1, 9), "distance", None, *lstm[1:])
    with pytest.raises(ConfigError, match="measure must be one of"):
        similar_traces(seven.image, "memory", 0, (1, 9), "cosine", None, *lstm[1:])


def test_what_does_not_move_has_nothing_to_correlate_with(seven):
    model, _digest, _data = made(keras.layers.SimpleRNN(3, activation="relu", name="memory"))
    kernel, recurrent, bias = model.get_layer("memory").get_weights()
    model.get_layer("memory").set_weights([0 * kernel, 0 * recurrent, bias * 0 - 1])
    import hashlib

    from dlcore import registry

    data = registry.to_bytes(model)
    asked = (hashlib.sha256(data).hexdigest(), data)
    with pytest.raises(ExplainError, match="does not move in this stretch"):
        similar_traces(seven.image, "memory", 0, (1, 9), "correlation", None, *asked)
    assert (
        len(similar_traces(seven.image, "memory", 0, (1, 9), "distance", None, *asked).numbers) == 0
    )
