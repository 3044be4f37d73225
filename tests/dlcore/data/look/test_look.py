"""Data sets with planted faults, and what is found in them."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest
from sklearn.decomposition import PCA

from dlcore.data import DataSet, look, numbered, sample
from dlcore.data.edits import Edits, apply
from dlcore.data.look.features import features
from dlcore.data.look.typical import OF_A_CLASS
from dlcore.validation import ConfigError


@pytest.fixture(scope="module")
def digits() -> DataSet:
    """1,500 images to learn from and 500 to test with."""
    whole = sample()
    return replace(
        whole,
        x_train=whole.x_train[:1500].copy(),
        y_train=whole.y_train[:1500].copy(),
        x_test=whole.x_test[:500].copy(),
        y_test=whole.y_test[:500].copy(),
    )


def own(images: np.ndarray, given: list[int], tested: int) -> DataSet:
    """A set whose last `tested` images are to test with."""
    y, cut = np.array(given, np.uint8), len(given) - tested
    names = tuple(f"c{i}" for i in range(max(given) + 1))
    return DataSet(images[:cut], y[:cut], images[cut:], y[cut:], "own", names, "n", "")


def test_components_are_those_of_sklearn_and_never_lengthen_a_distance(digits):
    found = features(digits)
    whole = np.concatenate([digits.x_train, digits.x_test]) / 255
    halves = whole.reshape(-1, 14, 2, 14, 2).mean((2, 4)).reshape(len(whole), -1) * 2
    pca = PCA(40, svd_solver="full").fit(halves)
    np.testing.assert_allclose(found.shares, pca.explained_variance_ratio_, rtol=1e-3)
    expected = np.abs(pca.transform(halves)[:, :10])  # each axis may point either way
    np.testing.assert_allclose(np.abs(found.values[:, :10]), expected, atol=2e-2)
    there = np.linalg.norm((whole[:50, None] - whole[None, 50:100]), axis=(2, 3))
    seen = np.linalg.norm(found.values[:50, None] - found.values[None, 50:100], axis=2)
    assert (seen <= there + 1e-4).all()


def test_means_are_those_of_numpy(digits):
    edits = Edits().throw(3).move(4, 0).move(1700, 9)
    changed = apply(digits, edits)
    images = np.concatenate([changed.x_train, changed.x_test]) / 255
    given = numbered.labels(changed)
    found = look.means(digits, edits)
    for label in range(10):
        np.testing.assert_allclose(found.mean[label], images[given == label].mean(0), atol=1e-6)
        expected = images[given == label].std(0)
        np.testing.assert_allclose(found.deviation[label], expected, atol=1e-3)
    assert (found.spread > 0.5).all()


def test_balance_counts_and_names_what_is_thin_the_same_and_blank():
    random = np.random.default_rng(0)
    images = np.zeros((70, 28, 28), np.uint8)
    images[:40] = random.integers(0, 256, (40, 28, 28))
    images[40:60, 5:20, 10:15] = 255  # one drawing, twenty times
    images[60:] = random.integers(0, 256, (10, 28, 28))
    images[7] = 0
    given = np.repeat([0, 1, 2], [40, 20, 10])
    order = random.permutation(70)
    data = own(images[order], given[order].tolist(), 20)
    found = look.balance(data)
    np.testing.assert_array_equal(found.train + found.test, [40, 20, 10])
    np.testing.assert_array_equal(found.test, np.bincount(data.y_test, minlength=3))
    assert found.same == (1,)
    assert found.thin == tuple(np.flatnonzero(found.train < 8))
    assert [order[one] for one in found.blank] == [7]
    blank = Edits().throw(found.blank[0])
    assert look.balance(data, blank).blank == ()
    assert (look.balance(data, blank).train + look.balance(data, blank).test).sum() == 69
    assert found.ratio == found.train.max() / found.train.min()


def test_the_odd_one_is_farthest_and_a_copy_of_the_mean_nearest(digits):
    data = replace(digits, x_train=digits.x_train.copy())
    three = int(np.flatnonzero(data.y_train == 3)[5])
    data.x_train[three] = np.rot90(data.x_train[three])
    five = int(np.flatnonzero(data.y_train == 5)[5])
    data.x_train[five] = data.x_train[data.y_train == 5].mean(axis=0)
    found = look.typical(data)
    assert three in found.farthest[3][:3]
    assert found.nearest[5][0] == five
    assert found.distance[three] > 1.3
    for near, far in zip(found.nearest, found.farthest, strict=True):
        assert len(near) == len(far) == OF_A_CLASS
        assert found.distance[near[-1]] <= found.distance[far[-1]]


def test_a_class_of_two_has_one_of_each_kind():
    images = np.zeros((5, 28, 28), np.uint8)
    images[:, 4:9, 4:9] = np.arange(50, 100, 10, dtype=np.uint8)[:, None, None]
    found = look.typical(own(images, [0, 1, 0, 0, 1], 2))
    assert [len(one) for one in found.nearest] == [2, 1]
    assert [len(one) for one in found.farthest] == [1, 1]


def test_twins_are_found_named_and_told_apart(digits):
    data = replace(digits, x_train=digits.x_train.copy(), x_test=digits.x_test.copy())
    noise = np.random.default_rng(1).normal(0, 8, (28, 28))
    before = look.twins(data).count
    data.x_test[2] = data.x_train[10]  # 1502 is 10
    data.x_train[20] = np.clip(data.x_train[30] + noise, 0, 255)
    data.y_train[20] = (data.y_train[30] + 1) % 10
    found = look.twins(data)
    pairs = {(one.first, one.second): one for one in found.pairs}
    assert pairs[10, 1502].distance == 0
    assert pairs[10, 1502].leak
    assert pairs[10, 1502].differ == (data.y_train[10] != data.y_test[2])
    assert 0 < pairs[20, 30].distance < 0.2
    assert not pairs[20, 30].leak
    assert pairs[20, 30].differ
    assert found.pairs[0].differ
    assert found.count == len(found.pairs) <= before + 2
    assert found.leaks == sum(one.leak for one in found.pairs)


def test_no_near_pair_is_missed(digits):
    """Against all distances of all pixels."""
    images = np.concatenate([digits.x_train, digits.x_test])[:800].reshape(800, -1) / 255
    ones = np.concatenate([digits.y_train, digits.y_test])[:800] == 1
    images = images[ones]  # the most alike of all digits
    energy = (images**2).sum(1)
    square = energy[:, None] + energy - 2 * images @ images.T
    share = np.sqrt(np.maximum(square, 0) / ((energy[:, None] + energy) / 2))
    share[np.tril_indices(len(share))] = np.inf
    expected = {int(row) for row in np.flatnonzero((share <= 0.3).any(axis=1))}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("dlcore.data.look.twins"), "NEAR", 0.3)
        pixels = (images * 255).round().astype(np.uint8).reshape(-1, 28, 28)
        found = look.twins(own(pixels, [0, 1] * (len(pixels) // 2) + [0] * (len(pixels) % 2), 10))
    assert {one.first for one in found.pairs} == expected
    assert len(expected) > 1


def test_in_a_large_set_near_ones_are_found_within_a_class(digits, monkeypatch):
    data = replace(digits, x_train=digits.x_train.copy())
    of = [np.flatnonzero(data.y_train == label) for label in range(10)]
    dimmed = data.x_train[of[4][0]] * 0.9
    data.x_train[[of[4][1], of[9][0]]] = dimmed
    data.x_train[of[9][1]] = data.x_train[of[3][0]]
    module = import_module("dlcore.data.look.twins")
    found = {}
    for whole in (True, False):
        monkeypatch.setattr(module, "WHOLE", 20_000 if whole else 100)
        monkeypatch.setattr(module, "_PRODUCTS", 50_000)
        answer = look.twins(data)
        assert answer.whole == whole
        found[whole] = {(pair.first, pair.second) for pair in answer.pairs}
    assert found[False] < found[True]
    assert {tuple(sorted((int(of[9][1]), int(of[3][0]))))} <= found[False]
    monkeypatch.setattr(module, "_LARGEST", 1)
    assert [pair.distance for pair in look.twins(data).pairs] == [0.0, 0.0]


def test_twenty_copies_of_one_image_are_nineteen_pairs():
    images = np.zeros((20, 28, 28), np.uint8)
    images[:, 5:9, 5:20] = 200
    found = look.twins(own(images, [0, 1] * 10, 4))
    assert found.count == 19
    assert {one.first for one in found.pairs} == {0}


def test_most_labels_that_were_made_wrong_are_suspects(digits):
    random = np.random.default_rng(3)
    given = numbered.labels(digits).copy()
    wrong = random.choice(2000, 100, replace=False)
    given[wrong] = (given[wrong] + random.integers(1, 10, 100)) % 10
    data = replace(digits, y_train=given[:1500], y_test=given[1500:])
    found = look.suspects(data)
    named = [one.number for one in found.found]
    assert found.count == len(named) < 150
    assert np.isin(named, wrong).mean() > 0.8
    assert np.isin(wrong, named).mean() > 0.5
    assert np.isin(named[:30], wrong).mean() > 0.9
    truth = numbered.labels(digits)
    right = [one.likely == truth[one.number] for one in found.found if one.number in wrong]
    assert np.mean(right) > 0.9
    assert all(one.given == given[one.number] != one.likely for one in found.found)
    assert 0.02 < found.share < 0.12
    assert 0.8 < found.accuracy < 0.95


@pytest.mark.parametrize("method", look.METHODS)
def test_on_the_plane_a_class_lies_together(digits, method):
    found = look.plane(digits, method)
    assert found.points.shape == (500, 2)
    assert len(set(found.numbers.tolist())) == 500
    given = numbered.labels(digits)[found.numbers]
    whole = np.bincount(numbered.labels(digits)) / 4
    assert (abs(np.bincount(given) - whole) <= 1.5).all()
    distance = np.linalg.norm(found.points[:, None] - found.points, axis=2)
    np.fill_diagonal(distance, np.inf)
    share = (given[distance.argmin(axis=1)] == given).mean()
    assert share > {"pca": 0.3, "tsne": 0.85}[method]
    assert (found.explained is None) == (method == "tsne")
    if found.explained is not None:
        assert 0.1 < found.explained < 0.5


def test_no_other_method_is_known(digits):
    with pytest.raises(ConfigError, match="umap"):
        look.plane(digits, "umap")


@pytest.mark.parametrize("blank", [True, False])
def test_four_images_are_looked_at_in_every_way(blank):
    """A set as small as there can be, and one of nothing but empty paper."""
    images = np.zeros((4, 28, 28), np.uint8)
    if not blank:
        images[:, 3:20, 3] = np.array([250, 200, 150, 100], np.uint8)[:, None]
    data = own(images, [0, 1, 0, 1], 2)
    for method in look.METHODS:
        points = look.plane(data, method).points
        assert points.shape == (4, 2)
        assert np.isfinite(points).all()
    assert np.isfinite(look.typical(data).distance).all()
    assert np.isfinite(look.suspects(data).joint).all()
    assert look.twins(data).count == (3 if blank else look.twins(data).count)
    assert np.isfinite(look.means(data).spread).all()
