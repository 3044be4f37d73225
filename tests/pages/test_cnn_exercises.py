"""The exercises of the page about a CNN's inside are done with the settings that they name."""

from __future__ import annotations

import pytest

from dlcore.cnn import attacks
from dlcore.exercises import EXERCISES, of_page
from dlcore.registry.at_hand import find_network


@pytest.mark.parametrize("name", [one.id for one in of_page("cnn")])
def test_its_solution_passes(open_page, stand_in, name):
    # What stands below the attack, on 500 images, is of no account here.
    stand_in.answers[attacks.curve] = attacks.AttackCurve((0.2,), (0.1,), (0.9,), 500)
    find_network("cnn", None)  # imports TensorFlow before the page's own time is counted
    one = EXERCISES[name]
    at = open_page("cnn", exercise=name, cnn_view=one.start["cnn_view"])
    at.button(key=f"course_begin_{name}").click().run()
    at.radio(key=f"course_guess_{name}").set_value(next(iter(one.guess.options))).run()
    for key, value in one.solution.items():
        at.session_state[key] = value
    at.run()
    at.button(key=f"course_check_{name}").click().run()
    assert not at.exception
    assert at.success, [warning.value for warning in at.warning]
    assert at.session_state["course_done"] == {name}


def test_a_drawing_is_no_test_image(open_page):
    at = open_page("cnn", exercise="cnn-turned", cnn_source="draw", cnn_view="damage")
    at.radio(key="course_guess_cnn-turned").set_value("half").run()
    at.button(key="course_check_cnn-turned").click().run()
    assert "Choose a test image first" in at.warning[-1].value
