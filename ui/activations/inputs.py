"""What is set for the curves of activation functions: which, their parameters, range, formula."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dlcore.activations.curves import OWN, ActivationChoice
from dlcore.activations.formula import LONGEST, parse
from dlcore.activations.functions import LARGEST_X, SCALARS
from dlcore.activations.table.record import Activation
from dlcore.errors import LabError
from dlcore.parameters import Hyperparameter
from ui.frame.explore import Preset
from ui.frame.i18n import N_, explain
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Number, Several, Switch, Text
from ui.frame.settings import Values

_EXAMPLE = "x * tanh(log(1 + exp(x)))"
_TITLES = {name: record.title for name, record in SCALARS.items()}
FUNCTIONS = Several(
    "activations_functions",
    ["sigmoid", "tanh", "relu"],
    N_("Functions"),
    N_("All activations of Keras that take one number; up to six at a time."),
    _TITLES,
    at_most=6,
)
ZONE = Choice(
    "activations_zone",
    "sigmoid",
    N_("Shaded zone of"),
    N_("Where the slope of this function is below 0.1, a unit learns slowly."),
    _TITLES | {OWN: N_("your own")},
)
X = Number(
    "activations_x",
    1.0,
    "x",
    N_("Where the values below are read. A click into the picture sets it too."),
    -LARGEST_X,
    LARGEST_X,
    format="%.4g",
)
FORMULA = Text(
    "activations_formula",
    "",
    N_("Your own f(x)"),
    N_(
        "Numbers, x, e, pi, + - * / ^, brackets, and functions such as exp, log, sqrt, abs, "
        "sin, tanh, sigmoid, relu, erf, min, max."
    ),
    LONGEST,
    parse,
)


def _end(key: str, usual: float, label: str) -> Number:
    """The setting of one end of the range."""
    help = N_("From where to where the picture goes; at most from -10,000 to 10,000.")
    return Number(key, usual, label, help, -LARGEST_X, LARGEST_X, step=1.0, format="%g")


def _parameter(record: Activation, p: Hyperparameter) -> Switch | Number:
    """The setting of one keyword of an activation."""
    key, label = f"activations_{record.name}_{p.keyword}", f"{record.title} · {p.keyword}"
    if p.is_switch:
        return Switch(key, p.default, label, p.meaning)
    return Number(key, p.default, label, p.meaning, p.low, p.high, step=p.step)


LOW = _end("activations_low", -6.0, N_("x from"))
HIGH = _end("activations_high", 6.0, N_("to"))
FUNCTION_PARAMETERS = {
    name: {p.keyword: _parameter(record, p) for p in record.parameters}
    for name, record in SCALARS.items()
}
SETTINGS = (
    FUNCTIONS,
    ZONE,
    X,
    LOW,
    HIGH,
    FORMULA,
    *(one for keywords in FUNCTION_PARAMETERS.values() for one in keywords.values()),
)


def _try(functions: list[str], zone: str, x: float, formula: str = "") -> Values:
    """All settings of a preset but the parameters."""
    values = {FUNCTIONS: functions, ZONE: zone, X: x, FORMULA: formula, LOW: -6.0, HIGH: 6.0}
    return {one.key: value for one, value in values.items()}


PRESETS = {
    "classics": Preset(
        N_("Three classics"),
        N_(
            "Above f, below its slope f′: what multiplies the error on its way back. Move x, and "
            "see where each function is steep, and where it has stopped learning."
        ),
        _try(["sigmoid", "tanh", "relu"], "sigmoid", 1.0),
    ),
    "saturation": Preset(
        N_("Saturation"),
        N_(
            "Move x to the right: f hardly changes any more and f′ goes to 0. A unit in the shaded "
            "zone hears almost nothing of its error. Sigmoid never has a slope above 0.25."
        ),
        _try(["sigmoid", "tanh", "softsign"], "sigmoid", 4.0),
    ),
    "dying": Preset(
        N_("Dying ReLU and its cures"),
        N_(
            "Left of 0 the slope of ReLU is exactly 0, and a unit that is always there never "
            "learns again. Leaky ReLU, ELU and SELU keep a slope on that side."
        ),
        # A slope that a visitor has given ReLU would be the cure itself.
        _try(["relu", "elu", "leaky_relu", "selu"], "relu", -2.0)
        | {FUNCTION_PARAMETERS["relu"]["negative_slope"].key: 0.0},
    ),
    "smooth": Preset(
        N_("Smooth ReLUs"),
        N_(
            "They follow ReLU far from 0 and round off its corner. GELU, SiLU and Mish fall before "
            "they rise: look for the place where f′ is 0, and where f′ is above 1."
        ),
        _try(["relu", "gelu", "silu", "mish", "softplus"], "gelu", -0.75),
    ),
    "own": Preset(
        N_("Mish, written by yourself"),
        N_(
            "The formula x · tanh(log(1 + eˣ)) lies exactly on Keras' Mish, and its derivative, by "
            "automatic differentiation, on Mish's. Now change the formula."
        ),
        _try(["mish"], "own", 1.0, "x * tanh(log(1 + exp(x)))"),
    ),
}


def title(name: str) -> str:
    """What a function is called, the visitor's own too."""
    return ZONE.name(name)


def choices() -> list[ActivationChoice]:
    """The functions that are chosen, the visitor's own after those of Keras."""
    left, right = st.columns([7, 3], gap="large")
    with left:
        names = FUNCTIONS.multiselect()
    with right:
        own = _own()
    return [*(ActivationChoice(name, _set(name)) for name in names), *([own] if own else [])]


def settings(names: Sequence[str]) -> None:
    """Which function is shaded, the range, and the parameters of those that have any."""
    zone, low, high = st.columns([2, 1, 1], gap="medium")
    with zone:
        _zone(names)
    with low:
        LOW.number_input()
    with high:
        HIGH.number_input()
    _parameters(
        [one for name in names if name != OWN for one in FUNCTION_PARAMETERS[name].values()]
    )


def _zone(names: Sequence[str]) -> None:
    if names and ZONE.value not in names:
        ZONE.set(names[0])
    ZONE.selectbox(options=names or [ZONE.value], disabled=not names)


def _set(name: str) -> dict[str, Any]:
    """The parameters of a function as its widgets, shown or not, say."""
    return {keyword: one.value for keyword, one in FUNCTION_PARAMETERS[name].items()}


def _own() -> ActivationChoice | None:
    """The visitor's formula; None without one, or after a sentence on what is wrong with it."""
    typed = FORMULA.text_input(placeholder=_EXAMPLE)
    if not typed.strip():
        return None
    try:
        parse(typed)
    except LabError as error:
        st.warning(explain(error), icon=":material/error:")
        return None
    return ActivationChoice(OWN, formula=typed)


def _parameters(settings: Sequence[Switch | Number]) -> None:
    if not settings:
        return
    with st.expander(_("Parameters of these functions"), icon=":material/tune:"):
        places = st.columns(2, gap="medium")
        for i, one in enumerate(settings):
            with places[i % 2]:
                _widget(one)


def _widget(one: Switch | Number) -> None:
    if isinstance(one, Switch):
        one.toggle()
    elif one.usual is None:
        one.number_input(value=None)  # empty, for no number at all
    else:
        one.slider()
