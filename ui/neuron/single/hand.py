"""A neuron to take into one's hand: its line is dragged, its numbers are written out beside it.

All of it is computed in the browser: to point, to drag, to step asks nobody. The server hears of
the weights when one lets go of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np
import streamlit as st

from dlcore.activations.functions import ACTIVATIONS
from dlcore.neuron.single import MAX_WEIGHT, Exercise, SingleNeuron
from ui.frame import door
from ui.neuron.single.words import of_component
from ui.shared import sent
from ui.shared.scripts import Scripts

_HERE = Path(__file__).parent
SCRIPTS = Scripts("neuron-single", _HERE / "js", _HERE.parent / "plane" / "js")


def show(
    neuron: SingleNeuron,
    exercise: Exercise,
    *,
    key: str,
    point: int,
    alone: bool,
    learning_rate: float,
    on_weights: Callable[[float, float, float], None],
    on_point: Callable[[int], None],
    on_alone: Callable[[bool], None],
    alt: str,
) -> None:
    """Shows the plane of the inputs, the neuron, its weights, the chain rule, and steps.

    Args:
        key: the widget's, also a CSS class.
        point: the one that is looked at where no pointer is.
        alone: a step learns from that one only; else from all.
        on_weights: called with w1, w2 and b, before the rerun that follows, when one has let go of
            them; at most MAX_WEIGHT either way.
        on_point, on_alone: called likewise with what was chosen in their place.
        alt: what the plane shows, in words.
    """

    def weights() -> None:
        told = sent.fields(sent.event(key, "weights"), "w1", "w2", "b")
        if told and np.abs(told).max() <= MAX_WEIGHT:
            on_weights(*map(float, told))

    def chosen() -> None:
        told = sent.fields(sent.event(key, "point"), "point")
        number = sent.index(told[0], len(exercise.y)) if told else None
        if number is not None:
            on_point(number)

    def lesson() -> None:
        told = sent.fields(sent.event(key, "alone"), "alone")
        if told:
            on_alone(bool(told[0]))

    door.has_no_state(key)
    _component()(
        key=key,
        data={
            "scripts": SCRIPTS.address("one.js"),
            "weights": [neuron.w1, neuron.w2, neuron.b],
            "activation": neuron.activation,
            "title": ACTIVATIONS[neuron.activation].title.split(" (")[0],
            "loss": neuron.loss,
            "points": np.column_stack([exercise.x, exercise.y]).tolist(),
            "point": point,
            "alone": alone,
            "rate": learning_rate,
            "most": MAX_WEIGHT,
            "words": of_component(),
            "alt": alt,
        },
        height="content",
        on_weights_change=weights,
        on_point_change=chosen,
        on_alone_change=lesson,
    )


@lru_cache(maxsize=1)
def _component() -> Callable:
    return st.components.v2.component(
        "dlcore_single",
        html='<div class="one-box"></div>',
        css=(_HERE / "single.css").read_text("utf-8"),
        js=(_HERE / "single.js").read_text("utf-8"),
        isolate_styles=False,
    )
