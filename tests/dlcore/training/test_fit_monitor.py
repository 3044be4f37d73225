"""Means of the newest images; what else a monitor does, the runs of test_training show."""

from itertools import pairwise

import numpy as np
import pytest

from dlcore.training.fit_monitor import Extent, GroupMeans


def test_an_extent_counts_the_short_batch_that_ends_an_epoch():
    extent = Extent(epochs=3, examples=50, batch_size=16)
    assert (extent.steps_per_epoch, extent.steps) == (4, 12)
    gone = [extent.examples_in(step) for step in range(13)]
    assert gone == [0, 16, 32, 48, 50, 66, 82, 98, 100, 116, 132, 148, 150]


def test_group_means_undo_running_means():
    random = np.random.default_rng(0)
    values, ends = random.random(50), [7, 20, 21, 50]
    means = GroupMeans()
    for start, end in pairwise([0, *ends]):
        found = means.newest({"loss": values[:end].mean()}, end)
        assert found["loss"] == pytest.approx(values[start:end].mean())
