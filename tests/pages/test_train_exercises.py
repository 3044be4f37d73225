"""The exercises of the Train page: on a training of the visitor's, whatever has become of it."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from dlcore.engine import Failure
from dlcore.exercises.train import STANDINGS
from dlcore.reports import Held
from dlcore.training import TrainConfig
from dlcore.training.fit_monitor import TrainingDiverged
from tests.pages.conftest import rerun
from ui.course import foot

HEART, SMALL, FORETOLD = "train-by-heart", "train-small", "train-foretold"
LOSSES = {"loss": [[16, 2.0], [32, 0.001]], "val_loss": [[16, 0.3], [32, 0.4]]}


def check(at, name: str, guess: str | int):
    """Guesses if that is still to be done, and checks."""
    if isinstance(guess, int):
        at.number_input(key=f"course_guess_{name}").set_value(guess).run()
    else:
        at.radio(key=f"course_guess_{name}").set_value(guess).run()
    at.button(key=f"course_check_{name}").click().run()
    assert not at.exception
    return at


def said(at) -> list[str]:
    return [one.value for one in (*at.warning, *at.success) if one.icon != ":material/link_off:"]


def ended(run, result, series=LOSSES):
    run.begin()
    run.receive({"series": series})
    run.finish(result)


def test_learnt_by_heart_is_seen_in_the_losses(open_page, run, result):
    ended(run, result)
    at = check(open_page("train", run=run.id, exercise=HEART), HEART, "falls")
    assert "The training loss is 0.0010, the validation loss 0.400." in at.success[-1].value
    assert "Your guess was “keep falling too”; it is “turn, and rise”." in at.success[-1].value
    assert at.session_state["course_done"] == {HEART}


def test_few_parameters_and_high_accuracy(open_page, stand_in, run, result):
    ended(run, result)
    at = check(open_page("train", run=run.id, exercise=SMALL), SMALL, "dense")
    assert "225,034 parameters; 20,000 at most" in at.warning[-1].value
    other = stand_in.start_run(run.task, TrainConfig())
    ended(other, replace(result, parameters=18_632, test_accuracy=0.9912))
    at = check(open_page("train", run=other.id, exercise=SMALL), SMALL, "dense")
    assert "99.12% with 18,632 parameters" in at.success[-1].value


def test_what_is_foretold_is_said_before_the_start(open_page, stand_in, run, result):
    ended(run, replace(result, test_accuracy=0.903))
    at = check(open_page("train", run=run.id, exercise=FORETOLD), FORETOLD, 90)
    assert "before you guessed" in at.warning[-1].value
    at.button("train_start").click()
    rerun(at)
    mine = stand_in.run(at.session_state["run"])
    assert mine.created >= at.session_state[foot._MOMENTS][FORETOLD]
    ended(mine, replace(result, test_accuracy=0.903))
    rerun(at)
    at.button(key=f"course_check_{FORETOLD}").click().run()
    assert "You said 90 %, and it reads 90.30%" in at.success[-1].value
    check(at, FORETOLD, 91)  # the guess of afterwards
    assert "before you guessed" in at.warning[-1].value


def test_a_guess_that_comes_with_the_start_is_in_time(open_page, stand_in, result):
    """A browser sends both at once where the field is left by the click on Start."""
    at = open_page("train", exercise=FORETOLD)
    at.number_input(key=f"course_guess_{FORETOLD}").set_value(98)
    at.button("train_start").click()
    rerun(at)
    ended(stand_in.run(at.session_state["run"]), result)
    rerun(at)
    at.button(key=f"course_check_{FORETOLD}").click().run()
    assert "You said 98 %, and it reads 98.76%" in at.success[-1].value


def _stopped(run, result):
    ended(run, replace(result, stopped=True))


def _diverged(run, result):
    ended(run, replace(result, trouble=TrainingDiverged("The loss is no number any more.")))


def _cancelled(run, _result):
    run.stop()


def _held(run, _result):
    run.begin()
    run.finish(Held(b"checkpoint"))


def _failed(run, _result):
    run.begin()
    run.fail(Failure("worker_lost", RuntimeError("gone")))


def _going(run, _result):
    run.begin()


def _watched(run, result):
    run.owner = "somebody else"
    ended(run, result)


@pytest.mark.parametrize(
    ("happens", "standing"),
    [
        (_stopped, "stopped"),
        (_cancelled, "stopped"),
        (_diverged, "failed"),
        (_failed, "failed"),
        (_held, "at_rest"),
        (_going, "under_way"),
        (_watched, "watched"),
    ],
)
def test_a_training_that_is_none_is_said_in_one_sentence(open_page, run, result, happens, standing):
    happens(run, result)
    at = check(open_page("train", run=run.id, exercise=HEART), HEART, "falls")
    assert STANDINGS[standing] in said(at)
    assert "course_done" not in at.session_state or not at.session_state["course_done"]


def test_without_a_training_there_is_nothing_to_check(open_page):
    at = check(open_page("train", exercise=FORETOLD), FORETOLD, 50)
    assert STANDINGS["none"] in said(at)


def test_taking_a_run_s_settings_leaves_the_exercise_open(open_page, run, result):
    ended(run, result)
    at = open_page("train", run=run.id, exercise=SMALL)
    at.button("train_take_settings").click()
    rerun(at)
    assert at.session_state["exercise"] == SMALL


def test_no_guess_is_before_any_start():
    assert foot.guessed_at("nothing") > time.time()
