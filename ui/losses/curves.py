"""Losses and gradients against the prediction."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, isnan, log10

import numpy as np
import streamlit as st

from dlcore.figures.lines import ValueAndGradient
from dlcore.figures.losses import LossWords, loss_and_gradient
from dlcore.losses import LossChoice
from dlcore.losses import curves as loss_curves
from dlcore.losses.script import curves_script
from ui.frame import explore
from ui.frame.engine import ask
from ui.frame.i18n import gap
from ui.frame.i18n import gettext as _
from ui.frame.setting import Number
from ui.losses import settings
from ui.shared import chart

# Near 0 and 1 a cross-entropy and its slope know no bounds: the chart shows the part that tells.
_LIMITS = {"probability": (5.0, 12.0)}
_CHART_HEIGHT = 500


@dataclass(frozen=True)
class Question:
    """What is to be drawn; `axis` is a key of `settings.AXES`."""

    choices: tuple[LossChoice, ...]
    axis: str
    target: float
    low: float
    high: float
    at: float

    @property
    def logits(self) -> bool:
        return self.axis == "logit"

    @property
    def variable(self) -> str:
        return "z" if self.logits else "ŷ"


@settings.SETTINGS.fragment
def show() -> None:
    """Chart, what to set, the values in numbers, the formulas, the code."""
    explore.presets(settings.PAGE, settings.CURVES)
    picture, controls = st.columns(settings.WIDTHS, gap="large")
    with controls:
        asked = _question()
    found = _answer(asked)
    if found is not None:
        drawn = {
            name: ValueAndGradient(
                *settings.look(name), c.loss, c.gradient, c.loss_at, c.gradient_at
            )
            for name, c in found.curves.items()
        }
        with controls:
            _values(asked, drawn)
        with picture:
            _draw(asked, found.x, drawn)
    _records(asked)
    explore.code(
        curves_script(asked.choices, asked.target, asked.low, asked.high, 401, asked.logits)
    )


def _question() -> Question:
    family = settings.FAMILY.segmented()
    names = settings.CHOSEN[family].pills()
    axis = family
    if family == "probability" and settings.LOGITS.toggle():
        axis = "logit"
    target = _target(family)
    low, high = settings.AXES[axis]
    if axis in settings.FREE_AXES:
        low, high = (end.value for end in settings.ENDS[axis])
    at = _prediction(axis, low, high)
    settings.parameter_sliders("curve", names)
    if axis in settings.FREE_AXES:
        with st.expander(_("Range of the picture"), icon=":material/fit_width:"):
            for end in settings.ENDS[axis]:
                end.number_input()
    choices = tuple(settings.choice(name, "curve") for name in names)
    return Question(choices, axis, target, low, high, at)


def _target(family: str) -> float:
    target = settings.TARGETS[family]
    return target.slider() if isinstance(target, Number) else float(target.segmented())


def _prediction(axis: str, low: float, high: float) -> float:
    """The place whose values are read out, within the range."""
    if not low < high:
        return low  # the library says what is wrong
    at = settings.AT[axis]
    at.set(float(min(max(at.value, low), high)))
    return at.slider(min_value=low, max_value=high, step=10.0 ** floor(log10((high - low) / 50)))


def _answer(asked: Question) -> loss_curves.LossCurves | None:
    return ask(
        loss_curves.curves,
        asked.choices,
        asked.target,
        asked.low,
        asked.high,
        asked.at,
        401,
        asked.logits,
    )


def _draw(asked: Question, x: np.ndarray, drawn: dict[str, ValueAndGradient]) -> None:
    loss_limit, gradient_limit = _LIMITS.get(asked.axis, (None, None))
    chart.show(
        loss_and_gradient(
            x,
            drawn,
            asked.at,
            words=LossWords(
                x=_("logit z") if asked.logits else _("prediction ŷ"),
                loss=_("loss L"),
                gradient=f"∂L/∂{asked.variable}",
            ),
            loss_limit=loss_limit,
            gradient_limit=gradient_limit,
            height=_CHART_HEIGHT,
        ),
        key="losses_curves",
        alt=_alt(asked, drawn),
    )


def _alt(asked: Question, drawn: dict[str, ValueAndGradient]) -> str:
    said = "; ".join(
        _("{loss} {value:.4g}, gradient {gradient:.4g}").format(
            loss=one.label, value=one.value_at, gradient=one.gradient_at
        )
        for one in drawn.values()
    )
    return _(
        "Losses above their gradients, for predictions from {low:g} to {high:g} and the target "
        "{target:g}. At {at:g}: {said}."
    ).format(low=asked.low, high=asked.high, target=asked.target, at=asked.at, said=said)


def _values(asked: Question, drawn: dict[str, ValueAndGradient]) -> None:
    """The numbers at the marked place, and where they are not what the formula says."""
    if not drawn:
        st.caption(_("Choose at least one loss."))
        return
    place = asked.variable
    head = _("at {place} = {at:g}, y = {target:g}").format(
        place=place, at=asked.at, target=asked.target
    )
    rows = [f"| {p.label} | {p.value_at:.4g} | {p.gradient_at:.4g} |" for p in drawn.values()]
    st.markdown("\n".join([f"| {head} | L | ∂L/∂{place} |", "|:--|--:|--:|", *rows]))
    if any(isnan(p.gradient_at) or isnan(p.value_at) for p in drawn.values()):
        st.caption(_("nan: Keras itself gives no number here. A power below 1 has no slope at 0."))
    elif asked.axis == "probability" and asked.at in (0, 1):
        st.caption(
            _(
                "Keras takes the logarithm of no probability below 1e-7, so the loss ends at "
                "16.1. At exactly 0 and 1 the gradient of what is clipped is 0, not infinite."
            )
        )


def _records(asked: Question) -> None:
    with st.expander(_("Formula, use and trouble of each"), icon=":material/function:"):
        for choice in asked.choices:
            record = choice.record
            st.markdown(f"**{_(record.title)}** · `keras.losses.{record.keras_class}`")
            st.latex(rf"L = {record.formula}")
            variable = r"\hat y_k" if record.two_classes else r"\hat y"
            st.latex(rf"\frac{{\partial L}}{{\partial {variable}}} = {record.gradient}")
            st.markdown(f"{_(record.use)}{gap()}{_(record.trouble)}")
            st.caption(record.reference)
