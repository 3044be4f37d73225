"""A sweep is its trainings, one after another, whatever happens meanwhile."""

from __future__ import annotations

from dataclasses import replace

import keras
import msgpack
import numpy as np
import pytest

from dlcore import registry, tasks
from dlcore.cnn import CnnConfig
from dlcore.data import DataError
from dlcore.data.formats import to_npz
from dlcore.mlp import MlpConfig
from dlcore.reports import Held, Orders
from dlcore.sweep import SweepAxis, SweepConfig, SweepTrial
from dlcore.sweep import training as sweep_training
from dlcore.sweep.training import sweep
from dlcore.training import DataRecipe, TrainConfig, TrainingDiverged, train
from dlcore.training.pool import NothingLearnt
from dlcore.training.state import StateError
from tests.dlcore.training.sets import bars

BASE = TrainConfig(CnnConfig((4,), dense_units=8), batch_size=16, epochs=2, learning_rate=3e-3)
CONFIG = SweepConfig(
    BASE, (SweepAxis("learning_rate", (3e-3, 3e-2)), SweepAxis("batch_size", (16, 32)))
)


@pytest.fixture
def run(few, patient):
    """Sweeps on few images; returns what is left and all reports."""

    def run(config=CONFIG, orders=None, checkpoint=b""):
        reports = []

        def report(told):
            assert msgpack.unpackb(msgpack.packb(told)) == told
            reports.append(told)

        return sweep(config, few, report, orders or Orders(), checkpoint), reports

    return run


def after_trials(monkeypatch, count: int, order: str) -> Orders:
    """Orders that come while the training after so many is under way."""
    orders, begun = Orders(), []

    def begin(config, data, report, should_stop):
        begun.append(config)

        def follow(told):
            if len(begun) > count:
                getattr(orders, order)()
            report(told)

        return train(config, data, follow, should_stop)

    monkeypatch.setattr(sweep_training, "train", begin)
    return orders


def weights(model: bytes) -> list[np.ndarray]:
    return registry.load_bytes(model).get_weights()


def without_time(trials) -> list[SweepTrial]:
    return [replace(trial, seconds=0.0) for trial in trials]


def told(reports, name):
    return [report[name] for report in reports if name in report]


def points(reports, name):
    return [point for report in reports for point in report.get("series", {}).get(name, [])]


@pytest.mark.slow
def test_a_grid_is_its_trainings_bit_for_bit(run, few):
    left, reports = run()
    alone = []
    for point in CONFIG.points():
        seen = []
        result = train(CONFIG.config_of(point), few, seen.append, lambda: False)
        alone.append(
            (result, [y for _, y in points(seen, "val_accuracy")], points(seen, "val_loss"))
        )
    assert [trial.values for trial in left.trials] == CONFIG.points()
    assert {trial.state for trial in left.trials} == {"done"}
    for trial, (_, curve, losses) in zip(left.trials, alone, strict=True):
        assert list(trial.curve) == curve
        assert (trial.val_accuracy, trial.val_loss) == (curve[-1], losses[-1][1])
        assert (trial.epochs, trial.steps) == (2.0, losses[-1][0])
    best = max(range(4), key=lambda i: (alone[i][1][-1], -alone[i][2][-1][1]))
    expected = alone[best][0]
    assert left.best == CONFIG.config_of(CONFIG.points()[best])
    assert (left.test_loss, left.test_accuracy) == (expected.test_loss, expected.test_accuracy)
    assert (left.parameters, left.source) == (expected.parameters, "sample")
    assert left.fingerprint == few.fingerprint
    for mine, theirs in zip(weights(left.model), weights(expected.model), strict=True):
        np.testing.assert_array_equal(mine, theirs)
    assert (left.stopped, left.epochs_done) == (False, 8.0)
    assert told(reports, "checkpoint")[-1] == b""


@pytest.mark.slow
def test_what_it_reports_are_trials_and_the_best_so_far(run):
    left, reports = run()
    last = told(reports, "snapshot")[-1]["trials"]
    assert [SweepTrial.from_plain(plain) for plain in last] == list(left.trials)
    assert "running" in {plain["state"] for s in told(reports, "snapshot") for plain in s["trials"]}
    found = points(reports, "best_accuracy")
    accuracies = [trial.val_accuracy for trial in left.trials]
    np.testing.assert_array_equal([y for _, y in found], np.maximum.accumulate(accuracies))
    assert [x for x, _ in found] == np.cumsum([trial.steps for trial in left.trials]).tolist()
    assert [y for _, y in points(reports, "epoch")] == [2, 4, 6, 8]
    progress = told(reports, "progress")
    assert {one["epochs"] for one in progress} == {4}
    places = [(one["epoch"], one["step"]) for one in progress]
    assert places == sorted(places)
    assert progress[-1]["step"] == progress[-1]["steps_per_epoch"] == 18


@pytest.mark.slow
def test_a_pause_changes_nothing(run, monkeypatch):
    whole, _ = run()
    held, reports = run(orders=after_trials(monkeypatch, 2, "pause"))
    assert isinstance(held, Held)
    assert held.checkpoint == told(reports, "checkpoint")[-1]
    monkeypatch.undo()
    left, reports = run(checkpoint=held.checkpoint)
    assert without_time(left.trials) == without_time(whole.trials)
    assert (left.best, left.test_loss) == (whole.best, whole.test_loss)
    for mine, theirs in zip(weights(left.model), weights(whole.model), strict=True):
        np.testing.assert_array_equal(mine, theirs)
    assert told(reports, "rewind") == [sum(trial.steps for trial in left.trials[:2])]


def test_a_pause_in_the_first_training_begins_again(run, monkeypatch):
    held, _ = run(orders=after_trials(monkeypatch, 0, "pause"))
    assert held == Held(b"")


@pytest.mark.slow
def test_a_stop_keeps_what_there_is_and_can_be_gone_on_with(run, monkeypatch):
    left, reports = run(orders=after_trials(monkeypatch, 2, "stop"))
    assert left.stopped
    assert [trial.state for trial in left.trials] == ["done", "done", "stopped"]
    assert left.best in [CONFIG.config_of(trial.values) for trial in left.trials[:2]]
    monkeypatch.undo()
    whole, _ = run(checkpoint=told(reports, "checkpoint")[-1])
    assert [trial.state for trial in whole.trials] == ["done"] * 4
    assert not whole.stopped


def test_a_stop_in_the_first_training_leaves_its_network(run, monkeypatch):
    left, reports = run(orders=after_trials(monkeypatch, 0, "stop"))
    assert [trial.state for trial in left.trials] == ["stopped"]
    assert weights(left.model)
    assert not told(reports, "checkpoint")[-1]


def test_a_stop_before_the_first_training_leaves_nothing(run):
    orders = Orders()
    orders.stop()
    with pytest.raises(NothingLearnt):
        run(orders=orders)


LEAKY = replace(
    BASE,
    optimizer="momentum",
    network=CnnConfig((4, 4), activation="leaky_relu", dense_units=8),
)
DIVERGING = SweepAxis("learning_rate", (10.0, 3e-3))


@pytest.mark.slow
def test_one_that_diverges_is_a_failed_trial(run):
    config = SweepConfig(LEAKY, (DIVERGING, SweepAxis("seed", (0, 1))))
    left, _ = run(config)
    assert [trial.state for trial in left.trials] == ["failed", "failed", "done", "done"]
    assert [trial.val_accuracy for trial in left.trials[:2]] == [None, None]
    assert left.best.learning_rate == 3e-3
    assert not left.stopped


def test_where_all_diverge_that_is_said(run):
    only = SweepAxis("learning_rate", (10.0,))
    with pytest.raises(TrainingDiverged, match="Each training"):
        run(SweepConfig(LEAKY, (only, SweepAxis("seed", (0,)))))


def test_with_patience_the_epoch_counts_whose_weights_are_left(run):
    base = replace(BASE, patience=1, epochs=6)
    config = SweepConfig(base, (SweepAxis("learning_rate", (0.2,)), SweepAxis("seed", (1,))))
    left, _ = run(config)
    (trial,) = left.trials
    assert trial.val_accuracy in trial.curve
    model = registry.load_bytes(left.model)
    assert isinstance(model, keras.Model)


def test_strange_bytes_are_no_checkpoint(run):
    for data in (b"nothing", b"PK\x03\x04"):
        with pytest.raises(StateError):
            run(checkpoint=data)


@pytest.mark.slow
def test_a_search_gives_up_what_is_worse_and_goes_on_alike(run, monkeypatch):
    """Rates that are hopeless among others; what was given up is not chosen."""
    axes = (SweepAxis("learning_rate", (1e-7, 0.03)), SweepAxis("seed", (0, 1)))
    config = SweepConfig(replace(BASE, epochs=3), axes, "search", 9)
    whole, reports = run(config)
    states = [trial.state for trial in whole.trials]
    assert states[:5] == ["done"] * 5
    assert "pruned" in states
    for trial in whole.trials:
        assert (len(trial.curve) < 3) == (trial.state == "pruned")
    done = [trial for trial in whole.trials if trial.state == "done"]
    assert config.config_of(max(done, key=lambda trial: trial.rank).values) == whole.best
    middle = told(reports, "checkpoint")[5]
    again, _ = run(config, checkpoint=middle)

    def fixed(trials):  # how far one came that was given up late, the clock decides
        return [replace(trial, seconds=0, epochs=0, steps=0) for trial in trials]

    assert fixed(again.trials) == fixed(whole.trials)


class TestOwnSet:
    """The images of a sweep on another set than MNIST come along with it."""

    data = bars(3, 12, ("α", "β", "<b>γ</b>"))
    base = TrainConfig(
        MlpConfig((8,), classes=3),
        batch_size=16,
        epochs=1,
        data=DataRecipe(set=data.fingerprint),
    )
    axes = (SweepAxis("learning_rate", (1e-3, 1e-2)), SweepAxis("seed", (0,)))

    def test_its_trainings_learn_from_it(self):
        config, supply = SweepConfig(self.base, self.axes), to_npz(self.data)
        left = tasks.sweep(config, lambda told: None, lambda: False, supply=supply)
        assert [trial.state for trial in left.trials] == ["done", "done"]
        assert registry.class_names(left.model) == self.data.classes
        assert (left.source, left.fingerprint) == ("own", self.data.fingerprint)
        assert left.best.data.set == self.data.fingerprint

    def test_without_it_there_is_no_sweep(self):
        with pytest.raises(DataError, match="did not come along"):
            tasks.sweep(SweepConfig(self.base, self.axes), lambda told: None, lambda: False)
