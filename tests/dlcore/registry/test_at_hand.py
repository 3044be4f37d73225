"""Networks in use: a visitor's answers in batches of few sizes."""

from __future__ import annotations

import numpy as np

from dlcore.registry.at_hand import padded


def test_batches_have_few_sizes_and_answers_stay_those_of_their_images():
    sizes = []

    def predict(batch: np.ndarray) -> np.ndarray:
        sizes.append(len(batch))
        return batch.reshape(len(batch), -1)[:, :10]

    random = np.random.default_rng(0)
    for count in range(1, 21):
        batch = random.random((count, 28, 28, 1), np.float32)
        np.testing.assert_array_equal(padded(predict)(batch), batch.reshape(count, -1)[:, :10])
    assert set(sizes) == {1, 2, 4, 8, 16, 32}
