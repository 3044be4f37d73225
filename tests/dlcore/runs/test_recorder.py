"""Runs are written down while they go: all that there is to know, and nothing twice."""

from __future__ import annotations

import gc
import logging
import subprocess
import sys
import time
import weakref
from collections.abc import Callable

import numpy as np
import pytest

from dlcore.engine import Failure, Run
from dlcore.errors import LabError
from dlcore.runs import recorder as module
from dlcore.runs.record import KINDS
from dlcore.runs.recorder import Recorder
from dlcore.runs.store import Store
from dlcore.runs.summary import SUMMARIES, figures
from tests.dlcore.runs.examples import (
    ADDITION_RESULT,
    CONFIGS,
    GAN_RESULT,
    OWNER,
    PICTURES,
    TRAIN_RESULT,
    same,
)

POINTS = {"loss": [[1, 0.5]], "val_accuracy": [[1, 0.25]], "seconds": [[1, 2.0]]}


@pytest.fixture
def store(stores) -> Store:
    return stores("sqlite://")


@pytest.fixture
def recorder(store, monkeypatch):
    monkeypatch.setattr(module, "EVERY_SECONDS", 0.01)
    one = Recorder(store, lambda: {"keras": "3"})
    yield one
    one.close()


@pytest.fixture
def saves(store, monkeypatch) -> list[tuple]:
    """What the store is given, as (status, names of the parts)."""
    seen = []
    save = store.save

    def spy(record, **parts):
        save(record, **parts)
        seen.append((record.status, sorted(parts)))

    monkeypatch.setattr(store, "save", spy)
    return seen


def begun(kind: str = "train") -> Run:
    run = Run(print, CONFIGS[kind], lambda run: None, owner=OWNER)
    run.begin()
    return run


def until(condition: Callable[[], object]) -> None:
    latest = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < latest
        time.sleep(0.005)


def test_a_run_is_kept_from_its_beginning_to_its_end(store, recorder):
    run = begun()
    recorder.keep(run)
    until(lambda: store.get(run.id))
    run.receive({"series": POINTS, "progress": {"examples_per_second": 9.0}})
    until(lambda: store.get(run.id).figures)
    found = store.get(run.id)
    assert (found.kind, found.owner, found.status) == ("train", OWNER, "running")
    assert (found.created, found.started, found.finished) == (run.created, run.started, None)
    assert found.figures == {
        "accuracy": 0.25,
        "val_accuracy": 0.25,
        "seconds": 2.0,
        "per_second": 9.0,
    }
    assert found.versions == {"keras": "3"}
    assert store.series(run.id)["loss"].tolist() == [[1, 0.5]]
    run.finish(TRAIN_RESULT)
    until(lambda: store.get(run.id).status == "done")
    found = store.get(run.id)
    assert found.finished == run.finished
    assert (found.figures["accuracy"], found.figures["parameters"]) == (0.9, 12)
    assert same(store.result(run.id), TRAIN_RESULT)
    until(lambda: not recorder._kept)


def test_only_what_has_changed_is_written(recorder, saves):
    run = begun("gan")
    recorder.keep(run)
    until(lambda: saves)
    run.receive({"series": POINTS})
    until(lambda: len(saves) == 2)
    run.receive({"phase": "training"})
    until(lambda: len(saves) == 3)
    run.receive({"picture": PICTURES[0], "snapshot": b"network"})
    until(lambda: len(saves) == 4)
    time.sleep(0.1)  # nothing has changed
    run.finish(GAN_RESULT)
    until(lambda: len(saves) == 5)
    assert saves == [
        ("running", []),
        ("running", ["series"]),
        ("running", []),
        ("running", ["pictures", "snapshot"]),
        ("done", ["checkpoint", "result"]),
    ]


def test_what_a_run_was_supplied_with_is_written_once(store, recorder, saves):
    run = Run(print, CONFIGS["train"], print, owner=OWNER, supply=b"images")
    run.begin()
    recorder.keep(run)
    until(lambda: saves)
    run.finish(TRAIN_RESULT)
    until(lambda: len(saves) == 2)
    assert saves == [("running", ["supply"]), ("done", ["checkpoint", "result"])]
    assert store.supply(run.id) == b"images"


def test_a_failure_is_kept_in_words(store, recorder):
    run = begun("addition")
    recorder.keep(run)
    run.fail(Failure("exception", LabError("After step {step}.", step=3)))
    until(lambda: store.get(run.id) and store.get(run.id).status == "failed")
    assert store.get(run.id).error == "After step 3."


def test_what_is_left_is_written_as_it_closes(store, monkeypatch):
    monkeypatch.setattr(module, "EVERY_SECONDS", 60.0)
    recorder = Recorder(store)
    run = begun()
    recorder.keep(run)
    until(lambda: store.get(run.id))
    run.receive({"series": POINTS})
    run.finish(TRAIN_RESULT)
    recorder.close()
    assert store.get(run.id).status == "done"
    assert store.series(run.id)["loss"].tolist() == [[1, 0.5]]
    assert not recorder._thread.is_alive()


def test_a_paused_run_is_kept_when_it_goes_on_and_held_by_nobody_meanwhile(store, recorder):
    run = begun()
    name, alive = run.id, weakref.ref(run)
    recorder.keep(run)
    for status in ("paused", "running", "paused"):
        until(lambda: not recorder._kept or alive().status == "running")
        run._status, run._version = status, run.version + 1
        until(lambda status=status: store.get(name) and store.get(name).status == status)
    until(lambda: not recorder._kept)
    del run
    until(lambda: gc.collect() is not None and alive() is None)


def test_one_that_is_closed_at_once_has_written_all_the_same(store):
    run = begun()
    run.finish(TRAIN_RESULT)
    for _ in range(20):
        recorder = Recorder(store)
        recorder.keep(run)
        recorder.close()
        assert store.get(run.id).status == "done"
        store.delete(run.id, OWNER)
        store.restore(run.id, OWNER)


def test_a_run_that_cannot_be_kept_stops_no_other(store, recorder, caplog):
    strange = Run(print, object(), lambda run: None)
    good = begun()
    with caplog.at_level(logging.ERROR):
        recorder.keep(strange)
        recorder.keep(good)
        until(lambda: store.get(good.id))
        until(lambda: strange.id not in recorder._kept)
    assert strange.id in caplog.text
    assert store.get(strange.id) is None


def test_every_kind_of_run_has_a_summary():
    assert SUMMARIES.keys() == KINDS.keys()


def test_a_summary_takes_what_is_known():
    for kind in KINDS:
        assert figures(kind, {}, None, None) == {}
    assert figures("train", {"val_loss": [(1, 3.0), (2, float("nan"))]}, {}, None) == {}
    found = figures("addition", {"right_1": [(0, 0.0), (1, 1.0)], "right_2": [(1, 0.5)]}, {}, None)
    assert found == {"accuracy": 0.75}
    found = figures("addition", {"right_1": [(1, 1.0)]}, {}, ADDITION_RESULT)
    assert found == {
        "accuracy": 0.5,
        "parameters": 56,
        "seconds": 3.5,
        "epochs_done": 2.0,
        "per_second": 99.0,
    }
    found = figures("gan", {"distance": [(1, 4.0)], "agreement": [(1, 0.1)]}, {}, GAN_RESULT)
    assert (found["agreement"], found["evenness"]) == (0.8, 0.9)
    assert found["distance"] == 4.0  # too few drawings at the end to measure it anew


def test_versions_are_told_without_importing_anything():
    program = (
        "import sys; from dlcore.runs.recorder import versions; found = versions();"
        "print('keras' in sys.modules, found['numpy'], *sorted(found))"
    )
    said = subprocess.check_output([sys.executable, "-c", program], text=True).split()
    assert said == ["False", np.__version__, "dlcore", "keras", "numpy", "python", "tensorflow"]
