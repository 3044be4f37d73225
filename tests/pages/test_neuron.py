"""The network that learns on the page of a few neurons: what plays it, and what changes it."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
import pytest
import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest

from dlcore.engine import EngineTimeout, EngineUnavailable
from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.csv_file import read_table
from dlcore.neuron.datasets import DATASETS, PointsConfig, make_points
from dlcore.neuron.heads import HEADS, question_of
from dlcore.neuron.own import OwnPoints, decode, encode
from dlcore.neuron.packet import Packet
from dlcore.neuron.presets import NEURON_PRESETS
from dlcore.neuron.script import network_script
from dlcore.neuron.training import play
from tests.pages.conftest import addresses, asked, assert_refused, words
from ui.neuron import network, problem, training
from ui.neuron.network import own

CONFIG, POINTS = NeuronConfig(), make_points(PointsConfig())
FEW = encode(
    OwnPoints(np.array([[-2, 1], [3, -1], [4, 4]], np.float32), np.array([0, 1, 1], np.float32), 2)
)
NOTHING = np.full(1, np.nan, np.float32)
BLANK = Packet(
    np.zeros(1, np.int64), np.zeros((1, 1000), np.float32), NOTHING, NOTHING, NOTHING, NOTHING
)
"""The beginning of any network, as far as a page can tell: where many are begun, Keras would take
a second for each."""


@pytest.fixture(scope="module", autouse=True)
def keras_is_there():
    """Imported and traced once: a page waits for half a minute only."""
    play(CONFIG, POINTS, None, 0, 1)


@pytest.fixture
def open_network(open_page):
    def open_(**query: str) -> AppTest:
        return open_page("neuron", neuron_view="network", **query)

    return open_


def parts(at: AppTest) -> dict[str, Any]:
    """The parts of the picture, by name: each component's protobuf."""
    found = [c.proto for c in at.get("bidi_component") if c.proto.component_name == "dlcore_neuron"]
    return {json.loads(one.json)["part"]: one for one in found}


def handed(at: AppTest, part: str = "controls") -> dict:
    return json.loads(parts(at)[part].json)


def scene(at: AppTest) -> dict:
    return handed(at)["scene"]


def steps(at: AppTest) -> list[int]:
    return scene(at)["packet"]["steps"]


def weights(at: AppTest) -> np.ndarray:
    """(moments, weights) of the packet that is shown."""
    data = base64.b64decode(scene(at)["packet"]["weights"])
    return np.frombuffer(data, "<f4").reshape(len(steps(at)), -1)


def send(at: AppTest, part: str, event: str, value: Any) -> AppTest:
    """An event as the browser sends it."""
    told = json.dumps([{"event": event, "value": value}])
    sent = WidgetStates()
    id = f"$$STREAMLIT_INTERNAL_KEY_{parts(at)[part].id}__events"
    sent.widgets.append(WidgetState(id=id, json_trigger_value=told))
    at._run(sent)
    assert not at.exception
    return at


def said(at: AppTest, name: str) -> str:
    """What the address says of a setting."""
    value = at.query_params[name]
    return value if isinstance(value, str) else value[0]


def more(at: AppTest, step: int, every: int = 5, moments: int = 4) -> AppTest:
    return send(
        at,
        "controls",
        "more",
        {"run": scene(at)["run"], "step": step, "every": every, "moments": moments},
    )


def test_a_stranger_sees_points_and_a_network_before_its_first_step(open_network, stand_in):
    at = open_network()
    assert not at.warning
    assert steps(at) == [0]
    assert handed(at, "boundary")["brush"] is None
    assert "400" in handed(at, "boundary")["alt"]
    assert "tanh" in handed(at, "graph")["alt"].lower()
    assert np.array_equal(weights(at)[0], play(CONFIG, POINTS, None, 0, 1).states[0])


def test_it_plays_on_as_if_it_had_never_stopped(open_network):
    at = open_network()
    more(at, 0)
    assert steps(at) == [5, 10, 15, 20]
    more(at, 20, 1, 1)
    assert steps(at) == [21]
    whole = play(CONFIG, POINTS, None, 21, 1)
    assert np.array_equal(weights(at)[0], whole.states[-1, : CONFIG.parameters])


def test_it_goes_on_from_what_was_shown_and_not_from_what_was_computed(open_network):
    at = open_network()
    more(more(at, 0), 10, 1, 1)
    assert steps(at) == [11]


def test_a_place_of_another_run_or_never_reached_changes_nothing(open_network, stand_in):
    at = open_network()
    more(at, 0)
    before = scene(at)
    more(at, 77)
    told = {"run": "another", "step": 5, "every": 5, "moments": 4}
    send(at, "controls", "more", told)
    assert scene(at) == before | {"refused": 2}
    assert len(asked(stand_in, play)) == 2


def test_a_question_that_a_rerun_interrupts_is_asked_again_by_that(open_network, monkeypatch):
    at = open_network()
    left, ask = [st.rerun], training.ask

    def interrupted(*args):
        if left:
            left.pop()()
        return ask(*args)

    monkeypatch.setattr(training, "ask", interrupted)
    more(at, 0)
    assert steps(at) == [5, 10, 15, 20]


def test_reset_is_the_same_beginning_as_a_run_of_its_own(open_network):
    at = open_network()
    first = scene(at)
    more(at, 0)
    send(at, "controls", "reset", {"run": scene(at)["run"], "step": 10})
    assert scene(at)["packet"] == first["packet"]
    assert scene(at)["run"] != first["run"]


def test_a_weight_set_by_hand_is_gone_on_with(open_network, stand_in):
    at = open_network()
    more(at, 0)
    told = {"run": scene(at)["run"], "step": 15, "index": 3, "value": -2.5}
    send(at, "graph", "weight", told)
    assert steps(at) == [15]
    assert weights(at)[0, 3] == -2.5
    more(at, 15, 1, 1)
    state = asked(stand_in, play)[-1][2]
    assert (state.step, state.values[3]) == (15, -2.5)


def test_a_unit_that_is_off_stays_off_while_it_learns_and_after_a_reset(open_network, stand_in):
    at = open_network()
    send(at, "graph", "off", [0, 1, 1, 0])
    assert scene(at)["off"] == [[0, 1], [1, 0]]
    more(at, 0)
    assert asked(stand_in, play)[-1][5] == ((0, 1), (1, 0))
    send(at, "controls", "reset", {"run": scene(at)["run"], "step": 0})
    assert scene(at)["off"] == [[0, 1], [1, 0]]


def test_a_unit_that_there_is_not_is_not_switched_off(open_network):
    at = open_network()
    send(at, "graph", "off", [0, 7, 2, 0])
    assert scene(at)["off"] == []
    more(at, 0)
    assert steps(at)[-1] == 20


def test_what_may_be_steered_goes_on_and_all_else_begins_anew(open_network, stand_in):
    at = open_network()
    run = scene(at)["run"]
    more(at, 0)
    at.select_slider(key="neuron_rate").set_value(0.01).run()
    at.select_slider(key="neuron_l2").set_value(0.001).run()
    at.select_slider(key="neuron_l1").set_value(0.003).run()
    at.select_slider(key="neuron_batch").set_value(50).run()
    assert (scene(at)["run"], steps(at)[-1]) == (run, 20)
    more(at, 20)
    config = asked(stand_in, play)[-1][0]
    assert (config.learning_rate, config.l1, config.l2, config.batch_size) == (
        0.01,
        0.003,
        0.001,
        50,
    )
    stand_in.answers[play] = BLANK
    for change in (
        lambda: at.slider(key="neuron_layers").set_value(1),
        lambda: at.selectbox(key="neuron_activation_1").select("relu"),
        lambda: at.selectbox(key="neuron_optimizer").select("adam"),
        lambda: at.number_input(key="neuron_seed").set_value(3),
        lambda: at.slider(key="neuron_noise").set_value(30),
        lambda: at.selectbox(key="neuron_data").select("moons"),
    ):
        change().run()
        assert not at.exception
        assert scene(at)["run"] != run
        assert steps(at) == [0]
        run = scene(at)["run"]


@pytest.mark.parametrize("error", [EngineUnavailable("gone"), EngineTimeout("slow")])
def test_an_engine_that_does_not_answer_is_one_sentence_and_nothing_is_lost(
    open_network, stand_in, error
):
    at = open_network()
    more(at, 0)
    before = scene(at)
    stand_in.answers[play] = error
    more(at, 20)
    assert len(at.warning) == 1
    assert scene(at) == before | {"refused": 1}
    del stand_in.answers[play]
    more(at, 20)
    assert not at.warning
    assert steps(at)[-1] == 40


def test_without_an_engine_the_points_are_there_all_the_same(open_network, stand_in):
    stand_in.answers[play] = EngineUnavailable("gone")
    at = open_network()
    assert len(at.warning) == 1
    assert list(parts(at)) == ["boundary"]
    assert handed(at, "boundary")["scene"]["points"]


def test_all_data_have_a_network_whose_loss_fits(open_network, stand_in, subtests):
    stand_in.answers[play] = BLANK
    at = open_network()
    for name, dataset in DATASETS.items():
        with subtests.test(name):
            at.selectbox(key="neuron_data").select(name).run()
            assert not at.exception
            assert not at.warning
            config = asked(stand_in, play)[-1][0]
            assert config.classes == dataset.classes
            assert config.loss in HEADS[question_of(dataset.classes)].losses


def test_a_loss_that_points_can_have_stays_when_they_change(open_network, stand_in):
    at = open_network()
    at.selectbox(key="neuron_loss").select("mean_squared_error").run()
    at.selectbox(key="neuron_data").select("hill").run()
    assert asked(stand_in, play)[-1][0].loss == "mean_squared_error"
    assert "neuron_loss" not in at.query_params  # it is the usual one there


def test_a_loss_in_an_address_that_its_points_cannot_have_is_said(open_network):
    at = open_network(neuron_data="hill", neuron_loss="hinge")
    (warning,) = at.warning
    assert "neuron_loss = " in warning.value
    assert at.selectbox(key="neuron_loss").value == "mean_squared_error"


def test_the_address_says_what_is_set(open_network, stand_in):
    at = open_network()
    at.selectbox(key="neuron_data").select("spiral").run()
    at.slider(key="neuron_layers").set_value(3).run()
    at.number_input(key="neuron_units_3").set_value(8).run()
    address = {name: said(at, name) for name in at.query_params}
    assert address["neuron_data"] == "spiral"
    config = asked(stand_in, play)[-1][0]
    open_network(**{k: v for k, v in address.items() if k not in ("lang", "neuron_view")})
    assert asked(stand_in, play)[-1][0] == config


def test_what_a_teacher_leaves_out_is_not_shown_and_holds_all_the_same(open_network, stand_in):
    whole = open_network(neuron_data="spiral", neuron_layers="1")
    config = asked(stand_in, play)[-1][0]
    assert [tab.label for tab in whole.tabs] == ["Points", "Network", "Training"]
    at = open_network(
        neuron_data="spiral", neuron_layers="1", neuron_left_out="presets,points,network,code"
    )
    assert asked(stand_in, play)[-1][0] == config
    assert [tab.label for tab in at.tabs] == ["Training"]
    assert "neuron_try_circle" not in {button.key for button in at.button}
    assert not at.code
    at.button_group(key="neuron_left_out").set_value(list(network.PARTS)).run()
    assert not at.tabs
    assert set(parts(at)) == {"graph", "boundary", "curve", "controls"}
    assert said(at, "neuron_data") == "spiral"
    at.button_group(key="neuron_left_out").set_value([]).run()
    assert at.selectbox(key="neuron_data").value == "spiral"
    assert asked(stand_in, play)[-1][0] == config


def test_no_inputs_are_one_sentence_and_the_network_that_was_there_stays(open_network):
    at = open_network()
    more(at, 0)
    before = scene(at)
    at.button_group(key="neuron_features").set_value([]).run()
    (warning,) = at.warning
    assert "features" in warning.value
    assert scene(at)["packet"] == before["packet"]


def test_bad_values_in_an_address_are_one_sentence_each(open_network):
    nonsense = [
        ("neuron_data", "moon"),
        ("neuron_count", "1001"),
        ("neuron_count", "9"),
        ("neuron_noise", "nan"),
        ("neuron_label_noise", "51"),
        ("neuron_test", "100"),
        ("neuron_own", "2AAA"),
        ("neuron_own", "x" * 9999),
        ("neuron_features", "x1,x1"),
        ("neuron_features", "x3"),
        ("neuron_layers", "4"),
        ("neuron_units_1", "0"),
        ("neuron_units_3", "9"),
        ("neuron_activation_1", "glu"),
        ("neuron_activation_2", "softmax2"),
        ("neuron_loss", "wish"),
        ("neuron_optimizer", "hope"),
        ("neuron_rate", "1e308"),
        ("neuron_l1", "-1"),
        ("neuron_batch", "0"),
        ("neuron_start", "zeros"),
        ("neuron_scale", "inf"),
        ("neuron_seed", "-1"),
        ("neuron_every", "3"),
        ("neuron_tool", "bomb"),
        ("neuron_class", "4"),
    ]
    usual = open_network()
    for address in addresses(nonsense):
        at = open_network(**address)
        assert_refused(at, address, usual)
        assert steps(at) == [0]


def test_every_preset_and_its_cure_begin_anew_with_what_they_name(open_network, stand_in, subtests):
    stand_in.answers[play] = BLANK
    at = open_network()
    for name, preset in NEURON_PRESETS.items():
        with subtests.test(name):
            assert not [b for b in at.button if b.key.endswith(f"{name}_cure")]
            at.button(key=f"neuron_try_{name}").click().run()
            assert not at.exception
            config, points = asked(stand_in, play)[-1][:2]
            assert config == preset.config
            assert np.array_equal(points.x, make_points(preset.points).x)
            assert steps(at) == [0]
            if preset.before:
                assert f"at most {preset.before:.0%}" in words(at)
            if not preset.cure:
                continue
            run = scene(at)["run"]
            at.button(key=f"neuron_try_{name}_cure").click().run()
            assert asked(stand_in, play)[-1][0] == preset.cured
            assert scene(at)["run"] != run  # what is dead stays dead if it only goes on
            assert steps(at) == [0]
            if preset.after:
                assert f"at least {preset.after:.0%}" in words(at)
    assert not at.warning


def test_what_ails_a_network_is_said_while_it_learns(open_network):
    at = open_network()
    at.button(key="neuron_try_equal").click().run()
    more(at, 0)
    assert "**Twins 1.1, 1.2, 1.3, 1.4:**" in words(at)
    at.button(key="neuron_try_equal_cure").click().run()
    more(at, 0)
    assert "Twins" not in words(at)


def test_points_of_one_class_or_in_one_place_are_said(open_network):
    for rows, said in (([0, 0, 0, 2, 1, 0], "One class only"), ([1, 2, 0] * 500, "One place only")):
        at = open_network(neuron_data="own", neuron_test="0")
        send(at, "boundary", "points", rows)
        more(at, 0)
        assert said in words(at)
        assert steps(at)[-1] == 20


def test_own_points_come_with_an_address(open_network, stand_in):
    at = open_network(neuron_data="own", neuron_own=FEW, neuron_test="0")
    assert not at.warning
    assert handed(at, "boundary")["brush"] == {"tool": "paint", "label": 0, "classes": 4}
    assert np.allclose(asked(stand_in, play)[-1][1].x, [[-2, 1], [3, -1], [4, 4]], atol=0.006)


def test_points_are_painted_into_an_empty_plane_and_the_network_goes_on_with_more(
    open_network, stand_in
):
    at = open_network(neuron_data="own", neuron_test="0")
    assert "no points yet" in at.info[0].value
    assert list(parts(at)) == ["boundary"]
    send(at, "boundary", "points", [1, 2, 0, -1, -2, 1])
    assert not at.warning
    run = scene(at)["run"]
    more(at, 0)
    send(at, "boundary", "points", [1, 2, 0, -1, -2, 1, 3, 3, 1])
    assert scene(at)["run"] == run
    assert steps(at)[-1] == 20
    more(at, 20)
    assert len(asked(stand_in, play)[-1][1].x) == 3
    text = said(at, "neuron_own")
    assert len(decode(text).x) == 3
    send(at, "boundary", "points", [1, 2, 0, -1, -2, 1, 3, 3, 2])
    assert scene(at)["run"] != run  # a third class: another output
    at.button(key="neuron_undo").click().run()
    assert said(at, "neuron_own") == text
    at.button(key="neuron_clear").click().run()
    assert list(parts(at)) == ["boundary"]
    assert "no points yet" in at.info[0].value


def test_a_table_becomes_points_and_what_was_made_of_it_is_said(open_network, monkeypatch):
    at = open_network(neuron_data="own", neuron_own=FEW)
    found = read_table(b"height,width,kind\n10,1,**cat**\n20,2,dog\n30,3,dog\n")
    at.session_state[own._FOUND] = found
    at.run()
    assert "3 rows were read" in words(at)
    assert "height: 10 … 30 became -5 … 5" in words(at)
    assert "`**cat**`" in words(at)


class File:
    """As Streamlit hands one over."""

    def __init__(self, data: bytes) -> None:
        self.getvalue = lambda: data


def test_a_file_is_taken_or_refused_in_one_sentence(monkeypatch):
    import streamlit as st

    state = dict.fromkeys(one.key for one in problem.SETTINGS)
    state |= {one.key: one.usual for one in problem.SETTINGS}
    monkeypatch.setattr(st, "session_state", state)
    state[own._FILE] = File(b"1,2,10\n2,3,20\n3,4,30\n4,5,40\n5,5,50\n")
    own._read()
    assert problem.own_points().classes == 0
    assert state[problem.LOSS.key] == "mean_squared_error"
    assert own.brush() is None
    kept = state[problem.OWN_POINTS.key]
    state[own._FILE] = File(b"hello")
    own._read()
    assert "Columns in line 1" in str(state[own._FOUND])
    assert state[problem.OWN_POINTS.key] == kept
    own._undo()
    assert state[problem.OWN_POINTS.key] == ""
    assert state[problem.LOSS.key] in HEADS["two_classes"].losses


def test_a_diverged_training_keeps_its_last_good_state(open_network):
    at = open_network(
        neuron_data="plane", neuron_rate="100", neuron_activation_1="relu", neuron_scale="100"
    )
    before = weights(at)[0]
    more(at, 0, 100, 10)
    assert scene(at)["packet"]["diverged"]
    assert np.isfinite(weights(at)).all()
    assert before.shape == weights(at)[0].shape


def test_the_numbers_are_there_for_those_who_cannot_see_the_picture(open_network):
    at = open_network()
    more(at, 0)
    text = words(at)
    for value in weights(at)[-1][:8]:
        assert f"{value:.3g}".replace("-", "−") in text


def test_the_network_can_be_taken_away(open_network):
    at = open_network()
    more(at, 0)
    at.button(key="neuron_save").click().run()
    assert not at.exception
    (button,) = at.get("download_button")
    assert "20" in button.proto.label


def test_the_code_is_that_of_what_is_shown(open_network):
    at = open_network()
    assert at.code[0].value == network_script(CONFIG, PointsConfig(), 1000).strip()
    at = open_network(neuron_data="own", neuron_own=FEW, neuron_test="0")
    assert at.code[0].value == network_script(CONFIG, decode(FEW).split(0, 0), 1000).strip()


def test_layers_that_collapse_are_shown_as_one(open_network):
    at = open_network()
    assert "collapse" not in words(at)
    at.button(key="neuron_try_linear").click().run()
    assert "These layers collapse" in words(at)


def test_it_speaks_chinese(open_network):
    at = open_network(lang="zh")
    assert not at.warning
    assert "训练" in words(at)
