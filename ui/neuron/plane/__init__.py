"""A small network that learns: its graph, its boundary, its losses, and what plays them.

The browser has the weights of each moment and draws all of it from them: a training is played
without a message for each picture, and a weight that is dragged moves the boundary at once. The
parts of one page share one film; each is a component of its own, so that a page can place them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from dlcore.neuron.config import MAX_LAYERS, MAX_UNITS, MAX_WEIGHT
from dlcore.neuron.features import SPAN
from dlcore.neuron.points import MAX_POINTS
from ui.frame import door
from ui.neuron.plane import words
from ui.neuron.plane.reel import Place, Reel
from ui.neuron.plane.scene import NeuronScene
from ui.shared import sent
from ui.shared.scripts import ENTRY, Scripts

__all__ = [
    "EVERY",
    "MOST_MOMENTS",
    "PARTS",
    "SCRIPTS",
    "Brush",
    "NeuronScene",
    "Place",
    "Reel",
    "show",
]

PARTS = ("graph", "boundary", "curve", "controls")
EVERY = (1, 2, 5, 10, 20, 50, 100)
"""Updates from one moment of the film to the next: what a browser may ask for."""
MOST_MOMENTS = 60
"""Moments that a browser may ask for at once."""

_HERE = Path(__file__).parent
SCRIPTS = Scripts("neuron", _HERE / "js")

_MOST_WEIGHTS = 1000  # more than any network has: `Reel.edited` knows how many it is
_MOST_STEPS = 10**9
_LONGEST_NAME = 40


@dataclass(frozen=True)
class Brush:
    """What a pointer in the boundary does to the visitor's own points.

    Attributes:
        tool: "paint", "move" or "erase".
        label: class of what is painted, from 0.
        classes: that there may be, 2-4.
    """

    tool: str
    label: int
    classes: int


def show(
    part: str,
    *,
    key: str,
    scene: NeuronScene | None = None,
    alt: str = "",
    brush: Brush | None = None,
    on_more: Callable[[Place, int, int], None] | None = None,
    on_rest: Callable[[Place], None] | None = None,
    on_reset: Callable[[], None] | None = None,
    on_weight: Callable[[Place, int, float], None] | None = None,
    on_off: Callable[[tuple[tuple[int, int], ...]], None] | None = None,
    on_points: Callable[[np.ndarray, np.ndarray], None] | None = None,
    on_select: Callable[[float, float], None] | None = None,
) -> None:
    """Shows one part. All parts on a page show the scene that came last, with any of them.

    All callbacks are called before the rerun that follows. A place that one of them is given may be
    a stranger's: `Reel.at` has its state, or None. Then nothing need be done but to show the scene.

    Args:
        part: one of `PARTS`. "controls" has play and step, in elements of the CSS classes
            st-key-neuron_play and st-key-neuron_step, reset, speed, and the film to slide back in.
        key: the widget's, also a CSS class.
        scene: None for what another part has brought. One part a page is enough, best the one in
            the smallest fragment: a packet then runs nothing else again.
        alt: what the part shows in words, for those who cannot see it.
        brush: with "boundary": own points are painted; None for points to look at.
        on_more: with "controls": place, every, moments: more is wanted to play, or single steps
            (every 1), of which some are fetched ahead of the presses. Answered by a scene with the
            moments after that place.
        on_rest: with "controls": the film rests at that place; see `Reel.resting`. Without it, what
            was computed ahead of a pause is played when it goes on.
        on_reset: with "controls": back to the first weights; answered by a scene of a new run.
        on_weight: with "graph": place, index in the weights, value: one was set by hand. Answered
            by nothing, or by `Reel.edited`: the browser shows it already.
        on_off: with "graph": (layer, unit) of all hidden units that are off now; answered likewise.
        on_points: with "boundary" and a brush: all own points, (n, 2) float32 in the plane, and
            their classes (n,) int; n may be 0.
        on_select: with "boundary" and no brush: x1 and x2 of a point that was clicked.
    """

    def more() -> None:
        place, (every, moments) = _placed(key, "more", "every", "moments") or (None, (0, 0))
        if on_more and place and every in EVERY and moments in range(1, MOST_MOMENTS + 1):
            on_more(place, int(every), int(moments))

    def rest() -> None:
        place, _rest = _placed(key, "rest") or (None, [])
        if on_rest and place:
            on_rest(place)

    def reset() -> None:
        if on_reset and _placed(key, "reset"):
            on_reset()

    def weight() -> None:
        place, (index, value) = _placed(key, "weight", "index", "value") or (None, (0, 0))
        number = sent.index(index, _MOST_WEIGHTS)
        if on_weight and place and number is not None:
            on_weight(place, number, float(np.clip(value, -MAX_WEIGHT, MAX_WEIGHT)))

    def off() -> None:
        pairs = _tuples(sent.event(key, "off"), 2, MAX_LAYERS * MAX_UNITS)
        if on_off and pairs is not None and _are_units(pairs):
            on_off(tuple(sorted({(int(layer), int(unit)) for layer, unit in pairs})))

    def points() -> None:
        rows = _tuples(sent.event(key, "points"), 3, MAX_POINTS)
        if (
            on_points
            and brush
            and rows is not None
            and set(rows[:, 2]) <= set(range(brush.classes))
        ):
            on_points(rows[:, :2].clip(-SPAN, SPAN).astype(np.float32), rows[:, 2].astype(int))

    def select() -> None:
        at = sent.fields(sent.event(key, "select"), "x1", "x2")
        if on_select and at:
            on_select(*(float(np.clip(v, -SPAN, SPAN)) for v in at))

    door.has_no_state(key)
    _component()(
        key=key,
        data={
            "part": part,
            "scripts": SCRIPTS.address("neuron.js"),
            "scene": None if scene is None else scene.sent(),
            "alt": alt,
            "brush": None if brush is None else vars(brush),
            "selects": on_select is not None,
            "rests": on_rest is not None,
            "most": {"weight": MAX_WEIGHT, "points": MAX_POINTS, "moments": MOST_MOMENTS},
            "every": list(EVERY),
            "words": words.of(part),
        },
        height="content",
        on_more_change=more,
        on_rest_change=rest,
        on_reset_change=reset,
        on_weight_change=weight,
        on_off_change=off,
        on_points_change=points,
        on_select_change=select,
    )


def _placed(key: str, name: str, *names: str) -> tuple[Place, list[float]] | None:
    """Where in the film something happened, and the numbers that came with it."""
    value = sent.event(key, name)
    if not isinstance(value, Mapping):
        return None
    run = value.get("run")
    told = sent.fields({k: v for k, v in value.items() if k != "run"}, "step", *names)
    if type(run) is not str or len(run) > _LONGEST_NAME or told is None:
        return None
    step, *rest = told
    number = sent.index(step, _MOST_STEPS)
    return None if number is None else (Place(run, number), rest)


def _tuples(value: Any, size: int, most: int) -> np.ndarray | None:
    """(n, size) from a list of n * size numbers, n at most `most`; None unless it is one."""
    if type(value) is not list or len(value) % size or len(value) > size * most:
        return None
    numbers = sent.numbers(value, len(value))
    return None if numbers is None else np.array(numbers, float).reshape(-1, size)


def _are_units(pairs: np.ndarray) -> bool:
    layers, units = pairs.T
    return set(layers) <= set(range(MAX_LAYERS)) and set(units) <= set(range(MAX_UNITS))


@lru_cache(maxsize=1)
def _component() -> Callable:
    return st.components.v2.component(
        "dlcore_neuron",
        html='<div class="neuron-box"></div>',
        css=(_HERE / "neuron.css").read_text("utf-8"),
        js=ENTRY,
        isolate_styles=False,
    )
