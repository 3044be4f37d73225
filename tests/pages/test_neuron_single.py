"""One neuron on its page: what the browser is handed, what is said of it, and bad messages."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from dlcore.neuron.single import EXERCISES, ONE_NUMBER, SingleNeuron, chain_rule, descend, measure
from tests.pages.conftest import asked, assert_refused, words
from ui.frame.explore import Preset
from ui.neuron import single
from ui.neuron.single import hand, settings


def handed(at: AppTest) -> dict:
    """What the component was handed."""
    (found,) = [
        json.loads(c.proto.json)
        for c in at.get("bidi_component")
        if c.proto.component_name == "dlcore_single"
    ]
    return found


@pytest.fixture
def open_single(open_page):
    return lambda **query: open_page("neuron", **{"lang": "en", **query})


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "2 of 4 right, L = 0.6559, ∂L/∂w₁ = 0.11"),
        ("zh", "4 个中对 2 个，L = 0.6559"),
    ],
)
def test_a_stranger_gets_and_with_the_line_of_or(open_single, lang, said):
    at = open_single(lang=lang)
    assert not at.warning
    assert not at.error
    data = handed(at)
    assert data["weights"] == [1.0, 1.0, -0.5]
    assert data["points"] == [[0, 0, 0], [0, 1, 0], [1, 0, 0], [1, 1, 1]]
    assert (data["activation"], data["loss"], data["alone"]) == (
        "sigmoid",
        "binary_crossentropy",
        False,
    )
    assert said in words(at)
    assert "GradientTape" in at.code[0].value


def test_what_no_neuron_can_is_said_and_why(open_single):
    text = words(open_single(single_task="xor"))
    assert "**No neuron gets more than 3 of 4 right**: none of 68,921" in text
    assert "$w_1 + w_2 + 2b > 2c$" in text
    assert "One neuron can get all 40 right" in words(open_single(single_task="clouds"))
    never = words(open_single(single_activation="log_sigmoid"))
    assert "**No neuron gets more than 3 of 4 right**" in never


def test_activations_are_handed_on(open_single, stand_in):
    at = open_single(single_loss="mean_squared_error")
    for name in ONE_NUMBER[::7]:
        at.selectbox("single_activation").set_value(name).run()
        assert handed(at)["activation"] == name
        neuron, *_rest = asked(stand_in, measure)[-1]
        assert (neuron.activation, neuron.loss) == (name, "mean_squared_error")


def test_one_point_alone_is_learnt_from(open_single, stand_in):
    at = open_single(single_learns="point", single_point="3", single_rate="10")
    data = handed(at)
    assert (data["alone"], data["point"], data["rate"]) == (True, 3, 10.0)
    assert asked(stand_in, measure)[-1][1:] == ["and", 3]
    assert "slice(3, 4)" in at.code[0].value


def test_a_point_that_only_the_clouds_have(open_single):
    assert handed(open_single(single_point="39"))["point"] == 3
    assert handed(open_single(single_task="clouds", single_point="39"))["point"] == 39


def test_presets_are_seen_and_said_and_stay_so_when_the_weights_move(open_single, subtests):
    at = open_single()
    for name, preset in settings.PRESETS.items():
        with subtests.test(name):
            at.button(f"single_try_{name}").click().run()
            assert not at.exception
            assert preset.look_for in words(at)
            assert handed(at)["weights"] == list(preset.begins.values())
    at.session_state["single_w1"] = 3.25
    at.run()
    assert preset.look_for in words(at)
    assert at.query_params["single_w1"] == "3.25"


def test_an_address_that_makes_no_sense_is_said(open_single):
    nonsense = {
        "single_task": "nor",
        "single_w1": "1e308",
        "single_w2": "nan",
        "single_b": "inf",
        "single_activation": "softmax",
        "single_loss": "hinge",
        "single_learns": "none",
        "single_rate": "0.2",
        "single_point": "-1",
    }
    assert_refused(open_single(**nonsense), nonsense, open_single())


def test_without_an_engine_the_neuron_is_there(open_page, stand_in):
    stand_in.status = "failed"
    at = open_page("neuron", lang="en")
    assert handed(at)["weights"] == [1.0, 1.0, -0.5]
    assert at.error


# What a browser sends -------------------------------------------------------------------------


@pytest.fixture
def say(monkeypatch):
    """Shows the component and hands it a message; returns what is heard of that."""
    made: dict = {}
    heard: list = []
    state: dict = {}
    monkeypatch.setattr(hand, "_component", lambda: lambda **given: made.update(given))
    monkeypatch.setattr(hand.st, "session_state", state)

    def say_(message: object) -> list:
        hand.show(
            SingleNeuron(),
            EXERCISES["and"],
            key="one",
            point=0,
            alone=False,
            learning_rate=1.0,
            on_hand=lambda *told: heard.append(told),
            alt="",
        )
        state["one"] = {"hand": message}
        made["on_hand_change"]()
        return heard

    return say_


TOLD = {"w1": 1, "w2": -2.5, "b": 100, "point": 3, "alone": 1, "turn": 7}


def test_what_the_browser_says_is_heard(say):
    assert say(TOLD) == [((1.0, -2.5, 100.0), 3, True)]
    assert hand.st.session_state["one_heard"] == 7


@pytest.mark.parametrize(
    "message",
    [
        None,
        [],
        "1",
        {"w1": 1, "w2": 1, "b": 1},
        TOLD | {"c": 1},
        TOLD | {"b": "1"},
        TOLD | {"b": 1e308},
        TOLD | {"w1": float("nan")},
        TOLD | {"w1": True},
        TOLD | {"w1": 10**400},
        TOLD | {"point": 4},
        TOLD | {"point": -1},
        TOLD | {"point": 0.5},
        TOLD | {"alone": 2},
        TOLD | {"turn": -1},
        TOLD | {"turn": 1e300},
    ],
)
def test_what_a_stranger_says_is_not(say, message):
    assert say(message) == []


def test_a_preset_wins_over_the_weights_that_its_press_made_the_browser_tell(monkeypatch):
    state: dict = {}
    monkeypatch.setattr(single.st, "session_state", state)
    single.take((2.0, 3.0, 4.0), 1, True)
    told = {"single_w1": 2.0, "single_w2": 3.0, "single_b": 4.0}
    assert state == {**told, "single_point": 1, "single_learns": "point"}
    state["single_try_xor"] = True
    single.take((5.0, 5.0, 5.0), 0, False)
    assert {key: state[key] for key in told} == told


# What the presets say -------------------------------------------------------------------------


def course(preset: Preset, steps: int, **changed: object) -> tuple[list[int], list[float]]:
    """How many points are right, and the mean loss, before the first step and after each."""
    said = {**preset.settings, **changed}
    neuron = SingleNeuron(
        *preset.begins.values(),
        activation=said[settings.ACTIVATION.key],
        loss=said[settings.LOSS.key],
    )
    exercise = EXERCISES[said[settings.EXERCISE.key]]
    path = descend(neuron, exercise, said[settings.RATE.key], steps)
    chains = [chain_rule(one, exercise.x, exercise.y) for one in path]
    return [int(c.right.sum()) for c in chains], [float(c.loss.mean()) for c in chains]


@pytest.mark.parametrize(
    ("name", "first", "most", "steps"),
    [("and", 2, 4, 5), ("nand", 2, 4, 24), ("clouds", 18, 40, 50), ("entropy", 1, 4, 52)],
)
def test_after_so_many_steps_all_are_right_for_good(name, first, most, steps):
    right, _losses = course(settings.PRESETS[name], steps + 50)
    assert right[0] == first
    assert right.index(most) == steps
    assert set(right[steps:]) == {most}
    assert f"{steps} steps" in settings.PRESETS[name].look_for


def test_what_does_not_come_right():
    right, losses = course(settings.PRESETS["xor"], 400)
    assert set(right) <= {1, 2, 3}
    assert right[0] == 3
    assert losses[-1] == pytest.approx(0.6931, abs=1e-4)  # log 2: every answer is one half
    right, _losses = course(settings.PRESETS["squared"], 100)
    assert set(right) == {1}
    right, losses = course(settings.PRESETS["dead"], 10)
    assert set(right) == {1}
    assert len(set(losses)) == 1


def test_what_cures_it():
    dead, large = settings.PRESETS["dead"], settings.PRESETS["large"]
    assert course(dead, 100, single_activation="leaky_relu")[0][-1] == 4
    right, losses = course(large, 6)
    assert right[0] == 4
    assert losses == sorted(losses)
    _right, losses = course(large, 6, single_rate=0.3)
    assert losses == sorted(losses, reverse=True)
