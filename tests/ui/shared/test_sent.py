"""What components send is used where it is theirs, and else as if nothing had come."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest

BIG = 10**400  # JSON knows no limits
POINTS: tuple[Any, ...] = (
    *(None, True, 5, "x", [], {}, {"x": 1}, {"x": 1, "y": None}, {"x": "1", "y": "2"}),
    *({"x": float("nan"), "y": 1}, {"x": float("inf"), "y": 1}, {"x": BIG, "y": 1}),
    *({"x": [1], "y": 1}, {"x": True, "y": 1}, {"x": 1, "y": 1, "z": 1}),
)
DRAGS = (*POINTS, *({"point": p, "x": 1, "y": 1} for p in (-1, 3, 0.5, "0", None, BIG)))
CELLS = (
    *(None, 5, "ab", [1, 2], {"row": 1}, {"row": 0.5, "column": 0}, {"row": 3, "column": 0}),
    *({"row": 0, "column": -1}, {"row": BIG, "column": 0}, {"row": "0", "column": "0"}),
)
WEIGHTS = (
    *(None, 5, "abcd", {}, [], [1], [1] * 9, [1, 2, 3, None], [1, 2, 3, "4"], [[1, 2], [3, 4]]),
    *([1, 2, 3, float("nan")], [1, 2, 3, BIG], [True] * 4),
)
NONSENSE = {"click": POINTS, "drag": DRAGS, "cell": CELLS, "weights": WEIGHTS}
OURS = {  # and what becomes of it
    "click": ({"x": 2, "y": 4.5}, [2, 4.5]),
    "drag": ({"point": 2, "x": 99, "y": -99}, [2, 5, 0]),  # the nearest that is shown
    "cell": ({"row": 2, "column": 1}, [2, 1]),
    "weights": ([1, -2.5, 100, -1000], [1.0, -2.5, 99.0, -99.0]),
}
COMPONENT = {"click": "picture", "drag": "picture", "cell": "window", "weights": "weights"}


def page() -> None:
    """Runs as a script of its own: each component, and what it has told."""
    import numpy as np
    import streamlit as st

    from dlcore.figures.layout import figure
    from ui.convolution import weights
    from ui.shared import chart, window

    def told(name):
        return lambda *values: st.session_state.told.append((name, values))

    st.session_state.setdefault("told", [])
    made = figure([{"type": "scatter", "x": [1, 2, 3], "y": [1, 4, 9]}], 300)
    made.update_layout(xaxis_range=[5, 0], yaxis_range=[0, 10])
    chart.show(made, key="picture", alt="", on_click=told("click"), handle=0, on_drag=told("drag"))
    window.show(
        window.Grid(np.zeros((4, 3), np.float32), ""),
        window.Grid(np.zeros((3, 2), np.float32), ""),
        np.ones((2, 2), np.float32),
        window.Motion(1),
        key="window",
        cell=(0, 0),
        on_cell=told("cell"),
        alt="",
    )
    weights.show(np.ones((2, 2)), key="weights", on_change=told("weights"))


def messages(at: AppTest, name: str, value: Any) -> Iterator[WidgetState]:
    """An event as the browser sends it, and as a state, which no component of ours has."""
    ids = {one.proto.id.split("-", 2)[-1]: one.proto.id for one in at.get("bidi_component")}
    id = ids[COMPONENT[name]]
    events = json.dumps([{"event": name, "value": value}])
    yield WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{id}__events", json_trigger_value=events)
    yield WidgetState(id=id, json_value=json.dumps({name: value}))


def told(at: AppTest, state: WidgetState) -> list:
    before = len(at.session_state.told)
    sent = WidgetStates()
    sent.widgets.append(state)
    at._run(sent)
    assert not at.exception, (state, at.exception)
    return list(at.session_state.told[before:])


def test_nonsense_is_as_if_nothing_had_come_and_the_page_goes_on():
    at = AppTest.from_function(page, default_timeout=30).run()
    for name, values in NONSENSE.items():
        for value in values:
            for state in messages(at, name, value):
                assert told(at, state) == [], (name, value)
    for name, (value, expected) in OURS.items():
        event, _state = messages(at, name, value)
        said = told(at, event)
        flat = said[0][1][0] if name == "weights" else list(said[0][1])
        assert [one for one, _values in said] == [name]
        assert flat == expected


def test_a_flood_of_events_is_none_of_ours():
    at = AppTest.from_function(page, default_timeout=30).run()
    event, _state = messages(at, "click", {"x": 1, "y": 1})
    event.json_trigger_value = json.dumps(json.loads(event.json_trigger_value) * 1000)
    assert told(at, event) == []
