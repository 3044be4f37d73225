import keras
import numpy as np
import pytest

from dlcore import registry
from dlcore.explain.network import ExplainError, Network


def softmax(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def test_layers_are_named_with_shapes_and_parameters(smooth):
    facts = {layer.name: layer for layer in smooth.layers}
    assert facts["first"].output_shape == (10, 8, 4)
    assert facts["first"].parameters == 3 * 3 * 3 * 4 + 4
    assert facts["first"].kind == "Conv2D"
    assert facts["first"].has_maps
    assert not facts["mean"].has_maps
    assert sum(layer.parameters for layer in smooth.layers) == smooth.model.count_params()


def test_the_last_convolution_is_found(smooth, shipped):
    assert smooth.last_convolution() == "second"
    assert "conv" in shipped.last_convolution()


def test_predict_is_what_keras_predicts(shipped, digits):
    expected = shipped.model.predict(digits[0], verbose=0)
    np.testing.assert_allclose(shipped.predict(digits[0]), expected, atol=1e-6)


def test_scores_stand_before_the_softmax(shipped, linear, digits):
    predicted = shipped.predict(digits[0])
    np.testing.assert_allclose(softmax(shipped.scores(digits[0])), predicted, atol=1e-5)
    assert np.abs(shipped.scores(digits[0]).sum(axis=1) - 1).max() > 0.1
    images = np.random.default_rng(0).random((7, 4, 5, 2))
    weights, bias = linear.model.layers[-1].get_weights()
    expected = images.reshape(7, -1) @ weights + bias
    np.testing.assert_allclose(linear.scores(images), expected, atol=1e-5)


def test_without_a_softmax_the_scores_are_the_answer(smooth, colours):
    np.testing.assert_array_equal(smooth.scores(colours), smooth.predict(colours))


def test_a_softmax_layer_of_its_own_is_left_out_too():
    model = keras.Sequential(
        [
            keras.Input((3, 3, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(2),
            keras.layers.Softmax(),
        ]
    )
    images = np.ones((1, 3, 3, 1), np.float32)
    expected = images.reshape(1, -1) @ model.layers[1].get_weights()[0]
    np.testing.assert_allclose(Network(model).scores(images), expected, atol=1e-6)


def test_gradients_agree_with_finite_differences(smooth, colours):
    images, classes, step = colours[:1].astype(np.float64), 2, 1e-2
    scores, gradient = smooth.gradient(images, classes)
    loss, by_loss = smooth.loss_gradient(images, classes)
    assert scores[0] == pytest.approx(smooth.scores(images)[0, classes], rel=1e-5)
    assert loss[0] == pytest.approx(-np.log(softmax(smooth.scores(images))[0, classes]), rel=1e-5)
    for at in [(0, 0, 0, 0), (0, 5, 4, 1), (0, 11, 9, 2), (0, 3, 7, 0)]:
        up, down = images.copy(), images.copy()
        up[at] += step
        down[at] -= step
        pair = smooth.scores(np.concatenate([up, down]))
        difference = (pair[0, classes] - pair[1, classes]) / (2 * step)
        assert gradient[at] == pytest.approx(difference, rel=2e-2, abs=1e-4)
        losses = -np.log(softmax(pair)[:, classes])
        assert by_loss[at] == pytest.approx(
            (losses[0] - losses[1]) / (2 * step), rel=2e-2, abs=1e-4
        )


def test_a_loaded_sequential_has_the_same_answers(shipped, digits):
    model = keras.Sequential([keras.Input((28, 28, 1)), *_layers()])
    again = registry.load_bytes(registry.to_bytes(model))
    np.testing.assert_allclose(
        Network(again).scores(digits[0][:5]), Network(model).scores(digits[0][:5]), atol=1e-6
    )


def _layers():
    return [
        keras.layers.Conv2D(4, 3, activation="relu"),
        keras.layers.BatchNormalization(),
        keras.layers.Dropout(0.5),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ]


def test_the_model_is_not_changed(digits):
    model = keras.Sequential([keras.Input((28, 28, 1)), *_layers()])
    before = [np.array(weight) for weight in model.get_weights()]
    network = Network(model)
    network.loss_gradient(*digits)
    network.layer_gradient(*digits, network.last_convolution())
    for old, new in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_models_of_another_kind_are_refused():
    vector = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
    with pytest.raises(ExplainError, match="from"):
        Network(vector)
    one, two = keras.Input((4, 4, 1)), keras.Input((4, 4, 1))
    flat = keras.layers.Flatten()(keras.layers.Add()([one, two]))
    with pytest.raises(ExplainError, match="one input"):
        Network(keras.Model([one, two], keras.layers.Dense(2)(flat)))
    with pytest.raises(ExplainError):
        Network(keras.Sequential([keras.Input((None, None, 1)), keras.layers.Conv2D(2, 3)]))


def test_no_convolution_is_said(linear):
    with pytest.raises(ExplainError, match="no convolution"):
        linear.last_convolution()


def test_an_unknown_layer_names_those_there_are(smooth):
    with pytest.raises(ExplainError, match="first, second, both"):
        smooth.tap("third")
    with pytest.raises(ExplainError, match="no maps"):
        smooth.layer("mean", maps=True)


@pytest.mark.parametrize("shape", [(12, 10, 3), (1, 10, 12, 3), (1, 12, 10, 1), (0, 12, 10, 3)])
def test_images_of_another_size_are_refused(smooth, shape):
    with pytest.raises(ExplainError, match="shape"):
        smooth.predict(np.zeros(shape))


def test_numbers_that_are_not_finite_are_refused(smooth):
    with pytest.raises(ExplainError, match="finite"):
        smooth.predict(np.full((1, 12, 10, 3), np.nan))


@pytest.mark.parametrize("classes", [5, -1, [0, 9], [0.0, 1.0], [0, 1, 2]])
def test_classes_that_are_none_are_refused(smooth, colours, classes):
    with pytest.raises(ExplainError):
        smooth.gradient(colours[:2], classes)
