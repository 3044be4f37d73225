"""The course of a run as CSV and JSON, read back: nothing is lost, and nothing secret told."""

from __future__ import annotations

import io
import json

import numpy as np
import pandas as pd
import pytest

from dlcore.runs.export import RunToExport, history
from tests.dlcore.runs.export.finished import CONFIGS, KINDS, SERIES, finished


def test_the_table_has_a_row_for_each_step_and_gaps_where_nothing_was_measured():
    table = pd.read_csv(io.BytesIO(history.to_csv(finished())))
    assert list(table) == [
        "step", "epoch", "seconds", "loss", "accuracy", "val_loss", "val_accuracy"
    ]  # fmt: skip
    assert table.step.tolist() == [4, 8, 10, 12, 16]
    for name in ("loss", "accuracy", "val_loss", "val_accuracy"):
        steps, values = SERIES[name].T
        measured = table.set_index("step")[name].reindex(steps)
        np.testing.assert_array_equal(measured, values)
        assert table[name].notna().sum() == np.isfinite(values).sum()
    np.testing.assert_allclose(table.epoch, [0.5, 1.0, 1.25, 1.5, 2.0])
    np.testing.assert_allclose(table.seconds, [1, 2, 2.5, 3, 5])


def test_a_clock_says_nothing_outside_of_its_own_points():
    early = {"loss": np.array([[1, 2.0]]), "epoch": SERIES["epoch"]}
    table = pd.read_csv(io.BytesIO(history.to_csv(RunToExport(finished().record, early))))
    assert table.step.tolist() == [1, 4, 8, 12, 16]
    assert table.epoch.isna().tolist() == [True] + 4 * [False]
    assert table.seconds.isna().all()


def test_a_run_without_curves_is_a_table_without_rows():
    assert history.to_csv(RunToExport(finished().record)) == b"step,epoch,seconds\n"


@pytest.mark.parametrize("kind", KINDS)
def test_the_object_holds_all_that_is_known_but_whose_run_it_is(kind):
    run = finished(kind, name='"数字" \\ \n', changes=((8, "learning_rate", 0.5),))
    text = history.to_json(run).decode()
    found = json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
    assert run.record.id not in text
    assert run.record.owner not in text
    assert found["format"] == "dlcore-run"
    assert found["version"] == history.VERSION
    assert found["kind"] == kind
    assert found["name"] == run.record.name
    assert found["started"] == "2023-11-14T22:15:00Z"
    config = found["config"]
    assert found["seed"] == config.get("base", config)["seed"] == CONFIGS[kind].seed
    assert found["config"]["class"] == type(CONFIGS[kind]).__name__
    assert found["changes"] == [{"step": 8, "name": "learning_rate", "value": 0.5}]
    assert found["figures"] == {"accuracy": 0.875}
    assert found["series"]["loss"] == {"step": [4, 8, 12, 16], "value": [2.0, 1.5, None, 0.5]}
    confusion = getattr(run.result, "confusion", None)
    trials = getattr(run.result, "trials", None)
    assert found["trials"] == (trials and [trial.to_plain() for trial in trials])
    assert found["confusion"] == (None if confusion is None else confusion.tolist())


def test_every_key_is_documented():
    found = json.loads(history.to_json(finished()))
    assert [key for key in found if key not in history.to_json.__doc__] == []
    early = RunToExport(finished(status="queued", started=None, finished=None).record)
    assert json.loads(history.to_json(early)).keys() == found.keys()
