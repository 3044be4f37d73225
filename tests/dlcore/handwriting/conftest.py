"""Strokes of a few made-up writers, in the layout of a stroke file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dlcore.handwriting.strokes import StrokeSet
from dlcore.handwriting.styles import STYLES, write


@pytest.fixture(scope="session")
def people() -> StrokeSet:
    """Every digit once by each of nine writers."""
    random = np.random.default_rng(0)
    samples, labels, writers = [], [], []
    for writer in range(9):
        for digit, styles in STYLES.items():
            style = list(styles.values())[writer % len(styles)]
            samples.append(tuple(100 * stroke for stroke in write(style, random)))
            labels.append(digit)
            writers.append(writer)
    return StrokeSet(tuple(samples), np.array(labels, np.uint8), np.array(writers, np.uint8))


@pytest.fixture
def stroke_file(people: StrokeSet, tmp_path: Path) -> Path:
    """The same as a file."""
    path = tmp_path / "strokes.npz"
    save_strokes(path, people)
    return path


def save_strokes(path: Path, people: StrokeSet) -> None:
    """Writes what `load_strokes` reads."""
    strokes = [stroke for sample in people.samples for stroke in sample]
    np.savez(
        path,
        points=np.concatenate(strokes),
        stroke_offsets=np.cumsum([0, *map(len, strokes)]),
        sample_offsets=np.cumsum([0, *map(len, people.samples)]),
        label=people.labels,
        writer=people.writers,
    )
