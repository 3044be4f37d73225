"""The table of losses against Keras' own."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

from dlcore.losses import FAMILIES, LOSSES, LossChoice
from dlcore.losses.parameters import PARAMETERS
from dlcore.validation import ConfigError

# What Keras has besides, and why the page does not draw it.
LEFT_OUT = {
    "mean_absolute_percentage_error": "the absolute error in another unit",
    "mean_squared_logarithmic_error": "the squared error of logarithms",
    "poisson": "counts: a positive rate against a whole number",
    "cosine_similarity": "compares directions, not single values",
    "categorical_hinge": "needs scores of several classes",
    "sparse_categorical_crossentropy": "the same loss with the target written as an index",
    "categorical_generalized_cross_entropy": "for noisy labels; between two losses that are there",
    "ctc": "compares sequences",
    "circle": "compares embeddings in pairs",
    "dice": "compares sets of pixels",
    "tversky": "compares sets of pixels",
}
NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("nothing", {}),
        ("huber", {"gamma": 1.0}),
        ("huber", {"delta": NAN}),
        ("huber", {"delta": INF}),
        ("huber", {"delta": 0.0}),
        ("binary_focal_crossentropy", {"gamma": -1.0}),
        ("categorical_crossentropy", {"label_smoothing": 1.5}),
    ],
)
def test_impossible_parameters_are_refused(name, arguments):
    with pytest.raises(ConfigError):
        LossChoice(name, arguments)


def test_every_loss_of_keras_is_here_or_left_out_for_a_reason():
    import keras

    functions = {
        name
        for name, thing in vars(keras.losses).items()
        if inspect.isfunction(thing) and name not in ("get", "serialize", "deserialize")
    }
    assert functions - LEFT_OUT.keys() == LOSSES.keys()
    assert functions >= LEFT_OUT.keys()


@pytest.mark.parametrize("loss", LOSSES.values(), ids=lambda loss: loss.name)
def test_every_record_is_complete_and_keras_agrees(loss):
    import keras

    assert loss.family in FAMILIES
    for text in (loss.title, loss.formula, loss.gradient, loss.use, loss.trouble, loss.reference):
        assert text.strip()
    kind = getattr(keras.losses, loss.keras_class)
    usual = inspect.signature(kind).parameters
    for parameter in loss.parameters:
        assert usual[parameter.keyword].default == parameter.default
        assert parameter.low <= parameter.default <= parameter.high
    assert ("from_logits" in usual) == loss.takes_logits
    function = getattr(keras.losses, loss.name)
    target, output = np.array([[0.2, 0.8]]), np.array([[0.4, 0.6]])
    both = function(target, output), kind(dtype="float64")(target, output)
    np.testing.assert_allclose(*both, rtol=1e-6)


def test_parameters_are_found_by_keyword():
    assert {p for loss in LOSSES.values() for p in loss.parameters} == set(PARAMETERS.values())
