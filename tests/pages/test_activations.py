"""The Activations page: what it asks, what it says, and what it does with nonsense."""

from __future__ import annotations

import pytest
import streamlit as st

from dlcore.activations.curves import OWN, curves
from dlcore.activations.depth import compare
from dlcore.activations.functions import SCALARS, evaluate_vector
from dlcore.activations.unit import BENDS
from dlcore.engine import EngineUnavailable
from tests.pages.conftest import addresses, asked, assert_refused, charts, rerun, words
from ui.activations import depth, inputs, softmax, unit

CURVES, DEPTH, SOFTMAX = inputs.PRESETS, depth.PRESETS, softmax.PRESETS


@pytest.fixture
def open_it(open_page):
    return lambda **query: open_page("activations", **{"activations_view": "all", **query})


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "**The gradient vanishes.**"), ("zh", "**梯度消失了。** ")],
)
def test_the_page_shows_all_its_pictures_at_once(open_it, lang, said):
    at = open_it(lang=lang)
    assert len(charts(at)) == 5
    assert said in words(at)
    assert "| Sigmoid | 0.7311 | 0.1966 |" in words(at)
    assert not at.warning


def test_one_question_for_all_curves(open_it, stand_in):
    open_it()
    ((choices, low, high, points, at),) = asked(stand_in, curves)
    assert [c.name for c in choices] == ["sigmoid", "tanh", "relu"]
    assert (low, high, points, at) == (-6.0, 6.0, 401, 1.0)


def test_the_slider_moves_the_values_and_the_address(open_it):
    at = open_it()
    at.slider(key="activations_x").set_value(-2.0)
    rerun(at)
    assert "| at x = -2 |" in words(at)
    assert "| Sigmoid | 0.1192 | 0.105 |" in words(at)
    assert at.query_params["activations_x"] in ("-2", ["-2"])


def test_parameters_reach_keras(open_it, stand_in):
    at = open_it(activations_functions="elu,gelu,relu", activations_elu_alpha="2.5")
    at.slider(key="activations_relu_negative_slope").set_value(0.5)
    at.toggle(key="activations_gelu_approximate").set_value(True)
    at.number_input(key="activations_relu_max_value").set_value(3.0)
    rerun(at)
    elu, gelu, relu = asked(stand_in, curves)[-1][0]
    assert elu.parameters == {"alpha": 2.5}
    assert gelu.parameters == {"approximate": True}
    assert relu.parameters == {"negative_slope": 0.5, "max_value": 3.0, "threshold": 0.0}


def test_a_formula_is_drawn_like_the_rest(open_it, stand_in):
    at = open_it(activations_formula="x^2", activations_x="3")
    assert asked(stand_in, curves)[-1][0][-1].name == OWN
    assert "| your own | 9 | 6 |" in words(at)


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "Character 5: foo is not known."), ("zh", "第 5 个字符")]
)
def test_a_bad_formula_is_one_sentence_and_the_rest_stays(open_it, stand_in, lang, said):
    at = open_it(lang=lang)
    at.text_input(key="activations_formula").set_value("x + foo")
    rerun(at)
    (warning,) = at.warning
    assert said in warning.value
    assert len(charts(at)) == 5
    assert len(asked(stand_in, curves)[-1][0]) == 3


def test_where_a_formula_has_no_value_is_said(open_it):
    at = open_it(activations_formula="1/x", activations_x="0")
    assert "your own: no finite value or slope at 1 of 401 points, the first at x = 0." in words(at)
    assert "| your own | not finite | not finite |" in words(at)


def test_a_formula_without_end_freezes_nothing(open_it, subtests):
    at = open_it()
    for formula in ("exp(exp(exp(x)))", "9^9^9^9^9", "log(-1)", "x^x^x^x"):
        with subtests.test(formula):
            at.text_input(key="activations_formula").set_value(formula)
            assert "your own: no finite value or slope" in words(rerun(at))


@pytest.mark.parametrize(("low", "high"), [("3", "3"), ("5", "-5")])
def test_a_range_that_is_none_is_one_sentence(open_it, low, high):
    at = open_it(activations_low=low, activations_high=high)
    (warning,) = at.warning
    assert "from a smaller to a larger x" in warning.value
    at.number_input(key="activations_high").set_value(8.0)
    rerun(at)
    assert not at.warning
    assert len(charts(at)) == 5


def test_nonsense_in_the_address_is_said_and_left_out(open_it):
    nonsense = [
        ("activations_x", "nan"),
        ("activations_low", "-inf"),
        ("activations_high", "1e300"),
        ("activations_elu_alpha", "1e9"),
        ("activations_functions", "relu,softmax"),
        ("activations_functions", "relu,relu"),
        ("activations_zone", "swish"),
        ("activations_formula", "x" * 10_000),
        ("activations_layers", "51"),
        ("activations_units", "100000"),
        ("activations_temperature", "0"),
        ("activations_z1", "NaN"),
        ("activations_vector", "sigmoid"),
    ]
    usual = open_it()
    for address in addresses(nonsense):
        at = open_it(**address)
        assert_refused(at, address, usual)
        assert "which is not possible here" in at.warning[0].value
        assert len(charts(at)) == 5


def test_nothing_chosen_is_an_empty_picture(open_it):
    at = open_it(activations_functions="")
    assert len(charts(at)) == 5
    assert "Sigmoid |" not in words(at)


def test_each_preset_shows_what_it_says(open_it, subtests):
    at = open_it()
    for name, preset in (CURVES | DEPTH | SOFTMAX).items():
        with subtests.test(name):
            next(b for b in at.button if b.key.endswith(f"_try_{name}")).click()
            rerun(at)
            assert preset.look_for in words(at)
            assert len(charts(at)) == 5
            assert not at.warning


def test_the_depth_of_the_address_is_asked_for(open_it, stand_in):
    at = open_it(
        activations_a_activation="selu", activations_a_initializer="zeros", activations_layers="3"
    )
    ((a, b),) = asked(stand_in, compare)[-1]
    assert (a.activation, a.initializer, a.layers) == ("selu", "zeros", 3)
    assert (b.activation, b.layers) == ("relu", 3)
    assert "to 0 at layer 1" in words(at)


def test_an_overflow_is_said(open_it):
    at = open_it(activations_b_initializer="wide_normal", activations_layers="50")
    assert "on the values overflow" in words(at)


def test_keras_own_sparsemax_is_not_passed_off_as_right(open_it):
    at = open_it(activations_vector="sparsemax", activations_temperature="5")
    assert "Keras 3.15 computes sparsemax wrongly" in words(at)


def test_without_an_engine_the_page_stands(open_page, stand_in):
    gone = EngineUnavailable("gone")
    stand_in.answers |= dict.fromkeys((curves, compare, evaluate_vector), gone)
    at = open_page("activations", activations_view="all")
    assert len(charts(at)) == 0
    assert len(at.warning) == 3
    assert at.tabs


def test_every_function_has_its_record_on_the_page(open_it):
    names = list(SCALARS)
    for start in range(0, len(names), 6):
        at = open_it(activations_functions=",".join(names[start : start + 6]))
        for name in names[start : start + 6]:
            assert f"`keras.activations.{name}`" in words(at)


def moved(at, x):
    at.slider(key="activations_x").set_value(x)
    return rerun(at)


def sent_with(at, address):
    """The next run comes from a browser whose address is this one."""
    at.query_params.clear()
    for name, value in address.items():
        at.query_params[name] = value


def test_a_slider_moved_again_before_its_address_came_back_keeps_its_value(open_it):
    at = moved(open_it(activations_x="0"), 0.5)
    behind = dict(at.query_params)
    moved(at, 0.7)
    sent_with(at, behind)
    moved(at, 0.9)
    assert at.slider(key="activations_x").value == 0.9
    assert at.query_params["activations_x"] in ("0.9", ["0.9"])


def test_an_address_gone_back_to_sets_the_widgets(open_it):
    at = open_it(activations_x="0.5")
    before = dict(at.query_params)
    moved(at, 0.7)
    sent_with(at, before)
    rerun(at)
    assert at.slider(key="activations_x").value == 0.5


def test_the_page_opens_with_one_unit(open_page):
    at = open_page("activations", lang="en")
    assert at.session_state["activations_view"] == "unit"
    assert len(charts(at)) == 1
    assert "at x = −b / w = **−1.00**" in words(at)
    at.slider(key="activations_unit_b1").set_value(-2.0).run()
    assert "at x = −b / w = **2.00**" in words(at)
    at.slider(key="activations_unit_w1").set_value(0.0).run()
    assert "the same comes out for every x" in words(at)


@pytest.mark.parametrize("bend", BENDS)
def test_a_few_units_are_set_one_at_a_time(open_page, bend):
    at = open_page("activations", activations_bend=bend, activations_unit_count="3")
    at.segmented_control(key="activations_unit").set_value(3).run()
    assert at.slider(key="activations_unit_v3").value == 1.0
    assert not at.exception
    at.segmented_control(key="activations_unit_count").set_value(1).run()
    assert at.session_state["activations_unit"] == 1
    assert not at.exception


def test_an_older_link_opens_all_activations(open_page):
    for said in ({"activations_x": "2"}, {"exercise": "activations-depth"}):
        assert open_page("activations", **said).session_state["activations_view"] == "all"


def test_the_line_can_be_dragged_by_its_points(monkeypatch):
    values = {"activations_unit": 1, "activations_unit_w1": 1.0, "activations_unit_b1": 1.0}
    monkeypatch.setattr(st, "session_state", values)
    unit.drag(1, 2.0, -1.0)  # from (2, 3) down to (2, -1); (-2, -1) stays
    assert values["activations_unit_w1"] == 0.0
    assert values["activations_unit_b1"] == -1.0
