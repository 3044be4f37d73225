"""The page of runs where some learnt from other data sets than MNIST, and sweeps on such sets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dlcore import tasks
from dlcore.data.formats import to_npz
from dlcore.data.symbols import symbols
from dlcore.gan.run_config import GAN_PRESETS, GanRunConfig
from dlcore.sweep import SweepAxis, SweepConfig
from dlcore.training import PRESETS, TrainConfig
from tests.pages import runs
from tests.pages.conftest import VISITOR, rerun, words
from tests.pages.own_sets import keep_set, on_set, result_on, small
from tests.strangers import HOSTILE, outside_code
from ui.frame import keeping
from ui.runs import kept, sets
from ui.runs import words as words_of_runs
from ui.runs.kinds import KINDS
from ui.runs.sweep import settings
from ui.shared import rooms
from ui.shared.pixels import tiny

GREEK = ("α", "β", "<b>γ</b>")
MARKDOWN = ("markdown", "caption", "info", "warning", "error", "success", "subheader")
SECRET = "the secret of the teachers"
SWEEP = {"runs_section": "sweep", "lang": "en"}
TINY = {
    "sweep_base": "mlp",
    "sweep_epochs": "1",
    "sweep_first_values": "0.001,0.02",
    "sweep_second": "seed",
    "sweep_second_values": "0",
}


@pytest.fixture(scope="module", autouse=True)
def symbols_are_there():
    """Made once, which takes a busy machine longer than a page may in a test."""
    symbols()


@pytest.fixture
def store(stand_in, tmp_path, monkeypatch):
    """A database of its own, which the page has too."""
    monkeypatch.setenv("DLCORE_DATABASE", f"sqlite:///{tmp_path}/runs.db")
    for cache in (keeping._opened, kept._series, kept._measured):
        cache.cache_clear()
    monkeypatch.setattr(sets, "_labels", {})
    yield keeping.store()
    keeping.store().close()
    keeping._opened.cache_clear()


@pytest.fixture
def keep(store, result):
    """Keeps a run of the visitor on a set, with curves, a result and its images."""

    def keep_(number: int, data, wrong=(0,), owner=VISITOR, config=None, **fields) -> None:
        config = on_set(config or TrainConfig(), data)
        record = runs.record(number, owner, config=config, data=data.fingerprint, **fields)
        left, series = result_on(result, data, wrong), runs.curves(number)
        store.save(record, series=series, result=left, supply=to_npz(data))

    return keep_


def digits(store, result, number: int) -> None:
    store.save(runs.record(number, VISITOR), series=runs.curves(number), result=result)


def images(at) -> int:
    return len(at.get("image"))


def test_the_table_names_the_set_of_each(open_page, store, keep, result):
    keep(0, small(3, names=GREEK), config=replace(TrainConfig(), optimizer="sgd"))
    digits(store, result, 1)
    table = open_page("runs", lang="en").dataframe[0].value
    assert list(table["data"]) == ["MNIST", "Bars · 3 classes"]
    assert list(table["special"]) == ["Seed 1", "Optimizer sgd"]


def test_a_run_whose_images_are_not_written_yet_is_no_run_on_mnist(store):
    record = runs.record(0, VISITOR, config=on_set(TrainConfig(), small(3)))
    assert sets.title(record) == "a set of one's own"
    of_gan = GanRunConfig(set=small(3).fingerprint)
    drawn = runs.record(1, VISITOR, kind="gan", config=of_gan)
    assert sets.title(drawn) == "a set of one's own"
    assert sets.title(replace(drawn, config=GanRunConfig())) == "MNIST"
    assert words_of_runs.special(record) == "as usual"


def test_a_set_is_called_as_the_latest_run_on_it_found_it(keep, store):
    data = small(3)
    keep(0, data)
    (first,) = store.of_owner(VISITOR)
    assert sets.title(first) == "Bars · 3 classes"
    keep(1, replace(data, name="Runes"))
    assert {sets.title(one) for one in store.of_owner(VISITOR)} == {"Runes · 3 classes"}
    assert sets.title(first) == "Runes · 3 classes"


def test_a_gan_on_a_set_is_shown_and_begun_again_as_a_training_is(open_page, store, stand_in):
    data = small(3, names=GREEK)
    config = replace(GAN_PRESETS["live"], gan=replace(GAN_PRESETS["live"].gan, classes=3))
    for number, one in enumerate((replace(config, set=data.fingerprint), GAN_PRESETS["live"])):
        record = runs.record(number, VISITOR, kind="gan", config=one)
        store.save(record, series=runs.curves(number), supply=to_npz(data) if one.set else b"")
    at = open_page("runs", lang="en", runs_chosen="run-0,run-1")
    table = at.dataframe[0].value
    assert list(table["data"]) == ["MNIST", "Bars · 3 classes"]
    assert list(table["special"]) == ["as usual", "as usual"]
    told = at.dataframe[1].value
    assert told.shape[1] == 2
    assert set(told.iloc[:, 1]) == {"MNIST", "Bars · 3 classes"}
    own = next(one for one in store.of_owner(VISITOR) if one.config.set)
    again = dict(KINDS["gan"].address(own))
    assert again["gan_data_set"] == data.fingerprint
    keep_set(store, data)
    at = open_page("gan", gan_view="train", **again)
    assert at.selectbox("gan_data_set").value == "mine"


def test_a_rare_class_is_called_by_its_name(open_page, keep):
    recipe = replace(TrainConfig().data, thinned_digit=2)
    keep(0, small(3, names=GREEK), config=replace(TrainConfig(), data=recipe))
    keep(1, small(3, names=GREEK))
    at = open_page("runs", lang="en")
    assert list(at.dataframe[0].value["special"]) == ["as usual", "Rare class <b>γ</b>"]
    table = at.dataframe[1].value
    assert sorted(table.iloc[:, 1]) == ["<b>γ</b>", "none"]


def test_runs_on_different_sets_are_not_compared_as_if_they_were_on_one(
    open_page, store, keep, result
):
    keep(0, small(3, names=GREEK))
    digits(store, result, 1)
    chosen = {"lang": "en", "runs_chosen": "run-0,run-1"}
    at = open_page("runs", **chosen)
    assert "learnt from different data sets: Bars · 3 classes, MNIST" in words(at)
    assert {"MNIST", "Bars · 3 classes"} <= set(at.dataframe[1].value.to_numpy().ravel())
    at = open_page("runs", runs_view="confusions", **chosen)
    assert "learnt from different data sets" in words(at)
    at = open_page("runs", runs_view="images", **chosen)
    assert "no image that both were tested on" in words(at)
    at = open_page("runs", runs_view="costs", **chosen)
    assert "learnt from different data sets" in words(at)
    at = open_page("runs", runs_view="costs", lang="en", runs_chosen="run-1")
    assert "Runs on other data sets than these are left out." in words(at)


def test_runs_on_one_set_are_compared_image_by_image(open_page, keep):
    data = small(3, names=GREEK)
    keep(0, data, wrong=(0, 1))
    keep(1, data, wrong=(1,))
    at = open_page("runs", runs_view="images", runs_chosen="run-0,run-1", lang="en")
    said = words(at)
    assert "learnt from different data sets" not in said
    assert images(at) == 1
    truth = data.classes[data.y_test[0]]
    guess = data.classes[(data.y_test[0] + 1) % 3]
    assert f"{tiny(guess)}, not {tiny(truth)}" in said


def test_images_that_the_database_does_not_have_are_only_counted(open_page, store, keep):
    data = small(3)
    keep(0, data, wrong=(0, 1))
    keep(1, data, wrong=(1,))
    gone = runs.record(0, VISITOR, config=on_set(TrainConfig(), data), data=data.fingerprint)
    store.save(gone, supply=b"")
    at = open_page("runs", runs_view="images", runs_chosen="run-0,run-1", lang="en")
    assert "cannot be had" in words(at)
    assert images(at) == 0


def test_a_teacher_sees_no_images_of_a_students_set(open_page, keep, monkeypatch):
    monkeypatch.setenv(rooms.VARIABLE, SECRET)
    data = small(3, names=GREEK)
    for number in range(2):
        keep(number, data, (number,), "a student", room="7b", alias=f"Ada {number}")
    at = open_page("runs", {rooms.TAUGHT: "7b"}, lang="en", room="7b", runs_view="images")
    said = words(at)
    assert "alone reads" in said
    assert "nobody but their owner" in said
    assert images(at) == 0
    assert list(at.dataframe[0].value["data"]) == ["Bars · 3 classes"] * 2


@pytest.mark.parametrize("classes", [3, 26, 62, 100])
def test_every_view_of_any_number_of_classes(open_page, keep, classes):
    names = tuple(f"{HOSTILE[i % len(HOSTILE)][:30]} {i}" for i in range(classes))
    data = replace(small(classes, 4, names), name=HOSTILE[0])
    keep(0, data, (0, 2))
    keep(1, data, (1,))
    for view in ("curves", "confusions", "images", "costs"):
        at = open_page("runs", runs_view=view, lang="en")
        for kind in MARKDOWN:
            for element in getattr(at, kind):
                assert "example.org" not in outside_code(str(element.value))


def test_start_again_leads_to_the_set_of_the_run(open_page, store, keep, stand_in):
    data = small(3, names=GREEK)
    keep(0, data, config=replace(PRESETS["fast"], epochs=4))
    at = open_page("runs", lang="en")
    links = [one.proto for one in at.main.get("page_link") if one.proto.page == "train"]
    *_shown, again = (dict(p.split("=") for p in one.query_string.split("&")) for one in links)
    assert again["train_data_set"] == data.fingerprint
    at = open_page("train", **again)
    assert "is not here any more" in at.warning[0].value
    keep_set(store, data)
    at = open_page("train", **again)
    at.button("train_start").click()
    rerun(at)
    (run,) = stand_in.runs.values()
    assert run.config == on_set(replace(PRESETS["fast"], epochs=4), data)
    assert run.supply == to_npz(data)


class TestSweep:
    axes = (SweepAxis("learning_rate", (0.001, 0.01)), SweepAxis("seed", (0,)))

    def started(self, at, stand_in):
        at.button("sweep_start").click()
        rerun(at)
        return list(stand_in.runs.values())[-1]

    def test_a_ready_made_training_on_a_set_of_ones_own(self, open_page, store, stand_in):
        data = small(3, names=GREEK)
        keep_set(store, data)
        at = open_page("runs", sweep_data_set="mine", **SWEEP, **TINY)
        assert "15 images of 3 classes" in words(at)
        run = self.started(at, stand_in)
        assert run.config.base == on_set(replace(PRESETS["mlp"], epochs=1), data)
        assert run.supply == to_npz(data)
        run.begin()
        left = tasks.sweep(run.config, run.receive, lambda: False, supply=run.supply)
        run.finish(left)
        assert [trial.state for trial in left.trials] == ["done", "done"]
        at = open_page("runs", sweep_run=run.id, sweep_data_set="mine", **SWEEP, **TINY)
        assert "The best network reads" in words(at)
        (link,) = [
            one.proto
            for one in at.main.get("page_link")
            if "train_learning_rate" in one.proto.query_string
            or "train_data_set" in one.proto.query_string
        ]
        assert f"train_data_set={data.fingerprint}" in link.query_string

    def test_a_run_brings_what_it_has_learnt_from(self, open_page, store, keep, stand_in):
        data = small(3, names=GREEK)
        keep(0, data, config=replace(PRESETS["tiny"], learning_rate=0.005))
        query = {**TINY, "sweep_base": "run-0"}
        at = open_page("runs", **SWEEP, **query)
        assert "has learnt from: Bars · 3 classes" in words(at)
        assert not [one for one in at.selectbox if one.key == "sweep_data_set"]
        run = self.started(at, stand_in)
        assert run.config.base.data.set == data.fingerprint
        assert run.config.base.network.classes == 3
        assert run.supply == to_npz(data)

    def test_its_address_names_the_set(self, open_page, store, stand_in):
        data = small(3)
        keep_set(store, data)
        config = SweepConfig(on_set(replace(PRESETS["mlp"], epochs=1), data), self.axes)
        record = runs.record(0, VISITOR, kind="sweep", config=config)
        asked = settings.address(record)
        assert (asked["sweep_base"], asked["sweep_data_set"]) == ("mlp", data.fingerprint)
        at = open_page("runs", **asked)
        assert at.query_params["sweep_data_set"] == "mine"
        assert self.started(at, stand_in).config.base == config.base

    def test_one_that_is_gone_is_said(self, open_page, store, stand_in):
        at = open_page("runs", sweep_data_set="gone", **SWEEP)
        assert "sweep_data_set = `gone`" in at.warning[0].value
        run = self.started(at, stand_in)
        assert (run.config, run.supply) == (SweepConfig(), b"")

    def test_the_sample_of_mnist_is_no_matter_of_it(self, open_page, store, stand_in):
        stand_in.answers[tasks.data_source] = tasks.DataInfo("sample", 4000, 1000)
        keep_set(store, small(3))
        assert "sample of MNIST" in words(open_page("runs", **SWEEP))
        assert "sample of MNIST" not in words(open_page("runs", sweep_data_set="mine", **SWEEP))
