"""What is set for the curves of activation functions: which, their parameters, range, formula."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dlcore.activations.curves import OWN, ActivationChoice
from dlcore.activations.formula import LONGEST, parse
from dlcore.activations.functions import LARGEST_X, SCALARS
from dlcore.activations.table.record import Activation
from dlcore.errors import LabError
from dlcore.parameters import Hyperparameter
from ui.activations.presets import CURVES as PRESETS
from ui.frame import settings as url
from ui.frame.i18n import explain
from ui.frame.i18n import gettext as _

MOST_FUNCTIONS = 6
X, _LOW, _HIGH = "activations_x", "activations_low", "activations_high"
_FUNCTIONS, ZONE = "activations_functions", "activations_zone"
_FORMULA = "activations_formula"
_EXAMPLE = "x * tanh(log(1 + exp(x)))"


def _key(name: str, parameter: Hyperparameter) -> str:
    return f"activations_{name}_{parameter.keyword}"


def _address(parameter: Hyperparameter) -> url.Parameter:
    if parameter.is_switch:
        return url.flag()
    return url.number(parameter.low, parameter.high, float)


_OF_FUNCTIONS = {
    _key(record.name, p): (_address(p), p.default)
    for record in SCALARS.values()
    for p in record.parameters
}
PARAMETERS = {
    _FUNCTIONS: url.several(*SCALARS, at_most=MOST_FUNCTIONS),
    ZONE: url.choice(*SCALARS, OWN),
    X: url.number(-LARGEST_X, LARGEST_X, float),
    _LOW: url.number(-LARGEST_X, LARGEST_X, float),
    _HIGH: url.number(-LARGEST_X, LARGEST_X, float),
    _FORMULA: url.text(LONGEST),
    **{key: address for key, (address, _default) in _OF_FUNCTIONS.items()},
}
DEFAULTS = {
    **PRESETS["classics"].settings,
    **{key: default for key, (_address, default) in _OF_FUNCTIONS.items()},
}


def title(name: str) -> str:
    return _("your own") if name == OWN else SCALARS[name].title


def choices() -> list[ActivationChoice]:
    """The functions that are chosen, the visitor's own after those of Keras."""
    left, right = st.columns([7, 3], gap="large")
    with left:
        names = _functions()
    with right:
        own = _own()
    return [
        *(ActivationChoice(name, _set(SCALARS[name])) for name in names),
        *([own] if own else []),
    ]


def _functions() -> list[str]:
    return st.multiselect(
        _("Functions"),
        list(SCALARS),
        format_func=title,
        key=_FUNCTIONS,
        max_selections=MOST_FUNCTIONS,
        help=_("All activations of Keras that take one number; up to six at a time."),
    )


def settings(names: Sequence[str]) -> tuple[float, float]:
    """The range, which function is shaded, and the parameters of those that have any."""
    zone, low, high = st.columns([2, 1, 1], gap="medium")
    with zone:
        _zone(names)
    found = tuple(
        place.number_input(
            label,
            -LARGEST_X,
            LARGEST_X,
            step=1.0,
            format="%g",
            key=key,
            help=_("From where to where the picture goes; at most from -10,000 to 10,000."),
        )
        for place, label, key in ((low, _("x from"), _LOW), (high, _("to"), _HIGH))
    )
    _parameters([SCALARS[name] for name in names if name != OWN])
    return found


def _zone(names: Sequence[str]) -> None:
    if names and st.session_state[ZONE] not in names:
        st.session_state[ZONE] = names[0]
    st.selectbox(
        _("Shaded zone of"),
        names or [st.session_state[ZONE]],
        format_func=title,
        key=ZONE,
        disabled=not names,
        help=_("Where the slope of this function is below 0.1, a unit learns slowly."),
    )


def _set(record: Activation) -> dict:
    """The parameters of a function as its widgets, shown or not, say."""
    return {p.keyword: st.session_state[_key(record.name, p)] for p in record.parameters}


def _own() -> ActivationChoice | None:
    """The visitor's formula; None without one, or after a sentence on what is wrong with it."""
    typed = st.text_input(
        _("Your own f(x)"),
        key=_FORMULA,
        max_chars=LONGEST,
        placeholder=_EXAMPLE,
        help=_(
            "Numbers, x, e, pi, + - * / ^, brackets, and functions such as exp, log, sqrt, abs, "
            "sin, tanh, sigmoid, relu, erf, min, max."
        ),
    )
    if not typed.strip():
        return None
    try:
        parse(typed)
    except LabError as error:
        st.warning(explain(error), icon=":material/error:")
        return None
    return ActivationChoice(OWN, formula=typed)


def _parameters(records: Sequence[Activation]) -> None:
    with_any = [record for record in records if record.parameters]
    if not with_any:
        return
    with st.expander(_("Parameters of these functions"), icon=":material/tune:"):
        places = st.columns(2, gap="medium")
        every = [(record, p) for record in with_any for p in record.parameters]
        for i, (record, p) in enumerate(every):
            with places[i % 2]:
                _parameter(record, p)


def _parameter(record: Activation, p: Hyperparameter) -> None:
    label, key, meaning = f"{record.title} · {p.keyword}", _key(record.name, p), _(p.meaning)
    if p.is_switch:
        st.toggle(label, key=key, help=meaning)
    elif p.default is None:
        st.number_input(label, p.low, p.high, None, p.step, key=key, help=meaning)
    else:
        st.slider(label, p.low, p.high, step=p.step, key=key, help=meaning)
