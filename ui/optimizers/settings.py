"""The controls of the Gradient descent page, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dlcore.errors import LabError
from dlcore.optimizers import OPTIMIZERS
from dlcore.optimizers.config import MAX_OPTIMIZERS, MAX_STEPS, DescentConfig
from dlcore.optimizers.schedules import DECAYS
from dlcore.optimizers.surfaces import SURFACES
from ui.frame import settings as url
from ui.frame.explore import Preset
from ui.frame.i18n import N_, explain
from ui.frame.i18n import gettext as _

RATES = {"own": N_("its own for each"), "same": N_("one for all")}
# From 0.0001 to 70 in steps of about a half: times the usual rate, or the rate itself.
FACTORS = tuple(float(f"{m}e{e}") for e in range(-4, 2) for m in (1, 1.2, 1.5, 2, 3, 5, 7))
_USUAL_FACTOR = {"own": 1.0, "same": 0.01}

SURFACE, LIST = "optimizers_surface", "optimizers_list"
X, Y = "optimizers_x", "optimizers_y"
FACTOR, SHARED = "optimizers_rate", "optimizers_rates"
MOMENTUM, SCHEDULE, STEPS = "optimizers_momentum", "optimizers_schedule", "optimizers_steps"

PARAMETERS = {
    SURFACE: url.choice(*SURFACES),
    LIST: url.several(*OPTIMIZERS, at_most=MAX_OPTIMIZERS),
    X: url.number(-5, 5, float),
    Y: url.number(-5, 5, float),
    SHARED: url.choice(*RATES),
    FACTOR: url.Parameter(
        {f"{f:g}": f for f in FACTORS}.__getitem__,
        "0.0001, 0.00012, … 1, 1.2, 1.5, 2, 3, 5, 7, 10 … 70",
    ),
    MOMENTUM: url.number(0, 0.99, float),
    SCHEDULE: url.choice(*DECAYS),
    STEPS: url.number(10, MAX_STEPS),
}


def usual(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an untouched page; the start is the surface's own."""
    surface = asked.get(SURFACE, "ravine")
    x, y = SURFACES[surface].start
    rates = asked.get(SHARED, "own")
    return {
        SURFACE: surface,
        LIST: ["sgd", "momentum", "rmsprop", "adam"],
        X: x,
        Y: y,
        SHARED: rates,
        FACTOR: _USUAL_FACTOR[rates],
        MOMENTUM: 0.9,
        SCHEDULE: "constant",
        STEPS: 150,
    }


def unwritten(state: Mapping[str, Any]) -> dict[str, Any]:
    """What an address need not say: without a surface and a kind of rate it means the first."""
    plain = usual({})
    return usual(state) | {key: plain[key] for key in (SURFACE, SHARED)}


def _try(**changed: Any) -> dict[str, Any]:
    """All settings of a preset: the usual ones of its surface but for those named."""
    named = {f"optimizers_{name}": value for name, value in changed.items()}
    return usual(named) | named


PRESETS = {
    "compare": Preset(
        N_("Four ways down"),
        N_(
            "SGD bounces from wall to wall, momentum swings past and returns, RMSprop and Adam "
            "divide the steepness away and go nearly straight. Press ▶ to see who is ahead when."
        ),
        _try(),
    ),
    "zigzag": Preset(
        N_("Zig-zag in the ravine"),
        N_(
            "Just below the rate at which it would diverge, SGD jumps across the valley at every "
            "step and creeps along it. Momentum cancels the jumps and adds up the creeping."
        ),
        _try(list=["sgd", "momentum"], rate=1.2),
    ),
    "high": Preset(
        N_("Rate too high"),
        N_(
            "Each step of SGD lands higher on the other wall: it diverges within a few steps. "
            "Adam's steps are never much longer than the rate: it only wanders."
        ),
        _try(list=["sgd", "rmsprop", "adam"], surface="bowl", rate=12.0, steps=60),
    ),
    "low": Preset(
        N_("Rate too low"),
        N_(
            "The same way as always, a hundredth of it: the curves of the loss hardly fall, and "
            "nothing is wrong but the patience it takes."
        ),
        _try(rate=0.01),
    ),
    "saddle": Preset(
        N_("Stuck at the saddle"),
        N_(
            "The start lies a ten-millionth beside the ridge. SGD rolls to the flat point in the "
            "middle and stays there. Adam divides by the tiny slope and leaves sideways at once."
        ),
        _try(list=["sgd", "rmsprop", "adam"], surface="saddle", y=1e-7, rate=0.5, steps=100),
    ),
    "network": Preset(
        N_("A real network"),
        N_(
            "The loss of a network that reads digits. Between the two trained networks lies a "
            "ridge: click on either side of it and see which one is found."
        ),
        _try(surface="mnist"),
    ),
}


def settle() -> None:
    """After `url.seed`: a start that an address asks for outside the surface is said and moved."""
    left, right, bottom, top = SURFACES[st.session_state[SURFACE]].view
    bounds = {X: (left, right), Y: (bottom, top)}
    for (key, (low, high)), inside in zip(
        bounds.items(), SURFACES[st.session_state[SURFACE]].start, strict=True
    ):
        if not low <= st.session_state[key] <= high:
            url.say_refused(key, f"{st.session_state[key]:g}", f"{low:g} – {high:g}")
            st.session_state[key] = inside


def read() -> DescentConfig | None:
    """What the controls say; None after one sentence where that is impossible."""
    state = st.session_state
    try:
        return DescentConfig(
            surface=state[SURFACE],
            optimizers=tuple(state[LIST]),
            start=(state[X], state[Y]),
            rates=state[SHARED],
            learning_rate=state[FACTOR],
            momentum=state[MOMENTUM],
            schedule=state[SCHEDULE],
            steps=state[STEPS],
        )
    except LabError as error:
        st.warning(explain(error), icon=":material/error:")
        return None


def move_start(x: float, y: float) -> None:
    """Puts the start there, or as near as the surface reaches; for use in callbacks."""
    left, right, bottom, top = SURFACES[st.session_state[SURFACE]].view
    st.session_state[X] = round(min(max(x, left), right), 3)
    st.session_state[Y] = round(min(max(y, bottom), top), 3)


def show() -> None:
    """All controls."""
    st.selectbox(
        _("Surface"),
        list(SURFACES),
        format_func=lambda name: _(SURFACES[name].title),
        key=SURFACE,
        on_change=_use_its_start,
        help=_("The loss of two weights: the ground that all of them walk on."),
    )
    st.multiselect(
        _("Optimizers"),
        list(OPTIMIZERS),
        format_func=lambda name: OPTIMIZERS[name].label,
        max_selections=MAX_OPTIMIZERS,
        key=LIST,
        help=_("Up to six that start together."),
    )
    st.segmented_control(
        _("Learning rate"),
        list(RATES),
        format_func=lambda name: _(RATES[name]),
        key=SHARED,
        required=True,
        on_change=_use_usual_rate,
        help=_(
            "A rate that is right for SGD is far too low for Adam. Fair is each with the rate that "
            "suits it on this surface; instructive is one for all."
        ),
    )
    own = st.session_state[SHARED] == "own"
    st.select_slider(
        _("Times the usual rate") if own else _("Learning rate"),
        FACTORS,
        format_func=lambda factor: f"× {factor:g}" if own else f"{factor:g}",
        key=FACTOR,
        help=_("Too high diverges, too low crawls. Below the picture stands each one's rate."),
    )
    st.slider(
        _("Momentum"),
        0.0,
        0.99,
        step=0.01,
        key=MOMENTUM,
        help=_("What share of its speed a step keeps: for Momentum and Nesterov."),
    )
    with st.expander(_("Schedule, steps and start"), icon=":material/tune:"):
        _more()


def _more() -> None:
    st.selectbox(
        _("Learning-rate schedule"),
        list(DECAYS),
        format_func=lambda name: _(DECAYS[name].label),
        key=SCHEDULE,
        help=_("How the learning rate changes during the run."),
    )
    st.slider(
        _("Steps"),
        10,
        MAX_STEPS,
        step=10,
        key=STEPS,
        help=_("How many steps each of them takes."),
    )
    left, right, bottom, top = SURFACES[st.session_state[SURFACE]].view
    columns = st.columns(2)
    for column, label, key, low, high in (
        (columns[0], _("Start x"), X, left, right),
        (columns[1], _("Start y"), Y, bottom, top),
    ):
        column.number_input(
            label,
            low,
            high,
            step=0.1,
            format="%.5g",
            key=key,
            help=_("Where all of them start. A click on the contour sets it too."),
        )


def _use_its_start() -> None:
    st.session_state[X], st.session_state[Y] = SURFACES[st.session_state[SURFACE]].start


def _use_usual_rate() -> None:
    st.session_state[FACTOR] = _USUAL_FACTOR[st.session_state[SHARED]]
