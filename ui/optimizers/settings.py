"""The controls of the Gradient descent page, and what they say."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dlcore.errors import LabError
from dlcore.optimizers import OPTIMIZERS
from dlcore.optimizers.config import MAX_OPTIMIZERS, DescentConfig
from dlcore.optimizers.schedules import DECAYS
from dlcore.optimizers.surfaces import SURFACES
from ui.course import foot
from ui.frame.explore import Preset
from ui.frame.i18n import N_, explain
from ui.frame.i18n import gettext as _
from ui.frame.setting import ELSEWHERE, Choice, Number, Several, Whole
from ui.frame.settings import Said, Settings, configured, say_refused
from ui.frame.views import opening
from ui.optimizers import one_weight

# From 0.0001 to 70 in steps of about a half: times the usual rate, or the rate itself.
FACTORS = tuple(float(f"{m}e{e}") for e in range(-4, 2) for m in (1, 1.2, 1.5, 2, 3, 5, 7))
_USUAL_FACTOR = {"own": 1.0, "same": 0.01}
_USUAL = DescentConfig()

SURFACE = Choice.of(
    _USUAL,
    "surface",
    "optimizers_surface",
    N_("Surface"),
    N_("The loss of two weights: the ground that all of them walk on."),
    {name: surface.title for name, surface in SURFACES.items()},
)
LIST = Several(
    "optimizers_list",
    list(_USUAL.optimizers),
    N_("Optimizers"),
    N_("Up to six that start together."),
    {name: record.label for name, record in OPTIMIZERS.items()},
    fields=("optimizers",),
    at_most=MAX_OPTIMIZERS,
)
_START = N_("Where all of them start. A click on the contour sets it too.")
X = Number("optimizers_x", ELSEWHERE, N_("Start x"), _START, -5.0, 5.0, step=0.1, format="%.5g")
Y = Number("optimizers_y", ELSEWHERE, N_("Start y"), _START, -5.0, 5.0, step=0.1, format="%.5g")
SHARED = Choice.of(
    _USUAL,
    "rates",
    "optimizers_rates",
    N_("Learning rate"),
    N_(
        "A rate that is right for SGD is far too low for Adam. Fair is each with the rate that "
        "suits it on this surface; instructive is one for all."
    ),
    {"own": N_("its own for each"), "same": N_("one for all")},
)
FACTOR = Choice(
    "optimizers_rate",
    ELSEWHERE,
    N_("Learning rate"),
    N_("Too high diverges, too low crawls. Below the picture stands each one's rate."),
    FACTORS,
    fields=("learning_rate",),
    expects="0.0001, 0.00012, … 1, 1.2, 1.5, 2, 3, 5, 7, 10 … 70",
)
MOMENTUM = Number.of(
    _USUAL,
    "momentum",
    "optimizers_momentum",
    N_("Momentum"),
    N_("What share of its speed a step keeps: for Momentum and Nesterov."),
    high=0.99,
    step=0.01,
)
SCHEDULE = Choice.of(
    _USUAL,
    "schedule",
    "optimizers_schedule",
    N_("Learning-rate schedule"),
    N_("How the learning rate changes during the run."),
    {name: decay.label for name, decay in DECAYS.items()},
)
STEPS = Whole.of(
    _USUAL,
    "steps",
    "optimizers_steps",
    N_("Steps"),
    N_("How many steps each of them takes."),
    low=10,
    step=10,
)
ALL = (SURFACE, LIST, X, Y, SHARED, FACTOR, MOMENTUM, SCHEDULE, STEPS)


VIEW = Choice(
    "optimizers_view",
    "one",
    N_("View"),
    N_("A single weight and one step a click, or optimizers on the loss of two weights."),
    {"one": N_("One weight"), "two": N_("Two weights")},
)
_OF_TWO = (foot.EXERCISE, *ALL)


def _dependent(said: Said) -> dict[str, Any]:
    """The start is the surface's own, and what a factor usually is depends on what it is of."""
    x, y = SURFACES[said[SURFACE.key]].start
    return {X.key: x, Y.key: y, FACTOR.key: _USUAL_FACTOR[said[SHARED.key]]}


SETTINGS = Settings(
    "optimizers",
    VIEW,
    *one_weight.SETTINGS,
    *_OF_TWO,
    dependent=_dependent,
    opened=opening(VIEW, {"one": one_weight.SETTINGS, "two": _OF_TWO}),
)


def _try(**changed: Any) -> dict[str, Any]:
    """What a preset sets, of the view of two weights alone: as usual on its surface but for those
    named. A step with one weight, or an open exercise, leaves it what is set."""
    named = {f"optimizers_{name}": value for name, value in {"view": "two", **changed}.items()}
    values = SETTINGS.set_to(named)
    return {one.key: values[one.key] for one in (VIEW, *ALL)}


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
            "step and creeps along it. Momentum swings across it as well, but its steps along it "
            "add up, so that it is there first. With a momentum of 0.6 the swinging is soon over."
        ),
        _try(list=["sgd", "momentum"], rate=1.2),
    ),
    "high": Preset(
        N_("Rate too high"),
        N_(
            "Each step of SGD lands higher on the other wall: it diverges within a few steps. "
            "Adam's steps are never much longer than the rate: it swings about, and spirals in."
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
    """Once seeded: a start that an address asks for outside the surface is said, and moved."""
    surface = SURFACES[SURFACE.value]
    for one, (low, high), usual in zip((X, Y), _bounds(), surface.start, strict=True):
        if not low <= one.value <= high:
            say_refused(one.key, f"{one.value:g}", f"{low:g} – {high:g}")
            one.set(usual)


def _bounds() -> tuple[tuple[float, float], tuple[float, float]]:
    """From where to where the surface goes, in x and in y."""
    left, right, bottom, top = SURFACES[SURFACE.value].view
    return (left, right), (bottom, top)


def read() -> DescentConfig | None:
    """What the controls say; None after one sentence where that is impossible."""
    try:
        return configured(_USUAL, ALL, st.session_state, start=(X.value, Y.value))
    except LabError as error:
        st.warning(explain(error), icon=":material/error:")
        return None


def move_start(x: float, y: float) -> None:
    """Puts the start there, or as near as the surface reaches; for use in callbacks."""
    for one, to, (low, high) in zip((X, Y), (x, y), _bounds(), strict=True):
        one.set(round(float(min(max(to, low), high)), 3))  # a browser writes -2.0 as -2


def show() -> None:
    """All controls."""
    SURFACE.selectbox(on_change=_use_its_start)
    LIST.multiselect()
    own = SHARED.segmented(on_change=_use_usual_rate) == "own"
    FACTOR.select_slider(
        label=_("Times the usual rate") if own else _("Learning rate"),
        format_func=lambda factor: f"× {factor:g}" if own else f"{factor:g}",
    )
    MOMENTUM.slider()
    with st.expander(_("Schedule, steps and start"), icon=":material/tune:"):
        SCHEDULE.selectbox()
        STEPS.slider()
        for column, one, (low, high) in zip(st.columns(2), (X, Y), _bounds(), strict=True):
            with column:
                one.number_input(min_value=low, max_value=high)


def _use_its_start() -> None:
    x, y = SURFACES[SURFACE.value].start
    X.set(x)
    Y.set(y)


def _use_usual_rate() -> None:
    FACTOR.set(_USUAL_FACTOR[SHARED.value])
