"""Logits on sliders, what softmax and its relatives make of them, and how they answer."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.activations.functions import VECTORS, VectorAnswer, evaluate_vector
from dlcore.activations.script import vector_script
from dlcore.figures import palette
from dlcore.figures.activations import bars, jacobian
from ui.activations.curves import show_record
from ui.activations.presets import SOFTMAX as PRESETS
from ui.frame import explore, shell
from ui.frame import settings as url
from ui.frame.i18n import gettext as _
from ui.shared import chart

COUNT = 5
_LOGITS = [f"activations_z{i}" for i in range(1, COUNT + 1)]
_NAMES = [f"z{digit}" for digit in "₁₂₃₄₅"]
_VECTOR, _TEMPERATURE = "activations_vector", "activations_temperature"
PARAMETERS = {
    _VECTOR: url.choice(*VECTORS),
    _TEMPERATURE: url.number(0.1, 10.0, float),
    **dict.fromkeys(_LOGITS, url.number(-10.0, 10.0, float)),
}
DEFAULTS = dict(PRESETS["usual"].settings)


def show() -> None:
    explore.presets("activations_softmax", PRESETS)
    name = st.segmented_control(
        _("Function"),
        list(VECTORS),
        format_func=lambda name: VECTORS[name].title,
        key=_VECTOR,
        required=True,
        label_visibility="collapsed",
        help=_("The activations of Keras that see a whole vector."),
    )
    left, right = st.columns([7, 3], gap="large")
    with right:
        temperature, logits = _sliders()
    found = explore.answer(evaluate_vector, name, logits, temperature)
    if found:
        with left:
            _draw(name, found)
    show_record(VECTORS[name])
    explore.code(vector_script(name, logits, temperature))


def _sliders() -> tuple[float, tuple[float, ...]]:
    temperature = st.slider(
        _("Temperature"),
        0.1,
        10.0,
        step=0.1,
        key=_TEMPERATURE,
        help=_("The logits are divided by it: below 1 it sharpens, above 1 it evens out."),
    )
    logits = tuple(
        st.slider(
            _("Logit {name}").format(name=label),
            -10.0,
            10.0,
            step=0.1,
            key=key,
            help=_("What the network gives for this class, before it becomes a probability."),
        )
        for label, key in zip(_NAMES, _LOGITS, strict=True)
    )
    return temperature, logits


def _draw(name: str, found: VectorAnswer) -> None:
    logarithms = name == "log_softmax"
    texts = [f"{v:.2f}" if logarithms else f"{v:.1%}" for v in found.values]
    said = ", ".join(f"{z}: {text}" for z, text in zip(_NAMES, texts, strict=True))
    upper, lower = st.columns(2, gap="medium")
    with upper:
        chart.show(
            bars(
                found.values,
                _NAMES,
                texts=texts,
                colour=palette.TRAINING,
                y_label=_("logarithm of the probability") if logarithms else _("probability"),
                probabilities=not logarithms,
            ),
            key="activations_bars",
            alt=_("{name} of five logits. {values}.").format(name=VECTORS[name].title, values=said),
        )
    with lower:
        _slopes(found)
    if name == "sparsemax" and not np.isclose(found.values.sum(), 1):
        st.caption(
            _(
                "These values add up to {total:.1%}: Keras 3.15 computes sparsemax wrongly where "
                "more than one class gets through. They should add up to 100 %."
            ).format(total=found.values.sum())
        )


def _slopes(found: VectorAnswer) -> None:
    rows = [f"p{name[1]}" for name in _NAMES]
    strongest = np.unravel_index(np.abs(found.jacobian).argmax(), found.jacobian.shape)
    chart.show(
        jacobian(
            found.jacobian,
            rows,
            _NAMES,
            title=_("slope of the output (row) by z (column)"),
            text_colour=shell.text_colour(),
        ),
        key="activations_jacobian",
        alt=_("Table of derivatives. The strongest: {row} by {column}, {value:.3f}.").format(
            row=rows[strongest[0]], column=_NAMES[strongest[1]], value=found.jacobian[strongest]
        ),
    )
