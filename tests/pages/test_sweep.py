"""The part of the page of runs where two settings are tried out in many trainings."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dlcore import tasks
from dlcore.runs.store import Store
from dlcore.sweep import MOST, SweepAxis, SweepConfig, SweepTrial, proposal
from dlcore.sweep.training import SweepResult
from dlcore.training import PRESETS, TrainConfig
from tests.pages import runs
from tests.pages.conftest import VISITOR, addresses, assert_refused, charts, rerun, words
from ui.runs.sweep import duration, settings
from ui.train import inputs as train

HERE = {"runs_section": "sweep"}
SEARCH = replace(SweepConfig(), method="search", trials=6)


@pytest.fixture
def store(monkeypatch):
    """In memory, and empty."""
    opened = Store.open("sqlite://")
    for module in ("kept", "menu", "room", "sweep.panel", "sweep.settings"):
        monkeypatch.setattr(f"ui.runs.{module}.store", lambda: opened)
    yield opened
    opened.close()


@pytest.fixture
def started(stand_in):
    """A sweep of the visitor that has come so far."""

    def started_(trials, config=None, **report):
        run = stand_in.start_run(tasks.sweep, config or SweepConfig())
        run.begin()
        run.receive({"snapshot": {"trials": [one.to_plain() for one in trials]}} | report)
        return run

    return started_


def trials(config: SweepConfig, count: int, state: str = "done") -> list[SweepTrial]:
    """The first trainings of a grid; the later, the better."""
    found = [
        SweepTrial(point, "done", (0.5, 0.6 + 0.01 * i), 0.6 + 0.01 * i, 0.5, 3.0, 4.0, 96)
        for i, point in enumerate(config.points()[:count])
    ]
    if state == "failed":
        found[-1] = replace(found[-1], val_accuracy=None)
    return [*found[:-1], replace(found[-1], state=state)]


def result(config: SweepConfig, found: list[SweepTrial]) -> SweepResult:
    return SweepResult(
        model=b"weights",
        parameters=10,
        seconds=40.0,
        epochs_done=27.0,
        stopped=False,
        best=config.config_of(found[-1].values),
        trials=tuple(found),
        test_loss=0.3,
        test_accuracy=0.875,
        images_per_second=1000.0,
        source="sample",
        test_images=1000,
    )


def opened(open_page, **query):
    return open_page("runs", **HERE | query)


def figures(at) -> list[dict]:
    return [json.loads(json.loads(c.proto.json)["figure"]) for c in charts(at)]


def alts(at) -> list[str]:
    return [json.loads(c.proto.json)["alt"] for c in charts(at)]


def test_an_untouched_page_starts_a_sweep_that_makes_sense(open_page, store, stand_in):
    at = opened(open_page)
    assert "train 9 networks of 3 epochs" in words(at)
    at.button("sweep_start").click().run()
    (run,) = stand_in.runs.values()
    assert (run.task, run.config) == (tasks.sweep, SweepConfig())
    assert stand_in.kept == [run]
    assert at.query_params["sweep_run"] == run.id


def test_the_page_speaks_both_languages(open_page, store, started):
    started(trials(SweepConfig(), 2, "failed"))
    for lang in ("en", "zh"):
        assert not opened(open_page, lang=lang).exception


def test_other_settings_and_values_are_swept(open_page, store, stand_in):
    at = opened(open_page, sweep_base="mlp", sweep_epochs="2", sweep_share="50")
    at.selectbox("sweep_first").set_value("optimizer").run()
    assert at.multiselect("sweep_first_values").value == ["sgd", "momentum", "adam"]
    at.multiselect("sweep_first_values").set_value(["adam", "sgd"]).run()
    at.selectbox("sweep_second").set_value("network.dropout").run()
    at.multiselect("sweep_second_values").set_value(["0.5"]).run()
    at.button("sweep_start").click().run()
    (run,) = stand_in.runs.values()
    base = replace(PRESETS["mlp"], epochs=2, train_share=0.5)
    axes = (SweepAxis("optimizer", ("sgd", "adam")), SweepAxis("network.dropout", (0.5,)))
    assert run.config == SweepConfig(base, axes)


def test_whatever_is_chosen_its_usual_values_go_with_every_network():
    for name, one in settings.SWEPT.items():
        assert set(one.usual) <= set(one.ready)
        assert len(one.by_name) == len(one.ready)
        other = SweepAxis("seed" if name != "seed" else "batch_size", (1,))
        for base in PRESETS.values():
            SweepConfig(base, (SweepAxis(name, one.usual), other))
        SweepConfig(PRESETS["tiny"], (SweepAxis(name, one.ready), other))


def test_what_does_not_go_together_is_said_and_cannot_be_started(open_page, store):
    for query, said in (
        ({"sweep_second": "learning_rate"}, "two different settings"),
        ({"sweep_first_values": ""}, "at least one value"),
        (
            {"sweep_first_values": "0.0001,0.0005,0.001,0.002,0.004"}
            | {"sweep_second": "seed", "sweep_second_values": "0,1,2,3,4"},
            f"at most {MOST} trainings",
        ),
        (
            {"sweep_base": "rnn-lstm", "sweep_first": "network.activation"}
            | {"sweep_first_values": "relu,gelu"},
            "activation must be one of",
        ),
    ):
        at = opened(open_page, lang="en", **query)
        assert said in words(at), query
        assert at.button("sweep_start").disabled


def test_nonsense_in_the_address_is_refused(open_page, store):
    nonsense = [
        ("sweep_epochs", "0"),
        ("sweep_share", "101"),
        ("sweep_first", "mood"),
        ("sweep_method", "luck"),
        ("sweep_trials", "25"),
        ("sweep_second_values", "7,8"),
        ("sweep_first_values", "0.001,0.001"),
    ]
    usual = opened(open_page)
    for address in addresses(nonsense[:5] + nonsense[6:]):
        assert_refused(opened(open_page, **address), address, usual)
    at = opened(open_page, sweep_second_values="7,32")
    assert "sweep_second_values = `7`" in at.warning[0].value
    assert at.multiselect("sweep_second_values").value == ["32"]


def test_a_sweep_starts_from_a_run_of_ones_own_and_no_other(open_page, store, stand_in):
    mine = TrainConfig(PRESETS["mlp"].network, "sgd", seed=9)
    store.save(runs.record(0, VISITOR, config=mine))
    store.save(runs.record(1, "somebody else", config=mine))
    at = opened(open_page, sweep_base="run-1", lang="en")
    assert at.selectbox("sweep_base").value == "tiny"
    assert "is not there any more" in words(at)
    at = opened(open_page, sweep_base="run-0")
    at.button("sweep_start").click().run()
    (run,) = stand_in.runs.values()
    assert run.config.base == replace(mine, epochs=3)


def test_cells_come_one_by_one_with_words_for_those_who_cannot_see_them(open_page, store, started):
    config = SweepConfig()
    found = trials(config, 4)
    found[1] = replace(found[1], state="failed", val_accuracy=None)
    found.append(SweepTrial(config.points()[4]))
    run = started(found, progress={"epoch": 5, "epochs": 9, "step": 3, "steps_per_epoch": 96})
    run.receive({"phase": "training"})
    at = opened(open_page, sweep_run=run.id, lang="en")
    assert "Training 5 of 9 · step 3/96" in [bar.proto.text for bar in at.get("progress")]
    cells, lines = figures(at)
    assert cells["data"][0]["z"] == [[0.6, None, 0.62], [0.63, None, None], [None] * 3]
    assert [note["text"] for note in cells["layout"]["annotations"]] == ["diverged", "…"]
    assert len(lines["data"][0]["dimensions"][0]["values"]) == 3
    assert alts(at)[0] == (
        "4 of 9 trainings are over. Best so far: Learning rate 0.002 · Batch size 32, 63.00% of "
        "the validation images right."
    )
    table = at.dataframe[0].value
    assert list(table["state"]) == ["done", "done", "done", "diverged", "running"]


def test_a_search_is_shown_as_points(open_page, store, started):
    found = [
        SweepTrial((0.00123, 32), "done", (0.5,), 0.5, 1.0),
        SweepTrial((0.0079, 512), "pruned", (0.1,), 0.1, 2.0),
    ]
    run = started(found, SEARCH)
    at = opened(open_page, sweep_run=run.id, lang="en")
    dots, crosses = figures(at)[0]["data"]
    assert dots["hovertext"] == [
        "Learning rate 0.00123 · Batch size 32: 50.00%",
        "Learning rate 0.0079 · Batch size 512: 10.00%",
    ]
    assert not crosses["x"]
    assert list(at.dataframe[0].value["state"]) == ["done", "given up"]


def test_the_best_leads_to_a_longer_training(open_page, store, started):
    config = SweepConfig()
    found = trials(config, 9)
    run = started(found, config)
    run.finish(result(config, found))
    at = opened(open_page, sweep_run=run.id, lang="en")
    assert "87.50% of the test images" in words(at)
    (link,) = [one.proto for one in at.main.get("page_link") if one.proto.page == "train"]
    best = replace(config.config_of(found[-1].values), epochs=12)
    told = dict(pair.split("=") for pair in link.query_string.split("&"))
    assert told.items() >= train.address(best).items()


def test_a_sweep_is_one_line_of_the_table_and_is_found_again(open_page, store, stand_in):
    config = replace(SEARCH, base=replace(SEARCH.base, seed=3))
    figures_of = {"accuracy": 0.9, "parameters": 10.0, "seconds": 40.0}
    store.save(runs.record(0, VISITOR, kind="sweep", config=config, figures=figures_of))
    at = open_page("runs", lang="en")
    table = at.dataframe[0].value
    assert list(table["name"]) == ["Sweep · Learning rate × Batch size"]
    assert list(table["special"]) == ["Seed 3"]
    links = [one.proto for one in at.main.get("page_link") if one.proto.page == "runs"]
    shown, again = (dict(p.split("=") for p in one.query_string.split("&")) for one in links[-2:])
    assert (shown["sweep_run"], shown["runs_section"]) == ("run-0", "sweep")
    assert "sweep_run" not in again
    at = opened(open_page, **{key: value.replace("%2C", ",") for key, value in again.items()})
    at.button("sweep_start").click().run()
    (run,) = stand_in.runs.values()
    assert run.config == config


def test_how_long_it_takes_is_known_from_earlier_ones(started):
    config = SweepConfig()
    assert duration.seconds(config) is None
    started(trials(config, 3), config)  # of 4 seconds for 3 epochs each
    assert duration.seconds(config) == pytest.approx(36)
    longer = replace(config, base=replace(config.base, epochs=6, train_share=0.5))
    assert duration.seconds(longer) == pytest.approx(36)


def test_one_that_takes_far_too_long_is_not_offered(open_page, store, started, stand_in):
    minutes = stand_in.limits.run_minutes
    slow = [replace(one, seconds=60.0 * minutes) for one in trials(SweepConfig(), 3)]
    started(slow).finish(None)
    at = opened(open_page, lang="en")
    assert "it is not offered" in words(at)
    assert at.button("sweep_start").disabled


def test_without_optuna_a_search_is_not_offered(open_page, store, monkeypatch):
    monkeypatch.setattr(proposal, "find_spec", lambda name: None)
    at = opened(open_page, sweep_method="search", lang="en")
    assert "pip install optuna" in words(at)
    assert at.button("sweep_start").disabled
    assert not opened(open_page, sweep_method="grid").button("sweep_start").disabled


def test_a_stranger_sees_no_buttons_of_it(open_page, store, stand_in):
    run = stand_in.start_run(tasks.sweep, SweepConfig(), owner="somebody else")
    at = rerun(opened(open_page, sweep_run=run.id))
    assert at.button("sweep_pause").disabled
    assert at.button("sweep_stop").disabled


def test_a_sweep_of_a_ready_made_training_names_it_and_not_itself():
    for name, preset in PRESETS.items():
        config = SweepConfig(replace(preset, epochs=5, train_share=0.25))
        told = settings.address(runs.record(0, VISITOR, kind="sweep", config=config))
        assert told.get("sweep_base", "tiny") == name
        assert told["sweep_share"] == "25"
