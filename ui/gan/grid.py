"""A square of drawings between four."""

from __future__ import annotations

import streamlit as st

from dlcore.gan.generator import journeys
from dlcore.gan.generator.journeys import SIDE
from dlcore.gan.script import walk_script
from ui.frame import explore
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.gan import ends, pictures
from ui.gan.source import Drawer
from ui.shared.pictures import tiles

SETTINGS = (
    ends.digit("gan_corner_1", 4, N_("Top left")),
    ends.digit("gan_corner_2", 9, N_("Top right")),
    ends.digit("gan_corner_3", 6, N_("Bottom left")),
    ends.digit("gan_corner_4", 0, N_("Bottom right")),
)


def show(reader: Drawer) -> None:
    labels, seed = ends.choose(SETTINGS, reader.classes)
    path = reader.answer(journeys.grid, labels, seed, reader.judge)
    if path is None:
        return
    st.markdown(
        _(
            "The four corners are drawings from four points of noise; all others are between them, "
            "on the sphere. Point at one to see what the classifier reads."
        )
    )
    with st.container(key="gan_samples"):
        tiles(
            pictures.plain(path.images),
            key="gan_grid",
            columns=SIDE,
            chosen=None,
            hover=pictures.pointed(
                pictures.words(path.readings, None, reader.classes, len(path.images))
            ),
            alt=_("A grid of {count} drawings between four.").format(count=len(path.images)),
            height=480,
        )
        pictures.download(pictures.sheet(path.images, SIDE), "dlcore-grid")
    explore.code(walk_script(labels[:2], seed, reader.file))
