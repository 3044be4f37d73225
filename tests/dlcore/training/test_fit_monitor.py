"""Means of the newest images; what else a monitor does, the runs of test_training show."""

import threading
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from dlcore.training import fit_monitor
from dlcore.training.fit_monitor import Extent, FitMonitor, GroupMeans


def test_an_extent_counts_the_short_batch_that_ends_an_epoch():
    extent = Extent(epochs=3, examples=50, batch_size=16)
    assert (extent.steps_per_epoch, extent.steps, extent.all_examples) == (4, 12, 150)


def test_group_means_undo_running_means():
    random = np.random.default_rng(0)
    values, ends = random.random(50), [7, 20, 21, 50]
    means = GroupMeans()
    for start, end in pairwise([0, *ends]):
        found = means.newest({"loss": values[:end].mean()}, end)
        assert found["loss"] == pytest.approx(values[start:end].mean())


class Landing:
    """A model whose steps, left at a stop, have their effect while it is measured."""

    def __init__(self, at_measurement: int) -> None:
        self.optimizer = SimpleNamespace(iterations=7)
        self.measured: list[int] = []
        self._at = at_measurement

    def measure(self) -> int:
        before = self.optimizer.iterations
        self.measured.append(before)
        if len(self.measured) == self._at:
            self.optimizer.iterations += 1
        return before


@pytest.mark.parametrize(("lands_at", "measured"), [(0, [7]), (1, [7, 8]), (2, [7])])
def test_what_is_measured_did_not_change_meanwhile(lands_at, measured, monkeypatch):
    model = Landing(lands_at)
    monitor = FitMonitor(Extent(1, 1, 1), model, None, lambda: True)
    monitor.left = SimpleNamespace(over=threading.Event())
    monkeypatch.setattr(fit_monitor, "_LANDING_SECONDS", 0.0)
    assert monitor.settled(model.measure) == measured[-1]
    assert model.measured == measured


def test_what_nobody_left_is_measured_once():
    model = Landing(1)
    assert FitMonitor(Extent(1, 1, 1), model, None, lambda: True).settled(model.measure) == 7
    assert model.measured == [7]


def test_steps_that_were_left_count_only_while_they_are_in_time():
    model = Landing(0)
    monitor = FitMonitor(Extent(1, 100, 10), model, None, lambda: True)
    monitor.left = SimpleNamespace(over=threading.Event())
    monitor._end_group(1, {"loss": 1.0})
    assert (monitor.steps_done, model.stop_training) == (2, True)
    monitor.settled(model.measure)
    monitor._end_group(3, {"loss": 1.0})
    assert monitor.steps_done == 2


@pytest.mark.parametrize(
    ("examples", "left"), [(0, 9), (100, 8), (200, 7), (210, 6), (330, 4), (420, 3), (630, 0)]
)
def test_an_epoch_that_ends_within_a_batch_has_that_step_each_time(examples, left):
    extent = Extent(epochs=3, examples=210, batch_size=100)
    assert extent.steps == 9
    assert extent.steps_after(examples) == left
