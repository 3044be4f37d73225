"""The view about adding: what it asks and says, and what it does with nonsense."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dlcore import registry, tasks
from dlcore.addition.asking import asked
from dlcore.addition.config import AdditionConfig
from dlcore.addition.evaluation import Example
from dlcore.addition.network import build_addition
from dlcore.addition.training import AdditionResult
from dlcore.engine.run import Failure
from dlcore.training import TrainConfig
from dlcore.training.fit_monitor import TrainingDiverged
from tests.pages.conftest import charts, rerun, words
from ui.frame.settings import configured, values_of
from ui.rnn.addition import settings

SNAPSHOT = {
    "accuracy": [[0.5] * 3] * 3,
    "examples": [["3+4", "7", "7"], ["47+85", "13+", "132"], ["407+454", "", "861"]],
}
PROGRESS = {
    "epoch": 2,
    "epochs": 25,
    "step": 8,
    "steps_per_epoch": 80,
    "examples_per_second": 9_000.0,
    "seconds_left": 100.0,
}


def page():
    from ui.frame import i18n
    from ui.frame.settings import Settings
    from ui.rnn.addition import view

    settings = Settings("page", *view.SETTINGS)
    i18n.choose_language()
    settings.seed()
    view.show()
    settings.publish()


@pytest.fixture(scope="module", autouse=True)
def warm():
    """TensorFlow is there before a page is timed."""
    asked("47+85", "addition")


@pytest.fixture
def open_view(stand_in):
    def open_(**query: str) -> AppTest:
        at = AppTest.from_function(page, default_timeout=30)
        for key, value in query.items():
            at.query_params[key] = value
        return rerun(at)

    return open_


@pytest.fixture
def training(stand_in):
    """A run that somebody has started, to be opened by its id."""
    return stand_in.start_run(tasks.train_addition, AdditionConfig())


@pytest.fixture
def result() -> AdditionResult:
    return AdditionResult(
        accuracy=np.full((3, 3), 0.75),
        test_sums=np.full((3, 3), 500),
        mistakes=(Example("0+0", "1", "0"),),
        model=registry.to_bytes(build_addition(AdditionConfig(units=2))),
        parameters=1_234,
        seconds=65.0,
        sums_per_second=9_000.0,
        epochs_done=25.0,
        stopped=False,
    )


def questions(stand_in) -> list[tuple]:
    return [rest for task, *rest in stand_in.asked if task is asked]


@pytest.mark.parametrize(
    ("lang", "right", "start"), [("en", "**Right.**", "Start"), ("zh", "**正确。**", "开始")]
)
def test_the_view_opens_with_an_answer_and_with_what_ships(open_view, lang, right, start):
    at = open_view(lang=lang)
    assert "## 47+85 = 132" in words(at)
    assert right in words(at)
    assert at.button(key="addition_start").label == start
    assert at.button(key="addition_stop").disabled
    assert len(charts(at)) == 2  # how sure it is, and what the one that ships can do
    assert not at.warning
    assert not at.error


def test_sums_to_try_are_answered_rightly(open_view, subtests):
    at = open_view()
    for preset in ("plain", "carry", "wide"):
        with subtests.test(preset):
            at.button(key=f"addition_ask_try_{preset}").click()
            assert "**Right.**" in words(rerun(at))


def test_a_wrong_answer_is_said_to_be_wrong(open_view):
    at = open_view(addition_sum="0+0")
    assert "## 0+0 = 1" in words(at)
    assert "**Wrong**: it is 0." in words(at)


@pytest.mark.parametrize(
    ("typed", "lang", "said"),
    [
        ("", "en", "Nothing is written yet"),
        ("4a+1", "en", "digits and a plus alone"),
        ("4a+1", "zh", "只能有数字和一个加号"),
        ("1234+1", "en", "numbers up to 999"),
        ("-1+1", "zh", "不能有减号"),
    ],
)
def test_what_is_no_sum_gets_one_sentence_and_loses_nothing(open_view, typed, lang, said):
    at = open_view(lang=lang)
    at.text_input(key="addition_sum").set_value(typed)
    rerun(at)
    assert [said in error.value for error in at.error] == [True]
    assert at.text_input(key="addition_sum").value == typed
    assert at.button(key="addition_start")
    at.text_input(key="addition_sum").set_value("1+2")
    assert "## 1+2 = 3" in words(rerun(at))
    assert not at.error


def test_nonsense_in_the_address_is_refused_in_words(open_view):
    at = open_view(addition_cell="elman", addition_epochs="1000")
    assert len(at.warning) == 2
    assert settings.CELL.key in words(at)
    assert "## 47+85 = 132" in words(at)


def test_start_takes_the_settings_and_the_network_to_come_is_to_be_asked(open_view, stand_in):
    at = open_view()
    at.button_group(key="addition_cell").set_value("gru")
    at.toggle(key="addition_ones_first").set_value(True)
    at.button(key="addition_start").click()
    rerun(at)
    (started,) = stand_in.runs.values()
    assert started.task is tasks.train_addition
    assert started.config == AdditionConfig(cell="gru", ones_first=True)
    assert at.query_params["addition_run"] in (started.id, [started.id])
    assert at.button(key="addition_start").disabled
    assert not at.button(key="addition_stop").disabled
    assert "Until you have trained one" in words(at)


def test_every_preset_is_a_training_that_can_be_started(open_view):
    at = open_view()
    for name in settings.PRESETS:
        at.button(key=f"addition_train_try_{name}").click()
        rerun(at)
        values = {one.key: at.session_state[one.key] for one in settings.SETTINGS}
        usual = values_of(AdditionConfig(), settings.SETTINGS)
        assert configured(AdditionConfig(), settings.SETTINGS, values) == configured(
            AdditionConfig(), settings.SETTINGS, usual | dict(settings.PRESETS[name].settings)
        )


def test_a_running_training_is_watched(open_view, training):
    training.begin()
    training.receive(
        {
            "phase": "training",
            "progress": PROGRESS,
            "snapshot": SNAPSHOT,
            "series": {
                "loss": [[8, 2.0], [16, 1.5]],
                **{f"right_{n}": [[0, 0.0], [80, n / 10]] for n in (1, 2, 3)},
            },
        }
    )
    at = open_view(addition_run=training.id)
    assert len(charts(at)) == 3
    assert "3+4 = **7**" in words(at)
    assert "47+85 = `13+` :gray[(132)]" in words(at)
    assert "407+454 = `?` :gray[(861)]" in words(at)
    (bar,) = at.get("progress")
    assert "9,000" in bar.proto.text
    at.button(key="addition_stop").click()
    rerun(at)
    assert training.status == "stopping"


def test_a_training_that_has_said_nothing_yet(open_view, training):
    training.begin()
    at = open_view(addition_run=training.id)
    assert len(charts(at)) == 3


def test_what_came_out_can_be_asked_at_once(open_view, training, result, stand_in):
    training.begin()
    training.receive({"phase": "training", "progress": PROGRESS, "snapshot": SNAPSHOT})
    training.finish(result)
    at = open_view(addition_run=training.id, addition_who="run")
    assert "Done in" in words(at)
    assert [metric.value for metric in at.metric] == ["75.0%", "1,234", "9,000"]
    assert "0+0 = `1` :gray[(0)]" in words(at)
    typed, digest, *_ = questions(stand_in)[-1]
    assert (typed, len(digest)) == ("47+85", 64)
    at.button_group(key="addition_who").set_value("ships")
    rerun(at)
    assert questions(stand_in)[-1] == ["47+85", "addition"]


def test_a_failed_training_says_why(open_view, training):
    error = TrainingDiverged(
        "The loss is no longer a finite number after step {step} of {steps}.", step=3, steps=9
    )
    training.fail(Failure("exception", error))
    at = open_view(addition_run=training.id)
    assert "after step 3 of 9" in words(at)
    assert not at.button(key="addition_start").disabled


def test_a_run_of_another_kind_is_none_of_this_view(open_view, open_page, stand_in, training):
    other = stand_in.start_run(tasks.train, TrainConfig())
    assert "no run at this address" in words(open_view(addition_run=other.id))
    assert "no run at this address" in words(open_page("train", run=training.id))


def test_the_code_is_that_of_the_settings_or_of_the_run(open_view, training):
    assert "layers.GRU(128" in open_view(addition_cell="gru").code[0].value
    at = open_view(addition_cell="gru", addition_run=training.id)
    assert "layers.LSTM(128" in at.code[0].value
