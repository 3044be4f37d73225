"""The page of one neuron and a few: its points, its network, what a browser sends."""

from __future__ import annotations

import json

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dlcore.neuron.training import play
from tests.pages.conftest import asked, words


def part(at: AppTest, name: str) -> dict:
    """What one part of the picture was handed."""
    found = [
        json.loads(c.proto.json)
        for c in at.get("bidi_component")
        if c.proto.component_name == "dlcore_neuron"
    ]
    return next(one for one in found if one["part"] == name)


@pytest.fixture
def open_network(open_page):
    def open_(**query: str) -> AppTest:
        return open_page("neuron", neuron_view="network", **query)

    return open_


def test_a_stranger_sees_a_network_before_its_first_step(open_network, stand_in):
    at = open_network()
    assert not at.warning
    assert part(at, "controls")["scene"]["packet"]["steps"] == [0]
    assert len(asked(stand_in, play)) == 1
