"""Exercises on a training: what passes, what just fails, and every way in which there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dlcore import cnn
from dlcore.contract import INPUT_SHAPE
from dlcore.exercises import EXERCISES, check
from dlcore.exercises.train import STANDINGS, OwnTraining
from dlcore.layers import parameter_count, table
from dlcore.training import PRESETS
from dlcore.training.architectures import layer_specs
from tests.dlcore.exercises.told_apart import told_apart

HEART = OwnTraining("done", loss=0.0009, validation=(0.9, 0.4, 0.5), accuracy=0.87)
SMALL = OwnTraining("done", accuracy=0.99, parameters=20_000)
TOLD = OwnTraining("done", accuracy=0.91, foretold=True)
PASSES = {
    "train-by-heart": (HEART, "rises"),
    "train-small": (SMALL, "dense"),
    "train-foretold": (TOLD, 90),
}
FAILS = {
    "train-by-heart": (
        replace(HEART, loss=0.01),
        replace(HEART, validation=(0.9, 0.0089)),
        replace(HEART, loss=float("nan")),
        replace(HEART, loss=None),
        replace(HEART, validation=()),
    ),
    "train-small": (
        replace(SMALL, accuracy=0.9899),
        replace(SMALL, parameters=20_001),
        replace(SMALL, of_sample=True, accuracy=0.9799),
        replace(SMALL, of_own_set=True),
    ),
    "train-foretold": (
        replace(TOLD, accuracy=0.9101),
        replace(TOLD, accuracy=0.8899),
        replace(TOLD, foretold=False),
    ),
}


@pytest.mark.parametrize("name", PASSES)
def test_it_passes_what_it_should_and_nothing_less(name):
    state, guess = PASSES[name]
    assert EXERCISES[name].guess.accepts(guess)
    bad = (*FAILS[name], *map(OwnTraining, STANDINGS))
    assert told_apart(name, state, bad, guess).guess in (guess, None)
    for standing, said in STANDINGS.items():
        assert check(name, replace(state, standing=standing), guess).said == said


def test_of_the_sample_less_is_asked():
    assert check("train-small", replace(SMALL, of_sample=True, accuracy=0.98)).passed


@pytest.mark.parametrize("accuracy", [0.89, 0.9, 0.91])
def test_a_point_up_or_down_is_near(accuracy):
    assert check("train-foretold", replace(TOLD, accuracy=accuracy), 90).passed
    assert not check("train-foretold", replace(TOLD, accuracy=accuracy), "90").passed


def test_a_validation_loss_that_falls_to_the_end_was_guessed_otherwise():
    falling = replace(HEART, validation=(0.9, 0.5, 0.4))
    assert check("train-by-heart", falling).guess == "falls"


def test_parameters_are_where_it_says():
    """Of the tutorial's network, and of the small one that a teacher is told."""
    rows = table(layer_specs(PRESETS["tutorial"].network), INPUT_SHAPE)
    assert parameter_count(rows) == 225_034
    assert max(row.parameters for row in rows) == 204_928
    small = replace(cnn.PRESETS["fast"], dense_units=10)
    assert parameter_count(table(layer_specs(small), INPUT_SHAPE)) == 18_632
