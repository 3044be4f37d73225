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
from dlcore.neuron.single import HIGH, LOW, MAX_WEIGHT, Exercise, SingleNeuron
from ui.frame import door
from ui.neuron.single.words import of_component
from ui.shared import sent
from ui.shared.scripts import ENTRY, Scripts

_HERE = Path(__file__).parent
SCRIPTS = Scripts("neuron-single", _HERE / "js", _HERE.parent / "plane" / "js")

_FIELDS = ("w1", "w2", "b", "point", "alone", "turn")
_MOST_TURNS = 10**9


def show(
    neuron: SingleNeuron,
    exercise: Exercise,
    *,
    key: str,
    point: int,
    alone: bool,
    learning_rate: float,
    on_hand: Callable[[tuple[float, ...], int, bool], None],
    alt: str,
) -> None:
    """Shows the plane of the inputs, the neuron, its weights, the chain rule, and steps.

    Args:
        key: the widget's, also a CSS class.
        point: the one that is looked at where no pointer is.
        alone: a step learns from that one only; else from all.
        on_hand: called before the rerun that follows, when one has let go: with w1, w2 and b, at
            most MAX_WEIGHT either way, and with what stands for `point` and `alone` now.
        alt: what the plane shows, in words.
    """

    heard = f"{key}_heard"  # the number of the browser's last message

    def take() -> None:
        *told, place, only, turn = sent.fields(sent.event(key, "hand"), *_FIELDS) or [-1] * 6
        number, chosen = sent.index(turn, _MOST_TURNS), sent.index(place, len(exercise.y))
        if number is None or chosen is None:
            return
        st.session_state[heard] = number
        if np.abs(told).max() <= MAX_WEIGHT and only in (0, 1):
            on_hand(tuple(map(float, told)), chosen, bool(only))

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
            "heard": st.session_state.get(heard, 0),
            "most": MAX_WEIGHT,
            "inputs": [LOW, HIGH],
            "words": of_component(),
            "alt": alt,
        },
        height="content",
        on_hand_change=take,
    )


@lru_cache(maxsize=1)
def _component() -> Callable:
    return st.components.v2.component(
        "dlcore_single",
        html='<div class="one-box"></div>',
        css=(_HERE / "single.css").read_text("utf-8"),
        js=ENTRY,
        isolate_styles=False,
    )
