"""Data sets of a visitor's own, for tests of the pages that learn from them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from dlcore.data import DataSet
from dlcore.data.formats import to_npz
from dlcore.runs.sets import SetRecord
from dlcore.runs.store import Store
from dlcore.training import Mistake, TrainConfig, TrainResult
from tests.dlcore.training.sets import bars
from tests.pages.conftest import VISITOR


def keep_set(store: Store, data: DataSet, set_id: str = "mine") -> str:
    """Keeps a set as the visitor's; its id."""
    images = len(data.x_train) + len(data.x_test)
    content = to_npz(data)
    record = SetRecord(
        set_id, VISITOR, data.name, time.time(), len(data.classes), images, len(content)
    )
    assert store.keep_set(record, content)
    return set_id


def small(classes: int, each: int = 6, names: tuple[str, ...] = ()) -> DataSet:
    """A set of so many classes, with 5 images of each to learn from and one to test with."""
    return bars(classes, each, names)


def on_set(config: TrainConfig, data: DataSet) -> TrainConfig:
    """The same training on another set."""
    network = replace(config.network, classes=len(data.classes))
    return replace(config, network=network, data=replace(config.data, set=data.fingerprint))


def result_on(result: TrainResult, data: DataSet, wrong: Sequence[int] = ()) -> TrainResult:
    """What is left by a training on it that takes these test images for the next class."""
    classes = len(data.classes)
    guesses = data.y_test.copy()
    guesses[list(wrong)] = (guesses[list(wrong)] + 1) % classes
    confusion = np.zeros((classes, classes), np.int64)
    np.add.at(confusion, (data.y_test, guesses), 1)
    return replace(
        result,
        confusion=confusion,
        mistakes=tuple(
            Mistake(data.x_test[i], int(data.y_test[i]), int(guesses[i]), 0.9) for i in wrong
        ),
        source=data.source,
        fingerprint=data.fingerprint,
        test_images=len(data.x_test),
        wrong=np.array(sorted(wrong), np.int32),
        guesses=guesses[sorted(wrong)],
        classes=data.classes,
    )
