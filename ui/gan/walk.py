"""A walk between two drawings, played as a film."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.figures.tiles import tiles as mosaic
from dlcore.gan.generator import journeys
from dlcore.gan.generator.journeys import Interpolation
from dlcore.gan.script import walk_script
from ui.frame import explore
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.gan import ends, pictures
from ui.shared import chart
from ui.shared.pictures import data_uri, tiles
from ui.shared.readers import Reader

SETTINGS = (ends.digit("gan_from", 3, N_("From")), ends.digit("gan_to", 8, N_("To")))
_STOPS = 11  # shown side by side
_BIG = 168  # px


def show(reader: Reader) -> None:
    digits, seed = ends.choose(SETTINGS)
    path = reader.answer(journeys.walk, digits, seed)
    if path is None:
        return
    with st.container(key="gan_samples"):
        film, words = st.columns([1, 1.2], gap="large")
        with film:
            _film(path)
        with words:
            st.markdown(
                _(
                    "Every point of the space of noise is a drawing, and near points are drawings "
                    "that look alike. The way goes along the sphere on which nearly all noise "
                    "lies, and not straight through its inside, where the generator has never "
                    "been. What the classifier reads jumps from one digit to the other; what is "
                    "drawn does not."
                )
            )
        _stops(path)
    explore.code(walk_script(digits, seed, reader.name or "generator"))


def _film(path: Interpolation) -> None:
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
            says=tuple(pictures.words(path.predictions, None)),
            pictures=sources,
        ),
    )


def _stops(path: Interpolation) -> None:
    at = np.linspace(0, len(path.images) - 1, _STOPS).round().astype(int)
    words = pictures.words(path.predictions, None)
    tiles(
        pictures.plain(path.images[at]),
        key="gan_stops",
        columns=_STOPS,
        chosen=None,
        hover=[words[i] for i in at],
        alt=_("Stops of the walk; read as {digits}.").format(
            digits=pictures.listed_digits(path.predictions.guesses[at])
        ),
        height=100,
    )
    pictures.download(pictures.sheet(path.images[at], _STOPS), "dlcore-walk")
