"""The page about the inside of a CNN with networks of other sets than MNIST."""

from __future__ import annotations

import dataclasses
import functools
import json

import pytest

from dlcore import tasks
from dlcore.cnn import CnnConfig, attacks, layers, moments, plane, reasons
from dlcore.data import DataSet
from dlcore.data.formats import to_npz
from dlcore.data.held_out import TestSet
from dlcore.training import DataRecipe, TrainConfig, TrainResult, train
from tests.dlcore.training.sets import bars
from tests.pages.conftest import asked, charts, put_ink, rerun, words
from ui.shared import readers

VIEWS = ("layers", "why", "damage", "attack", "plane", "moments")
STRANGE = ("<i>a", "**x**", "שלום 🎉")
LONG = tuple(f"{letter}, a letter with a very long name" for letter in "abcdefghijklmnopqrstuvwxyz")
OF_OTHERS = "This network has only ever seen"  # what stands below the choice of a network
MANY = tuple(f"class {number}" for number in range(100))


@functools.cache
def _set(names: tuple[str, ...]) -> DataSet:
    return bars(len(names), 6, names)


@functools.cache
def _trained(names: tuple[str, ...]) -> tuple[TrainConfig, TrainResult]:
    """One epoch of a network that is as small as can be; of a hundred classes it learns little."""
    data = _set(names)
    recipe = DataRecipe(set=data.fingerprint)
    network = CnnConfig((2,), dense_units=6, classes=len(names))
    config = TrainConfig(network, batch_size=16, epochs=1, data=recipe)
    return config, train(config, data, lambda report: None, lambda: False)


@pytest.fixture
def run_of(stand_in):
    """A finished training on a set of classes of these names."""

    def run(names: tuple[str, ...], **of_whom: str):
        config, result = _trained(names)
        made = stand_in.start_run(tasks.train, config, supply=to_npz(_set(names)), **of_whom)
        made.begin()
        made.finish(result)
        return made

    return run


@pytest.fixture
def open_it(open_page):
    return lambda run, **query: open_page("cnn", run=run.id, draw_model="run", **query)


def figures(at) -> list[dict]:
    return [json.loads(json.loads(chart.proto.json)["figure"]) for chart in charts(at)]


def shown(at) -> str:
    """All text but the page's own title and lesson, and what is said of charts and pictures."""
    said = [json.loads(chart.proto.json)["alt"] for chart in charts(at)]
    texts = [one.value for kind in (at.caption, at.info) for one in kind]
    texts += [one.value for one in at.markdown if len(one.value) < 300]
    return "\n".join([*texts, *said, *(str(image.proto) for image in at.get("image"))])


@pytest.mark.parametrize(
    "names",
    [STRANGE, *(pytest.param(n, marks=pytest.mark.slow) for n in (LONG, MANY, ("yes", "no")))],
    ids=lambda n: str(len(n)),
)
def test_every_view_opens_a_network_of_any_classes(open_it, run_of, names):
    at = open_it(run_of(names))
    for view in VIEWS:
        at.session_state["cnn_view"] = view
        rerun(at)
        assert not at.error
        assert not at.warning
        assert 'np.load("data.npz")' in at.code[0].value
        assert "mnist" not in at.code[0].value
        digits = [text for text in shown(at).splitlines() if "digit" in text.lower()]
        assert all(text.startswith((":gray[", OF_OTHERS)) for text in digits), digits
        assert charts(at)


def test_its_own_test_images_are_looked_at(open_it, run_of, stand_in):
    at = open_it(run_of(LONG), cnn_number="3")
    tests = TestSet.of(_set(LONG))
    found = tests.digit(3)
    assert f"Test image 3 of {len(tests.images)}: {LONG[found.truth]}." in words(at)
    image = asked(stand_in, tasks.read_digit)[-1][0]
    assert (image == found.image).all()
    assert at.number_input(key="cnn_number").max == len(tests.images) - 1
    assert asked(stand_in, layers.unit)[-1][2] == tests


def test_a_number_that_the_set_does_not_have_begins_anew(open_it, run_of):
    at = open_it(run_of(STRANGE), cnn_number="7")  # it has three
    assert at.number_input(key="cnn_number").value == 1
    assert "Test image 1 of 3" in words(at)


def test_every_question_about_test_images_brings_them_along(open_it, run_of, stand_in):
    at = open_it(run_of(LONG), cnn_view="attack")
    tests = TestSet.of(_set(LONG))
    assert asked(stand_in, attacks.curve)[-1][0] == tests
    for view, task, place in (("plane", plane.plane, 2), ("moments", moments.moment, 3)):
        at.session_state["cnn_view"] = view
        rerun(at)
        assert asked(stand_in, task)[-1][place] == tests


def test_mistakes_are_named_by_its_classes(open_it, run_of):
    at = open_it(run_of(MANY), cnn_source="mistakes")
    assert "What it gets wrong" in words(at)
    hovers = [t["hovertext"] for t in figures(at)[0]["data"]]
    assert any(text.startswith("Test image") and ": class " in text for text in hovers[0])


def test_of_many_classes_the_likeliest_are_shown_and_the_rest_is_said(open_it, run_of):
    at = open_it(run_of(MANY), cnn_view="attack")
    assert words(at).count("The 12 likeliest of 100 classes") == 2
    bars, twice = figures(at)[:2]
    assert len(bars["data"][0]["y"]) == len(twice["data"][0]["y"]) == 12
    assert not any("likeliest of" in str(c.value) for c in open_it(run_of(STRANGE)).caption)


def test_a_class_is_chosen_by_its_name(open_it, run_of, stand_in):
    at = open_it(run_of(LONG), cnn_view="why", cnn_why="25")
    assert asked(stand_in, reasons.attributions)[-1][1] == 25
    assert at.selectbox(key="cnn_why").options == ["the answer", *LONG]
    assert f"What speaks for **{LONG[25]}**:" in words(at)
    at.session_state["cnn_view"] = "attack"
    at.session_state["cnn_target"] = 24
    rerun(at)
    assert asked(stand_in, attacks.adversarial_example)[-1][2] == 24


def test_a_class_that_this_network_does_not_have_gives_way(open_it, run_of, stand_in):
    at = open_it(run_of(STRANGE), cnn_view="why", cnn_why="25")
    assert asked(stand_in, reasons.attributions)[-1][1] < len(STRANGE)
    assert at.selectbox(key="cnn_why").value == -1


def test_strange_names_are_text_everywhere(open_it, run_of):
    at = open_it(run_of(STRANGE))
    for view in VIEWS:
        at.session_state["cnn_view"] = view
        rerun(at)
        assert "**<i>a**" not in words(at)
        assert "****x****" not in words(at)
        assert "<i>" not in json.dumps(figures(at))


def test_a_plane_of_many_classes_has_ten_colours_and_says_so(open_it, run_of):
    at = open_it(run_of(LONG), cnn_view="plane")
    assert "In colour: the 10 classes that the network finds likeliest" in words(at)
    crowd = [t for t in figures(at)[2 if len(figures(at)) > 2 else 1]["data"] if "hovertext" in t]
    assert len(crowd) == 11
    assert sum(len(t["hovertext"]) for t in crowd) == len(_set(LONG).x_test)


def test_a_point_of_its_plane_can_be_looked_at(open_it, run_of):
    at = open_it(run_of(LONG), cnn_view="plane", cnn_point="12")
    at.button(key="cnn_plane_take").click()
    rerun(at)
    assert at.number_input(key="cnn_number").value == 12


def test_too_few_images_for_tsne_are_one_sentence(open_it, run_of):
    at = open_it(run_of(STRANGE), cnn_view="plane", cnn_plane="tsne")
    assert len(at.error) == 1
    assert "t-SNE needs at least 5 test images" in at.error[0].value


def test_who_watches_sees_no_images_of_the_set_and_none_of_mnist(open_it, run_of, stand_in, png):
    at = open_it(run_of(LONG, owner="somebody else"), cnn_number="3")
    assert at.session_state["cnn_source"] == "draw"
    assert "The data set that this network was trained on is not here" in words(at)
    assert "There is no image to look at yet." in words(at)
    put_ink(at, png)
    for view in VIEWS:
        at.session_state["cnn_view"] = view
        rerun(at)
        assert not at.error
        assert "Test image" not in shown(at)
    assert "Read as **" in words(at)
    for task in (layers.unit, attacks.curve, plane.plane, moments.moment):
        assert not asked(stand_in, task)
    assert asked(stand_in, moments.moment_alone)
    assert "Epochs done: **1**" in words(at)
    assert "The data set that this network" in words(at)


def test_a_file_of_classes_that_nobody_knows_is_opened_with_drawings(open_page, monkeypatch, png):
    monkeypatch.setenv(readers.UPLOADS, "1")
    _config, result = _trained(LONG)
    at = open_page("cnn", draw_model="upload")
    at.file_uploader(key="draw_model_file").set_value(("own.keras", result.model, "a/zip"))
    rerun(at)
    assert "The data set that this network was trained on is not here" in words(at)
    put_ink(at, png)
    for view in VIEWS[:-1]:
        at.session_state["cnn_view"] = view
        rerun(at)
        assert not at.error
    at.selectbox(key="draw_model").set_value("cnn")
    rerun(at)
    at.session_state["cnn_source"] = "test"
    rerun(at)
    assert ", a " in words(at)


def test_one_run_of_a_damaged_set_is_as_one_of_no_set(open_it, run_of, stand_in):
    config, result = _trained(STRANGE)
    made = stand_in.start_run(tasks.train, dataclasses.replace(config, seed=1), supply=b"damaged")
    made.begin()
    made.finish(result)
    at = open_it(made)
    assert "is not here" in words(at)
    assert not at.error
