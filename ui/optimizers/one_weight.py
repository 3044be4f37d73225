"""One weight, its loss as a curve, and one step of gradient descent a click."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dlcore.figures import optimizers as drawing
from dlcore.optimizers.one_weight import (
    MOST_STEPS,
    WEIGHT_LOSSES,
    WeightLoss,
    fate,
    walk,
    walk_script,
)
from ui.frame import explore
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Number, Whole
from ui.shared import chart

_RATES = (0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.0, 1.5, 1.9, 2.0, 2.1, 2.5)
LOSS = Choice(
    "optimizers_one_loss",
    "valley",
    N_("Loss of one weight"),
    N_("How wrong a network with a single weight would be, for each value of it."),
    {name: loss.title for name, loss in WEIGHT_LOSSES.items()},
)
RATE = Choice(
    "optimizers_one_rate",
    0.3,
    N_("Learning rate"),
    N_("What the slope is multiplied by: how long a step is. Another one begins anew."),
    _RATES,
)
START = Number(
    "optimizers_one_start",
    3.5,
    N_("Weight at the start"),
    N_("Where it begins. The same as dragging the point."),
    -5.0,
    5.0,
    step=0.1,
)
STEPS = Whole(
    "optimizers_one_steps",
    0,
    N_("Steps"),
    N_("So many have been taken."),
    0,
    MOST_STEPS,
)
SETTINGS = (LOSS, RATE, START, STEPS)

_SAID = {
    "start": N_(
        "The tangent shows the slope here. A step goes **against** it, downhill: press One step."
    ),
    "down": N_("**Downhill.** The flatter it gets, the shorter the steps, at the same rate."),
    "across": N_(
        "**It jumped over the valley**, and is lower all the same. A lower rate would go straight."
    ),
    "higher": N_(
        "**It jumped over the valley and landed no lower.** The rate is too high: start over."
    ),
    "flat": N_("**It is flat here**, so a step leads nowhere any more: it has arrived."),
    "gone": N_("**It is out of the picture.** Each step lands higher up: the rate is too high."),
}


def show() -> None:
    """Chart, rate and steps, the step in numbers, the code."""
    loss = WEIGHT_LOSSES[LOSS.value]
    START.set(float(np.clip(START.value, -loss.reach, loss.reach)))
    picture, controls = st.columns([7, 3], gap="large")
    with controls:
        LOSS.segmented(on_change=_begin)
        loss = WEIGHT_LOSSES[LOSS.value]
        RATE.select_slider(on_change=_begin, format_func="{:g}".format)
        START.slider(min_value=-loss.reach, max_value=loss.reach, on_change=_begin)
        weights = walk(loss, START.value, RATE.value, STEPS.value)
        kind = fate(loss, weights)
        with st.container(key="optimizers_one_said"):
            _say(loss, weights, kind)
    with picture:
        with st.container(key="optimizers_one_buttons"):  # on a phone, both are in sight
            _buttons(kind)
        _draw(loss, weights)
    explore.code(walk_script(loss, float(START.value), float(RATE.value), STEPS.value))


def _buttons(kind: str) -> None:
    with st.container(horizontal=True):
        st.button(
            _("One step"),
            key="optimizers_one_step",
            type="primary",
            icon=":material/step:",
            disabled=kind == "gone" or STEPS.value == MOST_STEPS,
            on_click=_step,
        )
        st.button(
            _("Start over"),
            key="optimizers_one_begin",
            icon=":material/restart_alt:",
            disabled=STEPS.value == 0,
            on_click=_begin,
        )


def _step() -> None:
    STEPS.set(min(STEPS.value + 1, MOST_STEPS))  # a button that is disabled can still be pressed


def _begin() -> None:
    STEPS.set(0)


def drag(_point: int, w: float, _loss: float) -> None:
    """Puts the start where the point was dragged to, and begins there."""
    START.set(float(np.clip(round(w, 1), START.low, START.high)))
    _begin()


def _say(loss: WeightLoss, weights: NDArray[np.float64], kind: str) -> None:
    now, rate = float(weights[-1]), float(RATE.value)
    slope = float(loss.slope(np.array(now)))
    st.markdown(
        _("Step {step}: w = **{w}**, loss **{loss}**.").format(
            step=len(weights) - 1, w=_number(now), loss=_number(float(loss.value(np.array(now))))
        )
    )
    st.latex(
        rf"\begin{{gathered}} w - \eta\, L'(w) = \\ {_number(now)} - {rate:g} \cdot "
        rf"({_number(slope)}) = {_number(now - rate * slope)} \end{{gathered}}"
    )
    st.markdown(_(_SAID[kind]))


def _number(value: float) -> str:
    value += 0.0  # no -0
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def _draw(loss: WeightLoss, weights: NDArray[np.float64]) -> None:
    now = weights[-1]
    slope = float(loss.slope(now))
    figure = drawing.one_weight(
        *_curve(loss),
        (weights, loss.value(weights)),
        slope,
        float(now - RATE.value * slope),
        top=loss.top,
        words=drawing.WeightWords(_("weight w"), _("loss L"), _("tangent"), _("steps so far")),
    )
    chart.show(
        figure,
        key="optimizers_one",
        alt=_(
            "The loss of one weight as a curve. After {step} steps the weight is {w:.3g}, its loss "
            "{loss:.3g} and the slope there {slope:.3g}."
        ).format(step=len(weights) - 1, w=now, loss=loss.value(now), slope=slope),
        handle=len(figure.data) - 1,
        on_drag=drag,
    )
    st.caption(_("Drag the point to begin elsewhere. The arrow below is the next step, −η L′(w)."))


def _curve(loss: WeightLoss) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    w = np.linspace(-loss.reach, loss.reach, 201)
    return w, loss.value(w)
