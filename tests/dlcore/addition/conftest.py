"""A training that is over in seconds, once for all tests that look at what it leaves."""

import pytest

from dlcore import registry
from dlcore.addition.config import AdditionConfig
from dlcore.addition.training import train_addition

TINY = AdditionConfig(
    digits=2, units=12, batch_size=16, learning_rate=0.02, epochs=3, sums_per_epoch=64, seed=5
)


@pytest.fixture(scope="session")
def tiny():
    return TINY


@pytest.fixture(scope="session")
def trained():
    """(result, reports) of the tiny training."""
    reports = []
    return train_addition(TINY, reports.append, lambda: False), reports


@pytest.fixture(scope="session")
def model(trained):
    return registry.load_bytes(trained[0].model)
