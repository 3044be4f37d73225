"""Runs that are kept come back into the engine."""

from __future__ import annotations

import pytest

from dlcore.engine import Engine
from dlcore.runs import RunRecord
from dlcore.runs.store import Store
from dlcore.training import TrainConfig
from ui.frame import keeping
from ui.frame.i18n import explain
from ui.frame.jobs import TRAIN


@pytest.fixture
def store(monkeypatch):
    opened = Store.open("sqlite://")
    monkeypatch.setattr(keeping, "store", lambda: opened)
    yield opened
    opened.close()


def test_why_a_run_has_failed_comes_back_as_it_was_said(store):
    said = "Received {'x': 0}, {0} and a lone {."
    store.save(RunRecord("run", "train", None, TrainConfig(), "failed", 1.0, error=said))
    run = keeping.recall(Engine(), TRAIN, "run")
    assert str(run.failure.error) == said
    assert said in explain(run.failure.error)
