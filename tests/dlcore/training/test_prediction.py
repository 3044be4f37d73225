"""Many images through a model that takes few at a time."""

from types import SimpleNamespace

import numpy as np
import pytest

from dlcore.training import prediction
from dlcore.training.prediction import (
    PREDICT_BATCH,
    SMALL_BATCH,
    predict,
    predict_batches,
    predict_sample,
    slices_in_time,
)


@pytest.mark.parametrize("count", [1, PREDICT_BATCH, PREDICT_BATCH + 1])
def test_every_image_is_predicted_once_and_in_order(count):
    shapes = []

    def first_pixels(batch):
        shapes.append(batch.shape)
        return batch[:, 0, :10, 0].astype(np.float32)

    images = np.random.default_rng(0).integers(0, 256, (count, 28, 28), np.uint8)
    found = predict(SimpleNamespace(predict_on_batch=first_pixels), images)
    np.testing.assert_array_equal(found, images[:, 0, :10])
    assert all(shape[0] <= PREDICT_BATCH and shape[1:] == (28, 28, 1) for shape in shapes)


def test_batches_wait_to_be_asked_for():
    calls = []
    model = SimpleNamespace(predict_on_batch=calls.append)
    batches = predict_batches(model, np.zeros((2 * PREDICT_BATCH, 28, 28), np.uint8))
    next(batches)
    assert len(calls) == 1


@pytest.fixture
def clock(monkeypatch):
    clock = SimpleNamespace(now=100.0)
    clock.monotonic = lambda: clock.now
    monkeypatch.setattr(prediction, "time", clock)
    return clock


def sizes(clock, seconds_each, hurry, seconds=1.0, count=2000):
    """The sizes of the batches, where each takes so long and a hurry comes when `hurry` is past."""
    found, start = [], clock.now
    for some in slices_in_time(count, lambda: clock.now - start >= hurry, seconds):
        assert some.start == sum(found)
        found.append(some.stop - some.start)
        clock.now += seconds_each
    return found


def test_without_a_hurry_all_come_and_in_large_batches_where_they_are_quick(clock):
    never = float("inf")
    assert sizes(clock, 0.01, never) == [50, 100, 200, 400, 500, 500, 250]
    assert sizes(clock, 0.5, never, count=120) == [50, 50, 20]


def test_in_a_hurry_they_end_in_time_and_one_comes_in_any_case(clock):
    assert sizes(clock, 0.4, hurry=0.0) == [SMALL_BATCH] * 3  # one more is under way by the end
    assert sizes(clock, 0.4, hurry=0.8) == [SMALL_BATCH] * 5
    assert sizes(clock, 9.0, hurry=0.0) == [SMALL_BATCH]
    assert sizes(clock, 0.4, hurry=0.0, seconds=0.0) == [SMALL_BATCH]


@pytest.mark.parametrize(("hurry", "count"), [(False, 230), (True, SMALL_BATCH)])
def test_a_sample_knows_which_images_it_is_of(hurry, count):
    model = SimpleNamespace(predict_on_batch=lambda batch: batch[:, 0, :10, 0].astype(np.float32))
    images = np.random.default_rng(0).integers(0, 256, (230, 28, 28), np.uint8)
    seen, found = predict_sample(model, images, lambda: hurry, 0.0)
    assert len(seen) == count
    assert (np.diff(seen) > 0).all()
    np.testing.assert_array_equal(found, images[seen, 0, :10])
    assert not hurry or seen[-1] > 2 * SMALL_BATCH  # and not the first
