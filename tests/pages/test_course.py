"""The course and the foot of its pages: guess, do, check, and go on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dlcore import tasks
from dlcore.exercises import EXERCISES
from dlcore.gan.generator.samples import THE_DIGITS, samples
from dlcore.gan.generator.shipped import SHIPPED
from dlcore.gan.plane.config import PlaneConfig
from dlcore.gan.plane.play import start
from tests.pages.conftest import assert_refused, words
from ui.course import progress
from ui.course.path import PATHS, STATIONS, around
from ui.frame.catalogue import COURSE
from ui.frame.i18n import LANGUAGES

AROUND = (
    ("neuron", "", 1, "activations"),
    ("train", "optimizers", 5, "convolution"),
    ("cnn", "convolution", 7, "draw"),
    ("draw", "cnn", 8, "rnn"),
)


@pytest.fixture
def course(open_page):
    return lambda **query: open_page("course", **query)


def onward(at) -> str:
    """Where the link beside the bar leads."""
    (link,) = (
        link.proto.page
        for link in at.get("page_link")
        if link.proto.label.startswith(("Begin the", "Go on with", "开始课程", "继续课程"))
    )
    return link


def foot_of(at) -> dict[str, Any]:
    """What the bar below a page shows."""
    (shown,) = (
        c
        for c in at.main.children.values()
        if getattr(c, "type", "") == "bidi_component"
        if c.proto.component_name == "course_bar"
    )
    return json.loads(shown.proto.json)


def done(at, *names: str):
    at.session_state["course_done"] = frozenset(names)
    return at.run()


def test_the_course_shows_every_station_of_a_path(course):
    at = course()
    for station in STATIONS:
        assert station.learnt in words(at)
    assert "0 of" in at.get("progress")[0].proto.text
    at = course(course_path="class")
    stations = PATHS["class"].stations
    assert [station.learnt in words(at) for station in STATIONS] == [
        station in stations for station in STATIONS
    ]
    assert_refused(course(course_path="nonsense"), {"course_path": "nonsense"}, course())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_goes_on_where_one_is(course, lang):
    at = course(lang=lang)
    assert onward(at) == "neuron"
    assert onward(done(at, "neuron-and", "neuron-xor")) == "neuron"
    assert onward(done(at, "neuron-and", "neuron-xor", "neuron-circle")) == "activations"
    assert onward(done(at, *EXERCISES)) == "limits"


def test_an_exercise_is_guessed_done_and_checked(open_page):
    at = open_page("neuron", exercise="neuron-xor")
    assert "The most that one neuron can do for XOR" in words(at)
    assert at.button(key="course_check_neuron-xor").disabled  # first the guess
    at.button(key="course_begin_neuron-xor").click().run()
    assert at.session_state["single_task"] == "xor"
    at.radio(key="course_guess_neuron-xor").set_value("4").run()
    at.session_state["single_w2"] = 1.0
    at.session_state["single_b"] = 0.5
    at.run()
    at.button(key="course_check_neuron-xor").click().run()
    assert "more are possible" in at.warning[0].value
    assert "course_done" not in at.session_state or not at.session_state["course_done"]
    at.session_state["single_b"] = -0.5
    at.run()
    at.button(key="course_check_neuron-xor").click().run()
    assert "3 of 4, and that is the most" in at.success[0].value
    assert "Your guess was “4”; it is “3”." in at.success[0].value
    assert at.session_state["course_done"] == {"neuron-xor"}
    assert any("1 of 3" in one.label for one in at.expander)


def test_a_number_is_guessed_too_and_may_be_wrong(open_page):
    at = open_page("convolution", exercise="convolution-count")
    at.button(key="course_begin_convolution-count").click().run()
    at.number_input(key="course_guess_convolution-count").set_value(18_432).run()
    at.button(key="course_check_convolution-count").click().run()
    assert "It is not 18,432." in at.warning[0].value
    at.number_input(key="course_guess_convolution-count").set_value(18_496).run()
    at.button(key="course_check_convolution-count").click().run()
    assert "18,496 = 64 × (3 × 3 × 32 + 1)" in at.success[0].value


def test_every_exercise_begins_undone_and_can_be_checked(open_page, stand_in, only_the_sample):
    """What it begins with does not pass: there is something to do."""
    stand_in.answers[tasks.some_digits] = tasks.some_digits()
    samples((0, 0), 1, 1.0, THE_DIGITS, SHIPPED)  # what is slow the first time pages would wait for
    start(PlaneConfig())
    for name, one in EXERCISES.items():
        at = open_page(one.page, exercise=name)  # which sets the page, and the button does too
        for pressed in (False, True):
            if pressed:
                at.button(key=f"course_begin_{name}").click().run()
            for key, value in one.start.items():
                assert at.session_state[key] == value, (name, key, pressed)
        if one.guess.options:
            at.radio(key=f"course_guess_{name}").set_value(next(iter(one.guess.options))).run()
        else:
            at.number_input(key=f"course_guess_{name}").set_value(1).run()
        at.button(key=f"course_check_{name}").click().run()
        assert not at.exception, name
        assert at.warning, name
        assert not at.success, name


def test_what_an_exercise_begins_with_gives_way_to_what_is_set(open_page):
    at = open_page("rnn", exercise="rnn-sum", addition_sum="1+1")
    assert at.session_state["rnn_view"] == "addition"
    assert at.text_input("addition_sum").value == "1+1"
    again = open_page("rnn", **dict(at.query_params))
    field = again.text_input("addition_sum")
    assert field.value == "1+1"
    field.set_value("47+85").run()  # which is usual: the address says it all the same
    assert again.query_params["addition_sum"] == "47+85"


def test_an_exercise_that_is_not_there_opens_another(open_page):
    at = open_page("neuron", exercise="losses-pull")
    assert "AND by hand" in words(at)
    assert at.session_state["exercise"] == "neuron-and"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("page", "before", "place", "after"), AROUND)
def test_the_bar_leads_back_and_on(open_page, page, before, place, after, lang):
    at = open_page(page, lang=lang)
    bar = foot_of(at)
    assert bar["here"] in (f"Station {place} of 12", f"第 {place} 站，共 12 站")
    ways = bar["ways"]["before"], bar["ways"]["following"]
    assert [way and way["address"].partition("?")[0] for way in ways] == [before or None, after]
    assert all(f"lang={lang}" in way["address"] for way in ways if way)


def test_exercises_and_bar_cost_a_page_two_elements(open_page):
    with_them, without = (open_page("losses", **query) for query in ({}, {"hide": "exercises"}))
    assert len(with_them.main.children) - len(without.main.children) == 2


def test_every_station_is_between_its_neighbours():
    for number, station in enumerate(STATIONS, 1):
        before, place, following = around(station.page)
        assert place == number
        assert before is None or around(before)[2] is station.page
        assert following is COURSE or around(following)[0] is station.page


def test_exercises_are_drawn_when_they_are_opened(open_page):
    at = open_page("losses")
    (closed,) = (one for one in at.expander if one.label.startswith("Exercises"))
    assert not closed.children


def test_progress_is_taken_in_and_forgotten(course):
    at = course()
    content = json.dumps({"dlcore": "course", "done": ["neuron-and", "nonsense"]}).encode()
    at.file_uploader(key="course_file").set_value(("p.json", content, "application/json")).run()
    assert at.session_state["course_done"] == {"neuron-and"}
    assert "Exercises that are now noted as done: 1." in at.success[0].value
    at.file_uploader(key="course_file").set_value(("p.json", b"nonsense", "application/json")).run()
    assert "no file of the course's progress" in at.warning[0].value
    assert at.session_state["course_done"] == {"neuron-and"}
    at.button(key="course_forget").click().run()
    assert at.session_state["course_done"] == frozenset()
    assert progress.written(()) == ""


def test_progress_goes_along_in_an_address_and_is_noted_when_one_says_so(course):
    at = done(course(), "neuron-and", "losses-pull")
    (address,) = (block.value for block in at.code)
    assert address.endswith("course?course_progress=neuron-and.losses-pull")
    said = "neuron-xor.neuron-and.nonsense"
    for press, expected in (("leave", {"neuron-and"}), ("take", {"neuron-and", "neuron-xor"})):
        other = done(course(course_progress=said), "neuron-and")
        assert "names exercises as done that are not noted here: 1." in words(other)
        assert other.session_state["course_done"] == {"neuron-and"}
        other.button(key=f"course_brought_{press}").click().run()
        assert other.session_state["course_done"] == expected
        assert "not noted here" not in words(other)
        assert len(other.success) == (press == "take")
        assert "course_progress" not in other.query_params


def test_an_address_with_no_progress_in_it_offers_none(course):
    for text in ("", "neuron-and", "nonsense", "....", "<b>*x*</b>"):
        at = done(course(), "neuron-and")
        at.query_params["course_progress"] = text
        at.run()
        assert "not noted here" not in words(at)
    nonsense = {"course_progress": "x" * 5_000}
    assert_refused(course(**nonsense), nonsense, course())
