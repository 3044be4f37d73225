"""A network drawn to scale."""

from __future__ import annotations

import itertools

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


def test_a_sequence_is_a_row_of_bars():
    sequence, vector = Stage("LSTM", (28, 128)), Stage("LSTM", (128,))
    bars = network([sequence, vector], hover="").layout.shapes
    *some, whole = bars
    assert len(some) > 1
    assert {(bar.y0, bar.y1) for bar in some} == {(whole.y0, whole.y1)}
    assert all(left.x1 < right.x0 for left, right in itertools.pairwise(some))
    assert some[-1].x1 < whole.x0
    assert network([sequence], hover="").data[0].text == ("<b>28</b><br>× 128<br>LSTM",)


def test_no_network_can_be_drawn_too():
    network([], hover="")
