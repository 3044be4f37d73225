"""The page about recurrent networks: what it asks and says, and what it does with nonsense.

It opens small untrained networks under the names of those that ship.
"""

from __future__ import annotations

import dataclasses
import json
import shutil

import keras
import numpy as np
import pytest

from dlcore import tasks
from dlcore.data.held_out import digit
from dlcore.explain.vanishing import VanishingConfig
from dlcore.registry import shipped
from dlcore.rnn import crowd, forgetting, reading
from dlcore.training import TrainConfig
from tests.pages.conftest import addresses, asked, assert_refused, charts, put_ink, rerun, words
from tests.recurrent import CELLS, made

VIEWS = {"rows": 3, "gates": 7, "memory": 3, "beside": 2, "search": 1}  # charts of an LSTM


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """The folder of the models that ship, for this whole file: each is traced once."""
    folder = tmp_path_factory.mktemp("models")
    for cell, layer in CELLS.items():
        shipped.save(
            f"rnn-{cell}", made(layer(5, name="memory"))[0], {"test_accuracy": 0.5}, folder
        )
    for file in shipped.MODELS.glob("cnn.*"):
        shutil.copy(file, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shipped, "MODELS", folder)
        shipped.load.cache_clear()
        yield folder
    shipped.load.cache_clear()


@pytest.fixture
def open_it(open_page, models):
    """Opens the page where it reads a digit, unless another view is asked for."""
    return lambda **query: open_page("rnn", **({"rnn_view": "rows"} | query))


@pytest.fixture
def other_models(models, monkeypatch, tmp_path):
    """An empty folder in the place of that one."""
    monkeypatch.setattr(shipped, "MODELS", tmp_path)
    shipped.load.cache_clear()
    yield tmp_path
    shipped.load.cache_clear()


def film(at, key: str) -> dict:
    (chart,) = (c for c in charts(at) if c.proto.id.endswith(key))
    return json.loads(chart.proto.json)["options"]["film"]


@pytest.fixture
def toy(open_page):
    return lambda **query: open_page("rnn", **query)


def test_three_units_stand_first_and_need_no_engine(toy, stand_in):
    at = toy()
    assert len(charts(at)) == 1
    assert not stand_in.asked
    assert "| $U$ | 3 × 0.96 | $h_{3,3}$ | 2.89 |" in words(at)
    assert "| | **tanh** | $h_{4,3}$ | **0.96** |" in words(at)
    assert "SimpleRNN" in at.code[0].value
    assert not [name for name in at.query_params if name.startswith("rnn")]


def test_a_step_a_click_and_each_in_the_address(toy):
    at = toy(rnn_toy_word="aB", rnn_toy_unit="2")
    assert at.session_state["rnn_toy_step"] == 2  # the word has no fourth letter
    assert "| $U$ | 2 × 0.96 | $h_{1,1}$ | 1.93 |" in words(at)
    assert at.button(key="rnn_toy_forward").disabled
    at.button(key="rnn_toy_back").click()
    rerun(at)
    assert at.query_params["rnn_toy_step"] in ("1", ["1"])
    assert at.button(key="rnn_toy_back").disabled
    at.session_state["rnn_toy_cell"] = "none"
    rerun(at)
    assert "now it stays at 0" in words(at)
    at.text_input(key="rnn_toy_word").set_value("b")
    assert not rerun(at).slider  # one step needs none


def test_what_is_no_word_has_its_sentence(toy):
    at = toy(rnn_toy_word="abc")
    assert "each of them a or b" in at.error[0].value
    assert not charts(at)
    at.text_input(key="rnn_toy_word").set_value("ab")
    assert len(charts(rerun(at))) == 1


def test_an_address_of_before_opens_what_it_opened(toy):
    at = toy(rnn_cell="gru")
    assert at.session_state["rnn_view"] == "rows"
    assert at.query_params["rnn_view"] in ("rows", ["rows"])
    at.session_state["rnn_view"] = "toy"
    rerun(at)
    assert at.query_params["rnn_view"] in ("toy", ["toy"])  # or it would open the rows again


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_shows_something_at_once(open_it, view):
    at = open_it(rnn_view=view)
    assert len(charts(at)) == VIEWS[view]
    assert not at.warning
    assert not at.error
    assert not at.info


@pytest.mark.parametrize(("cell", "gates"), [("simple", 0), ("lstm", 4), ("gru", 3)])
def test_each_cell_has_its_gates(open_it, cell, gates):
    at = open_it(rnn_view="gates", rnn_cell=cell)
    said = words(at)
    assert ("has no gates" in said) == (gates == 0)
    # The gates, an LSTM's cell state, the hidden state, and the lines of one unit.
    assert len(charts(at)) == gates + (cell == "lstm") + 2
    assert said.count("% open") == max(gates - 1, 0)


def test_what_is_believed_after_each_row_is_in_the_page_already(open_it, stand_in):
    at = open_it()
    shown = reading.unroll(digit(7).image, "rnn-lstm")
    moves = film(at, "rnn_digit")
    assert moves["leads"]
    assert len(moves["says"]) == 29
    assert moves["says"][14].startswith("After row 14: ")
    assert moves["says"][14].endswith(f"it is a {shown.beliefs[13].argmax()}.")
    assert film(at, "rnn_states_picture")["name"] == film(at, "rnn_beliefs")["name"] == "rnn"
    assert f"row **{shown.decided}** of 28" in words(at)
    assert len(asked(stand_in, reading.unroll)) == 1


def test_the_cell_and_the_digit_are_chosen(open_it, stand_in):
    at = open_it(rnn_cell="gru", rnn_number="3")
    assert asked(stand_in, reading.unroll)[-1][1] == "rnn-gru"
    np.testing.assert_array_equal(asked(stand_in, reading.unroll)[-1][0], digit(3).image)
    at.session_state["rnn_cell"] = "simple"
    rerun(at)
    assert asked(stand_in, reading.unroll)[-1][1] == "rnn-simple"
    assert at.query_params["rnn_cell"] in ("simple", ["simple"])


def test_all_cells_are_compared(open_it, stand_in):
    at = open_it(rnn_view="beside")
    assert {rest[1] for rest in asked(stand_in, reading.unroll)} == {
        "rnn-simple",
        "rnn-lstm",
        "rnn-gru",
    }
    assert [tests for tests, _model in asked(stand_in, crowd.step_accuracy)] == [None] * 3
    assert {model for _tests, model in asked(stand_in, crowd.step_accuracy)} == {
        "rnn-simple",
        "rnn-lstm",
        "rnn-gru",
    }
    said = words(at)
    assert said.count("Its mind was made up at row") == 3
    assert said.count("Reads **") == 4


def test_the_vanishing_gradient_has_its_settings(open_it, stand_in):
    at = open_it(rnn_view="memory", rnn_gate_bias="3")
    assert asked(stand_in, forgetting.vanishing_gradients)[-1] == [
        VanishingConfig(gate_bias=3.0),
        None,
    ]
    at.button(key="rnn_memory_try_keras").click()
    rerun(at)
    assert asked(stand_in, forgetting.vanishing_gradients)[-1] == [VanishingConfig(), None]
    at.selectbox(key="rnn_matrix").set_value("random_normal")
    at.select_slider(key="rnn_length").set_value(56)
    rerun(at)
    assert asked(stand_in, forgetting.vanishing_gradients)[-1] == [
        VanishingConfig("random_normal"),
        None,
    ]
    assert "Going back from the last of 56 steps" in words(at)
    assert "**LSTM**: " in words(at)


def test_a_unit_is_looked_for(open_it, stand_in):
    at = open_it(rnn_view="search", rnn_unit="3", rnn_stretch="4-9", rnn_measure="correlation")
    question = asked(stand_in, crowd.similar_traces)[-1]
    assert question[1:] == ["memory", 3, (4, 9), "correlation", None, "rnn-lstm"]
    at.slider(key="rnn_stretch").set_value((10, 12))
    at.number_input(key="rnn_unit").set_value(1)
    rerun(at)
    assert asked(stand_in, crowd.similar_traces)[-1][2:4] == [1, (10, 12)]
    assert at.query_params["rnn_stretch"] in ("10-12", ["10-12"])
    assert words(at).count("correlation ") >= 1
    number = crowd.similar_traces(
        digit(7).image, "memory", 1, (10, 12), "correlation", None, "rnn-lstm"
    ).numbers[0]
    at.button(key="rnn_take_0").click()
    rerun(at)
    assert at.number_input(key="rnn_number").value == number


def test_a_unit_that_this_network_does_not_have_gives_way(open_it):
    at = open_it(rnn_view="gates", rnn_unit="99")
    states = reading.unroll(digit(7).image, "rnn-lstm").layers[0].states
    assert at.number_input(key="rnn_unit").value == np.abs(states).max(axis=0).argmax()


def test_a_stretch_of_one_step_is_said_in_a_sentence(open_it):
    at = open_it(rnn_view="search", rnn_stretch="5-5")
    assert len(at.error) == 1
    assert "two steps at least" in at.error[0].value


def test_an_empty_drawing_is_said_and_a_drawing_is_read(open_it, png):
    at = open_it(rnn_source="draw")
    assert "There is no image to look at yet." in [i.value for i in at.info]
    assert not [c for c in charts(at) if "rnn" in c.proto.id]
    put_ink(at, png)
    assert "Read as **" in words(at)
    assert len(charts(at)) == VIEWS["rows"]


def test_without_recurrent_networks_that_is_said(open_it, other_models):
    at = open_it()
    assert len(at.info) == 1
    assert not charts(at)


def test_one_missing_network_gives_way_to_another(open_it, models, other_models):
    shutil.copytree(models, other_models, dirs_exist_ok=True)
    (other_models / "rnn-lstm.json").unlink()
    at = open_it(rnn_view="beside")
    assert "This network is missing on this server; Simple cell reads." in words(at)
    assert words(at).count("Its mind was made up at row") == 2


@pytest.fixture
def trained(stand_in, result):
    """Opens a run that is done, with this network in it."""

    def done(model: bytes):
        run = stand_in.start_run(tasks.train, TrainConfig())
        run.begin()
        run.finish(dataclasses.replace(result, model=model))
        return run.id

    return done


def test_ones_own_stacked_network_is_opened(open_it, stand_in, trained):
    _model, digest, data = made(
        keras.layers.LSTM(4, return_sequences=True, name="low"), keras.layers.GRU(5, name="high")
    )
    at = open_it(run=trained(data), rnn_cell="run", rnn_view="gates")
    assert asked(stand_in, reading.unroll)[-1][1] == digest
    assert "Update gate" in words(at)  # of the last layer
    at.session_state["rnn_layer"] = "low"
    rerun(at)
    assert "Forget gate" in words(at)
    for view in VIEWS:
        at.session_state["rnn_view"] = view
        rerun(at)
        assert not at.error


def test_one_that_reads_other_classes_is_not_compared_with_those_that_ship(open_it, trained):
    data = made(keras.layers.SimpleRNN(4), classes=3)[2]
    at = open_it(run=trained(data), rnn_view="beside")
    assert "Your own network tells other classes apart" in words(at)
    assert words(at).count("Its mind was made up at row") == 3


def test_columns_are_called_columns(open_it, trained):
    data = made(keras.layers.Permute((2, 1)), keras.layers.GRU(5))[2]
    at = open_it(run=trained(data), rnn_cell="run")
    assert film(at, "rnn_digit")["says"][3].startswith("After column 3: ")
    assert film(at, "rnn_digit")["edges"][0] == [0, "x0"]


@pytest.mark.parametrize("view", ["rows", "beside"])
def test_ones_own_wrapped_network_has_its_sentence(open_it, trained, view):
    data = made(keras.layers.Bidirectional(keras.layers.LSTM(4)))[2]
    at = open_it(run=trained(data), rnn_cell="run", rnn_view=view)
    assert len(at.error) == 1
    assert "is wrapped in bidirectional" in at.error[0].value
    at.session_state["rnn_cell"] = "lstm"
    rerun(at)
    assert "Read as **" in words(at)


def test_a_run_that_is_not_recurrent_is_not_offered(open_it, trained):
    flat = made(keras.layers.Flatten())[2]
    at = open_it(run=trained(flat), rnn_cell="run")
    assert "There is no recurrent network of yours yet; LSTM reads." in words(at)


def test_nonsense_in_the_address_is_said_and_left(open_it):
    nonsense = [
        ("rnn_cell", "elman"),
        ("rnn_number", "-1"),
        ("rnn_unit", "many"),
        ("rnn_stretch", "9-3"),
        ("rnn_stretch", "3"),
        ("rnn_gate_bias", "nan"),
        ("rnn_length", "29"),
    ]
    usual = open_it()
    for address in addresses(nonsense):
        at = open_it(**address)
        assert_refused(at, address, usual)
        assert "Read as **" in words(at)
    for view in ("search", "memory"):  # whose controls these are
        at.session_state["rnn_view"] = view
        assert not rerun(at).warning


def test_a_view_that_is_not_there_gives_way_to_the_first(toy):
    assert_refused(toy(rnn_view="inside"), {"rnn_view": "inside"}, toy())


def test_the_code_names_what_is_looked_at(open_it):
    at = open_it(rnn_cell="gru", rnn_number="12")
    (code,) = at.code
    assert 'load_model("models/rnn-gru.keras"' in code.value
    assert "x_test[12]" in code.value
