"""Many images through a model that takes few at a time."""

from types import SimpleNamespace

import numpy as np
import pytest

from dlcore.training.prediction import PREDICT_BATCH, predict, predict_batches


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
