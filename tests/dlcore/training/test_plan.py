"""Which images a run uses, and its groups of steps."""

import numpy as np
import pytest

from dlcore.training.config import TrainConfig
from dlcore.training.plan import make_plan, steps_per_execution


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
