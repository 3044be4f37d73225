"""What one hidden unit does: a line, bent; and what a few of them add up to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from dlcore.activations.functions import SCALARS
from dlcore.activations.unit import BENDS, HiddenUnit, added, unit_script
from dlcore.figures import activations as figures
from ui.frame import explore
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Number
from ui.shared import chart

_X = np.linspace(-4, 4, 161)
_HANDLES = np.array([-2.0, 2.0])  # x of the points by which the line can be taken
# With ReLU, three corners side by side that add up to a hat.
_USUAL = ((1.0, 1.0, 1.0), (1.0, 0.0, -2.0), (1.0, -1.0, 1.0))

BEND = Choice(
    "activations_bend",
    "relu",
    N_("Activation f"),
    N_("What bends the line z = w x + b. “linear” leaves it as it is."),
    {name: SCALARS[name].title for name in BENDS},
)
COUNT = Choice(
    "activations_unit_count",
    1,
    N_("Units"),
    N_("How many there are. What comes out of them is weighed with v and added."),
    (1, 2, 3),
)
CHOSEN = Choice(
    "activations_unit",
    1,
    N_("Set unit"),
    N_("Whose line is shown and can be moved."),
    (1, 2, 3),
)


def _numbers(unit: int, w: float, b: float, v: float) -> tuple[Number, Number, Number]:
    return (
        Number(
            f"activations_unit_w{unit}",
            w,
            N_("Weight w"),
            N_("How steep the line is. The same as dragging one of its points."),
            -3.0,
            3.0,
            step=0.05,
        ),
        Number(
            f"activations_unit_b{unit}",
            b,
            N_("Bias b"),
            N_("How high the line is at x = 0. The same as dragging one of its points."),
            -3.0,
            3.0,
            step=0.05,
        ),
        Number(
            f"activations_unit_v{unit}",
            v,
            N_("Weight v of its output"),
            N_("What this unit counts in the sum."),
            -3.0,
            3.0,
            step=0.05,
        ),
    )


UNITS = tuple(_numbers(unit, *numbers) for unit, numbers in enumerate(_USUAL, 1))
SETTINGS = (BEND, COUNT, CHOSEN, *(number for unit in UNITS for number in unit))


def show() -> None:
    """Chart, the numbers of one unit, what they do in words, the code."""
    st.markdown(
        _(
            "A unit takes a number x, makes the **line** z = w x + b of it, and **bends** that: "
            "f(z) comes out. Drag the line by its two points."
        )
    )
    picture, controls = st.columns([1.7, 1], gap="large")
    with controls:
        BEND.segmented()
        COUNT.segmented()
        _choose()
        w, b, v = UNITS[CHOSEN.value - 1]
        w.slider()
        b.slider()
        if COUNT.value > 1:
            v.slider()
        units = _units()
        with st.container(key="activations_unit_said"):
            st.markdown(_said(units[CHOSEN.value - 1]))
            if len(units) > 1:
                st.markdown(_sum_said())
    with picture:
        _draw(units)
    explore.code(unit_script(units, BEND.value))


def _choose() -> None:
    if CHOSEN.value > COUNT.value:
        CHOSEN.set(COUNT.value)
    if COUNT.value > 1:
        CHOSEN.segmented(options=list(range(1, COUNT.value + 1)))


def _units() -> tuple[HiddenUnit, ...]:
    """Those that there are; one alone has nothing to be weighed against."""
    shown = UNITS[: COUNT.value]
    units = tuple(HiddenUnit(*(float(number.value) for number in unit)) for unit in shown)
    return units if len(units) > 1 else (HiddenUnit(units[0].w, units[0].b),)


def drag(point: int, _x: float, z: float) -> None:
    """Puts one of the two points where it was dragged to; the other stays, as far as it can."""
    w, b, _v = UNITS[CHOSEN.value - 1]
    heights = HiddenUnit(float(w.value), float(b.value)).line(_HANDLES)
    heights[point] = z
    slope = np.diff(heights)[0] / np.diff(_HANDLES)[0]
    for number, value in ((w, slope), (b, heights.mean())):
        number.set(float(np.clip(round(float(value), 2) + 0.0, number.low, number.high)))


def _said(unit: HiddenUnit) -> str:
    if BEND.value == "linear":
        return _("Nothing bends it: what comes out is the line itself.")
    if unit.middle is None:
        return _("With w = 0 the line is level, and the same comes out for every x.")
    place = f"{unit.middle + 0.0:.2f}".replace("-", "−")  # no -0
    if BEND.value == "relu":
        return _(
            "The corner lies where the line crosses 0, at x = −b / w = **{place}**. On one side "
            "the unit is silent, on the other it is the line."
        ).format(place=place)
    return _(
        "It is steepest where the line crosses 0, at x = −b / w = **{place}**; far from there it "
        "hardly changes."
    ).format(place=place)


def _sum_said() -> str:
    if BEND.value == "linear":
        return _("Lines add up to a line, however many there are: it takes a bend.")
    return _("The thick line is the sum, each unit times its v: **bent lines make curves.**")


def _draw(units: Sequence[HiddenUnit]) -> None:
    chosen = units[CHOSEN.value - 1]
    figure = figures.units(
        _X,
        chosen.line(_X),
        [unit.output(BEND.value, _X) for unit in units],
        added(units, BEND.value, _X),
        (_HANDLES, chosen.line(_HANDLES)),
        words=figures.BentWords(
            "z = w x + b", "f(z)", _("unit {number}"), _("sum of all units"), "x"
        ),
    )
    chart.show(
        figure,
        key="activations_unit_chart",
        alt=_(
            "The line z = {w:.2f} x + {b:.2f} and what {f} makes of it, for x from −4 to 4. Units: "
            "{count}."
        ).format(w=chosen.w, b=chosen.b, f=BEND.name(BEND.value), count=len(units)),
        handle=len(figure.data) - 1,
        on_drag=drag,
    )
