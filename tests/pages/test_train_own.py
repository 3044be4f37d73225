"""The Train page on another data set than MNIST: what it says, starts and shows of it."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest

from dlcore import tasks
from dlcore.data.formats import from_npz, to_npz
from dlcore.data.symbols import symbols
from dlcore.training import PRESETS, TrainConfig
from tests.pages.conftest import VISITOR, charts, rerun, words
from tests.pages.own_sets import keep_set, on_set, result_on, small
from tests.strangers import HOSTILE, outside_code
from ui.frame import keeping, pace
from ui.frame.jobs import TRAIN
from ui.shared.sets import recalled
from ui.train import inputs

GREEK = ("α", "β", "<b>γ</b>")
MARKDOWN = ("markdown", "caption", "info", "warning", "error", "success", "subheader")


@pytest.fixture(scope="module", autouse=True)
def symbols_are_there():
    """Made once, which takes a busy machine longer than a page may in a test."""
    symbols()


@pytest.fixture
def store(stand_in, tmp_path, monkeypatch):
    """A database of its own, which the page has too."""
    monkeypatch.setenv("DLCORE_DATABASE", f"sqlite:///{tmp_path}/runs.db")
    keeping._opened.cache_clear()
    yield keeping.store()
    keeping.store().close()
    keeping._opened.cache_clear()


def started(at, stand_in):
    """The run that a click on Start begins."""
    at.button("train_start").click()
    rerun(at)
    return list(stand_in.runs.values())[-1]


def test_the_digits_are_what_they_were(open_page, stand_in):
    at = open_page("train", lang="en", train_architecture="tiny")
    assert at.selectbox("train_data_set").value == "digits"
    run = started(at, stand_in)
    assert (run.config, run.supply) == (PRESETS["tiny"], b"")
    assert "train_data_set" not in at.query_params
    assert "to test with" not in words(at)


def test_the_symbols_are_learnt_to_the_end(open_page, stand_in):
    query = {"train_data_set": "symbols", "train_architecture": "tiny", "train_epochs": "1"}
    at = open_page("train", lang="en", **query)
    assert "1,600 images of 20 classes to learn from, 400 to test with" in words(at)
    assert "20, activation=" in at.code[0].value
    assert "data.npz" in words(at)
    ast.parse(at.code[0].value)
    run = started(at, stand_in)
    data = from_npz(run.supply)
    assert data.fingerprint == run.config.data.set == symbols().fingerprint
    assert run.config == replace(on_set(PRESETS["tiny"], data), epochs=1)
    run.begin()
    run.finish(tasks.train(run.config, run.receive, lambda: False, supply=run.supply))
    at = open_page("train", run=run.id, lang="en", **query)
    assert at.metric[0].label == "Test accuracy"
    assert len(charts(at)) >= 4  # two curves, the confusion matrix, the layers
    assert "Take its settings" not in [button.label for button in at.button]


def test_a_set_of_ones_own_is_in_the_address_and_comes_from_it(open_page, store, stand_in):
    data = small(3, names=GREEK)
    query = {"lang": "en", "train_data_set": keep_set(store, data), "train_architecture": "mlp"}
    at = open_page("train", **query)
    assert dict(at.query_params) == query
    said = words(at)
    assert "15 images of 3 classes to learn from, 3 to test with: α, β" in said
    assert "<b>" not in outside_code(said)
    run = started(at, stand_in)
    assert run.supply == store.set_content("mine", run.owner)
    assert run.config == on_set(PRESETS["mlp"], data)


def test_small_sets_get_hints(open_page, store):
    keep_set(store, small(3, 120), "few")
    at = open_page(
        "train", train_data_set="few", train_epochs="50", train_batch_size="16", lang="en"
    )
    assert "steps in all" not in words(at)
    assert "86.3 images of each class" not in words(at)
    keep_set(store, small(3), "fewer")
    at = open_page("train", train_data_set="fewer", lang="en")
    assert "A batch of 128 takes all 13 images to train on at once" in words(at)
    assert "4.33 images of each class" in words(at)
    (link,) = [one.proto for one in at.main.get("page_link") if one.proto.page == "data"]
    assert "data_set=fewer" in link.query_string
    assert "data_view=few" in link.query_string
    at = open_page(
        "train", train_data_set="fewer", train_batch_size="16", train_share="50", lang="en"
    )
    assert "takes all 6 images" in words(at)
    at = open_page("train", train_data_set="few", train_epochs="2", lang="en")
    assert "That makes 6 steps in all, which is few" in words(at)


def test_where_nothing_is_left_to_train_on_nothing_is_started(open_page, store):
    keep_set(store, small(3))
    at = open_page("train", train_data_set="mine", train_share="1", lang="en")
    assert "no image to train on" in at.error[0].value
    assert at.button("train_start").disabled


def test_a_set_that_is_gone_is_said_in_one_sentence(open_page, store, stand_in):
    at = open_page("train", train_data_set="gone", lang="en")
    (warning,) = at.warning
    assert "train_data_set = `gone`" in warning.value
    assert at.selectbox("train_data_set").value == "digits"
    assert started(at, stand_in).config == TrainConfig()


def test_a_set_that_goes_before_the_click_starts_nothing(open_page, store, stand_in):
    keep_set(store, small(3))
    at = open_page("train", train_data_set="mine", lang="en")
    assert store.delete_set("mine", VISITOR)
    at.button("train_start").click()
    rerun(at)
    assert not stand_in.runs
    assert len(at.warning) == 1
    assert at.selectbox("train_data_set").value == "digits"


def test_a_run_outlives_its_set(open_page, store, stand_in, result):
    """It keeps its own images: it goes on, is shown, and is taken away."""
    data = small(3, names=GREEK)
    keep_set(store, data)
    at = open_page("train", train_data_set="mine", train_architecture="mlp", lang="en")
    run = started(at, stand_in)
    run.begin()
    assert store.delete_set("mine", VISITOR)
    rerun(at)
    assert "train_data_set = `mine`" in at.warning[0].value
    config = replace(run.config, epochs=1)
    left = tasks.train(config, run.receive, lambda: False, supply=run.supply)
    run.finish(left)
    at = open_page("train", run=run.id, lang="en")
    assert "Its worst mistakes" in [tab.label for tab in at.tabs]
    at.button("train_take_settings").click()
    rerun(at)
    assert "is not here any more" in at.warning[0].value
    assert at.selectbox("train_data_set").value == "digits"
    assert run.supply == to_npz(data)


@pytest.mark.parametrize("classes", [3, 26, 62, 100])
def test_results_of_any_number_of_classes(open_page, store, stand_in, result, classes):
    names = tuple(f"{HOSTILE[i % len(HOSTILE)][:30]} {i}" for i in range(classes))
    data = small(classes, 4, names)
    keep_set(store, data)
    run = stand_in.start_run(tasks.train, on_set(TrainConfig(epochs=3), data), supply=to_npz(data))
    run.begin()
    run.finish(result_on(result, data, (0, 2)))
    at = open_page("train", run=run.id, train_data_set="mine", train_thinned="2", lang="en")
    for kind in MARKDOWN:
        for element in getattr(at, kind):
            assert not any(name in outside_code(str(element.value)) for name in HOSTILE)
    assert at.selectbox("train_thinned").label == "Rare class"
    assert len(at.selectbox("train_thinned").options) == classes + 1
    assert len(at.get("image")) == 2
    assert "Use it on the Draw page" in [one.proto.label for one in at.main.get("page_link")]


def test_a_watcher_sees_no_images_of_a_set_of_ones_own(open_page, stand_in, result):
    data = small(3)
    config = on_set(TrainConfig(epochs=3), data)
    run = stand_in.start_run(tasks.train, config, owner="somebody else", supply=to_npz(data))
    run.begin()
    run.finish(result_on(result, data, (0,)))
    at = open_page("train", run=run.id, lang="en")
    assert "nobody but their owner" in words(at)
    assert not at.get("image")


def test_a_rare_class_is_one_of_the_set(open_page, store, stand_in):
    keep_set(store, small(3, names=GREEK))
    at = open_page("train", train_data_set="mine", train_thinned="2", lang="en")
    assert at.selectbox("train_thinned").options == ["none", *GREEK]
    assert started(at, stand_in).config.data.thinned_digit == 2
    at = open_page("train", train_data_set="mine", train_thinned="3", lang="en")
    assert "train_thinned = `3`" in at.warning[0].value
    assert at.selectbox("train_thinned").value is None


def test_another_set_has_no_class_that_is_rare(open_page, store):
    keep_set(store, small(3, names=GREEK))
    at = open_page("train", train_data_set="mine", train_thinned="2", lang="en")
    at.selectbox("train_data_set").set_value("digits").run()
    assert at.selectbox("train_thinned").value is None
    assert not at.warning
    assert at.selectbox("train_thinned").label == "Rare digit"


def test_the_sample_of_mnist_is_no_matter_of_another_set(open_page, store, stand_in):
    stand_in.answers[tasks.data_source] = tasks.DataInfo("sample", 4000, 1000)
    keep_set(store, small(3))
    assert "sample of MNIST" in words(open_page("train", lang="en"))
    assert "sample of MNIST" not in words(open_page("train", lang="en", train_data_set="mine"))


def test_the_pace_of_one_set_is_not_that_of_another(stand_in):
    data = small(3)
    run = stand_in.start_run(tasks.train, on_set(PRESETS["tiny"], data))
    progress = {"examples_per_second": 100.0, "steps_per_epoch": 1, "step": 1, "epoch": 1}
    run.receive({"progress": progress | {"epochs": 3}})
    assert pace.seconds(TRAIN, on_set(PRESETS["tiny"], data)) is not None
    assert pace.seconds(TRAIN, PRESETS["tiny"]) is None


class TestAddress:
    """A run's settings name its set by the fingerprint, which is all that it knows of it."""

    def test_a_set_that_is_still_there_is_found(self, open_page, store, stand_in):
        keep_set(store, small(4), "other")
        data = small(3, names=GREEK)
        keep_set(store, data)
        config = replace(on_set(PRESETS["fast"], data), epochs=7)
        asked = inputs.address(config)
        assert asked["train_data_set"] == data.fingerprint
        at = open_page("train", lang="en", **asked)
        assert at.query_params["train_data_set"] == "mine"
        assert not at.warning
        assert started(at, stand_in).config == config

    def test_the_symbols_are_found_too(self, open_page, stand_in):
        config = on_set(PRESETS["tiny"], symbols())
        at = open_page("train", **inputs.address(config))
        assert started(at, stand_in).config == config

    def test_one_that_is_not_there_is_said_and_the_digits_are_taken(self, open_page, store):
        at = open_page("train", lang="en", **inputs.address(on_set(PRESETS["tiny"], small(3))))
        (warning,) = at.warning
        assert "is not here any more" in warning.value
        assert at.selectbox("train_data_set").value == "digits"
        assert "train_data_set" not in at.query_params

    def test_known_sets_are_asked_of_the_engine(self, stand_in, monkeypatch):
        monkeypatch.setattr(recalled, "_known", {})
        monkeypatch.setattr(recalled, "KNOWN", ("emnist",))
        monkeypatch.setattr(recalled.engine, "ask", lambda task, name: "0123456789abcdef")
        monkeypatch.setattr(recalled.kept, "own", list)
        assert recalled.find("0123456789abcdef") == "emnist"
        assert recalled.find("fedcba9876543210") is None

    def test_of_a_run_on_digits_it_says_nothing_of_a_set(self):
        assert "train_data_set" not in inputs.address(PRESETS["fast"])
