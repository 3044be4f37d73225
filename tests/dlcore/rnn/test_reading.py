import keras
import numpy as np
import pytest

from dlcore.explain.network import ExplainError
from dlcore.rnn.reading import UnrolledPass, unroll
from tests.recurrent import made


def test_all_of_one_digit_in_one_answer(lstm, seven):
    model, *asked = lstm
    found = unroll(seven.image, *asked)
    (layer,) = found.layers
    assert layer.facts.name == "memory"
    assert layer.states.shape == layer.cells.shape == (28, 6)
    assert set(layer.gates) == {"input", "forget", "output", "candidate"}
    assert found.beliefs.shape == (28, 10)
    assert found.steps == 28
    assert found.memory.shape == (28,)
    expected = model.predict(seven.image[None, ..., None], verbose=0)[0]
    np.testing.assert_allclose(found.probabilities, expected, atol=1e-5)
    assert found.answer == expected.argmax()


def test_a_belief_is_the_answer_to_the_rows_so_far(lstm, seven):
    model, *asked = lstm
    found = unroll(seven.image, *asked)
    _reshape, memory, dense = model.layers
    for rows in (1, 13, 28):
        expected = dense(memory(seven.image[None, :rows]))[0]
        np.testing.assert_allclose(found.beliefs[rows - 1], expected, atol=1e-5)
    np.testing.assert_allclose(found.before, dense(np.zeros((1, 6)))[0], atol=1e-5)


def test_from_the_decision_on_the_answer_stays(lstm, seven):
    found = unroll(seven.image, *lstm[1:])
    answers = found.beliefs.argmax(axis=1)
    assert (answers[found.decided - 1 :] == found.answer).all()
    assert found.decided == 1 or answers[found.decided - 2] != found.answer


def believing(beliefs: np.ndarray) -> UnrolledPass:
    """A pass with these class probabilities before anything is read and after each step."""
    return UnrolledPass((), "rows", beliefs[0], beliefs[1:], np.ones(len(beliefs) - 1), 1)


@pytest.mark.parametrize(("classes", "most"), [(2, 10), (26, 10), (26, 1), (100, 10)])
def test_the_classes_that_are_ever_believed_in_most(classes, most):
    beliefs = np.random.default_rng(classes).dirichlet(np.ones(classes), size=29)
    found = believing(beliefs)
    chosen = found.believed(most)
    assert len(chosen) == min(most, classes)
    assert found.answer in chosen
    assert (np.diff(chosen) > 0).all()
    peaks = beliefs.max(axis=0)
    others, left_out = peaks[chosen[chosen != found.answer]], np.delete(peaks, chosen)
    assert others.min(initial=1) >= left_out.max(initial=0)


def test_an_answer_that_was_hardly_believed_in_is_among_them():
    beliefs = np.eye(12)[np.arange(28) % 11]  # each but the last for a while
    beliefs[-1] = 1 / 13
    beliefs[-1, 11] = 2 / 13
    assert believing(beliefs).believed(3).tolist() == [0, 1, 11]


def test_a_network_of_other_classes_is_unrolled_too(seven):
    model, *asked = made(keras.layers.SimpleRNN(4), classes=26)
    found = unroll(seven.image, *asked)
    assert (found.before.shape, found.beliefs.shape) == ((26,), (28, 26))
    expected = model.predict(seven.image[None, ..., None], verbose=0)[0]
    np.testing.assert_allclose(found.probabilities, expected, atol=1e-5)


def test_of_stacked_layers_all_are_seen(stacked, seven):
    model, *asked = stacked
    found = unroll(seven.image, *asked)
    assert [layer.facts.name for layer in found.layers] == ["low", "high"]
    expected = model.predict(seven.image[None, ..., None], verbose=0)[0]
    np.testing.assert_allclose(found.probabilities, expected, atol=1e-5)
    assert found.layers[1].gates == {}


@pytest.mark.parametrize(
    ("inner", "order"),
    [
        ([keras.layers.GRU(3)], "rows"),
        ([keras.layers.Permute((2, 1)), keras.layers.GRU(3)], "columns"),
        ([keras.layers.GRU(3, go_backwards=True)], "steps"),
        ([keras.layers.Reshape((56, 14)), keras.layers.GRU(3)], "steps"),
    ],
)
def test_it_is_known_what_a_step_is(inner, order, seven):
    assert unroll(seven.image, *made(*inner)[1:]).order == order


def test_an_empty_digit_is_read_too(lstm):
    found = unroll(np.zeros((28, 28), np.float32), *lstm[1:])
    assert np.isfinite(found.beliefs).all()
    assert found.order == "rows"


def test_other_networks_are_refused(seven):
    with pytest.raises(ExplainError, match="no recurrent layer"):
        unroll(seven.image, "cnn")
    wrapped = made(keras.layers.Bidirectional(keras.layers.LSTM(3)))
    with pytest.raises(ExplainError, match="is wrapped in"):
        unroll(seven.image, *wrapped[1:])
