"""The set on a plane: drawings that are alike lie near to each other."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.data import numbered
from dlcore.data.edits import THROWN
from dlcore.data.look import METHODS, Scattered
from dlcore.data.look import plane as layout
from dlcore.figures import data as drawing
from ui.data.look import picture
from ui.data.look.looked import PICTURE, Looked
from ui.frame import shell
from ui.frame.i18n import N_, gap
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice
from ui.shared import chart

METHOD = Choice(
    "data_plane",
    METHODS[0],
    N_("Method"),
    N_(
        "PCA is a projection: distances are true as far as it goes. t-SNE keeps neighbours "
        "together; how far apart its islands lie means nothing."
    ),
    {"pca": N_("PCA"), "tsne": N_("t-SNE")},
)
SETTINGS = (METHOD,)
_HEIGHT = 480  # px


def show(looked: Looked) -> None:
    found = looked.answer(layout, METHOD.segmented())
    if found is None:
        return
    plot, side = st.columns([2.2, 1], gap="medium")
    with plot:
        _picture(looked, found)
        st.caption(_said(looked, found))
    with side:
        picture.panel(looked)


def _picture(looked: Looked, found: Scattered) -> None:
    left = looked.labels[found.numbers] != THROWN
    points, numbers = found.points[left], found.numbers[left]

    def click(x: float, y: float) -> None:
        spread = np.maximum(np.ptp(points, axis=0), 1e-9)
        PICTURE.set(int(numbers[(((points - (x, y)) / spread) ** 2).sum(axis=1).argmin()]))

    chosen = np.flatnonzero(numbers == looked.chosen)
    chart.show(
        drawing.scatter(
            points,
            looked.labels[numbers],
            looked.data.classes,
            chosen=int(chosen[0]) if len(chosen) else None,
            hover=[looked.said(number) for number in numbers],
            text_colour=shell.text_colour(),
            height=_HEIGHT,
        ),
        key="data_plane_picture",
        alt=_said(looked, found),
        on_click=click if len(points) else None,
    )


def _said(looked: Looked, found: Scattered) -> str:
    said = _(
        "{shown:,} of {count:,} drawings, by the principal components of their pixels."
    ).format(shown=len(found.numbers), count=numbered.count(looked.data))
    if found.explained is None:
        return said
    more = _("This plane shows {share:.0%} of how much they vary.")
    return f"{said}{gap()}{more.format(share=found.explained)}"
