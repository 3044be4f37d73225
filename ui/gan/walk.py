"""A walk between two drawings, played as a film."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from dlcore.figures.tiles import tiles as mosaic
from dlcore.gan.generator import journeys
from dlcore.gan.generator.journeys import Interpolation
from dlcore.gan.script import walk_script
from ui.frame import explore
from ui.frame.i18n import N_, isolated
from ui.frame.i18n import gettext as _
from ui.gan import ends, pictures
from ui.gan.source import Drawer
from ui.shared import chart
from ui.shared.pictures import data_uri, tiles
from ui.shared.verdicts import listed

SETTINGS = (ends.digit("gan_from", 3, N_("From")), ends.digit("gan_to", 8, N_("To")))
_STOPS = 11  # shown side by side
_BIG = 168  # px


def show(reader: Drawer) -> None:
    labels, seed = ends.choose(SETTINGS, reader.classes)
    path = reader.answer(journeys.walk, labels, seed, reader.judge)
    if path is None:
        return
    words = pictures.words(path.readings, None, reader.classes, len(path.images))
    with st.container(key="gan_samples"):
        film, side = st.columns([1, 1.2], gap="large")
        with film:
            _film(path, words)
        with side:
            st.markdown(
                _(
                    "Every point of the space of noise is a drawing, and near points are drawings "
                    "that look alike. The way goes along the sphere on which nearly all noise "
                    "lies, and not straight through its inside, where the generator has never "
                    "been. What a classifier reads jumps from one class to the other; what is "
                    "drawn does not."
                )
            )
        _stops(path, words, reader.classes)
    explore.code(walk_script(labels, seed, reader.file))


def _film(path: Interpolation, words: Sequence[str]) -> None:
    frames = pictures.plain(path.images)
    sources = tuple(data_uri(frame, _BIG) for frame in frames)
    figure = mosaic(sources[0], 1, 1, 1.0, chosen=None, hover=[""], height=300)
    chart.show(
        figure,
        key="gan_walk",
        alt=_("A film of {count} drawings, from one to the other.").format(count=len(frames)),
        film=chart.Film(
            (),
            (),
            len(frames) - 1,
            says=tuple(words),
            pictures=sources,
        ),
    )


def _stops(path: Interpolation, words: Sequence[str], classes: Sequence[str]) -> None:
    at = np.linspace(0, len(path.images) - 1, _STOPS).round().astype(int)
    tiles(
        pictures.plain(path.images[at]),
        key="gan_stops",
        columns=_STOPS,
        chosen=None,
        hover=pictures.pointed([words[i] for i in at]),
        alt=_alt(path, at, classes),
        height=100,
    )
    pictures.download(pictures.sheet(path.images[at], _STOPS), "dlcore-walk")


def _alt(path: Interpolation, at: np.ndarray, classes: Sequence[str]) -> str:
    if path.readings is None:
        return _("Stops of the walk.")
    read = [isolated(classes[guess]) for guess in path.readings.guesses[at]]
    return _("Stops of the walk; read as {digits}.").format(digits=listed(read))
