"""The Gradient descent page: its picture, its words, its presets, bad addresses."""

from __future__ import annotations

import json

import pytest
import streamlit as st

from dlcore.engine import EngineTimeout, EngineUnavailable
from dlcore.optimizers import OPTIMIZERS
from dlcore.optimizers.descent import picture
from dlcore.optimizers.script import descent_script
from dlcore.optimizers.surfaces import SURFACES
from tests.pages.conftest import addresses, assert_refused, charts, words
from ui.frame.i18n import catalogue
from ui.frame.setting import written
from ui.optimizers import one_weight, settings, ways


def chart(at) -> dict:
    (shown,) = charts(at)
    return json.loads(shown.proto.json)


def asked(stand_in):
    """The configuration that the last picture was asked for."""
    return next(args[0] for task, *args in reversed(stand_in.asked) if task is picture)


@pytest.mark.parametrize(("lang", "said"), [("en", "converged"), ("zh", "收敛")])
def test_a_stranger_sees_a_picture_at_once_and_what_it_says(open_page, lang, said):
    at = open_page("optimizers", lang=lang, optimizers_view="two")
    handed = chart(at)
    assert handed["options"]["click"]
    assert handed["options"]["film"]["steps"] == 150
    for name in ("SGD", "Momentum", "RMSprop", "Adam"):
        assert name in handed["alt"]
    assert "**" not in handed["alt"]
    # RMSprop comes to the ground of the valley and is thrown out of it again.
    assert f"**{said}**" in words(at)
    assert words(at).count(ways.ICONS["converged"]) == 3
    assert not at.warning


def test_every_preset_shows_what_it_promises(open_page, stand_in, subtests):
    promised = {
        "zigzag": {"sgd": "converged", "momentum": "converged"},
        "high": {"sgd": "diverged"},
        "low": dict.fromkeys(("sgd", "momentum", "rmsprop", "adam"), "going"),
        "saddle": {"sgd": "saddle", "rmsprop": "oscillating", "adam": "converged"},
    }
    at = open_page("optimizers", lang="en", optimizers_view="two")
    for name, preset in settings.PRESETS.items():
        with subtests.test(name):
            at.button(key=f"optimizers_try_{name}").click().run()
            assert not at.exception
            assert not at.warning
            assert preset.look_for in words(at)
            assert asked(stand_in).surface == preset.settings[settings.SURFACE.key]
            paths = {path.optimizer: path.outcome for path in picture(asked(stand_in))[1]}
            kinds = {optimizer: outcome.kind for optimizer, outcome in paths.items()}
            assert promised.get(name, {}).items() <= kinds.items()
            if name == "zigzag":
                assert paths["momentum"].step < 0.7 * paths["sgd"].step


def test_a_preset_in_an_address_is_known_again_in_chinese(open_page):
    preset = settings.PRESETS["saddle"]
    address = {key: written(value) for key, value in preset.settings.items()}
    at = open_page("optimizers", lang="zh", **address)
    assert not at.warning
    assert catalogue("zh")[preset.look_for] in words(at)


def test_every_surface_has_its_picture_and_its_start(open_page, stand_in, subtests):
    at = open_page("optimizers", optimizers_list="adam")
    for name, surface in SURFACES.items():
        with subtests.test(name):
            at.selectbox(key="optimizers_surface").select(name).run()
            assert not at.exception
            assert not at.warning
            assert asked(stand_in).surface == name
            assert asked(stand_in).start == pytest.approx(surface.start)
            assert chart(at)["figure"]


def test_the_address_says_what_is_set(open_page):
    at = open_page("optimizers", optimizers_view="two")
    at.selectbox(key="optimizers_surface").select("beale").run()
    at.multiselect(key="optimizers_list").set_value(["lion", "muon"]).run()
    at.slider(key="optimizers_momentum").set_value(0.5).run()
    assert at.query_params["optimizers_surface"] in ("beale", ["beale"])
    assert at.query_params["optimizers_list"] in ("lion,muon", ["lion,muon"])
    assert "optimizers_x" not in at.query_params
    again = open_page("optimizers", optimizers_surface="beale", optimizers_list="lion,muon")
    assert again.multiselect(key="optimizers_list").value == ["lion", "muon"]


def test_a_surface_in_the_address_brings_its_own_start(open_page, stand_in):
    open_page("optimizers", optimizers_surface="saddle")
    assert asked(stand_in).start == SURFACES["saddle"].start


def test_bad_values_in_an_address_are_one_sentence_each_and_the_usual_picture(open_page, stand_in):
    nonsense = [
        ("optimizers_surface", "moon"),
        ("optimizers_list", "adam,hope"),
        ("optimizers_list", "adam,adam"),
        ("optimizers_list", ",".join(list(OPTIMIZERS)[:7])),
        ("optimizers_x", "nan"),
        ("optimizers_x", "inf"),
        ("optimizers_y", "1e300"),
        ("optimizers_y", "4.9"),  # on other surfaces, but not on this one
        ("optimizers_rate", "0"),
        ("optimizers_rate", "-1"),
        ("optimizers_rate", "1e99"),
        ("optimizers_momentum", "1"),
        ("optimizers_momentum", "nan"),
        ("optimizers_schedule", "wish"),
        ("optimizers_steps", "99999999999"),
        ("optimizers_steps", "2.5"),
        ("optimizers_rates", "both"),
    ]
    usual = open_page("optimizers", optimizers_view="two")
    picture_asked_for = asked(stand_in)
    for address in addresses(nonsense):
        at = open_page("optimizers", **address)
        assert_refused(at, address, usual)
        assert chart(at)["figure"]
        assert asked(stand_in) == picture_asked_for


def test_an_optimizer_that_overflows_is_said_to_have_diverged(open_page):
    at = open_page(
        "optimizers",
        optimizers_surface="beale",
        optimizers_list="sgd,momentum,adam",
        optimizers_rates="same",
        optimizers_rate="70",
    )
    assert words(at).count("**diverged**") >= 2
    assert "NaN" not in chart(at)["figure"]


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "Choose at least one optimizer."), ("zh", "请至少选择一个优化器。")]
)
def test_no_optimizer_is_one_sentence(open_page, lang, said):
    at = open_page("optimizers", lang=lang, optimizers_list="")
    assert [warning.value for warning in at.warning] == [said]


def test_the_picture_comes_back_with_an_optimizer(open_page):
    at = open_page("optimizers", optimizers_list="")
    at.multiselect(key="optimizers_list").set_value(["adam"]).run()
    assert not at.warning
    assert chart(at)


@pytest.mark.parametrize("error", [EngineUnavailable("gone"), EngineTimeout("slow")])
def test_an_engine_that_does_not_answer_is_one_sentence(open_page, stand_in, error):
    stand_in.answers[picture] = error
    at = open_page("optimizers", optimizers_view="two")
    assert len(at.warning) == 1
    assert not charts(at)


def test_one_rate_for_all_starts_from_a_usual_one(open_page, stand_in):
    at = open_page("optimizers", optimizers_view="two")
    at.button_group(key="optimizers_rates").set_value("same").run()
    assert not at.exception
    assert asked(stand_in).learning_rate == 0.01
    assert {asked(stand_in).rate_of(name) for name in asked(stand_in).optimizers} == {0.01}


def test_the_code_is_that_of_the_picture(open_page, stand_in):
    at = open_page("optimizers", optimizers_list="nadam")
    assert at.code[0].value == descent_script(asked(stand_in)).strip()


def test_the_rules_of_the_chosen_are_shown_with_their_sources(open_page):
    at = open_page("optimizers", optimizers_list="lion,ftrl")
    shown = "".join(e.value for e in at.latex)
    assert all(part in shown for part in OPTIMIZERS["lion"].formula.split(r",\quad "))
    assert "McMahan" in words(at)


def test_a_click_moves_the_start_and_stays_inside(open_page, stand_in, monkeypatch):
    import streamlit as st

    state = {settings.SURFACE.key: "ravine"}
    monkeypatch.setattr(st, "session_state", state)
    settings.move_start(1.23456, 99.0)
    assert (state[settings.X.key], state[settings.Y.key]) == (1.235, 2.0)
    settings.move_start(-2, 1)  # as JSON has them; Streamlit wants all numbers of a field alike
    assert [type(state[one.key]) for one in (settings.X, settings.Y)] == [float, float]


def test_every_factor_can_stand_in_an_address():
    assert len({f"{factor:g}" for factor in settings.FACTORS}) == len(settings.FACTORS)
    assert {0.01, 0.5, 1.0, 1.2, 12.0} <= set(settings.FACTORS)
    used = {preset.settings[settings.FACTOR.key] for preset in settings.PRESETS.values()}
    assert used <= set(settings.FACTORS)


def test_the_page_opens_with_one_weight_and_a_step_a_click(open_page):
    at = open_page("optimizers", lang="en")
    assert at.session_state["optimizers_view"] == "one"
    assert "Step 0: w = **3.5**, loss **6.12**." in words(at)
    assert "3.5 - 0.3 \\cdot (3.5) = 2.45" in at.latex[0].value
    at.button(key="optimizers_one_step").click().run()
    assert "Step 1: w = **2.45**, loss **3**." in words(at)
    assert "**Downhill.**" in words(at)
    at.select_slider(key="optimizers_one_rate").set_value(2.1).run()
    assert "Step 0" in words(at)  # another rate begins anew
    at.button(key="optimizers_one_step").click().run()
    assert "landed no lower" in words(at)
    at.button(key="optimizers_one_begin").click().run()
    assert "Step 0" in words(at)
    assert not at.exception


def test_a_weight_that_has_left_the_picture_takes_no_more_steps(open_page):
    at = open_page("optimizers", optimizers_one_rate="2.5", optimizers_one_steps="60")
    assert "out of the picture" in words(at)
    assert at.button(key="optimizers_one_step").disabled
    assert not at.exception


def test_an_older_link_opens_two_weights(open_page):
    for said in ({"optimizers_surface": "beale"}, {"exercise": "optimizers-edge"}):
        assert open_page("optimizers", **said).session_state["optimizers_view"] == "two"


def test_the_point_can_be_dragged_and_begins_there(monkeypatch):
    values = {"optimizers_one_start": 3.5, "optimizers_one_steps": 4}
    monkeypatch.setattr(st, "session_state", values)
    one_weight.drag(0, -7.0, 2.0)
    assert values == {"optimizers_one_start": -5.0, "optimizers_one_steps": 0}


def test_a_step_beyond_the_last_is_none(monkeypatch):
    values = {"optimizers_one_steps": one_weight.MOST_STEPS}
    monkeypatch.setattr(st, "session_state", values)
    one_weight._step()  # its button is disabled, which only browsers know
    assert one_weight.STEPS.accepts(values["optimizers_one_steps"])
