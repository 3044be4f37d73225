"""A network drawn to scale."""

from __future__ import annotations

from dlcore.figures.network import Stage, network

STAGES = [Stage("input", (28, 28, 1)), Stage("Conv", (14, 14, 32)), Stage("Dense", (10,))]


def test_every_stage_has_its_label():
    text = network(STAGES, hover="{name} {size}").data[0].text
    assert [t.split("<br>") for t in text] == [
        ["<b>28×28</b>", "× 1", "input"],
        ["<b>14×14</b>", "× 32", "Conv"],
        ["<b>10</b>", "Dense"],
    ]


def test_half_the_side_is_drawn_smaller_and_more_maps_as_more_sheets():
    shapes = network(STAGES, hover="").layout.shapes
    first, sheet = shapes[0], shapes[1]
    assert sheet.x1 - sheet.x0 < first.x1 - first.x0
    assert len(shapes) == 1 + 5 + 1


def test_no_network_can_be_drawn_too():
    network([], hover="")
