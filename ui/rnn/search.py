"""Unit search: the test images on which a unit does what it does on this image."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.figures import heat, spark
from dlcore.figures import rnn as drawing
from dlcore.figures.lines import Line
from dlcore.figures.palette import MUTED, TRAINING
from dlcore.rnn.crowd import SimilarTraces, similar_traces
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Span
from ui.rnn import units
from ui.rnn.subject import SOURCE, RnnSubject
from ui.shared import chart, digit_source, pictures

_MOST = 784  # steps: an image pixel by pixel
STRETCH = Span("rnn_stretch", (8, 20), N_("Stretch"), low=1, high=_MOST)
MEASURE = Choice(
    "rnn_measure",
    "distance",
    N_("What counts as the same"),
    N_(
        "Nearest values: the root of the mean squared difference. Same ups and downs: "
        "correlation, however large the values are."
    ),
    {"distance": N_("nearest values"), "correlation": N_("same ups and downs")},
)
SETTINGS = (STRETCH, MEASURE)
_VALUES = {"distance": N_("{value:.2f} apart"), "correlation": N_("correlation {value:.2f}")}
_TILE = 84  # px, three times 28


def show(subject: RnnSubject) -> None:
    if not subject.images_known:
        st.info(
            _("There are no test images here of the set that this network was trained on."),
            icon=":material/info:",
        )
        return
    unit, stretch, measure = st.columns([1.4, 2, 1.5], gap="medium", vertical_alignment="bottom")
    with unit, st.container(horizontal=True, vertical_alignment="bottom"):
        layer = units.choose_layer(subject)
        number = units.choose_unit(layer)
    with stretch:
        chosen = _choose_stretch(subject)
    with measure:
        by = MEASURE.segmented()
    found = subject.ask(
        similar_traces, subject.image, layer.facts.name, number, chosen, by, subject.tests
    )
    if found is None:
        return
    _traces(subject, found, number, chosen)
    if np.ptp(found.own) == 0:
        st.info(
            _("This unit says the same all the time on this image. Choose another one."),
            icon=":material/info:",
        )
    _tiles(subject, found, chosen, by)


def _choose_stretch(subject: RnnSubject) -> tuple[int, int]:
    steps = subject.reading.steps
    first, last = (min(end, steps) for end in STRETCH.value)
    STRETCH.set((first, last))
    return STRETCH.slider(
        max_value=steps,
        help=_("From which {step} to which the unit is compared.").format(
            step=units.step_word(subject)
        ),
    )


def _traces(
    subject: RnnSubject, found: SimilarTraces, number: int, chosen: tuple[int, int]
) -> None:
    x = np.arange(1, len(found.own) + 1)
    faint = [
        Line(x, trace, _("test image {number}").format(number=place), MUTED, "dot")
        for place, trace in zip(found.numbers, found.traces, strict=True)
    ]
    own = Line(x, found.own, _("this image"), TRAINING)
    chart.show(
        drawing.lines(
            [own, *faint[:3]],
            x_label=units.step_word(subject),
            y_label=_("unit {number}").format(number=number),
            height=250,
            band=(chosen[0] - 0.5, chosen[1] + 0.5),
        ),
        key="rnn_alike",
        alt=_("Unit {number} on this image, and on the test images where it does the same.").format(
            number=number
        ),
    )


def _tiles(subject: RnnSubject, found: SimilarTraces, chosen: tuple[int, int], by: str) -> None:
    st.caption(
        _(
            "The test images on which it does most nearly the same in the shaded stretch: their "
            "traces in blue, this image's in grey."
        )
    )
    low = float(min(found.traces.min(), found.own.min()))
    high = float(max(found.traces.max(), found.own.max()))
    with st.container(key="rnn_alike_tiles", horizontal=True, gap="small"):
        for i, place in enumerate(map(int, found.numbers)):
            said = _(_VALUES[by]).format(value=float(found.values[i]))
            with st.container(width=_TILE, gap="xsmall"):
                pictures.picture(
                    heat.grey(found.images[i], 1.0),
                    _TILE,
                    digit_source.titled(
                        place, subject.text_of(int(found.truth[i])), subject.reader.classes
                    ),
                )
                st.image(spark.spark(found.traces[i], found.own, chosen, low, high), alt=said)
                st.caption(said)
                taken = st.button(
                    _("Take"),
                    key=f"rnn_take_{i}",
                    on_click=SOURCE.take,
                    args=(place,),
                    help=_("Reads test image {number} instead.").format(number=place),
                )
                if taken:
                    st.rerun()  # of the whole page: the image stands outside of this fragment
