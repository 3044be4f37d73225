"""Units over time: which layer and unit is looked at, and a heatmap of them all."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.figures import rnn as drawing
from dlcore.rnn.order import onset, unit_order
from dlcore.rnn.reading import UnrolledLayer
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Name, Whole
from ui.rnn.subject import RnnSubject
from ui.shared import chart

_MOST = 4_095
_BRIGHTEST = 0.99  # of the values have a colour of their own
_STRONGEST = -1  # instead of a unit: whichever is
LAYER = Name(
    "rnn_layer",
    "",
    N_("Recurrent layer"),
    N_("Each reads the states of the one before. The answer is the last one's."),
)
UNIT = Whole(
    "rnn_unit",
    _STRONGEST,
    N_("Unit"),
    N_("One number of the state. A click in a heatmap chooses one too."),
    _STRONGEST,
    _MOST,
)
ORDER = Choice(
    "rnn_order",
    "onset",
    N_("Units sorted by"),
    N_(
        "A unit fires at the step at which it first reaches half of the furthest that it ever "
        "is from 0."
    ),
    {"onset": N_("when they fire"), "strength": N_("strength"), "number": N_("number")},
)
SETTINGS = (LAYER, UNIT, ORDER)
STEP = {"rows": N_("row"), "columns": N_("column"), "steps": N_("step")}


def step_word(subject: RnnSubject) -> str:
    """What the network reads at a time."""
    return _(STEP[subject.reading.order])


def layer_of(subject: RnnSubject) -> UnrolledLayer:
    """The recurrent layer that is looked at; the last, where another network had the chosen one."""
    by_name = {layer.facts.name: layer for layer in subject.reading.layers}
    if LAYER.value not in by_name:
        LAYER.set(subject.last_layer.facts.name)
    return by_name[LAYER.value]


def choose_layer(subject: RnnSubject) -> UnrolledLayer:
    """Its choice; asked for only where there are several."""
    layer = layer_of(subject)
    names = [one.facts.name for one in subject.reading.layers]
    if len(names) > 1:
        number = {name: str(i) for i, name in enumerate(names, start=1)}
        LAYER.segmented(names, format_func=number.get, width="content")
    return layer


def choose(subject: RnnSubject) -> UnrolledLayer:
    """The layer, and the order of its units."""
    with st.container(horizontal=True, gap="medium"):
        layer = choose_layer(subject)
        ORDER.segmented(width="content")
    return layer


def unit_of(layer: UnrolledLayer) -> int:
    """The unit that is looked at; the strongest, where none was chosen or there is none such."""
    if not 0 <= UNIT.value < layer.facts.units:
        UNIT.set(int(np.abs(layer.states).max(axis=0).argmax()))
    return UNIT.value


def choose_unit(layer: UnrolledLayer) -> int:
    """The unit that is looked at."""
    unit = unit_of(layer)
    if layer.facts.units == 1:
        return unit
    return UNIT.number_input(min_value=0, max_value=layer.facts.units - 1)


def order_of(layer: UnrolledLayer) -> np.ndarray:
    """The units in the chosen order, by their hidden states."""
    return unit_order(layer.states, ORDER.value)


def heatmap(
    values: np.ndarray,
    layer: UnrolledLayer,
    *,
    key: str,
    name: str,
    step: str,
    signed: bool = True,
    film: chart.Film | None = None,
    wide: bool = False,
    height: int = 330,
) -> None:
    """Units x time in the chosen order; a click chooses a unit.

    Args:
        values: (time, units) of the layer.
        name: what the values are.
        film: how it moves, but for what hides the steps that are to come.
        wide: whether it stands below the beliefs, over the same steps.
    """
    order = order_of(layer)
    # A few units that go far would leave all others in the dark.
    extent = max(float(np.quantile(np.abs(values), _BRIGHTEST)), 1e-6) if signed else 1.0
    figure, edges = drawing.units(
        values,
        order,
        signed=signed,
        extent=extent,
        chosen=unit_of(layer),
        words=drawing.UnitWords(
            x=step,
            y=_("units") if wide else "",
            hover=_("unit %{customdata}, {step} %{x}: %{z:.2f}").replace("{step}", step),
        ),
        height=height,
        wide=wide,
    )

    def click(x: float, y: float) -> None:
        UNIT.set(int(order[int(np.clip(round(y), 0, len(order) - 1))]))

    if film:
        film = chart.Film(**(vars(film) | {"edges": edges}))
    chart.show(figure, key=key, alt=_alt(values, name, step), on_click=click, film=film)


def _alt(values: np.ndarray, name: str, step: str) -> str:
    strongest = int(np.abs(values).max(axis=0).argmax())
    return _(
        "{name} of {count} units over {steps} steps. Unit {unit} is strongest; it fires at {step} "
        "{onset}."
    ).format(
        name=name,
        count=values.shape[1],
        steps=len(values),
        unit=strongest,
        step=step,
        onset=int(onset(values)[strongest]),
    )
