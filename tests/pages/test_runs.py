"""The page of runs: its table, what is done to them, and how they are compared."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from dlcore.addition.config import AdditionConfig
from dlcore.gan.run_config import GAN_PRESETS
from dlcore.runs import trouble
from dlcore.runs.compare import CORE_WATTS
from dlcore.runs.record import KINDS as KEPT
from dlcore.runs.store import Store
from dlcore.training import PRESETS, TrainConfig, TrainResult
from tests.pages import runs
from tests.pages.conftest import VISITOR, addresses, assert_refused, charts, rerun, words
from tests.strangers import HOSTILE, outside_code
from ui.runs import kept
from ui.runs import words as words_of_runs
from ui.runs.kinds import KINDS
from ui.shared import rooms

MARKDOWN = ("markdown", "caption", "info", "warning", "error", "success", "title", "subheader")
SECRET = "the secret of the teachers"


@pytest.fixture
def store(monkeypatch):
    """In memory, and empty."""
    opened = Store.open("sqlite://")
    for module in ("kept", "menu", "room"):
        monkeypatch.setattr(f"ui.runs.{module}.store", lambda: opened)
    kept._series.cache_clear()
    kept._measured.cache_clear()
    yield opened
    opened.close()


@pytest.fixture
def keep(store, result):
    """Keeps so many runs of the visitor, with curves and results."""

    def keep_(count: int, owner: str = VISITOR, **fields) -> Store:
        for number in range(count):
            record = runs.record(number, owner, **fields)
            store.save(record, series=runs.curves(number), result=result)
        return store

    return keep_


def names(at) -> list[str]:
    return list(at.dataframe[0].value["name"])


def shown(chart) -> dict:
    """A chart's figure, and what it says in words."""
    data = json.loads(chart.proto.json)
    return json.loads(data["figure"]) | {"alt": data["alt"]}


# The table.


def test_every_run_has_its_row_the_newest_first(open_page, keep):
    keep(3)
    table = open_page("runs").dataframe[0].value
    assert list(table["name"]) == [f"CNN · tutorial ({i})" for i in (3, 2, 1)]
    assert list(table["special"]) == ["Seed 2", "Seed 1", "as usual"]
    np.testing.assert_allclose(table["accuracy"], [90.02, 90.01, 90.0])
    np.testing.assert_allclose(table["energy"], np.array([12, 11, 10]) * CORE_WATTS / 3600)


def test_a_figure_that_is_no_number_is_not_known(open_page, keep):
    keep(1, figures={"seconds": float("inf"), "per_second": float("nan"), "loss": 0.5})
    table = open_page("runs", runs_sort="seconds").dataframe[0].value
    assert table[["seconds", "per_second", "energy"]].isna().all(axis=None)
    assert list(table["loss"]) == [0.5]


def test_what_is_special_is_said_as_its_page_says_it():
    tutorial = PRESETS["tutorial"]
    network = replace(tutorial.network, pooling="average", filters=(8, 16), batch_norm=True)
    data = replace(tutorial.data, label_noise=0.2, thinned_digit=3)
    config = replace(tutorial, network=network, train_share=0.5, learning_rate=0.01, data=data)
    said = words_of_runs.special(runs.record(0, VISITOR, config=config))
    assert said == (
        "Filters 8, 16 · Pooling average: keep the mean · Batch normalisation yes · "
        "Learning rate 0.01 · Share of the data (%) 50 · Random labels (%) 20 · Rare digit 3"
    )


def test_the_page_knows_every_kind_of_run_that_is_kept():
    assert KINDS.keys() == KEPT.keys()
    assert {kind.job.name for kind in KINDS.values()} == set(KINDS)


def test_every_preset_is_as_usual_in_whatever_kind():
    for kind, configs in {
        "train": PRESETS.values(),
        "gan": [GAN_PRESETS["live"]],
        "addition": [AdditionConfig()],
    }.items():
        for config in configs:
            record = runs.record(0, VISITOR, kind=kind, config=config)
            special = words_of_runs.special(record)
            assert special == "as usual"
            assert words_of_runs.called(record)


def test_nobody_sees_other_peoples_runs(open_page, keep):
    keep(2, owner="somebody else")
    at = open_page("runs", runs_chosen="run-1")
    assert "run-1" not in at.multiselect("runs_chosen").value
    assert "examples" in words(at)


def test_a_store_in_trouble_says_so_in_one_sentence(open_page, keep, monkeypatch):
    keep(1)
    monkeypatch.setattr(Store, "trouble", trouble.full())
    at = open_page("runs", lang="en")
    assert [warning.value for warning in at.warning] == [str(trouble.full())]
    assert names(at) == ["CNN · tutorial"]


def test_a_store_that_did_not_answer_once_is_asked_again(open_page, keep, monkeypatch):
    store = keep(1)
    with monkeypatch.context() as slow:
        slow.setattr(store, "series", lambda run_id: {})
        slow.setattr(store, "measured", lambda run_id: None)
        at = open_page("runs", lang="en")
        assert "Nothing was measured" in words(at)
    assert "Nothing was measured" not in words(rerun(at))
    assert charts(at)


def test_pinned_runs_stay_on_top_of_every_order(open_page, keep):
    store = keep(4)
    store.pin("run-1", VISITOR, True)
    at = open_page("runs")
    assert names(at)[0] == "★ CNN · tutorial (2)"
    at.selectbox("runs_sort").set_value("loss").run()
    assert names(at) == [
        f"{star}CNN · tutorial ({i})" for star, i in (("★ ", 2), ("", 4), ("", 3), ("", 1))
    ]
    at.selectbox("runs_sort").set_value("seconds").run()
    assert [name[-2] for name in names(at)] == ["2", "1", "3", "4"]


def test_what_is_not_known_comes_last(open_page, keep):
    store = keep(2)
    store.save(runs.record(9, VISITOR, figures={}, status="queued"))
    for order in ("accuracy", "loss", "parameters", "seconds"):
        at = open_page("runs", runs_sort=order)
        assert list(at.dataframe[0].value["state"])[-1] == "waiting"


def test_every_state_has_a_word(open_page, keep, subtests):
    for lang in ("en", "zh"):
        store = keep(0)
        for number, status in enumerate(words_of_runs.STATES):
            store.save(runs.record(number, VISITOR, status=status))
        said = set(open_page("runs", lang=lang).dataframe[0].value["state"])
        assert len(said) == len(words_of_runs.STATES)


# Choosing.


def test_nothing_chosen_compares_the_newest(open_page, keep):
    keep(5)
    at = open_page("runs")
    assert at.multiselect("runs_chosen").value == []
    drawn = [trace.get("name") for trace in shown(charts(at)[0])["data"]]
    assert drawn[1::2] == [f"CNN · tutorial ({i})" for i in (5, 4, 3)]


def test_a_tick_in_the_table_is_a_choice_and_the_other_way_round(open_page, keep):
    keep(8)
    at = open_page("runs")
    at.multiselect("runs_chosen").set_value(["run-2", "run-7"]).run()
    assert at.session_state["runs_rows"]["selection"]["rows"] == [5, 0]
    assert at.query_params["runs_chosen"] == "run-2,run-7"
    at.selectbox("runs_sort").set_value("seconds").run()
    assert at.session_state["runs_rows"]["selection"]["rows"] == [2, 7]
    again = open_page("runs", runs_chosen="run-2,run-7")
    assert again.session_state["runs_rows"]["selection"]["rows"] == [5, 0]


def test_what_the_table_sends_is_looked_at(keep, monkeypatch):
    import streamlit as st

    from ui.runs import chosen

    monkeypatch.setattr(st, "info", lambda *args, **more: said.append(args))
    said: list = []
    ids = [f"run-{i}" for i in range(9)]
    state = {chosen.CHOSEN.key: ["run-4"]}
    monkeypatch.setattr(st, "session_state", state)
    for rows in (None, "all", [True, "1", 2.0, -1, 99], {"0": 1}):
        state[chosen.TABLE] = {"selection": {"rows": rows}}
        chosen.take_ticked(ids)
        assert state[chosen.CHOSEN.key] == []
    state[chosen.TABLE] = {"selection": {"rows": [0, 1, 2, 3, 4, 5, 6, 7]}}
    state[chosen.CHOSEN.key] = ["run-7", "run-3"]
    chosen.take_ticked(ids)
    assert state[chosen.CHOSEN.key] == ["run-7", "run-3", "run-0", "run-1", "run-2", "run-4"]
    assert said


def test_a_run_deleted_in_another_tab_is_said_once(open_page, keep):
    store = keep(3)
    at = open_page("runs", runs_chosen="run-0,run-1")
    store.delete("run-0", VISITOR)
    rerun(at)
    assert "deleted, perhaps in another tab" in at.warning[0].value
    assert at.multiselect("runs_chosen").value == ["run-1"]
    assert not rerun(at).warning


def test_nonsense_in_the_address_is_refused(open_page, keep):
    keep(3)
    nonsense = [
        ("runs_smoothing", "1.5"),
        ("runs_axis", "mood"),
        ("runs_view", "none"),
        ("runs_sort", "beauty"),
        ("runs_chosen", "a,b,c,d,e,f,g"),
        ("runs_chosen", "a,a"),
        ("room", "x" * 99),
        ("runs_log", "perhaps"),
        ("runs_against", "luck"),
    ]
    usual = open_page("runs")
    for address in addresses(nonsense):
        assert_refused(open_page("runs", **address), address, usual)


# What is done to a run.


def test_a_run_gets_a_name_and_loses_it(open_page, keep):
    store = keep(3)
    at = open_page("runs", runs_chosen="run-1")
    at.text_input("runs_name_run-1").set_value("  my   best\n one ").run()
    assert store.get("run-1").name == "my best one"
    assert "my best one" in names(at)
    at.text_input("runs_name_run-1").set_value("").run()
    assert store.get("run-1").name == ""
    assert "CNN · tutorial (2)" in names(at)


def test_a_name_without_a_letter_is_refused_in_one_sentence(open_page, keep):
    store = keep(1)
    at = open_page("runs", runs_chosen="run-0")
    at.text_input("runs_name_run-0").set_value("Best").run()
    at.text_input("runs_name_run-0").set_value("*** \u200b ***").run()
    assert "at least one letter" in at.warning[0].value
    assert store.get("run-0").name == "Best"
    assert at.text_input("runs_name_run-0").value == "Best"


def test_a_strangers_name_is_nowhere_markdown(open_page, keep, store):
    keep(2)
    for text in HOSTILE[:3]:
        store.rename("run-0", VISITOR, text[:80])
        for view in ("curves", "confusions", "images", "costs"):
            at = open_page("runs", runs_view=view, runs_chosen="run-0,run-1")
            store.delete("run-0", VISITOR)
            at.session_state["runs_deleted"] = {"run-0": text}
            rerun(at)
            store.restore("run-0", VISITOR)
            shown_as_markdown = [
                *(element.value for kind in MARKDOWN for element in getattr(at, kind)),
                *(menu.proto.popover.label for menu in at.get("popover")),
                *(button.label for button in at.button),
            ]
            assert not [said for said in shown_as_markdown if "example.org" in outside_code(said)]


def test_a_run_is_pinned_and_unpinned(open_page, keep):
    store = keep(1)
    at = open_page("runs", runs_chosen="run-0")
    at.button("runs_pin_run-0").click().run()
    assert store.get("run-0").pinned
    at.button("runs_pin_run-0").click().run()
    assert not store.get("run-0").pinned


def test_what_is_deleted_can_be_brought_back(open_page, keep, monkeypatch):
    store = keep(3)
    at = open_page("runs", runs_chosen="run-0,run-2")
    at.button("runs_delete_run-2").click().run()
    assert len(names(at)) == 2
    assert at.multiselect("runs_chosen").value == ["run-0"]
    assert not at.warning
    at.button("runs_undo").click().run()
    assert len(names(at)) == 3
    assert "runs_undo" not in [button.key for button in at.button]
    at.multiselect("runs_chosen").set_value(["run-0", "run-1"]).run()
    at.button("runs_delete").click().run()
    assert [record.id for record in store.of_owner(VISITOR)] == ["run-2"]
    monkeypatch.setattr(store, "restore", lambda run_id, owner: False)
    at.button("runs_undo").click().run()
    assert "too long ago" in at.warning[0].value


def test_the_whole_list_of_a_visitor_can_be_deleted(open_page, keep):
    keep(1)
    at = open_page("runs", runs_chosen="run-0")
    at.button("runs_delete").click().run()
    assert not at.exception
    assert "examples" in words(at)


def test_links_lead_to_the_run_and_to_its_settings(open_page, keep, store):
    keep(0)
    configs = {
        "train": TrainConfig(PRESETS["rnn-gru"].network, "sgd", 0.05, epochs=7),
        "gan": replace(GAN_PRESETS["live"], epochs=9),
        "addition": AdditionConfig(digits=2),
    }
    pages = {"train": "train", "gan": "gan", "addition": "rnn"}
    keys = {"train": "run", "gan": "gan_run", "addition": "addition_run"}
    for number, (kind, config) in enumerate(configs.items()):
        store.save(runs.record(number, VISITOR, kind=kind, config=config, id=kind))
    at = open_page("runs")
    links = [link.proto for link in at.main.get("page_link")]
    for kind in configs:
        opened, again = [link for link in links if link.page == pages[kind]][-2:]
        assert f"{keys[kind]}={kind}" in opened.query_string
        assert f"{keys[kind]}=" not in again.query_string.replace("&", " ").split()
    (again,) = [link.query_string for link in links if "train_optimizer" in link.query_string]
    query = dict(pair.split("=") for pair in again.split("&"))
    assert query["train_architecture"] == "rnn-gru"
    assert query["train_optimizer"] == "sgd"


@pytest.mark.parametrize("name", PRESETS)
def test_start_again_sets_the_page_up_as_the_run_was(open_page, stand_in, name):
    from ui.train import inputs

    augmentation = replace(PRESETS[name].augmentation, rotation=10.0)
    changed = {"seed": 5, "epochs": 4, "learning_rate": 0.02, "augmentation": augmentation}
    config = replace(PRESETS[name], **changed)
    at = open_page("train", **inputs.address(config))
    assert not at.warning
    at.button("train_start").click().run()
    (run,) = stand_in.runs.values()
    assert run.config == config


# Comparing.


def test_curves_by_step_by_epoch_and_by_time(open_page, keep):
    keep(3)
    at = open_page("runs")
    shown = [charts(at)[0].proto.json]
    for axis in ("epoch", "seconds"):
        at.segmented_control("runs_axis").set_value(axis).run()
        shown.append(charts(at)[0].proto.json)
    at.slider("runs_smoothing").set_value(0.9).run()
    at.selectbox("runs_quantity").set_value("val_accuracy").run()
    assert not at.exception
    assert len({*shown, charts(at)[0].proto.json}) == 4
    assert "Accuracy, validation at the end" in charts(at)[0].proto.json


def test_what_differs_is_a_table_of_that_alone(open_page, keep, store):
    keep(0)
    for number, config in enumerate([TrainConfig(), TrainConfig(optimizer="sgd", seed=3)]):
        store.save(runs.record(number, VISITOR, config=config), series=runs.curves())
    found = open_page("runs").dataframe[1].value
    assert found.shape == (2, 3)
    assert found.to_numpy()[:, 1:].tolist() == [["sgd", "3"], ["adam", "0"]]


def test_alike_runs_differ_in_nothing_and_that_is_said(open_page, keep):
    keep(2, config=TrainConfig())
    assert "have the same settings" in words(open_page("runs"))


def test_what_was_changed_while_a_run_went_is_said(open_page, keep):
    keep(2, changes=((120, "learning_rate", 3e-4), (240, "dropout", 0.5)))
    assert (
        "CNN · tutorial (2) was changed while it went: Learning rate 0.0003 after step 120, "
        "Dropout 0.5 after step 240."
    ) in words(open_page("runs", lang="en"))


def test_why_a_run_failed_is_said_without_the_servers_paths(open_page, keep):
    keep(1, status="failed", error="OSError: '/srv/lab/secret/mnist.npz' is **gone**")
    said = words(open_page("runs", lang="en"))
    assert "mnist.npz" in said
    assert "/srv/lab" not in said
    assert "**gone**" not in outside_code(said)


def test_runs_of_different_kinds_are_compared_in_what_they_share(open_page, keep, store):
    keep(1)
    sums = {name: runs.curves()[name] for name in ("loss", "epoch", "seconds")}
    addition = runs.record(5, VISITOR, kind="addition", config=AdditionConfig())
    store.save(addition, series=sums)
    at = open_page("runs", lang="en")
    assert "of different kinds" in words(at)
    assert list(at.selectbox("runs_quantity").options) == ["Loss, training"]
    gan = {"d_loss": runs.curves()["loss"]}
    store.save(runs.record(6, VISITOR, kind="gan", config=GAN_PRESETS["live"]), series=gan)
    at = open_page("runs", lang="en")
    assert "no curve in common" in words(at)


def test_a_run_that_has_measured_nothing_yet(open_page, store):
    store.save(runs.record(0, VISITOR, status="queued", figures={}))
    for view, said in {
        "curves": "Nothing was measured yet",
        "confusions": "None of these runs has read",
        "images": "None of these runs has read",
        "costs": "No accuracy was measured",
    }.items():
        assert said in words(open_page("runs", lang="en", runs_view=view))


def test_a_run_without_times_is_left_out_by_time(open_page, keep, store):
    keep(1)
    store.save(runs.record(3, VISITOR, name="Old"), series={"loss": runs.curves()["loss"]})
    at = open_page("runs", lang="en", runs_axis="seconds")
    assert "Old did not note its time" in words(at)


def test_confusions_side_by_side(open_page, keep):
    keep(6)
    chosen = ",".join(f"run-{i}" for i in range(6))
    at = open_page("runs", lang="en", runs_view="confusions", runs_chosen=chosen)
    assert len(charts(at)) == 6
    assert words(at).count("Most often confused: 0 read as 1, 1 times.") == 6


def measured(result, *wrong: int, **others) -> TrainResult:
    """A result of the sample's test images, of which these are read as 7."""
    confusion = np.diag(np.full(10, 100))
    confusion[0, 1], confusion[0, 0] = len(wrong), 100 - len(wrong)
    usual = {
        "confusion": confusion,
        "source": "sample",
        "test_images": 1000,
        "wrong": np.array(wrong, np.int32),
        "guesses": np.full(len(wrong), 7, np.uint8),
    }
    return replace(result, **usual | others)


@pytest.fixture
def open_pair(open_page, store):
    """Opens the page on two runs with these results."""

    def open_(*results: TrainResult):
        kept._measured.cache_clear()
        for number, result in enumerate(results):
            store.save(runs.record(number, VISITOR), series=runs.curves(), result=result)
        return open_page("runs", lang="en", runs_view="images", runs_chosen="run-0,run-1")

    return open_


def test_the_images_that_one_reads_and_the_other_does_not(open_pair, result):
    at = open_pair(measured(result, 3, 5, 8), measured(result, 5, 9))
    said = words(at)
    assert "alone reads **1** test images" in said
    assert "alone **2**; neither reads 1" in said
    assert said.count("7, not ") == 3
    assert "in 100 % of such comparisons" in said
    assert len(at.get("image")) == 3


def test_images_that_this_server_does_not_have_are_only_counted(open_pair, result):
    at = open_pair(measured(result, 3, 5, source="keras"), measured(result, 5, source="keras"))
    assert "this server has another data set" in words(at)
    assert not at.get("image")


def test_runs_of_other_test_images_are_not_compared_image_by_image(open_pair, result):
    usual = measured(result, 3, 5)
    for other in (
        replace(usual, sampled=True),
        replace(usual, source="file"),
        replace(usual, wrong=usual.wrong[:1]),
    ):
        assert "cannot be compared image by image" in words(open_pair(usual, other))


def test_costs_show_all_runs_and_mark_those_compared(open_page, keep):
    keep(5)
    at = open_page("runs", lang="en", runs_view="costs", runs_chosen="run-1,run-3")
    (chart,) = charts(at)
    figure = shown(chart)
    assert "of 5 runs. The best: CNN · tutorial (5), 90.04%" in figure["alt"]
    others, *compared = figure["data"]
    assert (others["name"], others["x"]) == ("other runs", [1004, 1002, 1000])
    assert sorted(trace["x"] for trace in compared) == [[1001], [1003]]


# Rooms.


def test_a_site_without_a_secret_has_no_rooms(open_page, keep, monkeypatch):
    monkeypatch.delenv(rooms.VARIABLE, raising=False)
    keep(1)
    at = open_page("runs", lang="en", room="7b")
    assert "has no rooms" in words(at)
    assert "runs_join" not in [button.key for button in at.button]


@pytest.fixture
def with_rooms(monkeypatch):
    monkeypatch.setenv(rooms.VARIABLE, SECRET)
    monkeypatch.setattr(rooms, "_WAIT_SECONDS", 0.0)


def test_a_student_joins_and_leaves(open_page, keep, with_rooms):
    store = keep(2)
    at = open_page("runs", lang="en", room="7b")
    at.text_input("runs_alias").set_value("  Ada ")
    at.button("runs_join").click().run()
    store.save(runs.record(2, VISITOR))
    assert [(r.id, r.alias) for r in store.of_room("7b")] == [("run-2", "Ada")]
    again = open_page("runs", lang="en")  # another day
    assert "The teacher of the room 7b sees the runs that you start, as those of Ada." in words(
        again
    )
    at.button("runs_part").click().run()
    store.save(runs.record(3, VISITOR))
    assert len(store.of_room("7b")) == 1
    assert "The teacher of the room" not in words(at)
    at.text_input("runs_alias").set_value("***")
    at.button("runs_join").click().run()
    assert "at least one letter" in at.warning[0].value
    at.text_input("room").set_value("7 b/../").run()
    at.text_input("runs_alias").set_value("Ada")
    at.button("runs_join").click().run()
    assert "up to 40 letters" in at.warning[0].value


def test_a_teacher_sees_the_class_under_its_own_names(open_page, keep, with_rooms, store):
    keep(1)
    for number, alias in enumerate(("Ada", "Bob"), start=5):
        record = runs.record(number, f"student {alias}", room="7b", alias=alias)
        store.save(record, series=runs.curves(number))
    at = open_page("runs", lang="en", room="7b")
    assert names(at) == ["CNN · tutorial"]
    at.text_input("runs_secret").set_value("a guess").run()
    assert "not the secret" in at.error[0].value
    assert names(at) == ["CNN · tutorial"]
    at.text_input("runs_secret").set_value(SECRET).run()
    assert names(at) == ["Bob · CNN · tutorial", "Ada · CNN · tutorial"]
    assert not [button for button in at.button if button.key.startswith("runs_delete")]
    assert at.session_state["runs_taught"] == "7b"
    at.text_input("room").set_value("8a").run()
    assert names(at) == ["CNN · tutorial"]


def test_whoever_guesses_waits(monkeypatch, with_rooms):
    waited = []
    monkeypatch.setattr(rooms.time, "sleep", waited.append)
    assert not rooms.is_secret("wrong")
    assert not rooms.is_secret("")
    assert rooms.is_secret(SECRET)
    assert len(waited) == 2
    monkeypatch.setenv(rooms.VARIABLE, "")
    assert not rooms.is_secret("")


def test_where_too_many_guess_nobody_is_told_that_a_secret_is_wrong(
    open_page, keep, with_rooms, monkeypatch
):
    monkeypatch.setattr(rooms, "_PATIENCE_SECONDS", 0.0)
    at = open_page("runs", lang="en", room="7b")
    with rooms._one_at_a_time:
        at.text_input("runs_secret").set_value(SECRET).run()
    assert "Too many are trying" in at.warning[0].value
    assert not at.error
    at.text_input("runs_secret").set_value(SECRET).run()
    assert at.session_state["runs_taught"] == "7b"


def test_the_page_is_translated(open_page, keep):
    keep(3)
    at = open_page("runs", lang="zh")
    assert "Loss" not in words(at)
    assert not at.warning
