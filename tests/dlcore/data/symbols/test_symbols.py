"""The drawn symbols: all there, the same each time, told apart, and each hand its own."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from itertools import pairwise

import numpy as np
import pytest
from scipy.interpolate import CubicHermiteSpline

from dlcore.data.symbols import drawn, symbols
from dlcore.data.symbols.glyphs import GLYPHS, POINTS_A_SPAN, Glyph

SCRIPTS = {"Han": "CJK", "Kana": "HIRAGANA"}  # where Unicode says it otherwise


def whole() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    data = symbols()
    assert data.writers_train is not None
    assert data.writers_test is not None
    return (
        np.concatenate([data.x_train, data.x_test]) / np.float32(255),
        np.concatenate([data.y_train, data.y_test]),
        np.concatenate([data.writers_train, data.writers_test]),
    )


def test_each_hand_writes_each_symbol_five_times_and_none_is_drawn_twice():
    images, labels, writers = whole()
    assert images.shape == (2000, 28, 28)
    counts = np.zeros((20, 20), int)
    np.add.at(counts, (labels, writers), 1)
    assert (counts == 5).all()
    assert len(np.unique(images.reshape(2000, -1), axis=0)) == 2000
    assert symbols().classes == tuple(GLYPHS)


def test_hands_that_are_tested_were_never_learnt_from():
    data = symbols()
    assert data.writers_train is not None
    assert data.writers_test is not None
    assert set(data.writers_train).isdisjoint(data.writers_test)
    assert np.bincount(data.y_train).tolist() == [80] * 20


def test_another_process_draws_the_same():
    program = "from dlcore.data.symbols import symbols; print(symbols().fingerprint)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == symbols().fingerprint


def test_each_is_of_the_script_that_it_says():
    for name, glyph in GLYPHS.items():
        said = SCRIPTS.get(glyph.script, glyph.script.upper())
        assert unicodedata.name(name).startswith(said), name


def test_images_are_made_as_mnist_is():
    """Ink in a box of 20 pixels, its centre of mass in the middle, all of it within the image."""
    images, _, _ = whole()
    rows, columns = (images.max(axis=axis) > 0 for axis in (2, 1))
    assert max(rows.sum(axis=1).max(), columns.sum(axis=1).max()) <= 20
    places = np.arange(28)
    for axis in (2, 1):
        mass = images.sum(axis=axis)
        assert abs((mass @ places) / mass.sum(axis=1) - 14).max() <= 0.51
    assert (images.max(axis=(1, 2)) > 0.99).all()


def test_a_nearest_neighbour_reads_hands_it_has_not_seen():
    """Twenty symbols can be told apart, and are no copies of each other."""
    data = symbols()
    near = (data.x_train, data.x_test)
    known, asked = (x.reshape(len(x), -1).astype(np.float32) / 255 for x in near)
    distances = (known**2).sum(1) - 2 * asked @ known.T
    right = data.y_train[distances.argmin(axis=1)] == data.y_test
    assert 0.8 < right.mean() < 1


def test_a_hand_is_its_own():
    """What one hand writes twice is nearer than what two hands write."""
    images, labels, writers = whole()
    flat = images.reshape(2000, -1)
    for label in range(0, 20, 5):
        of_class = np.flatnonzero(labels == label)
        means = np.stack(
            [flat[of_class[writers[of_class] == writer]].mean(0) for writer in range(20)]
        )
        own = np.linalg.norm(flat[of_class] - means[writers[of_class]], axis=1).mean()
        others = np.linalg.norm(means[:, None] - means[None], axis=2).sum() / (20 * 19)
        assert own < others


def test_a_curve_is_the_hermite_spline_through_its_places():
    places = np.array([[0.1, 0.2], [0.5, 0.0], [0.9, 0.4], [0.6, 0.9]])
    (way,) = Glyph("Greek", (" ".join(f"{x * 100:.0f},{y * 100:.0f}" for x, y in places),)).ways
    when = np.cumsum([0, *np.sqrt(np.linalg.norm(np.diff(places, axis=0), axis=1))])
    slopes = np.gradient(places, when, axis=0, edge_order=2)
    fine = [np.linspace(a, b, POINTS_A_SPAN, endpoint=False) for a, b in pairwise(when)]
    expected = CubicHermiteSpline(when, places, slopes)(np.append(np.concatenate(fine), when[-1]))
    np.testing.assert_allclose(way.points(way.places)[0], expected, atol=1e-12)


@pytest.mark.parametrize("pen", [0.02, 0.3])
def test_a_dot_alone_is_drawn(pen):
    assert drawn.picture([np.array([[0.5, 0.5]])], pen).max() == 255
