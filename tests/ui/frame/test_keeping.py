"""Runs that are kept come back into the engine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dlcore.engine import Engine
from dlcore.runs import RunRecord
from dlcore.runs.recorder import Recorder
from dlcore.runs.store import Store
from dlcore.training import TrainConfig
from ui.frame import keeping
from ui.frame.i18n import explain
from ui.frame.jobs import TRAIN


@pytest.fixture
def store(monkeypatch):
    opened = Store.open("sqlite://")
    recorder = Recorder(opened)
    monkeypatch.setattr(keeping, "store", lambda: opened)
    monkeypatch.setattr(keeping, "_recorder", lambda: recorder)
    yield opened
    recorder.close()
    opened.close()


def test_a_run_that_another_server_has_gone_on_with_is_elsewhere(store):
    record = RunRecord("run", "train", None, TrainConfig(), "paused", 1.0, finished=2.0)
    store.save(record, checkpoint=b"state")
    run = keeping.recall(Engine(), TRAIN, "run")
    assert not keeping.is_elsewhere(run)
    store.save(replace(record, status="running", finished=None))
    assert keeping.is_elsewhere(run)
    assert keeping.may_come_back(TRAIN, "run")
    assert keeping.recall(Engine(), TRAIN, "run") is None
    store.save(replace(record, status="done", finished=3.0))
    assert keeping.is_elsewhere(run)
    assert not keeping.may_come_back(TRAIN, "run")


def test_a_run_comes_back_with_what_it_was_supplied_with(store):
    record = RunRecord("run", "train", None, TrainConfig(), "paused", 1.0, finished=2.0)
    store.save(record, supply=b"images")
    assert keeping.recall(Engine(), TRAIN, "run").supply == b"images"


def test_what_is_not_written_yet_is_not_elsewhere(store, monkeypatch):
    record = RunRecord("run", "train", None, TrainConfig(), "paused", 1.0, finished=2.0)
    store.save(record)
    run = keeping.recall(Engine(), TRAIN, "run")
    store.save(replace(record, status="running"))
    with monkeypatch.context() as patch:
        patch.setattr(keeping, "_recorder", lambda: Behind())
        assert not keeping.is_elsewhere(run)


class Behind:
    """A recorder that has not written it down."""

    def is_behind(self, run) -> bool:
        return True


def test_why_a_run_has_failed_comes_back_as_it_was_said(store):
    said = "Received {'x': 0}, {0} and a lone {."
    store.save(RunRecord("run", "train", None, TrainConfig(), "failed", 1.0, error=said))
    run = keeping.recall(Engine(), TRAIN, "run")
    assert str(run.failure.error) == said
    assert said in explain(run.failure.error)
