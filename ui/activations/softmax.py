"""Logits on sliders, what softmax and its relatives make of them, and how they answer."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.activations.functions import VECTORS, VectorAnswer, evaluate_vector
from dlcore.activations.script import vector_script
from dlcore.figures import palette
from dlcore.figures.activations import bars, jacobian
from ui.activations.curves import show_record
from ui.frame import explore, shell
from ui.frame.engine import ask
from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Number
from ui.frame.settings import Values
from ui.shared import chart

_NAMES = [f"z{digit}" for digit in "₁₂₃₄₅"]
VECTOR = Choice(
    "activations_vector",
    "softmax",
    N_("Function"),
    N_("The activations of Keras that see a whole vector."),
    {name: record.title for name, record in VECTORS.items()},
)
TEMPERATURE = Number(
    "activations_temperature",
    1.0,
    N_("Temperature"),
    N_("The logits are divided by it: below 1 it sharpens, above 1 it evens out."),
    0.1,
    10.0,
    step=0.1,
)
LOGITS = tuple(
    Number(
        f"activations_z{number}",
        usual,
        N_("Logit {name}"),
        N_("What the network gives for this class, before it becomes a probability."),
        -10.0,
        10.0,
        step=0.1,
    )
    for number, usual in enumerate((2.0, 1.0, 0.5, -1.0, 0.0), start=1)
)
SETTINGS = (VECTOR, TEMPERATURE, *LOGITS)


def _try(temperature: float) -> Values:
    """The usual logits at a temperature."""
    return {one.key: one.usual for one in SETTINGS} | {TEMPERATURE.key: temperature}


PRESETS = {
    "usual": Preset(
        N_("A clear lead"),
        N_(
            "Raise one logit by 1: the ratio of its share to each other grows e-fold, that is 2.7 "
            "times. Add the same to all of them: nothing changes."
        ),
        _try(1.0),
    ),
    "cold": Preset(
        N_("Cold: nearly the maximum"),
        N_(
            "The same logits at temperature 0.2: the largest takes nearly all, and every slope is "
            "close to 0. A network that is so sure learns little from its error."
        ),
        _try(0.2),
    ),
    "hot": Preset(
        N_("Hot: nearly even"),
        N_(
            "The same logits at temperature 10: all probabilities draw near to 1/5. Language "
            "models are made more inventive in this way."
        ),
        _try(10.0),
    ),
}


def show() -> None:
    explore.presets("activations_softmax", PRESETS)
    name = VECTOR.segmented(label_visibility="collapsed")
    left, right = st.columns([7, 3], gap="large")
    with right:
        temperature = TEMPERATURE.slider()
        logits = tuple(map(_logit, LOGITS, _NAMES))
    found = ask(evaluate_vector, name, logits, temperature)
    if found:
        with left:
            _draw(name, found)
    show_record(VECTORS[name])
    explore.code(vector_script(name, logits, temperature))


def _logit(one: Number, name: str) -> float:
    return one.slider(label=_(one.label).format(name=name))


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
