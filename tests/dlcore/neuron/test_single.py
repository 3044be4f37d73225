"""One neuron: its chain rule against Keras and finite differences, what it can learn, the code."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from dlcore.neuron.single import (
    ENTROPY,
    EXERCISES,
    LOSSES,
    ONE_NUMBER,
    SQUARED,
    SingleNeuron,
    best_of_grid,
    chain_rule,
    descend,
    measure,
    single_script,
    step,
)
from dlcore.validation import ConfigError

# Mild, negative, so sure that f is flat in 64 bits, and off every corner of a function.
WEIGHTS = ((1.0, 1.0, -0.45), (-4.0, 3.1, 0.27), (-20.3, -20.1, -5.2), (60.0, 30.0, 10.7))
SMALL = 1e-6


def chain_of(neuron: SingleNeuron, exercise: str, point: int | None = None):
    return chain_rule(neuron, *EXERCISES[exercise].part(point))


def test_the_chain_rule_is_what_gradient_tape_finds():
    """For every activation and loss, however sure the neuron is."""
    for activation, loss, weights in product(ONE_NUMBER, LOSSES, WEIGHTS):
        neuron = SingleNeuron(*weights, activation, loss)
        for exercise, point in (("xor", None), ("and", 2)):
            ours, keras = chain_of(neuron, exercise, point), measure(neuron, exercise, point)
            told = f"{neuron} {exercise} {point}"
            np.testing.assert_allclose(ours.gradient, keras.gradient, 1e-9, 1e-12, err_msg=told)
            assert ours.loss.mean() == pytest.approx(keras.loss, rel=1e-9), told
            every = chain_of(neuron, exercise)
            np.testing.assert_allclose(every.output, keras.output, 1e-12, 1e-300, err_msg=told)
            assert int(every.right.sum()) == keras.right(EXERCISES[exercise])


def test_the_gradient_is_the_slope_of_the_loss():
    for activation, loss in product(ONE_NUMBER, LOSSES):
        neuron = SingleNeuron(0.61, -0.43, 0.17, activation, loss)
        found = []
        for name in ("w1", "w2", "b"):
            low, high = (
                chain_of(replace(neuron, **{name: getattr(neuron, name) + by}), "xor").loss.mean()
                for by in (-SMALL, SMALL)
            )
            found.append((high - low) / (2 * SMALL))
        np.testing.assert_allclose(
            chain_of(neuron, "xor").gradient, found, 1e-5, 1e-7, err_msg=str(neuron)
        )


def test_a_step_by_hand():
    """OR, at (1, 0), from w = (1, 1), b = -1: z = 0, so f = 1/2, and 1 is right."""
    neuron = SingleNeuron(1.0, 1.0, -1.0)
    chain = chain_of(neuron, "or", 2)
    assert (chain.z[0], chain.output[0], chain.slope[0]) == (0, 0.5, 0.25)
    assert chain.loss[0] == pytest.approx(np.log(2))
    assert chain.by_output[0] == -2
    assert chain.gradient.tolist() == [-0.5, 0, -0.5]
    assert step(neuron, chain.gradient, 0.5) == replace(neuron, w1=1.25, b=-0.75)


def test_every_gate_but_xor_can_be_learnt():
    for name in ("and", "or", "nand", "clouds"):
        last = descend(SingleNeuron(), EXERCISES[name], 5.0, 50)[-1]
        assert chain_of(last, name).right.all(), name
    last = descend(SingleNeuron(), EXERCISES["xor"], 5.0, 50)[-1]
    assert chain_of(last, "xor").right.sum() < 4


def test_the_best_of_all_neurons_that_are_tried():
    assert {name: best_of_grid(name, "sigmoid").right for name in EXERCISES} == {
        "and": 4,
        "or": 4,
        "nand": 4,
        "xor": 3,
        "clouds": 40,
    }
    for activation in ONE_NUMBER:
        assert best_of_grid("xor", activation).right < 4
    assert best_of_grid("and", "log_sigmoid").right == 3  # never above 0, so it always says 0


def test_neither_input_alone_parts_the_clouds():
    clouds = EXERCISES["clouds"]
    for column in clouds.x.T:
        assert max(int(((column > cut) == clouds.y).sum()) for cut in column) < len(clouds.y)


def test_squared_error_hardly_moves_a_neuron_that_is_sure_and_wrong():
    start = SingleNeuron(-6.0, -6.0, 0.0)
    right = {}
    for loss in LOSSES:
        path = descend(replace(start, loss=loss), EXERCISES["or"], 1.0, 100)
        right[loss] = int(chain_of(path[-1], "or").right.sum())
    assert right[ENTROPY] == 4
    assert right[SQUARED] < 4


def test_what_is_no_step():
    neuron = SingleNeuron()
    for gradient in ([1e4, 0, 0], [np.nan, 0, 0], [np.inf, 0, 0]):
        with pytest.raises(ConfigError):
            step(neuron, np.array(gradient), 1.0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"w1": 1e308},
        {"w2": float("nan")},
        {"b": "1"},
        {"activation": "softmax"},
        {"activation": "glu"},
        {"loss": "hinge"},
    ],
)
def test_a_neuron_of_nonsense(wrong):
    with pytest.raises(ConfigError):
        SingleNeuron(**wrong)


def test_exercises_and_points_that_there_are_not():
    for ask in (
        lambda: measure(SingleNeuron(), "nor"),
        lambda: measure(SingleNeuron(), "and", 4),
        lambda: best_of_grid("nor", "relu"),
        lambda: best_of_grid("and", "softmax"),
    ):
        with pytest.raises(ConfigError):
            ask()


@pytest.mark.parametrize(
    ("neuron", "exercise", "point"),
    [
        (SingleNeuron(), "xor", None),
        (SingleNeuron(-2.5, 1.25, 0.1, "tanh", SQUARED), "nand", 3),
        (SingleNeuron(0.5, 2.0, 1 / 3, "threshold", SQUARED), "clouds", None),
    ],
)
def test_the_code_does_the_same(neuron, exercise, point, capsys):
    left: dict = {}
    exec(single_script(neuron, exercise, 0.3, point), left)
    keras = measure(neuron, exercise, point)
    assert left["right"] == keras.right(EXERCISES[exercise])
    assert float(left["loss"]) == pytest.approx(keras.loss)
    found = np.append(*(np.ravel(one) for one in left["gradient"]))
    np.testing.assert_allclose(found, keras.gradient)
    after = step(neuron, keras.gradient, 0.3)
    weights, bias = left["neuron"].get_weights()
    np.testing.assert_allclose([*weights[:, 0], *bias], [after.w1, after.w2, after.b], 1e-6)
    assert f"{left['right']} of {len(left['y'])} right" in capsys.readouterr().out
