"""The page of one neuron and a few: one point there and back, and other learners beside."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dlcore.neuron.backpropagation import backpropagate
from dlcore.neuron.comparison import compare
from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.datasets import DATASETS, PointsConfig, make_points
from dlcore.neuron.learners import LEARNERS
from dlcore.neuron.own import encode, of_classes
from dlcore.neuron.training import play
from tests.pages.conftest import addresses, asked, assert_refused, charts, rerun, words
from ui.neuron import backpropagation, learners
from ui.neuron.backpropagation import way as there_and_back
from ui.neuron.backpropagation.way import BACKWARD, FORWARD, INPUTS, LOSS, BackStage

POINTS = make_points(PointsConfig())
CONFIG = NeuronConfig()


@pytest.fixture(autouse=True, scope="module")
def keras_is_there():
    """Imported here: within a page, its seconds would count as the page's."""
    play(CONFIG, POINTS, None, 0, 1)


@pytest.fixture
def open_way(open_page):
    return lambda **query: open_page("neuron", neuron_view="backpropagation", **query)


@pytest.fixture
def open_learners(open_page):
    """With few trees, which is all that takes time."""

    def open_(**query: str) -> AppTest:
        return open_page("neuron", neuron_view="learners", **{"neuron_trees": "3", **query})

    return open_


def formulas(at: AppTest) -> str:
    return "\n".join(e.value for e in at.latex)


def test_the_way_goes_there_and_back():
    kinds = [(stage.kind, stage.layer) for stage in there_and_back.stages(3)]
    assert kinds[:5] == [(INPUTS, 0), *((FORWARD, i) for i in range(3)), (LOSS, 2)]
    assert kinds[5:] == [(BACKWARD, 2), (BACKWARD, 1), (BACKWARD, 0)]


def test_step_by_step_to_the_end_and_the_loss_after_it(open_way):
    at = open_way(lang="en")
    found = ["**The point goes in.**"]
    for said in (
        *(f"**Forward, layer {number} of 3.**" for number in (1, 2, 3)),
        "**The loss.**",
        *(f"**Backward, layer {number} of 3.**" for number in (3, 2, 1)),
    ):
        assert found[-1] in words(at)
        at.button("neuron_back_next").click().run()
        assert not at.exception
        found.append(said)
    assert found[-1] in words(at)
    assert "takes its loss from 1.24 to 1.06" in words(at)
    assert at.button("neuron_back_next").disabled
    assert at.query_params["neuron_back_stage"] == "8"


def test_the_formulas_have_the_numbers_of_the_library(open_way):
    weights = play(CONFIG, POINTS, None, 0, 1).state().weights(CONFIG)
    point = tuple(map(float, POINTS.x[4]))
    found = backpropagate(CONFIG, weights, point, float(POINTS.y[4]))
    at = open_way(neuron_back_stage="8", neuron_back_unit="3", neuron_back_point="5")
    delta = found.layers[0].deltas[2]
    assert rf"= {delta:.3g}".split("e")[0] in formulas(at)
    rows = re.findall(r"^\| x. \|.*$", words(at), re.MULTILINE)
    gradients = [row.split("|")[5].strip().replace("−", "-") for row in rows]
    assert gradients == [f"{g:.3g}" for g in found.layers[0].kernel_gradients[:, 2]]


def test_both_pictures_can_be_clicked_and_are_said(open_way):
    at = open_way(lang="en", neuron_back_stage="5")
    plane, graph = (json.loads(chart.proto.json) for chart in charts(at))
    assert plane["options"]["click"]
    assert graph["options"]["click"]
    assert "Point 1 of 400" in plane["alt"]
    assert "2 – 4 – 2 – 1" in graph["alt"]
    assert "The network says 0.712; right is 0." in graph["alt"]


def test_a_click_takes_the_nearest_point(monkeypatch):
    monkeypatch.setattr(st, "session_state", state := {})
    x1, x2 = map(float, POINTS.x[17])
    there_and_back.pick_point(POINTS, x1 + 1e-3, x2)
    assert state == {"neuron_back_point": 18}


def test_a_click_on_a_unit_stays_on_its_way(monkeypatch):
    monkeypatch.setattr(st, "session_state", state := {})
    way = there_and_back.stages(3)
    cases = (
        (FORWARD, 2.1, 0.4, BackStage(FORWARD, 1), 1),
        (BACKWARD, 1.0, -9.0, BackStage(BACKWARD, 0), 4),
        (LOSS, 3.0, 0.0, BackStage(BACKWARD, 2), 1),
        (FORWARD, 0.0, 0.0, BackStage(INPUTS, 0), 1),
        (INPUTS, 4.2, 0.0, BackStage(LOSS, 2), 1),
    )
    for kind, x, y, there, unit in cases:
        there_and_back.pick_unit(CONFIG.widths, BackStage(kind, 0), x, y)
        assert way[state["neuron_back_stage"] - 1] == there
        assert state["neuron_back_unit"] == unit


@pytest.mark.parametrize("kind", DATASETS)
def test_every_problem_can_go_through(open_way, kind):
    for stage in ("5", "8"):
        at = open_way(neuron_data=kind, neuron_back_stage=stage)
        assert not at.warning
        assert at.latex


def test_a_network_that_got_smaller_takes_its_settings_along(open_way):
    at = open_way(neuron_layers="0", neuron_back_stage="9", neuron_back_unit="8", lang="en")
    assert not at.warning
    assert "**Backward, layer 1 of 1.**" in words(at)
    assert at.session_state["neuron_back_stage"] == 4
    assert at.session_state["neuron_back_unit"] == 1


def test_a_step_that_is_too_long_is_said(open_way):
    at = open_way(neuron_data="hill", neuron_layers="0", neuron_back_stage="4", lang="en")
    assert "takes its loss from 18.9 to 341" in words(at)
    assert "That step is too long" in words(at)


def test_dead_units_are_said(open_way):
    at = open_way(neuron_activation_1="relu", neuron_scale="0", neuron_back_stage="8", lang="en")
    assert "4 of 4 units are flat here" in words(at)


def test_bad_addresses_of_both_views(open_page, subtests):
    nonsense = [
        *((one.key, bad) for one in backpropagation.SETTINGS for bad in ("0", "-1", "1e9", "x")),
        *((one.key, bad) for one in learners.SETTINGS for bad in ("-1", "nan", "201", "%00")),
    ]
    usual = open_page("neuron", neuron_view="backpropagation")
    for asked_for in addresses(nonsense):
        with subtests.test(str(asked_for)):
            at = open_page("neuron", neuron_view="backpropagation", **asked_for)
            assert_refused(at, asked_for, usual)


@pytest.mark.parametrize(("lang", "said"), [("en", "Best on the points held back"), ("zh", "**")])
def test_all_learners_stand_beside_the_network(open_learners, stand_in, lang, said):
    at = open_learners(lang=lang)
    assert not at.warning
    assert len(charts(at)) == 1 + len(LEARNERS)
    assert said in words(at)
    ((_config, others, points, steps),) = asked(stand_in, compare)
    assert others.trees == 3
    assert len(points.x) == 400
    assert steps == 1000


def test_the_same_question_is_asked_once_and_another_again(open_learners, stand_in):
    at = open_learners()
    rerun(at)
    assert len(asked(stand_in, compare)) == 1
    at.slider("neuron_neighbours").set_value(1).run()
    assert len(asked(stand_in, compare)) == 2
    assert asked(stand_in, compare)[1][1].neighbours == 1


def test_presets_of_learners_say_what_the_numbers_show(open_learners):
    """Each sentence below a preset against what comes out."""
    at = open_learners(lang="en")
    found = {}
    for name, preset in learners.PRESETS.items():
        at.button(f"neuron_learners_try_{name}").click().run()
        assert not at.exception
        assert not at.warning
        assert preset.look_for in words(at)
        found[name] = at.session_state["neuron_compared"][1]
    circle, squares, labels, spiral = (found[name] for name in learners.PRESETS)
    assert circle["linear"].test < 0.55
    assert min(circle[name].test for name in circle if name != "linear") > 0.93
    assert squares["linear"].test > 0.99
    assert squares["linear"].parameters == squares["network"].parameters == 3
    assert labels["tree"].train == 1.0
    assert labels["tree"].test == pytest.approx(0.75, abs=0.05)
    assert min(labels[name].test for name in ("network", "linear", "svm")) > 0.99
    assert spiral["neighbours"].test > 0.95
    assert spiral["neighbours"].test == max(one.test for one in spiral.values())
    assert spiral["network"].test < 0.9
    assert spiral["network"].parameters == 105


def test_values_have_errors_instead_of_shares(open_learners):
    text = words(open_learners(neuron_data="hill", lang="en"))
    assert "mean squared error" in text
    verdict = text.split("Best on the points held back")[1].split("\n")[0]
    assert "with a mean squared error of" in verdict
    assert "%" not in verdict


def test_no_test_points_leave_nothing_to_be_best_at(open_learners):
    text = words(open_learners(neuron_test="0", lang="en"))
    assert "No points are held back" in text


def test_points_of_one_class_are_one_sentence(open_learners):
    own = encode(of_classes(np.eye(2, dtype=np.float32), np.zeros(2, int)))
    at = open_learners(neuron_data="own", neuron_own=own, neuron_test="0", lang="en")
    assert [w.value for w in at.warning] == [
        "The training points are of one class: there is nothing to tell apart."
    ]
    assert not charts(at)


def _collapsed():
    import numpy as np

    from dlcore.neuron.config import NeuronConfig
    from dlcore.neuron.packet import NeuronState
    from ui.neuron import collapse

    for names in (("linear",), ("relu",)):
        config = NeuronConfig(units=(2,), activations=names)
        collapse.show(config, NeuronState(0, np.array([1, 2, 0, 1, 1, 0, 3, -1, 5], np.float32)))


def test_linear_layers_are_shown_as_one_and_others_are_not():
    at = AppTest.from_function(_collapsed).run()
    assert not at.exception
    (formula,) = (e.value for e in at.latex)
    assert formula.strip("$\n") == "W_1 W_2 = W"
    text = words(at)
    assert "2 layers with 9 weights and biases can do no more than one with 3" in text
    assert "| x₁ | 1 |" in text
    assert "| x₂ | −1 |" in text
    assert "| bias | 8 |" in text
