"""The lab's own addresses beside its pages, under any path."""

from __future__ import annotations

import pytest
import streamlit as st
from starlette.routing import Match

from ui.draw import intake
from ui.frame.routes import here
from ui.gan import frames
from ui.neuron import plane
from ui.neuron.single import hand
from ui.shared.chart import library

PARTS = (plane, hand, intake)
ROUTES = [*library.ROUTES, *frames.ROUTES, *(part.SCRIPTS.route for part in PARTS)]
ADDRESSES = (
    f"/{library.ADDRESS}",
    f"/{frames.address('abc', 7)}",
    f"/{plane.SCRIPTS.address('forward.js')}",
    f"/{hand.SCRIPTS.address('one.js')}",
    f"/{intake.SCRIPTS.address('clipboard.js')}",
)


@pytest.mark.parametrize("base", ["", "/", "lab", "/lab/", "school/lab"])
def test_routes_lie_under_the_path_of_the_server_and_nowhere_else(monkeypatch, base):
    monkeypatch.setattr(st, "get_option", {"server.baseUrlPath": base}.get)
    routes = here(ROUTES)
    prefix = f"/{base.strip('/')}".rstrip("/")
    for address, plain, route in zip(ADDRESSES, ROUTES, routes, strict=True):
        assert route.endpoint is plain.endpoint
        for path, found in ((prefix + address, True), (address, not prefix)):
            scope = {"type": "http", "method": "GET", "path": path}
            assert (route.matches(scope)[0] is Match.FULL) == found
