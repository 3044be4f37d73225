"""The chart component: what it hands to the browser, and the library that draws it there."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import plotly
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from dlcore.figures.layout import figure, spec
from ui.shared import chart
from ui.shared.chart import _json, _numbers
from ui.shared.chart.library import ADDRESS, ROUTES


def page() -> None:
    """Runs as a script of its own; a film, a click and a drag change what it says."""
    from dlcore.figures.layout import figure
    from ui.shared import chart

    dots = {"type": "scatter", "x": [1, 2, 3], "y": [1, 4, 9]}
    chart.show(
        figure([dots], 300),
        key="picture",
        alt="Three squares",
        on_click=lambda x, y: None,
        handle=0,
        on_drag=lambda point, x, y: None,
        film=chart.Film((0,), (), 2),
    )


def test_a_chart_stands_on_a_page_with_its_words():
    at = AppTest.from_function(page, default_timeout=30).run()
    assert not at.exception
    (shown,) = at.get("bidi_component")
    handed = json.loads(shown.proto.json)
    assert handed["alt"] == "Three squares"
    film = handed["options"].pop("film")
    assert handed["options"] == {"click": True, "handle": 0, "save": None}
    assert (film["traces"], film["heads"], film["steps"]) == ([0], [], 2)
    assert handed["words"]["step"] == "step {step} of {steps}"
    assert json.loads(handed["figure"])["layout"]["height"] == 300


def test_those_who_cannot_see_a_chart_hear_what_its_axes_show():
    axes = {
        "xaxis": {"title": {"text": "<b>step</b>"}},
        "yaxis": {"title": {"text": "loss"}},
        "yaxis2": {"title": {"text": "gradient"}},
        "yaxis3": {"title": {"text": "loss"}},
    }
    said = "Two lines. (horizontal axis: step; vertical axis: loss, gradient)"
    for made in (spec([], 200, **axes), figure([], 200, **axes)):
        assert _numbers(made, "Two lines.")["says"] == said
    assert _numbers(spec([], 200), "A picture.")["says"] == "A picture."


def test_the_script_of_the_numbers_is_fetched_when_they_are_asked_for():
    (name,) = [path.name for path in (Path(chart.__file__).parent / "js").glob("*.js")]
    assert _numbers(spec([], 200), "")["scripts"] == chart.SCRIPTS.address(name)


def test_a_figure_goes_without_the_colours_of_plotly():
    made = figure([{"type": "scatter", "x": np.arange(3.0), "y": np.ones(3)}], 200)
    spec = json.loads(_json(made))
    assert "template" not in spec["layout"]
    assert spec["data"][0]["x"]["dtype"] == "f8"
    assert len(_json(made)) < 1000


def test_not_a_number_becomes_a_gap_that_json_knows():
    made = figure([{"type": "scatter", "x": [0.0, 1.0], "y": [float("nan"), 1.0]}], 200)
    assert json.loads(_json(made))["data"][0]["y"] == [None, 1.0]


def send(accepted: str):
    (route,) = ROUTES
    return route.endpoint(
        Request({"type": "http", "headers": [(b"accept-encoding", accepted.encode())]})
    )


def test_the_library_comes_from_this_server_packed_and_to_be_kept():
    packed, plain = send("gzip, br"), send("identity")
    assert packed.headers["content-encoding"] == "gzip"
    assert "immutable" in packed.headers["cache-control"]
    assert packed.media_type == "text/javascript"
    assert plotly.__version__ in ADDRESS
    assert "content-encoding" not in plain.headers
    assert b"plotly.js" in plain.body[:300]
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < 2_000_000
