"""The network is destroyed layer by layer: the maps as a film, and how alike they stay."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dlcore.figures import heat
from dlcore.figures.limits.explanation import MapRow, film, similarity
from dlcore.figures.runs import CurvesWords
from dlcore.limits.explanation.config import MEASURES, ExplanationResult
from dlcore.limits.explanation.methods import LEVELS, METHODS
from ui.frame import shell
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Number, Whole
from ui.limits.explanation import names
from ui.shared import chart, pictures
from ui.shared.verdicts import listed

ALL = 6  # of the layers, however many a network has
MOMENT = Whole(
    "explanation_moment",
    ALL,
    N_("Random layers, from the top"),
    N_("So many layers have lost what they had learnt: their weights are drawn by chance."),
    0,
    ALL,
)
DIGIT = Whole("explanation_digit", 4, N_("Digit"), N_("Whose maps are shown."), 0, 49)
MEASURE = Choice(
    "explanation_measure",
    "strength",
    N_("Compare"),
    N_(
        "Strength: where a map is strong, be it for or against. With sign: for and against are "
        "opposites. Ink alone: strength, without the black pixels."
    ),
    {"strength": N_("strength"), "signed": N_("with sign"), "ink": N_("ink alone")},
)
ALONE = Choice(
    "explanation_alone",
    "cascade",
    N_("Made random"),
    N_("Each layer beside all those above it, or it alone while all others stay as learnt."),
    {"cascade": N_("layer after layer"), "alone": N_("one layer alone")},
)
ALIKE = Number(
    "explanation_alike",
    0.5,
    N_("Counts as unchanged from"),
    N_("1: the same order of pixels as before. 0: no more alike than by chance."),
    0.0,
    1.0,
    step=0.05,
)
SETTINGS = (MOMENT, DIGIT, MEASURE, ALONE, ALIKE)
_FILM, _CURVES = 2300, 450  # px, the first divided by the number of columns
_SHARP = 560  # px of a row of tiles: the browser would smooth a smaller one


def show(found: ExplanationResult) -> None:
    """Sliders that need no engine, the film and the curves."""
    st.markdown("## " + _("Destroy the network. Does the picture notice?"))
    left, right = st.columns(2, gap="medium")
    with left:
        number = _number(found)
    with right:
        moment = _moment(found)
    pictured, curves = st.columns(2, gap="medium")
    with curves:
        measure = MEASURES.index(MEASURE.segmented())
    with pictured:
        _film(found, number, moment, measure)
    with curves:
        alone = ALONE.segmented() == "alone"
        place = st.container()
        alike = ALIKE.slider()
    with place:
        _curves(found, measure, alike, alone=alone, moment=moment)


def _number(found: ExplanationResult) -> int:
    """Which digit; where there is but one, there is nothing to choose."""
    last = len(found.images) - 1
    if last == 0:
        return 0
    DIGIT.set(min(st.session_state.get(DIGIT.key, DIGIT.usual), last))
    return DIGIT.select_slider(range(last + 1), format_func=lambda n: names.digit(found, n))


def _moment(found: ExplanationResult) -> int:
    """The one that is asked for, or the last that is known by now."""
    layers = len(found.layers)
    if st.session_state.get(MOMENT.key, MOMENT.usual) >= layers:
        MOMENT.set(ALL)
    asked = MOMENT.select_slider(
        [*range(layers), ALL], format_func=lambda n: _called(found, min(n, layers))
    )
    return min(asked, found.moments - 1)


def _called(found: ExplanationResult, moment: int) -> str:
    """ "none", "1 · dense_1", "2 · dense"."""
    return f"{moment} · {found.layers[moment - 1]}" if moment else _("none")


def _film(found: ExplanationResult, number: int, moment: int, measure: int) -> None:
    values = found.similarity[measure, :, :, number]
    rows = [
        MapRow(
            names.title(name),
            names.two_places(values[i, moment]),
            _row(found.maps[i, :, number], signed=method.signed),
            [_hover(name, k, values[i, k]) for k in range(found.moments)],
        )
        for i, (name, method) in enumerate(METHODS.items())
    ]

    def choose(x: float, y: float) -> None:
        MOMENT.set(min(max(int(x), 0), ALL))

    chart.show(
        film(
            rows,
            columns=len(found.layers) + 1,
            chosen=moment,
            text_colour=shell.text_colour(),
            height=round(_FILM / (len(found.layers) + 1)),
        ),
        key="explanation_film",
        alt=_("Maps of {digit}; likeness to those before in the framed column: {values}").format(
            digit=names.digit(found, number),
            values=listed(f"{row.title} {row.note}" for row in rows),
        ),
        on_click=choose,
    )
    st.caption(
        _(
            "Columns: random layers, from the top. Right: how alike the map is to the first of its "
            "row, on average (random draws: {draws}); the pictures are of the first draw."
        ).format(draws=max(1, found.draws))
    )
    st.markdown(_state(found, moment))


def _row(maps: NDArray[np.int8], *, signed: bool) -> str:
    """The tiles of one method, side by side; orange speaks for the answer, blue against it."""
    draw = heat.signed if signed else heat.grey
    return pictures.data_uri(heat.mosaic(draw(maps, LEVELS), len(maps)), _SHARP)


def _hover(name: str, layers: int, value: float) -> str:
    return _("{name}, {layers} layers random: {value}").format(
        name=names.title(name), layers=layers, value=names.two_places(value)
    )


def _state(found: ExplanationResult, moment: int) -> str:
    """How well the network still reads."""
    if not moment:
        return _("As it was learnt, the network reads **{accuracy:.0%}** of test images.").format(
            accuracy=found.accuracy[0]
        )
    return _(
        "With {moment} of {layers} layers random the network reads **{accuracy:.0%}**; before, "
        "{before:.0%}."
    ).format(
        moment=moment,
        layers=len(found.layers),
        accuracy=found.accuracy[moment],
        before=found.accuracy[0],
    )


def _curves(
    found: ExplanationResult, measure: int, alike: float, *, alone: bool, moment: int
) -> None:
    """All digits together; the film is of one."""
    values = mean((found.alone if alone else found.similarity)[measure])
    curves = {names.title(name): values[i] for i, name in enumerate(METHODS)}
    ticks = list(found.layers) if alone else [str(k) for k in range(len(found.layers) + 1)]
    last = {name: names.two_places(known_last(y)) for name, y in curves.items()}
    chart.show(
        similarity(
            curves,
            None if alone else found.accuracy,
            ticks=ticks,
            alike=alike,
            now=None if alone else moment,
            words=CurvesWords(
                _("the layer that is random") if alone else _("random layers, from the top"),
                _("alike (rank correlation)"),
            ),
            other=_("accuracy"),
            height=_CURVES,
        ),
        key="explanation_similarity",
        alt=_("How alike maps stay, mean of {count} digits; at the end: {values}").format(
            count=len(found.images), values=listed(f"{name} {v}" for name, v in last.items())
        ),
    )


def mean(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Over the digits, those left out whose map is the same everywhere; NaN where none is known."""
    known = np.isfinite(values)
    with np.errstate(invalid="ignore"):
        return np.where(known, values, 0).sum(axis=-1) / known.sum(axis=-1)


def known_last(values: NDArray[np.float32]) -> float:
    """The last that is known."""
    known = values[np.isfinite(values)]
    return float(known[-1]) if len(known) else float("nan")
