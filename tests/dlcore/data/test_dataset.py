"""How a set of images is parted: by class, by writer, and so that every tail is fair."""

from __future__ import annotations

import numpy as np
import pytest

from dlcore.data import DataError, DataSet, parted


def made(counts: list[int], writers: int = 0) -> DataSet:
    """Each image holds its own number, so that what has become of it is seen."""
    labels = np.repeat(np.arange(len(counts), dtype=np.uint8), counts)
    images = np.zeros((len(labels), 28, 28), np.uint8)
    images[:, 0, 0], images[:, 0, 1] = np.divmod(np.arange(len(labels)), 256)
    people = np.arange(len(labels), dtype=np.int32) % writers if writers else None
    return parted(images, labels, [f"α{i}" for i in range(len(counts))], name="n", writers=people)


def numbers(images: np.ndarray) -> np.ndarray:
    return images[:, 0, 0].astype(int) * 256 + images[:, 0, 1]


def test_nothing_is_lost_doubled_or_given_another_label():
    counts = [5, 40, 300]
    data = made(counts)
    truth = np.repeat(np.arange(3), counts)
    there = np.concatenate([numbers(data.x_train), numbers(data.x_test)])
    assert sorted(there) == list(range(345))
    np.testing.assert_array_equal(truth[numbers(data.x_train)], data.y_train)
    np.testing.assert_array_equal(truth[numbers(data.x_test)], data.y_test)
    assert np.bincount(data.y_test).tolist() == [1, 8, 60]


def test_a_last_part_to_validate_with_has_each_class_as_often_as_the_whole():
    data = made([50, 100, 250])
    for share in (0.05, 0.1, 0.5):
        tail = data.y_train[-round(share * len(data.y_train)) :]
        expected = share * np.bincount(data.y_train)
        assert (abs(np.bincount(tail, minlength=3) - expected) <= 1.5).all()


def test_whole_writers_are_tested_where_there_are_some():
    data = made([60, 60], writers=10)
    assert data.writers_train is not None
    assert data.writers_test is not None
    assert set(data.writers_train).isdisjoint(data.writers_test)
    assert len(set(data.writers_test)) == 2
    np.testing.assert_array_equal(numbers(data.x_test) % 10, data.writers_test)
    few = made([4, 4], writers=2)  # one of two would be half of it
    assert np.bincount(few.y_test).tolist() == [1, 1]


def test_a_class_that_no_other_writer_has_drawn_is_parted_all_the_same():
    labels = np.array([0, 0, 0, 0, 1, 1], np.uint8)
    writers = np.array([0, 1, 2, 3, 4, 4], np.int32)
    data = parted(np.zeros((6, 28, 28), np.uint8), labels, "ab", name="n", writers=writers)
    assert set(data.y_train) == set(data.y_test) == {0, 1}


@pytest.mark.parametrize(
    ("labels", "classes", "sentence"),
    [
        ([0, 0, 1], ["a", "b"], "two images at least.*Too few are of: b"),
        ([0, 0, 1, 1], ["a", "a"], "the same name: a"),
        ([0, 0], ["a"], "2 to 100 classes. Found: 1"),
        ([0, 0], [str(i) for i in range(1000)], "2 to 100 classes. Found: 1000"),
    ],
)
def test_what_cannot_be_parted_is_said(labels, classes, sentence):
    images = np.zeros((len(labels), 28, 28), np.uint8)
    with pytest.raises(DataError, match=sentence):
        parted(images, np.array(labels, np.uint8), classes, name="n")
