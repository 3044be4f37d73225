"""Exercises on the inside of a CNN: what passes, what just fails, and what their answers say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dlcore.cnn.attacks import adversarial_example
from dlcore.cnn.damage import Damage, broken
from dlcore.data import held_out
from dlcore.exercises import EXERCISES, check
from dlcore.exercises.cnn import AttackedImage, BrokenImage
from dlcore.explain.ablation import predict_without
from dlcore.explain.network import ExplainError
from dlcore.registry.at_hand import find_network
from tests.dlcore.exercises.told_apart import told_apart

ATTACKED = AttackedImage(6, "cnn", None, 0.15, 0.01)
TURNED = BrokenImage(387, "cnn", Damage(rotation=100), 5)
OFF = BrokenImage(10, "cnn", Damage(), 5, "activation", 8)
FEW = 8
OUTPUT = "dense"
PASSES = {
    "cnn-epsilon": (ATTACKED, "middle"),
    "cnn-turned": (TURNED, "middle"),
    "cnn-off": (OFF, "first"),
}
FAILS = {
    "cnn-epsilon": (
        replace(ATTACKED, epsilon=0.14),
        replace(ATTACKED, epsilon=0.16),
        replace(ATTACKED, epsilon=0.0),
        replace(ATTACKED, target=3),
        replace(ATTACKED, number=None),
        replace(ATTACKED, model="run"),
    ),
    "cnn-turned": (
        replace(TURNED, damage=Damage(rotation=90)),
        replace(TURNED, damage=Damage(rotation=120)),
        replace(TURNED, damage=Damage(rotation=0)),
        replace(TURNED, damage=Damage(rotation=-5)),
        replace(TURNED, damage=Damage(rotation=100, right=1)),
        replace(TURNED, layer="activation", off=1),
        replace(TURNED, number=0),
        replace(TURNED, number=None),
        replace(TURNED, model="rnn-lstm"),
    ),
    "cnn-off": (
        replace(OFF, off=7),
        replace(OFF, off=20),
        replace(OFF, layer="conv2d_5"),
        replace(OFF, off=0),
        replace(OFF, layer=""),
        replace(OFF, layer=OUTPUT),  # its units are the answers
        replace(OFF, damage=Damage(rotation=5)),
        replace(OFF, damage=Damage(noise=0.05)),
        replace(OFF, number=None),
        replace(OFF, model="cnn-tutorial"),
    ),
}


@pytest.mark.parametrize("name", PASSES)
def test_it_passes_what_it_should_and_nothing_less(name):
    state, guess = PASSES[name]
    assert EXERCISES[name].guess.accepts(guess)
    assert told_apart(name, state, FAILS[name], guess).guess == guess


def test_an_epsilon_is_the_smallest_as_the_page_attacks():
    """Against the attack itself, at each epsilon that the slider has."""
    digit = held_out.digit(6)

    def answer(epsilon: float) -> int:
        found = adversarial_example(digit.image, digit.truth, None, epsilon, "cnn")
        return int(found.probabilities.argmax())

    fools = [step for step in range(31) if answer(step / 100) != digit.truth]
    assert fools[0] == 15
    said = check("cnn-epsilon", ATTACKED).values
    assert (said["answer"], said["smaller"]) == (answer(0.15), 0.14)


def test_an_image_that_is_misread_as_it_is_needs_no_attack(monkeypatch):
    """Of the sample, none is misread."""
    mislabelled = replace(held_out.digit(6), truth=5)
    monkeypatch.setattr(held_out, "digit", lambda number: mislabelled)
    found = check("cnn-epsilon", ATTACKED)
    assert not found.passed
    assert "wrongly as it is" in found.said


def test_a_turn_the_other_way_is_measured_the_other_way():
    image = held_out.digit(387).image
    first = next(turn for turn in range(0, -185, -5) if _answer(image, Damage(rotation=turn)) == 9)
    assert check("cnn-turned", replace(TURNED, damage=Damage(rotation=first))).passed
    before = check("cnn-turned", replace(TURNED, damage=Damage(rotation=first + 5)))
    assert not before.passed


def test_the_first_layers_can_do_least_without_eight_filters():
    """What the guess of `cnn-off` is told, on the first images of the sample."""
    network = find_network("cnn", None)
    images = np.stack([held_out.digit(number).image for number in range(120)])[..., None]
    whole = network.predict(images).argmax(axis=1)

    def changed(layer: str) -> int:
        without = predict_without(network, images, layer, range(FEW))
        return int((without.argmax(axis=1) != whole).sum())

    counts = {name: changed(name) for name in ("activation", "activation_3", "activation_5")}
    assert counts["activation"] > 0
    assert counts["activation_3"] == counts["activation_5"] == 0


def test_a_greedy_search_is_compared_with():
    found = check("cnn-off", OFF)
    assert found.values["greedy"] <= FEW
    units = tuple(map(int, found.values["units"].split(", ")))
    image = held_out.digit(10).image
    without = broken(image, Damage(), "activation", units, "cnn")
    assert without.probabilities.argmax() != without.whole.argmax()


def test_who_beats_the_greedy_search_is_told(monkeypatch):
    monkeypatch.setattr("dlcore.explain.ablation.greedy_units", lambda *_: None)
    found = check("cnn-off", OFF)
    assert found.passed
    assert "you have beaten it" in found.said


def test_a_layer_that_is_not_there_is_said_as_the_page_says_it():
    with pytest.raises(ExplainError):
        check("cnn-off", replace(OFF, layer="nonsense"))


def _answer(image, damage: Damage | None = None) -> int:
    return int(broken(image, damage or Damage(), None, (), "cnn").probabilities.argmax())
