"""Which images a run uses, and its groups of steps."""

import numpy as np
import pytest

from dlcore.rnn import RnnConfig
from dlcore.training.config import PRESETS, TrainConfig
from dlcore.training.plan import make_plan, network_work, steps_per_execution


def test_share_takes_the_first_images(few):
    plan = make_plan(TrainConfig(train_share=0.5), few)
    np.testing.assert_array_equal(plan.x_train, few.x_train[:144])
    np.testing.assert_array_equal(plan.x_val, few.x_train[144:160])


@pytest.mark.parametrize(
    ("batch_size", "steps_per_epoch", "expected"),
    [(128, 422, 8), (32, 1688, 16), (1, 54000, 16), (512, 106, 2), (4096, 14, 1), (128, 29, 2)],
)
def test_groups_of_steps_are_short(batch_size, steps_per_epoch, expected):
    assert steps_per_execution(batch_size, steps_per_epoch) == expected


def test_groups_of_slow_steps_are_shorter_and_of_every_preset_as_long_as_ever():
    largest = network_work(RnnConfig("lstm", 256, 3, bidirectional=True))
    assert steps_per_execution(128, 422, largest) == 1
    assert steps_per_execution(32, 1688, largest) == 1
    for preset in PRESETS.values():
        size, steps = preset.batch_size, 54_000 // preset.batch_size
        work = network_work(preset.network)
        assert steps_per_execution(size, steps, work) == steps_per_execution(size, steps)
