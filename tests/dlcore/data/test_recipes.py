"""Sets that are made worse on purpose: exactly as asked, and nothing else is changed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dlcore.data import DataError, parted
from dlcore.data.recipes import (
    Alteration,
    altered,
    counted,
    inverted,
    mislabelled,
    moved,
    thinned,
)
from dlcore.few import FewConfig
from dlcore.few.training import chosen
from dlcore.validation import ConfigError


def made(count: int = 300, classes: int = 3):
    random = np.random.default_rng(1)
    images = random.integers(0, 256, (count, 28, 28), dtype=np.uint8)
    labels = (np.arange(count) % classes).astype(np.uint8)
    writers = np.arange(count, dtype=np.int32) % 7
    return parted(images, labels, "abcdefghij"[:classes], name="n", writers=writers)


def test_as_many_labels_are_wrong_as_asked_and_all_wrong_ones_come():
    data = made()
    noisy = mislabelled(data, 0.3, seed=5)
    wrong = noisy.y_train != data.y_train
    assert wrong.sum() == round(0.3 * len(data.y_train))
    pairs = set(zip(data.y_train[wrong].tolist(), noisy.y_train[wrong].tolist(), strict=True))
    assert len(pairs) == 6
    assert replace(noisy, y_train=data.y_train).fingerprint == data.fingerprint
    assert noisy.fingerprint == mislabelled(data, 0.3, seed=5).fingerprint
    assert noisy.fingerprint != mislabelled(data, 0.3, seed=6).fingerprint
    assert (mislabelled(data, 1.0, seed=0).y_train != data.y_train).all()


def test_who_learns_from_few_draws_wrong_labels_no_more_often_than_others():
    """The lots of both are drawn by one seed, and must not be the same lots."""
    data = made(3000)
    noisy = mislabelled(data, 0.4, seed=0)
    wrong = noisy.y_train != data.y_train
    drawn = chosen(noisy, FewConfig(images=50, seed=0))
    assert 0.3 < wrong[drawn].mean() < 0.5


def test_a_thin_class_keeps_its_first_images():
    data = made()
    thin = thinned(data, 1, 4)
    assert np.bincount(thin.y_train)[1] == 4
    first = np.flatnonzero(data.y_train == 1)[:4]
    np.testing.assert_array_equal(thin.x_train[thin.y_train == 1], data.x_train[first])
    assert len(thin.writers_train) == len(thin.y_train)
    assert np.bincount(thin.y_train)[0] == np.bincount(data.y_train)[0]
    np.testing.assert_array_equal(thin.y_test, data.y_test)
    with pytest.raises(DataError, match="no class number 4"):
        thinned(data, 3, 4)


def test_images_are_moved_as_rolling_them_on_a_larger_sheet_would():
    data = made(60)
    most = 3
    shifted = moved(data, most, seed=2)
    ways = set()
    for before, after in zip(data.x_train, shifted.x_train, strict=True):
        sheet = np.zeros((28 + 2 * most,) * 2, np.uint8)
        sheet[most:-most, most:-most] = before
        found = [
            (down, right)
            for down in range(-most, most + 1)
            for right in range(-most, most + 1)
            if (np.roll(sheet, (down, right), (0, 1))[most:-most, most:-most] == after).all()
        ]
        assert len(found) == 1
        ways.add(found[0])
    assert len(ways) > 20
    assert moved(data, 0, seed=1).fingerprint == data.fingerprint


def test_twice_inverted_is_the_set_itself():
    data = made(30)
    np.testing.assert_array_equal(inverted(data).x_test, np.bitwise_not(data.x_test))
    assert inverted(inverted(data)).fingerprint == data.fingerprint


def test_an_alteration_is_all_of_it_and_nothing_by_default():
    data = made()
    assert altered(data, Alteration()) is data
    both = altered(data, Alteration(label_noise=0.1, thin_class=0, thin_to=2, moved=1, seed=3))
    one = mislabelled(thinned(data, 0, 2), 0.1, 3)
    assert both.fingerprint == moved(one, 1, 3).fingerprint
    assert altered(data, Alteration(inverted=True)).x_train[0, 0, 0] == 255 - data.x_train[0, 0, 0]
    for wrong in ({"label_noise": 1.1}, {"moved": 15}, {"thin_class": 100}, {"inverted": 1}):
        with pytest.raises(ConfigError):
            Alteration(**wrong)


def test_what_was_done_is_counted():
    data = made()
    whole = Alteration(label_noise=0.1, thin_class=1, thin_to=3, moved=2, inverted=True, seed=4)
    found = counted(data, whole)
    assert found.data.fingerprint == altered(data, whole).fingerprint
    fewer = thinned(data, 1, 3)
    assert found.left_out == len(data.y_train) - len(fewer.y_train) > 0
    assert found.wrong.tolist() == np.flatnonzero(fewer.y_train != found.data.y_train).tolist()
    assert len(found.wrong) == round(0.1 * len(fewer.y_train))
    nothing = counted(data, Alteration())
    assert (nothing.data, nothing.left_out, nothing.cut, len(nothing.wrong)) == (data, 0, 0, 0)


def test_only_what_reaches_over_the_edge_is_cut():
    data = made(60)
    for images in (data.x_train, data.x_test):
        images[:, :3] = images[:, -3:] = images[:, :, :3] = images[:, :, -3:] = 0
    assert counted(data, Alteration(moved=3)).cut == 0
    assert 0 < counted(data, Alteration(moved=6)).cut < 60
