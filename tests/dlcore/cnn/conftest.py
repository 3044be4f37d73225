from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import NamedTuple

import keras
import pytest

from dlcore import registry
from dlcore.cnn import CnnConfig, build_cnn
from dlcore.data import DataSet, held_out
from dlcore.data.held_out import TestSet
from tests.dlcore.training.sets import bars


@pytest.fixture(scope="session")
def seven() -> held_out.TestDigit:
    return held_out.digit(7)


class OwnNetwork(NamedTuple):
    """An untrained network of the classes of a set that is made here."""

    data: DataSet
    tests: TestSet
    model: keras.Model
    file: bytes
    digest: str

    @property
    def asked(self) -> tuple[TestSet, str, bytes]:
        """What the questions about it end with."""
        return self.tests, self.digest, self.file


@pytest.fixture(scope="session")
def network_of() -> Callable[[int], OwnNetwork]:
    """A network of so many classes; the same for the same number."""
    made: dict[int, OwnNetwork] = {}

    def network(classes: int) -> OwnNetwork:
        if classes not in made:
            made[classes] = _network(classes)
        return made[classes]

    return network


def _network(classes: int) -> OwnNetwork:
    data = bars(classes, 20)
    keras.utils.set_random_seed(classes)
    model = build_cnn(CnnConfig((3,), dense_units=8, classes=classes))
    file = registry.to_bytes(model, data.classes)
    return OwnNetwork(data, TestSet.of(data), model, file, hashlib.sha256(file).hexdigest())
