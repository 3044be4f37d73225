"""The Draw page: nothing, a digit, another model, and an engine that is not there."""

from __future__ import annotations

import base64
import hashlib

import numpy as np
import pytest

from dlcore import tasks
from dlcore.engine import EngineTimeout, EngineUnavailable
from dlcore.errors import LabError
from tests.pages.conftest import words


def reading(digit: int = 7, blank: bool = False) -> tasks.Reading:
    probabilities = np.full(10, 0.01, np.float32)
    probabilities[digit] = 0.91
    return tasks.Reading(
        seen=np.zeros((28, 28), np.float32),
        probabilities=probabilities,
        digit_score=0.9,
        blank=blank,
    )


@pytest.fixture
def drawn(open_page, png, stand_in):
    """Opens the page with something on the canvas."""

    def open_(**query):
        stand_in.answers.setdefault(tasks.read_drawing, reading())
        at = open_page("draw", **query)
        ink = np.zeros((280, 280, 4), np.uint8)
        ink[100:200, 130:150] = 255
        data = "data:image/png;base64," + base64.b64encode(png(ink)).decode()
        at.session_state["draw_canvas"] = {"drawing": {"raw": {"objects": [{}]}, "data": data}}
        at.run()
        assert not at.exception
        return at

    return open_


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "Nothing is drawn yet."), ("zh", "还没有写数字。")]
)
def test_an_empty_canvas_says_so_and_asks_nobody(open_page, stand_in, lang, said):
    at = open_page("draw", lang=lang)
    assert said in words(at)
    assert tasks.read_drawing not in [asked[0] for asked in stand_in.asked]


def test_a_drawing_is_read(drawn, stand_in):
    at = drawn()
    assert "7" in [h.value for h in at.header]
    assert "91.0% sure" in words(at)
    _task, image, model = stand_in.asked[-1]
    assert image.shape == (280, 280, 4)
    assert model == "cnn"


def test_a_blank_reading_is_no_digit(drawn, stand_in):
    stand_in.answers[tasks.read_drawing] = reading(blank=True)
    at = drawn()
    assert "Nothing is drawn yet." in words(at)
    assert "7" not in [h.value for h in at.header]


def test_without_a_trained_network_the_shipped_one_is_the_only_one(open_page):
    at = open_page("draw", draw_model="run")
    assert len(at.selectbox("draw_model").options) == 1
    assert "There is no network of yours yet" in words(at)


def test_the_trained_network_reads_if_asked_to(drawn, stand_in, run, result):
    run.begin()
    run.finish(result)
    drawn(run=run.id, draw_model="run")
    assert stand_in.asked[-1][2] == hashlib.sha256(result.model).hexdigest()


def test_a_network_that_the_engine_does_not_have_is_sent_along(drawn, stand_in, run, result):
    run.begin()
    run.finish(result)
    real = stand_in.call

    def forgetful(task, *args, **kwargs):
        if task is tasks.read_drawing and len(args) == 2:
            raise tasks.ModelNotLoaded(args[1])
        return real(task, *args, **kwargs)

    stand_in.call = forgetful
    at = drawn(run=run.id, draw_model="run")
    assert "7" in [h.value for h in at.header]
    assert stand_in.asked[-1][3] == result.model


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (EngineUnavailable("gone"), "has just been restarted"),
        (EngineTimeout("slow"), "did not answer in time"),
        (LabError("The model file {name} is damaged.", name="cnn"), "file cnn is damaged"),
    ],
)
def test_no_answer_is_said_in_words(drawn, stand_in, error, said):
    stand_in.answers[tasks.read_drawing] = error
    at = drawn()
    assert said in words(at)
    assert "No answer." in words(at)
    assert "Nothing is drawn yet." not in words(at)


def test_the_page_stands_before_the_engine_does(open_page, stand_in):
    stand_in.status = "starting"
    assert "Nothing is drawn yet." in words(open_page("draw"))


def test_a_sample_digit_is_put_on_the_canvas(open_page):
    at = open_page("draw")
    at.button("draw_sample_4").click().run()
    assert at.session_state["draw_initial"]["objects"][0]["stroke"] == "#FFFFFF"
    at.button("draw_clear").click().run()
    assert at.session_state["draw_initial"]["objects"] == []


def test_settings_are_in_the_address(open_page):
    at = open_page("draw", lang="en", draw_pen="30")
    assert at.slider("draw_pen").value == 30
    at.slider("draw_pen").set_value(12).run()
    assert at.query_params["draw_pen"] == "12"
