"""Settings that are changed while a training goes."""

from __future__ import annotations

import pytest

from dlcore import tasks
from dlcore.reports import Held
from dlcore.training import TrainConfig
from tests.pages.conftest import charts, rerun, words

SERIES = {"loss": [[1, 2.0], [10, 1.0]], "epoch": [[1, 0.1], [10, 1.0]]}


@pytest.fixture
def run(stand_in):
    """One of the visitor's that is going on."""
    run = stand_in.start_run(tasks.train, TrainConfig(batch_size=64))
    run.begin()
    run.receive({"phase": "training", "series": SERIES})
    return run


def send(at, **values):
    for name, value in values.items():
        control = at.number_input if name == "learning_rate" else at.slider
        if name == "batch_size":
            control = at.select_slider
        control(key=f"steer_{name}").set_value(value)
    at.button(key="train_steer").click()
    return rerun(at)


def test_what_is_changed_is_told_and_only_that(open_page, stand_in, run):
    at = open_page("train", run=run.id)
    assert at.select_slider(key="steer_batch_size").value == 64
    at = send(at, learning_rate=0.01)
    assert stand_in.orders == [(run, "change", {"learning_rate": 0.01})]
    assert "They hold from the next steps on." in words(at)


def test_what_stays_as_it_is_tells_nothing(open_page, stand_in, run):
    at = send(open_page("train", run=run.id))
    assert stand_in.orders == []
    assert "nothing has changed" in words(at)


def test_the_charts_mark_a_change_and_the_widgets_follow_it(open_page, run):
    run.receive({"changes": [[5, "dropout", 0.5]]})
    at = open_page("train", run=run.id)
    assert at.slider(key="steer_dropout").value == 0.5
    assert all("dropout 0.5" in chart.proto.json for chart in charts(at)[:2])


def test_a_run_that_rests_or_is_over_is_not_steered(open_page, run):
    run.pause()
    run.finish(Held(b"at 10"))
    at = open_page("train", run=run.id)
    assert "steer_dropout" not in [slider.key for slider in at.slider]
    assert "Epochs done: 1.0." in words(at)


def test_what_was_paused_in_line_is_not_said_to_have_learnt_anything(open_page, stand_in):
    waits = stand_in.start_run(tasks.train, TrainConfig())
    waits.pause()
    at = open_page("train", lang="en", run=waits.id)
    assert "“Go on” begins it anew" in words(at)
    assert "“Stop” measures what" not in words(at)


def test_who_watches_steers_nothing(open_page, stand_in):
    others = stand_in.start_run(tasks.train, TrainConfig(), owner="somebody else")
    others.begin()
    at = open_page("train", run=others.id)
    assert "steer_dropout" not in [slider.key for slider in at.slider]
