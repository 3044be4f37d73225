"""The page of runs: its table, what is done to them, and how they are compared."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.pages import runs
from tests.pages.conftest import VISITOR, charts, rerun, words
from tests.pages.runs import StandInStore
from ui.frame import keeping
from ui.runs import kept


@pytest.fixture
def store(monkeypatch):
    double = StandInStore()
    monkeypatch.setattr(keeping, "store", lambda: double)
    for module in ("kept", "table", "room"):
        monkeypatch.setattr(f"ui.runs.{module}.store", lambda: double)
    kept._series.cache_clear()
    kept._measured.cache_clear()
    return double


@pytest.fixture
def keep(store, result):
    """Keeps so many runs of the visitor, with curves and results."""

    def keep_(count: int, **fields):
        for number in range(count):
            record = runs.record(number, VISITOR, **fields)
            store.save(record, series=runs.curves(number), result=result)
        return store

    return keep_


def table(at):
    return at.dataframe[0].value


def test_it_opens(open_page, keep):
    keep(3)
    at = open_page("runs", lang="en")
    print(words(at)); print(table(at)); print(len(charts(at)))
    assert 0
