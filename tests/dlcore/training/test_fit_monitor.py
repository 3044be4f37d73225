"""Means of the newest images; what else a monitor does, the runs of test_training show."""

from itertools import pairwise

import numpy as np
import pytest

from dlcore.training.fit_monitor import GroupMeans


def test_group_means_undo_running_means():
    random = np.random.default_rng(0)
    values, ends = random.random(50), [7, 20, 21, 50]
    means = GroupMeans()
    for start, end in pairwise([0, *ends]):
        found = means.newest({"loss": values[:end].mean()}, end)
        assert found["loss"] == pytest.approx(values[start:end].mean())
