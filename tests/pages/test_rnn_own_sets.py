"""The page about recurrent networks with one that a visitor has trained on a set of its own."""

from __future__ import annotations

import json
from dataclasses import replace

import keras
import numpy as np
import pytest

from dlcore import registry, tasks
from dlcore.data import DataError, held_out
from dlcore.data.formats import to_npz
from dlcore.data.held_out import TestSet
from dlcore.registry import shipped
from dlcore.rnn import RnnConfig, crowd, forgetting, reading
from dlcore.training import DataRecipe, TrainConfig
from tests.dlcore.training.sets import bars
from tests.pages.conftest import VISITOR, asked, charts, put_ink, rerun, words
from tests.recurrent import made
from ui.frame.i18n import isolated
from ui.shared.sets import kept

THREE = ("<b>x</b>", "\u05e9\u05dc\u05d5\u05dd", "\U0001f642 [a](b) %{y}")
SHOWN = (
    "`<b>x</b>`",
    "\u2068\u05e9\u05dc\u05d5\u05dd\u2069",
    "`\U0001f642 [a](b) %{y}`",
)
MANY = ("class of a long name 0", *(f"letter {number}" for number in range(1, 26)))
VIEWS = {"rows": 3, "gates": 2, "memory": 3, "beside": 2, "search": 1}  # charts of a simple cell


def of_set(names):
    """The file of a network that tells these apart, and the set that it is of."""
    model = made(keras.layers.SimpleRNN(5, name="memory"), classes=len(names))[0]
    return registry.to_bytes(model, names), bars(len(names), 10, names)


@pytest.fixture(scope="module")
def three():
    return of_set(THREE)


@pytest.fixture(scope="module")
def many():
    return of_set(MANY)


@pytest.fixture
def open_own(open_page, stand_in, result, monkeypatch, tmp_path):
    """Opens the page with a run that is done on a set of its own, where no network ships."""
    monkeypatch.setattr(shipped, "MODELS", tmp_path)
    shipped.load.cache_clear()

    def open_(own, owner=VISITOR, **query):
        model, data = own
        network = RnnConfig("simple", 5, classes=len(data.classes))
        config = TrainConfig(network, data=DataRecipe(set=data.fingerprint))
        run = stand_in.start_run(tasks.train, config, owner=owner, supply=to_npz(data))
        run.begin()
        run.finish(replace(result, model=model, classes=data.classes))
        return open_page("rnn", run=run.id, rnn_cell="run", **query)

    yield open_
    shipped.load.cache_clear()


def spec(at, key: str) -> dict:
    """What the chart of this key is told."""
    (chart,) = (c for c in charts(at) if c.proto.id.endswith(key))
    return json.loads(chart.proto.json)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("names", ["three", "many"])
def test_every_view_shows_something_at_once(open_own, request, names, view):
    at = open_own(request.getfixturevalue(names), rnn_view=view)
    assert len(charts(at)) == VIEWS[view]
    assert not at.warning
    assert not at.error


def test_its_own_test_image_is_read_and_its_names_are_text(open_own, stand_in, three):
    model, data = three
    at = open_own(three, rnn_number="2")
    (image, *_asked) = asked(stand_in, reading.unroll)[-1]
    np.testing.assert_array_equal(image, data.x_test[2] / np.float32(255))
    shown = crowd.find_recurrent(asked(stand_in, reading.unroll)[-1][1], model)
    answer = int(shown.predict(image[None, ..., None])[0].argmax())
    decided = f"it said **{SHOWN[answer]}** ever since."
    assert decided in words(at)
    says = spec(at, "rnn_digit")["options"]["film"]["says"]
    assert len(says) == 29
    assert says[28].endswith(f"it is a {isolated(THREE[answer])}.")


def test_of_many_classes_the_likeliest_have_a_line_and_that_is_said(open_own, many):
    at = open_own(many)
    figure = json.loads(spec(at, "rnn_beliefs")["figure"])
    lines = [trace for trace in figure["data"] if "hovertemplate" in trace]
    assert len(lines) == 11
    assert lines[-1]["name"] == "all other classes"
    assert "A line each for the 10 of 26 classes" in words(at)
    film = spec(at, "rnn_beliefs")["options"]["film"]
    assert len(film["traces"]) == 11
    assert len(film["heads"]) == 20


def test_of_few_classes_all_have_a_line(open_own, three):
    at = open_own(three)
    figure = json.loads(spec(at, "rnn_beliefs")["figure"])
    lines = [trace for trace in figure["data"] if "hovertemplate" in trace]
    assert [line["name"] for line in lines] == ["&lt;b&gt;x&lt;/b&gt;", *THREE[1:]]
    assert "A line each" not in words(at)


def test_the_questions_are_about_its_own_test_images(open_own, stand_in, many):
    tests = TestSet.of(many[1])
    at = open_own(many, rnn_view="beside")
    assert asked(stand_in, crowd.step_accuracy)[-1][0] == tests
    assert f"over {len(tests.images)} test images" in words(at)
    at.session_state["rnn_view"] = "memory"
    rerun(at)
    assert asked(stand_in, forgetting.vanishing_gradients)[-1][1] == tests
    at.session_state["rnn_view"] = "search"
    rerun(at)
    assert asked(stand_in, crowd.similar_traces)[-1][5] == tests
    at.button(key="rnn_take_0").click()
    rerun(at)
    assert at.number_input(key="rnn_number").value < len(tests.images)


def test_the_cnn_that_reads_digits_is_not_asked(open_own, stand_in, three):
    at = open_own(three, rnn_view="beside")
    assert "there is none to compare yours with" in words(at)
    assert "CNN" not in [markdown.value.strip("*") for markdown in at.markdown]
    assert {model for _image, model, *_data in asked(stand_in, tasks.read_digit)} == {
        asked(stand_in, reading.unroll)[-1][1]
    }
    label = json.loads(spec(at, "rnn_beside")["figure"])["data"][0]["name"]
    assert label.split(": ")[1].strip("\u2068\u2069") in (
        "&lt;b&gt;x&lt;/b&gt;",
        THREE[1],
        f"{THREE[2][:9]}\u2026",
    )


def test_the_code_reads_the_file_of_the_set(open_own, three):
    count = len(three[1].x_test)
    (code,) = open_own(three, rnn_number=str(count + 1)).code
    assert 'np.load("data.npz")' in code.value
    assert "x_test[1]" in code.value
    assert "mnist" not in code.value


def test_who_has_not_its_images_is_shown_none_of_other_classes(open_own, stand_in, three):
    at = open_own(three, owner="somebody else", rnn_number="7")
    assert at.segmented_control("rnn_source").options == ["Draw", "Upload"]
    assert "so there are no test images to look at" in words(at)
    assert not asked(stand_in, held_out.digit)
    assert not at.exception


def test_of_a_damaged_set_no_image_is_shown(open_own, monkeypatch, three):
    def damaged(_supply):
        raise DataError("it is damaged")

    monkeypatch.setattr(kept, "opened", damaged)
    at = open_own(three)
    assert at.segmented_control("rnn_source").options == ["Draw", "Upload"]
    assert not at.exception


def test_who_has_not_its_images_draws(open_own, three, png):
    at = open_own(three, owner="somebody else", rnn_source="draw")
    assert "There is no image to look at yet." in words(at)
    put_ink(at, png)
    assert "Read as **" in words(at)
    assert not at.code
    at.session_state["rnn_view"] = "search"
    rerun(at)
    assert "There are no test images here of the set" in words(at)
    for view in ("beside", "memory", "gates"):
        at.session_state["rnn_view"] = view
        rerun(at)
        assert not at.error
