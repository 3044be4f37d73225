"""The Losses page: what stands there in both languages, what its settings do, and bad ones."""

from __future__ import annotations

import numpy as np
import pytest
import streamlit as st

from dlcore import losses
from dlcore.losses.curves import curves
from dlcore.losses.line_fit import fit_lines, sample_points
from tests.pages.conftest import asked, assert_refused, charts, words
from ui.losses import by_hand, outlier, settings

CHARTS = ("losses_curves", "losses_fit", "losses_saturation", "losses_descents", "losses_bars")


@pytest.fixture
def open_losses(open_page):
    """Opens the page; the stand-in for the engine really computes what this page asks."""
    return lambda **query: open_page("losses", **{"lang": "en", "losses_view": "more", **query})


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "**99.8% sure of the wrong answer.** MSE pulls with 0.00492, cross-entropy with "),
        ("zh", "网络对**错误答案有 99.8% 的把握**"),
    ],
)
def test_every_picture_is_there_at_once(open_losses, lang, said):
    at = open_losses(lang=lang)
    assert not at.warning
    assert not at.error
    assert said in words(at)
    assert len(charts(at)) == len(CHARTS)


def test_the_outlier_s_line_in_numbers(open_losses):
    text = words(open_losses())
    assert "| MSE | **0.50** | 1.33 |" in text
    assert "| MAE | **0.97** | 0.05 |" in text


def test_the_examples_are_written_out_with_their_mean(open_losses):
    formulas = "\n".join(e.value for e in open_losses().latex)
    assert r"-\log 0.12 = 2.12" in formulas
    assert r"\frac{0.105 + 0.799 + 2.120}{3} = 1.008" in formulas


@pytest.mark.parametrize("family", losses.FAMILIES)
def test_every_family_has_its_values_and_records(open_losses, family):
    names = losses.of_family(family)
    at = open_losses(losses_family=family, **{f"losses_{family}": ",".join(names)})
    text = words(at)
    for name in names:
        assert f"| {losses.LOSSES[name].short} | " in text
        assert losses.LOSSES[name].trouble in text


def test_logits(open_losses, stand_in):
    at = open_losses(losses_family="probability", losses_logits="true", losses_at_logit="-2")
    assert "at z = -2, y = 1" in words(at)
    assert asked(stand_in, curves)[-1][-1] is True


def test_parameters_reach_the_losses(open_losses, stand_in):
    open_losses(losses_regression="huber", losses_curve_delta="2.5", losses_fitted="huber,log_cosh")
    ((choice,), *_rest) = asked(stand_in, curves)[-1]
    assert dict(choice.arguments) == {"delta": 2.5}
    assert [c.name for c in asked(stand_in, fit_lines)[-1][2]] == ["huber", "log_cosh"]


def test_presets_are_seen_and_said(open_losses, subtests):
    at = open_losses()
    for part, presets in (("losses_try", settings.CURVES), ("losses_fit_try", settings.LINES)):
        for name, preset in presets.items():
            with subtests.test(name):
                at.button(f"{part}_{name}").click().run()
                assert not at.exception
                assert not at.warning
                assert preset.look_for in words(at)


def test_settings_go_into_the_address(open_losses):
    at = open_losses()
    at.slider("losses_z").set_value(-3.0).run()
    at.slider("losses_weight_3_1").set_value(10).run()
    assert at.query_params["losses_z"] == "-3"
    assert at.query_params["losses_weight_3_1"] == "10"


def test_an_address_that_makes_no_sense_is_said(open_losses):
    nonsense = {
        "losses_family": "nonsense",
        "losses_regression": "mean_squared_error,hinge",
        "losses_target": "nan",
        "losses_at_regression": "inf",
        "losses_low_regression": "-1e300",
        "losses_curve_delta": "0",
        "losses_z": "-11",
        "losses_outlier_y": "1e9",
        "losses_weight_1_1": "-5",
        "losses_written": "hinge",
    }
    at = open_losses(**nonsense)
    assert_refused(at, nonsense, open_losses())
    assert len(charts(at)) == len(CHARTS)


@pytest.mark.parametrize(
    ("low", "lang", "said"),
    [
        ("4", "en", "The range must begin below its end. Received: 4 to 4"),
        ("5", "zh", "范围的起点必须小于终点"),
    ],
)
def test_a_range_that_is_empty_or_reversed_is_one_sentence(open_losses, low, lang, said):
    at = open_losses(lang=lang, losses_low_regression=low)
    assert len(at.warning) == 1
    assert said in at.warning[0].value
    assert len(charts(at)) == len(CHARTS) - 1


def test_the_widest_range_is_drawn(open_losses, stand_in):
    at = open_losses(losses_low_regression="-10000", losses_high_regression="10000")
    assert not at.warning
    assert asked(stand_in, curves)[-1][2:4] == [-10000.0, 10000.0]


def test_a_prediction_outside_the_range_moves_to_its_edge(open_losses):
    at = open_losses(losses_at_regression="9")
    assert at.slider("losses_at_regression").value == 4.0


def test_weights_of_nothing_are_one_sentence(open_losses):
    at = open_losses(**{f"losses_weight_2_{k}": "0" for k in (1, 2, 3)})
    assert len(at.warning) == 1
    assert "at least one of them above 0" in at.warning[0].value


def test_nothing_chosen_is_said(open_losses):
    at = open_losses(losses_regression="", losses_fitted="")
    assert words(at).count("Choose at least one loss.") == 2


def test_where_keras_gives_no_number(open_losses):
    at = open_losses(
        losses_family="probability",
        losses_probability="binary_focal_crossentropy",
        losses_at_probability="1",
        losses_curve_gamma="0.5",
    )
    assert "Keras itself gives no number here" in words(at)


def test_a_clipped_probability_is_explained(open_losses):
    at = open_losses(losses_family="probability", losses_at_probability="0")
    assert "so the loss ends at 16.1" in words(at)


@pytest.mark.parametrize(
    ("x", "y", "kept"),
    [(3.14, -2.71, (3.1, -2.7)), (99, -99, (10.0, -15.0)), (-1, 50, (0.0, 20.0))],
)
def test_a_dragged_outlier_stays_within_its_bounds(monkeypatch, x, y, kept):
    state: dict = {}
    monkeypatch.setattr(outlier.st, "session_state", state)
    outlier.drag(0, x, y)
    assert (state["losses_outlier_x"], state["losses_outlier_y"]) == kept


def test_without_an_engine_the_page_says_so(open_page, stand_in):
    stand_in.status = "failed"
    at = open_page("losses", lang="en", losses_view="more")
    assert len(at.error) == 4


def test_the_page_opens_with_a_line_by_hand(open_page):
    at = open_page("losses", lang="en")
    assert at.session_state["losses_view"] == "hand"
    x, y = sample_points()
    error = np.mean((y - (0.2 * x + 2)) ** 2)
    assert at.metric[0].value == f"{error:.3f}"
    assert "The loss finds" not in words(at)
    at.toggle(key="losses_found").set_value(True).run()
    slope, intercept = np.polyfit(x, y, 1)
    assert f"slope **{slope:.2f}** and intercept **{intercept:.2f}**" in words(at)
    at.slider(key="losses_slope").set_value(round(slope, 2))
    at.slider(key="losses_intercept").set_value(round(intercept, 2)).run()
    assert "Yours is as good" in words(at)
    assert not at.exception


def test_an_older_link_opens_the_view_that_it_belongs_to(open_page):
    for said in ({"losses_z": "-3"}, {"exercise": "losses-pull"}, {"losses_outlier_y": "4"}):
        assert open_page("losses", **said).session_state["losses_view"] == "more"
    at = open_page("losses", losses_slope="0.5")
    assert at.session_state["losses_view"] == "hand"


def test_an_end_of_the_line_can_be_dragged(monkeypatch):
    values = {"losses_slope": 0.2, "losses_intercept": 2.0}
    monkeypatch.setattr(st, "session_state", values)
    by_hand.drag(0, 0.0, 4.0)
    assert values == {"losses_slope": 0.0, "losses_intercept": 4.0}
    by_hand.drag(1, 10.0, 9.0)
    assert values == {"losses_slope": 0.5, "losses_intercept": 4.0}
    by_hand.drag(0, 0.0, 99.0)
    assert values["losses_intercept"] == 13.0
