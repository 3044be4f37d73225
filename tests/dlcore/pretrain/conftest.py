"""Fonts that every computer with Matplotlib has."""

from __future__ import annotations

from pathlib import Path

import matplotlib
import pytest

from dlcore.pretrain.handwriting.fonts import Fonts, find_fonts


@pytest.fixture(scope="session")
def font_folder() -> Path:
    """Three families of DejaVu, and some for mathematics."""
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


@pytest.fixture(scope="session")
def fonts(font_folder: Path) -> Fonts:
    """The same, by their names."""
    return find_fonts([font_folder])
