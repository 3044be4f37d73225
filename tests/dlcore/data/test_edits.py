"""What is put right in a data set: images moved and thrown out, and all of it taken back."""

from __future__ import annotations

import numpy as np
import pytest

from dlcore.data import DataError, DataSet, numbered
from dlcore.data.edits import THROWN, Edits, apply, labels


@pytest.fixture
def data() -> DataSet:
    """Nine images of three classes; each holds its number, and its writer is ten times that."""
    images = np.zeros((9, 28, 28), np.uint8)
    images[:, 3, 3] = np.arange(9)
    given = np.array([0, 1, 2, 0, 1, 2, 0, 1, 2], np.uint8)
    hands = np.arange(0, 90, 10, dtype=np.int32)
    parts = images[:5], given[:5], images[5:], given[5:]
    return DataSet(*parts, "own", ("α", "β", "γ"), "n", "", hands[:5], hands[5:])


def test_an_image_has_one_number_in_both_parts(data):
    some = [8, 0, 4, 5, 0]
    assert numbered.images(data, some)[:, 3, 3].tolist() == some
    assert numbered.labels(data).tolist() == [0, 1, 2, 0, 1, 2, 0, 1, 2]
    assert [numbered.is_test(data, one) for one in (4, 5)] == [False, True]


def test_changes_are_made_and_taken_back(data):
    edits = Edits().throw(3).move(7, 0).move(3, 2).throw(7).move(8, 1).move(8, 0)
    assert edits == Edits(frozenset({7}), ((3, 2), (8, 0)))
    assert len(edits) == 3
    assert [one in edits for one in (3, 7, 8, 0)] == [True, True, True, False]
    assert edits.undo(3).undo(7).undo(8).undo(1) == Edits()
    assert labels(data, edits).tolist() == [0, 1, 2, 2, 1, 2, 0, THROWN, 0]


def test_the_set_with_its_changes_keeps_parts_and_hands(data):
    changed = apply(data, Edits().throw(3).throw(5).move(4, 0).move(8, 2))
    assert changed.x_train[:, 3, 3].tolist() == [0, 1, 2, 4]
    assert changed.y_train.tolist() == [0, 1, 2, 0]
    assert changed.x_test[:, 3, 3].tolist() == [6, 7, 8]
    assert changed.y_test.tolist() == [0, 1, 2]
    assert changed.writers_train is not None
    assert changed.writers_test is not None
    assert changed.writers_train.tolist() == [0, 10, 20, 40]
    assert changed.writers_test.tolist() == [60, 70, 80]
    assert changed.y_train.dtype == changed.y_test.dtype == np.uint8
    assert changed.classes == data.classes
    assert changed.fingerprint != data.fingerprint
    assert apply(data, Edits()) is data


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        (Edits().throw(9), "of another data set"),
        (Edits().move(-1, 0), "of another data set"),
        (Edits().move(0, 3), "of another data set"),
        (Edits().throw(2), "class γ has no image left to learn from"),
        (Edits().move(7, 0), "class β has no image left to test with"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(data, edits, said):
    with pytest.raises(DataError, match=said):
        apply(data, edits)
