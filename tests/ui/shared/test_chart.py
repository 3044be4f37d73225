"""The chart component: what it hands to the browser, and the library that draws it there."""

from __future__ import annotations

import gzip
import json

import numpy as np
import plotly
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from dlcore.figures.layout import figure
from ui.shared.chart import _json
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
    (chart,) = at.get("bidi_component")
    handed = json.loads(chart.proto.json)
    assert handed["alt"] == "Three squares"
    film = handed["options"].pop("film")
    assert handed["options"] == {"click": True, "handle": 0, "save": None}
    assert (film["traces"], film["heads"], film["steps"]) == ([0], [], 2)
    assert handed["words"]["step"] == "step {step} of {steps}"
    assert json.loads(handed["figure"])["layout"]["height"] == 300


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
