"""What the picture of a network is handed, and what is made of all that a browser may send."""

from __future__ import annotations

import base64
import json
from itertools import zip_longest
from typing import Any

import numpy as np
import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest

from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.packet import Packet
from dlcore.neuron.points import PointSet
from ui.neuron.plane import NeuronScene, Place, Reel

CONFIG = NeuronConfig(units=(2,), activations=("tanh",))  # 9 weights
PLAIN = 3  # more numbers that an optimizer remembers


def packet(*steps: int, of: float = 0.0) -> Packet:
    """Moments whose numbers are all their step, plus something."""
    values = np.repeat(np.array(steps, np.float32)[:, None] + of, CONFIG.parameters + PLAIN, axis=1)
    measures = np.arange(len(steps), dtype=np.float32)
    return Packet(np.array(steps), values.astype(np.float32), *(measures,) * 4)


def stands_at(reel: Reel, step: int) -> float | None:
    state = reel.at(Place(reel.run, step))
    return None if state is None else float(state.values[0])


def test_a_reel_knows_the_moments_that_a_browser_may_be_at():
    reel = Reel.begun(CONFIG, packet(0)).after(packet(5, 10, 15)).after(packet(20, 25))
    assert [stands_at(reel, step) for step in (0, 5, 15, 25)] == [0, 5, 15, 25]
    assert [stands_at(reel, step) for step in (-1, 1, 30)] == [None] * 3
    assert reel.at(Place("another run", 5)) is None
    assert reel.newest.steps[-1] == 25


def test_what_was_gone_on_with_from_the_middle_replaces_what_came_after_it():
    reel = Reel.begun(CONFIG, packet(0)).after(packet(5, 10, 15)).after(packet(6, 7, of=0.5))
    assert [stands_at(reel, step) for step in (0, 5, 6, 7)] == [0, 5, 6.5, 7.5]
    assert [stands_at(reel, step) for step in (10, 15)] == [None, None]


def test_a_weight_set_by_hand_is_where_it_goes_on():
    reel = Reel.begun(CONFIG, packet(0)).after(packet(5, 10))
    edited = reel.edited(Place(reel.run, 5), 3, -7.0)
    assert edited is not None
    state = edited.at(Place(edited.run, 5))
    assert state is not None
    assert state.values.tolist() == [5, 5, 5, -7, *[5.0] * (CONFIG.parameters + PLAIN - 4)]
    assert np.isnan(edited.newest.loss).all()
    assert stands_at(edited, 10) is None
    assert stands_at(reel, 5) == 5  # as it was
    for place, index in (
        (Place(reel.run, 7), 3),
        (Place("", 5), 3),
        (Place(reel.run, 5), CONFIG.parameters),  # what the optimizer remembers
        (Place(reel.run, 5), -1),
    ):
        assert reel.edited(place, index, 1.0) is None


def test_where_a_film_rests_is_what_is_said_and_what_lies_ahead_is_kept():
    reel = Reel.begun(CONFIG, packet(0)).after(packet(5, 10, 15)).after(packet(20, 25))
    for step, shown in ((25, [20, 25]), (10, [5, 10]), (0, [0])):
        resting = reel.resting(Place(reel.run, step))
        assert resting is not None
        assert resting.newest.steps.tolist() == shown
        assert resting.newest.loss.shape == (len(shown),)
        assert stands_at(resting, step) == step
        assert stands_at(resting, 25) == 25
        assert resting.last.steps.tolist() == [20, 25]
        assert resting.after(packet(30)).newest.steps.tolist() == [30]
    assert reel.resting(Place(reel.run, 7)) is None


def test_old_moments_are_given_up_and_runs_have_names_of_their_own():
    reel = Reel.begun(CONFIG, packet(0))
    for step in range(1, 50):
        reel = reel.after(packet(step))
    assert len(reel.packets) < 10
    assert stands_at(reel, 1) is None
    assert reel.number == 50
    assert Reel.begun(CONFIG, packet(0)).run != Reel.begun(CONFIG, packet(0)).run


def unpacked(text: str, kind: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), kind)


def test_a_scene_is_the_weights_alone_and_json_knows_it():
    x = np.array([[1, 2], [3, -4]], np.float32)
    points = PointSet(x, np.array([0, 1], np.float32), 2, np.array([False, True]))
    scene = NeuronScene("run", CONFIG, points, packet(5, 10), ((0, 1),), 20)
    sent = json.loads(json.dumps(scene.sent(), allow_nan=False))
    assert sent["spec"]["widths"] == [2, 2, 1]
    assert sent["spec"]["layers"] == ["tanh", "sigmoid"]
    assert unpacked(sent["points"]["x"], "<f4").tolist() == [1, 2, 3, -4]
    assert unpacked(sent["points"]["test"], "u1").tolist() == [0, 1]
    weights = unpacked(sent["packet"]["weights"], "<f4").reshape(2, -1)
    assert weights.tolist() == [[5.0] * 9, [10.0] * 9]
    assert unpacked(sent["packet"]["measures"], "<f4").tolist() == [0, 1] * 4
    assert (sent["packet"]["steps"], sent["off"], sent["every"]) == ([5, 10], [[0, 1]], 20)
    empty = NeuronScene("run", CONFIG, None, None).sent()
    assert (empty["points"], empty["packet"]) == (None, None)


def test_the_same_packet_keeps_its_name_and_another_has_another():
    def name(number: int, *steps: int, of: float = 0.0) -> str:
        moments = packet(*steps, of=of)
        return NeuronScene("run", CONFIG, None, moments, number=number).sent()["packet"]["id"]

    assert name(1, 0, 5) == name(1, 0, 5)
    others = {name(1, 0, 5), name(2, 0, 5), name(1, 0, 6), name(1, 0, 5, of=0.1)}
    assert len(others) == 4


def page() -> None:
    """Runs as a script of its own: what each callback was given, as text."""
    import streamlit as st

    from ui.neuron import plane

    def note(name):
        def noted(*given):
            lists = [g.tolist() if hasattr(g, "tolist") else g for g in given]
            st.session_state.setdefault("noted", []).append([name, *map(str, lists)])

        return noted

    events = ("more", "rest", "reset", "weight", "off", "points", "select")
    for part in plane.PARTS:
        plane.show(
            part,
            key=f"neuron_{part}",
            alt="words",
            brush=plane.Brush("paint", 0, 2),
            **{f"on_{event}": note(event) for event in events},
        )


def sent(at: AppTest, part: str, **events: Any) -> list[list[str]]:
    """What the callbacks were given after events, each with its value, from a browser."""
    (component,) = (
        one.proto for one in at.get("bidi_component") if json.loads(one.proto.json)["part"] == part
    )
    states = WidgetStates()
    told = json.dumps([{"event": event, "value": value} for event, value in events.items()])
    id = f"$$STREAMLIT_INTERNAL_KEY_{component.id}__events"
    states.widgets.append(WidgetState(id=id, json_trigger_value=told))
    at._run(states)
    assert not at.exception
    return at.session_state["noted"] if "noted" in at.session_state else []  # noqa: SIM401


def opened() -> AppTest:
    at = AppTest.from_function(page, default_timeout=30).run()
    assert not at.exception
    return at


HERE = {"run": "abc", "step": 40}
PLACE = "Place(run='abc', step=40)"


@pytest.mark.parametrize(
    ("event", "value", "expected"),
    [
        ("more", HERE | {"every": 5, "moments": 60}, [PLACE, "5", "60"]),
        ("more", HERE | {"every": 1, "moments": 1.0}, [PLACE, "1", "1"]),
        ("rest", HERE, [PLACE]),
        ("reset", HERE, []),
        ("weight", HERE | {"index": 3, "value": -0.5}, [PLACE, "3", "-0.5"]),
        ("weight", HERE | {"index": 0, "value": 1e308}, [PLACE, "0", "10000.0"]),
        ("off", [0, 1, 2, 7, 0, 1], ["((0, 1), (2, 7))"]),
        ("off", [], ["()"]),
        ("points", [1, 2, 0, -9, 0.5, 1], ["[[1.0, 2.0], [-6.0, 0.5]]", "[0, 1]"]),
        ("points", [], ["[]", "[]"]),
        ("select", {"x1": 9, "x2": -0.5}, ["6.0", "-0.5"]),
    ],
)
def test_what_the_picture_sends_is_understood(event: str, value: Any, expected: list[str]):
    assert sent(opened(), "graph", **{event: value}) == [[event, *expected]]


STRANGE = {
    "more": [
        *(None, 7, "more", [], {}, HERE, HERE | {"every": 5}),
        HERE | {"every": 3, "moments": 10},
        HERE | {"every": 5, "moments": 61},
        HERE | {"every": 5, "moments": 0},
        HERE | {"every": 5, "moments": 1.5},
        HERE | {"every": 5, "moments": 10, "more": 1},
        HERE | {"every": True, "moments": 1},
        {"run": 7, "step": 40, "every": 5, "moments": 10},
        {"run": "x" * 1000, "step": 40, "every": 5, "moments": 10},
        {"run": "abc", "step": -1, "every": 5, "moments": 10},
        {"run": "abc", "step": 1e300, "every": 5, "moments": 10},
        {"run": "abc", "step": "40", "every": 5, "moments": 10},
    ],
    "rest": [None, 40, {}, HERE | {"every": 5}],
    "reset": [None, "now", {}, {"run": "abc"}],
    "weight": [
        *(None, HERE, HERE | {"index": 3}),
        HERE | {"index": 1.5, "value": 1},
        HERE | {"index": -1, "value": 1},
        HERE | {"index": 10**6, "value": 1},
        HERE | {"index": 3, "value": "1"},
        HERE | {"index": 3, "value": None},
    ],
    "off": [None, "all", [0], [0, 8], [3, 0], [0, 0.5], [-1, 0], [0, 1] * 25, [[0, 1]], [0, True]],
    "points": [
        *(None, {}, [1], [1, 2], [1, 2, 2], [1, 2, -1], [1, 2, 0.5], [1, 2, "0"]),
        [0, 0, 0] * 1001,
        [1, 2, None],
    ],
    "select": [None, [1, 2], {"x1": 1}, {"x1": 1, "x2": "2"}, {"x1": 1, "x2": 2, "x3": 3}],
}


def test_what_strangers_send_is_as_if_nothing_had_come():
    at = opened()
    assert len(sent(at, "boundary", off=[], rest=HERE)) == 2  # several in a message are all heard
    at = opened()
    for values in zip_longest(*STRANGE.values()):  # one of each kind in a message
        events = dict(zip(STRANGE, values, strict=True))
        assert sent(at, "boundary", **events) == [], events
