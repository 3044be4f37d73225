"""Drawings that are changed a little: by an affine map and a bend, as much as is said."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from dlcore.few import augmentation
from dlcore.few.augmentation import augmented


@pytest.fixture
def still(monkeypatch):
    """Nothing is changed, but for what a test switches on."""
    for name in ("ROTATION", "SCALE", "SHEAR", "SHIFT", "ELASTIC"):
        monkeypatch.setattr(augmentation, name, 0.0)
    return monkeypatch


def images(count: int = 3) -> np.ndarray:
    return np.random.default_rng(1).random((count, 28, 28, 1), dtype=np.float32)


def test_without_any_change_images_stay(still):
    np.testing.assert_allclose(augmented(images(), np.random.default_rng(0)), images(), atol=1e-6)
    assert augmented(images(0), np.random.default_rng(0)).shape == (0, 28, 28, 1)


def test_each_image_is_changed_alone():
    """What one becomes does not depend on what lies beside it, and black stays black."""
    mixed = images()
    mixed[1] = 0
    changed = augmented(mixed, np.random.default_rng(0))
    assert not changed[1].any()
    assert 0 <= changed.min() <= changed.max() <= 1
    assert abs(changed[0] - mixed[0]).max() > 0.1


def test_a_turn_is_as_far_as_is_said(still):
    """A bar through the middle, and its direction by the second moments of its ink."""
    still.setattr(augmentation, "ROTATION", 12.0)
    bar = np.zeros((200, 28, 28, 1), np.float32)
    bar[:, 4:24, 13:15] = 1
    rows, columns = np.indices((28, 28)) - 13.5
    ink = augmented(bar, np.random.default_rng(0))[..., 0]
    moments = [(ink * part).sum(axis=(1, 2)) for part in (rows**2, columns**2, rows * columns)]
    angles = np.rad2deg(np.arctan2(2 * moments[2], moments[0] - moments[1]) / 2)
    assert 10 < abs(angles).max() < 12.5
    assert abs(angles).mean() == pytest.approx(6, abs=1)  # uniform


def test_a_bend_is_as_strong_as_is_said(still):
    still.setattr(augmentation, "ELASTIC", 0.7)
    moved = augmentation._displacements(300, 28, 28, np.random.default_rng(0))
    assert moved.std() == pytest.approx(0.7, rel=0.1)
    beside = np.diff(moved.reshape(300, 2, 28, 28), axis=3)
    assert beside.std() < 0.2  # smooth: neighbours go nearly the same way


def test_many_take_little_more_memory_than_a_few():
    """5,000 at once would take 250 MB; so much is in the engine at each pass."""
    many = images(1500)
    augmented(many[:2], np.random.default_rng(0))  # what is imported does not count
    tracemalloc.start()
    changed = augmented(many, np.random.default_rng(0))
    peak = tracemalloc.get_traced_memory()[1] - many.nbytes
    tracemalloc.stop()
    assert peak < 35e6
    assert (abs(changed - many).max(axis=(1, 2, 3)) > 0.1).all()
