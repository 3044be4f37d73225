"""Many drawings of a data set, to look at and to click on."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dlcore.figures import heat
from dlcore.figures.classes import categories
from ui.data.look import picture
from ui.data.look.looked import PICTURE, Looked
from ui.frame.i18n import gettext as _
from ui.shared import pictures

AT_ONCE = 32
_COLUMNS = 8
_TILE = 62  # px
STRIP = 12  # drawings in a strip
_WIDTH = 348  # px of one: as wide as a small phone's page


def choice(looked: Looked, numbers: Sequence[int], hover: Sequence[str], *, key: str) -> None:
    """Drawings to click on, at most `AT_ONCE`, and beside them the one that was.

    Args:
        hover: what is said of each; a stranger's text.
    """
    grid, side = st.columns([1.7, 1], gap="medium")
    with grid:
        if numbers:
            _tiles(looked, numbers, hover, key)
        else:
            st.info(_("There is no drawing here."), icon=":material/info:")
    with side:
        picture.panel(looked)


def _tiles(looked: Looked, numbers: Sequence[int], hover: Sequence[str], key: str) -> None:
    chosen = looked.chosen
    pictures.tiles(
        looked.pictures(numbers),
        key=key,
        columns=_COLUMNS,
        chosen=list(numbers).index(chosen) if chosen is not None and chosen in numbers else None,
        hover=categories(hover),
        alt=_("{count} drawings.").format(count=len(numbers)),
        on_choice=lambda tile: PICTURE.set(int(numbers[tile])),
        height=_TILE * -(-len(numbers) // _COLUMNS),
    )


def strip(looked: Looked, numbers: Sequence[int], alt: str) -> None:
    """A row of at most `STRIP` drawings, to look at."""
    if len(numbers):
        row = heat.mosaic(looked.pictures(numbers[:STRIP]), STRIP)
        pictures.picture(row, _WIDTH, alt)
