"""A view of /neuron: one neuron, its two weights and its bias in the visitor's hand."""

from __future__ import annotations

import streamlit as st

from dlcore.neuron.single import best_of_grid, measure, single_script
from ui.frame import explore
from ui.frame.engine import ask
from ui.frame.i18n import gettext as _
from ui.neuron.single import hand, sentences, settings
from ui.neuron.single.settings import SETTINGS

__all__ = ["SETTINGS", "show"]


def show() -> None:
    """Things to try, what to set, the neuron, what Keras says to it, the code."""
    explore.presets("single", settings.PRESETS)
    _controls()
    neuron, exercise, learnt = settings.neuron(), settings.exercise(), settings.learnt()
    hand.show(
        neuron,
        exercise,
        key="neuron_single",
        point=settings.point(),
        alone=learnt is not None,
        learning_rate=settings.RATE.value,
        on_hand=take,
        alt=sentences.plane(exercise),
    )
    name = settings.EXERCISE.value
    best = ask(best_of_grid, name, neuron.activation)
    if best is not None:
        st.markdown(sentences.most(best, exercise))
    if name == "xor":
        _why_no_line()
    measured = ask(measure, neuron, name, learnt)
    if measured is not None:
        st.caption(sentences.by_keras(measured, exercise))
    explore.code(single_script(neuron, name, settings.RATE.value, learnt))


def _controls() -> None:
    shown = (
        _points,
        settings.ACTIVATION.selectbox,
        settings.LOSS.segmented,
        settings.RATE.select_slider,
    )
    for column, widget in zip(st.columns([1.75, 0.9, 1, 0.8], gap="small"), shown, strict=True):
        with column:
            widget()


def _points() -> None:
    with st.container(key="neuron_points"):
        settings.EXERCISE.segmented()


def take(weights: tuple[float, ...], point: int, alone: bool) -> None:
    """Sets what was set in the browser, unless a preset sets it in the same message.

    A press on its button makes the browser say first where its weights have come to.
    """
    if any(st.session_state.get(f"single_try_{name}") for name in settings.PRESETS):
        return
    for one, value in zip(settings.WEIGHTS, weights, strict=True):
        one.set(value)
    settings.POINT.set(point)
    settings.LEARNT.set("point" if alone else "all")


def _why_no_line() -> None:
    with st.expander(_("Why no line can part XOR"), icon=":material/help:", expanded=True):
        st.markdown(
            _(
                "The neuron says 1 exactly where its sum is above some $c$ (for the sigmoid, "
                "$c = 0$). So it would have to be, point by point:"
            )
        )
        st.latex(
            r"\begin{aligned} (0, 0) \to 0: &\quad b \le c \\ (0, 1) \to 1: &\quad w_2 + b > c \\ "
            r"(1, 0) \to 1: &\quad w_1 + b > c \\ (1, 1) \to 0: &\quad w_1 + w_2 + b \le c "
            r"\end{aligned}"
        )
        st.markdown(
            _(
                "Add the two in the middle: $w_1 + w_2 + 2b > 2c$. Add the first and the last: "
                "$w_1 + w_2 + 2b \\le 2c$. Both at once is impossible, whatever the weights are."
            )
        )
