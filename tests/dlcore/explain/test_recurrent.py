"""States, beliefs and memory against Keras itself and against finite differences."""

import keras
import numpy as np
import pytest
from keras import layers

from dlcore.explain import recurrent
from dlcore.explain.network import ExplainError, Network
from dlcore.explain.recurrent import RecurrentNetwork

KINDS = {"SimpleRNN": layers.SimpleRNN, "LSTM": layers.LSTM, "GRU": layers.GRU}


def network(*inner, shape=(6, 5, 1), head=True) -> RecurrentNetwork:
    """Images of 6 rows of 5 pixels, or another shape, to 4 classes; biases are not zero."""
    keras.utils.set_random_seed(2)
    before = [layers.Reshape(shape[:2])] if len(shape) == 3 else []
    end = [layers.Dropout(0.5), layers.Dense(4, activation="softmax")] if head else []
    model = keras.Sequential([keras.Input(shape), *before, *inner, *end])
    rng = np.random.default_rng(1)
    model.set_weights([w + rng.normal(0, 0.2, w.shape) for w in model.get_weights()])
    return RecurrentNetwork(model)


@pytest.fixture(scope="module")
def images() -> np.ndarray:
    return np.random.default_rng(0).random((3, 6, 5, 1), np.float32)


@pytest.mark.parametrize("kind", KINDS)
def test_states_end_where_the_model_does(kind, images):
    net = network(KINDS[kind](7, name="memory"))
    (facts,) = net.recurrent
    assert facts == recurrent.RecurrentFacts("memory", kind, 7, 6, 5)
    found = recurrent.states(net, images)
    assert found.shape == (3, 6, 7)
    np.testing.assert_allclose(found[:, -1], net.run("memory", images), atol=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_the_last_belief_is_the_answer_and_an_early_one_that_of_a_shorter_sequence(kind, images):
    net = network(KINDS[kind](7))
    found = recurrent.beliefs(net, recurrent.states(net, images))
    np.testing.assert_allclose(found[:, -1], net.predict(images), atol=1e-5)
    _reshape, memory, _dropout, dense = net.model.layers
    stopped = dense(memory(images[:, :3, :, 0]))
    np.testing.assert_allclose(found[:, 2], stopped, atol=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_memory_is_the_gradient_by_finite_differences(kind, images):
    net = network(KINDS[kind](7))
    step, classes = 1e-2, np.array([1, 0, 3])
    moved = np.zeros((30, *images.shape), np.float32)  # one pixel each, of 6 rows and 5 columns
    moved.reshape(30, 3, 30)[range(30), :, range(30)] = step
    pairs = np.stack([images + moved, images - moved])  # (2, 30, 3, 6, 5, 1)
    scores = net.scores(pairs.reshape(-1, *images.shape[1:])).reshape(2, 30, 3, -1)
    slopes = (scores[0] - scores[1])[:, range(3), classes] / (2 * step)
    expected = np.sqrt((slopes**2).reshape(6, 5, 3).sum(axis=1)).T
    found = recurrent.memory(net, images, classes)
    np.testing.assert_allclose(found, expected, rtol=2e-2, atol=1e-4)


def test_of_stacked_layers_one_is_chosen_and_beliefs_are_the_last_ones(images):
    net = network(layers.LSTM(7, return_sequences=True, name="low"), layers.GRU(5, name="high"))
    assert [facts.name for facts in net.recurrent] == ["low", "high"]
    low = recurrent.states(net, images, "low")
    np.testing.assert_allclose(low, net.run("low", images), atol=1e-5)
    high = recurrent.states(net, images)
    np.testing.assert_allclose(high[:, -1], net.run("high", images), atol=1e-5)
    np.testing.assert_array_equal(high, recurrent.states(net, images, "high"))
    found = recurrent.beliefs(net, high)
    np.testing.assert_allclose(found[:, -1], net.predict(images), atol=1e-5)
    assert recurrent.memory(net, images, 1).shape == (3, 6)
    assert recurrent.trace(net, images, "low").cells is not None


@pytest.mark.parametrize("sequences", [False, True])
def test_backwards_is_the_order_of_reading(sequences, images):
    reading = layers.SimpleRNN(7, go_backwards=True, return_sequences=sequences, name="memory")
    net = network(reading, *([layers.LSTM(3)] if sequences else []))
    turned = network(
        layers.SimpleRNN(7, return_sequences=sequences, name="memory"),
        *([layers.LSTM(3)] if sequences else []),
    )
    turned.model.set_weights(net.model.get_weights())
    for ask in (RecurrentNetwork.sequence, recurrent.states):
        found, expected = ask(net, images, "memory"), ask(turned, images[:, ::-1], "memory")
        np.testing.assert_allclose(found, expected, atol=1e-6)
    np.testing.assert_allclose(
        recurrent.memory(net, images, 2), recurrent.memory(turned, images[:, ::-1], 2), atol=1e-5
    )
    found = recurrent.beliefs(net, recurrent.states(net, images))
    np.testing.assert_allclose(found[:, -1], net.predict(images), atol=1e-5)


def test_sequences_need_no_image():
    sequence = np.random.default_rng(0).random((3, 6, 5), np.float32)
    net = network(layers.GRU(7, name="gru"), shape=(6, 5))
    np.testing.assert_allclose(
        recurrent.states(net, sequence)[:, -1], net.run("gru", sequence), atol=1e-5
    )
    assert recurrent.memory(net, sequence, 0).shape == (3, 6)
    np.testing.assert_array_equal(net.sequence(sequence), sequence)


def test_columns_are_read_where_the_model_turns_the_image(images):
    net = network(layers.Permute((2, 1)), layers.GRU(7))
    np.testing.assert_allclose(net.sequence(images), images[..., 0].swapaxes(1, 2))
    assert net.recurrent[0].steps == 5


def test_a_functional_model_works_too(images):
    keras.utils.set_random_seed(0)
    image = keras.Input((6, 5, 1))
    low = layers.LSTM(7, return_sequences=True, name="low")(layers.Reshape((6, 5))(image))
    net = RecurrentNetwork(keras.Model(image, layers.Dense(4)(layers.LSTM(3, name="high")(low))))
    np.testing.assert_allclose(
        recurrent.states(net, images, "low"), net.run("low", images), atol=1e-5
    )
    found = recurrent.beliefs(net, recurrent.states(net, images))
    np.testing.assert_allclose(found[:, -1], net.predict(images), atol=1e-5)


def test_an_embedding_is_a_sequence_too():
    words = np.array([[1, 2, 3], [4, 0, 1]])[..., None].astype(np.float32)
    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            keras.Input((3, 1)),
            layers.Reshape((3,)),
            layers.Embedding(5, 4),
            layers.GRU(2, name="gru"),
            layers.Dense(2),
        ]
    )
    net = RecurrentNetwork(model)
    np.testing.assert_allclose(
        recurrent.states(net, words)[:, -1], net.run("gru", words), atol=1e-5
    )
    assert (recurrent.memory(net, words, 0) > 0).all()


def test_when_a_network_has_made_up_its_mind():
    answers = np.array([[0, 1, 1, 1], [1, 0, 1, 0], [2, 2, 2, 2], [1, 1, 1, 0]])
    beliefs = np.eye(3)[answers]
    assert recurrent.decided(beliefs).tolist() == [2, 4, 1, 4]


def test_many_images_are_taken_in_pieces(images):
    net = network(layers.GRU(7))
    many = np.tile(images, (100, 1, 1, 1))
    found = recurrent.states(net, many)
    np.testing.assert_allclose(found[297:], recurrent.states(net, images), atol=1e-6)


class OwnCell(layers.SimpleRNNCell):
    pass


class OwnLayer(layers.GRU):
    pass


REFUSED = {
    "none": ([layers.Flatten()], "no recurrent layer"),
    "bidirectional": ([layers.Bidirectional(layers.LSTM(3))], "is wrapped in bidirectional"),
    "time distributed": (
        [layers.Reshape((6, 5, 1)), layers.TimeDistributed(layers.SimpleRNN(3)), layers.Flatten()],
        "wrapped in time_distributed",
    ),
    "in a model": (
        [keras.Sequential([keras.Input((6, 5)), layers.GRU(3)], name="inner")],
        "wrapped in inner",
    ),
    "own cell": ([layers.RNN(OwnCell(3))], "a cell of its own"),
    "stacked cells": ([layers.RNN([layers.GRUCell(3), layers.GRUCell(3)])], "a cell of its own"),
    "own layer": ([OwnLayer(3)], "a cell of its own"),
    "convolution": (
        [layers.Reshape((6, 5, 1)), layers.ConvLSTM1D(2, 2), layers.Flatten()],
        "a cell of its own",
    ),
    "masking": ([layers.Masking(), layers.LSTM(3)], "masks steps"),
    "one of two is wrapped": (
        [layers.LSTM(3, return_sequences=True), layers.Bidirectional(layers.LSTM(3))],
        "wrapped",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_followed_is_refused_in_one_sentence(case):
    inner, said = REFUSED[case]
    with pytest.raises(ExplainError, match=said):
        network(*inner)


def test_a_layer_with_states_of_its_own_is_refused():
    sequence = keras.Input((6, 5))
    state = layers.Dense(3)(layers.Flatten()(sequence))
    end = layers.GRU(3)(sequence, initial_state=state)
    with pytest.raises(ExplainError, match="states beside what it reads"):
        RecurrentNetwork(keras.Model(sequence, layers.Dense(2)(end)))
    both = layers.GRU(3, return_state=True)(sequence)
    with pytest.raises(ExplainError, match="states beside what it reads"):
        RecurrentNetwork(keras.Model(sequence, layers.Dense(2)(both[0])))
    kept = keras.Sequential([keras.Input(batch_shape=(1, 6, 5)), layers.LSTM(3, stateful=True)])
    with pytest.raises(ExplainError, match="states beside what it reads"):
        RecurrentNetwork(kept)


def test_there_are_no_beliefs_where_all_states_are_needed_together(images):
    net = network(layers.LSTM(3, return_sequences=True), layers.GlobalAveragePooling1D())
    states = recurrent.states(net, images)
    assert states.shape == (3, 6, 3)
    with pytest.raises(ExplainError, match="no answer after each step"):
        recurrent.beliefs(net, states)
    assert recurrent.memory(net, images, 0).shape == (3, 6)


def test_there_are_no_beliefs_where_something_goes_around(images):
    image = keras.Input((6, 5, 1))
    rows = layers.Reshape((6, 5))(image)
    both = layers.Concatenate()([layers.GRU(3, name="gru")(rows), layers.Flatten()(image)])
    net = RecurrentNetwork(keras.Model(image, layers.Dense(2)(both)))
    with pytest.raises(ExplainError, match="Not all that comes after the layer gru"):
        recurrent.beliefs(net, recurrent.states(net, images))


def test_nonsense_is_refused(images):
    net = network(layers.GRU(3, name="memory"))
    with pytest.raises(ExplainError, match="must be one of memory"):
        recurrent.states(net, images, "dense")
    with pytest.raises(ExplainError, match="must have the shape"):
        recurrent.states(net, images[:, :4])
    with pytest.raises(ExplainError, match="finite"):
        recurrent.states(net, images * np.nan)
    with pytest.raises(ExplainError, match="from 0 to 3"):
        recurrent.memory(net, images, 4)
    with pytest.raises(ExplainError, match="or \\(n, time, features\\) to"):
        RecurrentNetwork(keras.Sequential([keras.Input((5,)), layers.Dense(2)]))
    with pytest.raises(ExplainError, match="must go from \\(n, height, width, channels\\) to"):
        Network(keras.Sequential([keras.Input((6, 5)), layers.GRU(2)]))
