"""Values and gradients from Keras against NumPy, finite differences and Keras' own list."""

from __future__ import annotations

import inspect

import numpy as np
import pytest
from scipy.special import log_softmax, softmax

from dlcore.activations import ACTIVATIONS
from dlcore.activations.functions import SCALARS, VECTORS, check, evaluate, evaluate_vector
from dlcore.figures.palette import line_styles
from dlcore.validation import ConfigError
from tests.dlcore.activations.truth import TRUTHS

ALIASES = {"swish": "silu", "hard_swish": "hard_silu"}
SETTINGS = [
    *((name, {}) for name in SCALARS),
    ("relu", {"negative_slope": 0.3}),
    ("relu", {"negative_slope": 0.3, "max_value": 2.0, "threshold": 0.7}),
    ("relu", {"max_value": 6.0}),
    ("relu", {"threshold": 1.5}),
    ("gelu", {"approximate": True}),
    ("elu", {"alpha": 2.5}),
    ("elu", {"alpha": 0.0}),
    ("celu", {"alpha": 0.01}),
    ("celu", {"alpha": 3.0}),
    ("leaky_relu", {"negative_slope": 0.01}),
    ("squareplus", {"b": 0.25}),
    ("hard_shrink", {"threshold": 2.0}),
    ("soft_shrink", {"threshold": 0.0}),
    ("threshold", {"threshold": -1.0, "default_value": 3.0}),
    ("glu", {"gate": -2.0}),
]
FAR = np.concatenate([np.linspace(-6, 6, 401), np.linspace(-1e4, 1e4, 2001), [0.0, 1e4, -1e4]])
# Slopes of leaky ReLU are 32-bit numbers in TensorFlow, and so is the square root of 2 in GELU.
TENSORFLOW = {"rtol": 1e-7, "atol": 1e-8}


def away_from(x: np.ndarray, corners, distance: float) -> np.ndarray:
    return x[np.all([np.abs(x - c) > distance for c in (*corners, np.inf)], axis=0)]


def test_every_activation_of_keras_has_a_record():
    import keras

    names = {
        name
        for name, value in vars(keras.activations).items()
        if not name.startswith("_")
        and inspect.isfunction(value)
        and name not in ("get", "serialize", "deserialize")
    }
    for alias, name in ALIASES.items():
        assert getattr(keras.activations, alias) is getattr(keras.activations, name)
    assert set(ACTIVATIONS) | set(ALIASES) == names


def test_the_first_six_differ_in_colour_and_each_has_a_style():
    styles = list(line_styles(SCALARS).values())
    assert len({style.colour for style in styles[:6]}) == 6
    assert list(ACTIVATIONS)[:6] == ["sigmoid", "tanh", "relu", "gelu", "silu", "elu"]


def test_a_record_is_complete(subtests):
    for record in ACTIVATIONS.values():
        with subtests.test(record.name):
            assert ACTIVATIONS[record.name] is record
            shown = (record.title, record.formula, record.derivative, record.range)
            for text in (*shown, record.reference):
                assert text
                assert text.count("{") == text.count("}")
            for sentence in (record.use, record.trouble, *(p.meaning for p in record.parameters)):
                assert sentence.endswith(".")
            assert record.kind in ("scalar", "gated", "vector")


def test_parameters_are_those_of_keras_with_its_defaults(subtests):
    import keras

    for record in ACTIVATIONS.values():
        with subtests.test(record.name):
            signature = inspect.signature(getattr(keras.activations, record.name)).parameters
            theirs = {name: p.default for name, p in signature.items() if name not in ("x", "axis")}
            ours = {p.keyword: p.default for p in record.parameters if record.kind != "gated"}
            required = {
                name for name, default in theirs.items() if default is inspect.Parameter.empty
            }
            assert set(ours) == set(theirs)
            assert {n: v for n, v in ours.items() if n not in required} == {
                n: v for n, v in theirs.items() if n not in required
            }
            for p in record.parameters:
                assert p.is_switch or p.default is None or p.low <= p.default <= p.high


def test_values_are_those_of_the_formula(subtests):
    for name, parameters in SETTINGS:
        with subtests.test(name, **parameters):
            truth = TRUTHS[name](**parameters)
            y, _ = evaluate(name, FAR, **parameters)
            np.testing.assert_allclose(y, truth.f(FAR), **TENSORFLOW)


def test_gradients_are_those_of_the_formula(subtests):
    for name, parameters in SETTINGS:
        with subtests.test(name, **parameters):
            truth = TRUTHS[name](**parameters)
            x = away_from(FAR, truth.corners, 1e-9)
            _, dy = evaluate(name, x, **parameters)
            np.testing.assert_allclose(dy, truth.df(x), **TENSORFLOW)


def test_gradients_are_those_of_finite_differences(subtests):
    for name, parameters in SETTINGS:
        with subtests.test(name, **parameters):
            step = 1e-6
            corners = TRUTHS[name](**parameters).corners
            x = away_from(np.append(np.linspace(-6, 6, 401), 0.0), corners, 2 * step)
            (above, _), (below, _) = (evaluate(name, x + d, **parameters) for d in (step, -step))
            _, dy = evaluate(name, x, **parameters)
            np.testing.assert_allclose(dy, (above - below) / (2 * step), rtol=1e-5, atol=1e-5)


def test_at_a_corner_the_slope_is_one_of_both_sides_or_between(subtests):
    for name, parameters in SETTINGS:
        with subtests.test(name, **parameters):
            truth = TRUTHS[name](**parameters)
            for corner in truth.corners:
                _, (dy,) = evaluate(name, np.array([corner]), **parameters)
                left, right = truth.df(np.array([corner - 1e-9, corner + 1e-9]))
                if not np.isclose(left, right):  # else it is no corner with these parameters
                    assert min(left, right) - 1e-6 <= dy <= max(left, right) + 1e-6


def test_the_range_of_a_smooth_bump_is_the_one_in_its_record():
    x = np.linspace(-3, 0, 20_001)
    for name in ("gelu", "silu", "mish", "hard_silu"):
        lowest = evaluate(name, x)[0].min()
        assert f"[{lowest:.3f}," in ACTIVATIONS[name].range


def test_celu_has_a_spike_at_0_as_its_record_says():
    """Where Keras no longer does this, the sentence in the record has to go."""
    _, dy = evaluate("celu", np.array([-1e-9, 0.0, 1e-9]))
    np.testing.assert_allclose(dy, [1, 2, 1], atol=1e-6)
    assert "slope 2" in ACTIVATIONS["celu"].trouble


def test_squareplus_without_roundness_has_no_slope_at_0():
    y, dy = evaluate("squareplus", np.array([-1.0, 0.0, 1.0]), b=0.0)
    np.testing.assert_array_equal(y, [0, 0, 1])
    np.testing.assert_array_equal(dy, [0, np.nan, 1])


def test_the_exponential_overflows_where_its_record_says():
    y, dy = evaluate("exponential", np.array([709.78, 709.79]))
    np.testing.assert_array_equal(np.isfinite(y), [True, False])
    np.testing.assert_array_equal(np.isfinite(dy), [True, False])


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e300, -1.0, "1", None, True, 10**400])
def test_a_parameter_that_is_no_number_in_range_is_refused(value):
    with pytest.raises(ConfigError, match=r"elu\.alpha must be a number from 0 to 10"):
        evaluate("elu", np.zeros(1), alpha=value)


def test_other_parameters_and_names_are_refused():
    with pytest.raises(ConfigError, match=r"tanh has no parameter alpha\. It has: -"):
        check("tanh", {"alpha": 1.0})
    with pytest.raises(ConfigError, match=r"has no parameter beta\. It has: negative_slope, max"):
        check("relu", {"beta": 1.0})
    with pytest.raises(ConfigError, match=r"gelu\.approximate must be one of False, True"):
        check("gelu", {"approximate": 1})
    with pytest.raises(ConfigError, match="activation must be one of"):
        check("get", {})
    with pytest.raises(ConfigError, match="activation must be one of"):
        evaluate("softmax", np.zeros(1))
    assert check("relu", {"max_value": None}) == {
        "negative_slope": 0.0,
        "max_value": None,
        "threshold": 0.0,
    }


LOGITS = (2.0, 1.0, 0.1, -3.0, 0.0)


def numpy_sparsemax(z: np.ndarray) -> np.ndarray:
    """Martins and Astudillo 2016, algorithm 1."""
    falling = np.sort(z)[::-1]
    k = np.arange(1, len(z) + 1)
    support = k[1 + k * falling > np.cumsum(falling)].max()
    return np.maximum(z - (falling[:support].sum() - 1) / support, 0)


VECTOR_TRUTHS = {"softmax": softmax, "log_softmax": log_softmax, "sparsemax": numpy_sparsemax}


CASES = [
    (name, logits, temperature)
    for name in ("softmax", "log_softmax")
    for logits in (LOGITS, (0.0, 0.0), (1e4, -1e4, 9999.0))
    for temperature in (0.05, 1.0, 7.5)
] + [("sparsemax", (1e4, -1e4, 9999.0), 1.0), ("sparsemax", LOGITS, 0.5)]
WRONG_IN_KERAS = ("sparsemax", LOGITS, 7.5)
"""More than one logit gets through: Keras 3.15 adds up sums of sums there.

Issue 23425 of keras-team/keras, repaired after 3.15.1 by pull request 23469.
"""


@pytest.mark.parametrize(
    ("name", "logits", "temperature"),
    [*CASES, pytest.param(*WRONG_IN_KERAS, marks=pytest.mark.xfail(strict=True))],
)
def test_vectors_are_those_of_the_formula(name, logits, temperature):
    answer = evaluate_vector(name, logits, temperature)
    truth = VECTOR_TRUTHS[name](np.array(logits) / temperature)
    np.testing.assert_allclose(answer.values, truth, rtol=1e-9, atol=1e-9)


def test_what_keras_makes_of_sparsemax_is_said_in_its_record():
    """Where Keras is right, the sentence in the record and the mark above have to go."""
    assert evaluate_vector(*WRONG_IN_KERAS).values.sum() == pytest.approx(0.1533, abs=1e-4)
    assert "Keras 3.15" in ACTIVATIONS["sparsemax"].trouble


@pytest.mark.parametrize("name", VECTORS)
@pytest.mark.parametrize("logits", [(2.0, 1.0, 0.1, -3.0, 0.0), (1.5, -1.0)])
def test_the_gradient_of_a_vector_is_that_of_finite_differences(name, logits):
    """Of Keras' own values, so that it holds for sparsemax too."""
    if name == "sparsemax" and len(logits) == 5:
        logits = (2.0, 1.2, 0.1, -3.0, 0.0)  # away from the corner at a distance of 1
    answer = evaluate_vector(name, logits, 1.5)
    step = 1e-6
    for j in range(len(logits)):
        moved = step * np.eye(len(logits))[j]
        up, down = (
            evaluate_vector(name, tuple((np.array(logits) + d * moved).tolist()), 1.5).values
            for d in (1, -1)
        )
        np.testing.assert_allclose(answer.jacobian[:, j], (up - down) / (2 * step), atol=1e-5)


@pytest.mark.parametrize(
    ("logits", "temperature"),
    [((1.0,), 1.0), ((1.0, np.nan), 1.0), ((1.0, 1e5), 1.0), ((1.0, 2.0), 0.0), ((0.0,) * 21, 1.0)],
)
def test_logits_and_temperatures_out_of_range_are_refused(logits, temperature):
    with pytest.raises(ConfigError):
        evaluate_vector("softmax", logits, temperature)
