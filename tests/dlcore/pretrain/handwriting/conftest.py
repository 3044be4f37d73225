"""Strokes of a few made-up writers."""

from __future__ import annotations

from pathlib import Path

import pytest

from dlcore.pretrain.handwriting.strokes import StrokeSet
from tests import people as made_up


@pytest.fixture(scope="session")
def people() -> StrokeSet:
    """Every digit once by each of nine writers."""
    return made_up.people()


@pytest.fixture
def stroke_file(people: StrokeSet, tmp_path: Path) -> Path:
    """The same as a file."""
    return made_up.save(tmp_path / "strokes.npz", people)
