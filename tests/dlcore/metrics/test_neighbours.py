"""Neighbours against scikit-learn's."""

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

from dlcore.metrics import find_copies, nearest, precision_recall

RANDOM = np.random.default_rng(1)
REAL = RANDOM.normal(size=(700, 5))  # more than one chunk of rows
GENERATED = RANDOM.normal(0.8, 0.7, size=(600, 5))


def _share_among(queries, examples, k):
    radii = NearestNeighbors(n_neighbors=k + 1).fit(examples).kneighbors(examples)[0][:, k]
    distances = np.linalg.norm(queries[:, None] - examples, axis=-1)
    return (distances <= radii).any(axis=1).mean()


@pytest.mark.parametrize("k", [1, 3, 5])
def test_precision_and_recall_are_scikit_learns(k):
    found = precision_recall(REAL, GENERATED, k)
    assert found.precision == pytest.approx(_share_among(GENERATED, REAL, k))
    assert found.recall == pytest.approx(_share_among(REAL, GENERATED, k))


def test_one_mode_of_two_is_precise_and_forgets_half():
    two_modes = np.concatenate([RANDOM.normal(0, 1, (500, 2)), RANDOM.normal(50, 1, (500, 2))])
    found = precision_recall(two_modes, RANDOM.normal(0, 1, (500, 2)))
    assert found.precision > 0.9
    assert 0.4 < found.recall < 0.52


def test_noise_is_not_precise():
    found = precision_recall(REAL, REAL[:300] + 100)
    assert (found.precision, found.recall) == (0, 0)


def test_nearest_is_scikit_learns():
    images = RANDOM.integers(0, 256, (40, 6, 6), dtype=np.uint8)
    queries = RANDOM.integers(0, 256, (700, 6, 6), dtype=np.uint8)
    queries[3] = images[11]
    found = nearest(queries, images)
    distance, index = (
        NearestNeighbors(n_neighbors=1)
        .fit(images.reshape(40, 36))
        .kneighbors(queries.reshape(700, 36))
    )
    np.testing.assert_array_equal(found.index, index[:, 0])
    np.testing.assert_allclose(found.distance, distance[:, 0])
    assert (found.index[3], found.distance[3]) == (11, 0)


def test_copies_are_found():
    trained = RANDOM.normal(size=(500, 4))
    new = find_copies(RANDOM.normal(size=(400, 4)), REAL[:, :4], trained)
    assert new.suspicious < 0.05
    assert new.drawn == pytest.approx(new.real, rel=0.3)
    half = np.concatenate([trained[:50] + 1e-6, RANDOM.normal(size=(50, 4))])
    found = find_copies(half, REAL[:, :4], trained)
    assert found.suspicious == pytest.approx(0.5, abs=0.05)
    assert found.closest < 1e-4
    np.testing.assert_array_equal(found.index[:50], np.arange(50))


@pytest.mark.parametrize("k", [1, 3])
def test_too_few_examples(k):
    with pytest.raises(ValueError, match=f"more than {k} of each. Received: 700, {k}"):
        precision_recall(REAL, GENERATED[:k], k)


def test_vectors_of_another_length_or_none():
    with pytest.raises(ValueError, match="same length"):
        nearest(REAL, GENERATED[:, :4])
    with pytest.raises(ValueError, match="some of them"):
        nearest(REAL, REAL[:0])
