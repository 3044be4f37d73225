"""Charts of costs: what they draw, and that plotly takes all of it."""

import json

import numpy as np
from plotly.graph_objects import Figure

from dlcore.figures import palette
from dlcore.figures.limits.cost import (
    CostAxes,
    CostBar,
    CostDot,
    LayerBars,
    cost_bars,
    cost_race,
    layer_bars,
    saving_dots,
)
from dlcore.figures.lines import Line

WORDS = CostAxes("cost", "accuracy")
LINE = Line(np.array([1e9, 2e9, 1e10]), np.array([0.3, 0.95, 0.991]), "fast", marked=True)


def drawn():
    """One of each, and each with nothing in it."""
    return {
        "race": cost_race([LINE], 0.99, words=WORDS, named="goal"),
        "no race": cost_race([], 0.99, words=WORDS, named="goal"),
        "layers": layer_bars(["1. Conv2D", "2. Dense"], [LayerBars("work", [0.9, 0.1], "ab")]),
        "savings": saving_dots(
            [CostDot("whole", 100.0, 0.99, "circle", palette.RIGHT)], [LINE], words=WORDS
        ),
        "no savings": saving_dots([], [], words=WORDS),
        "bars": cost_bars([CostBar("a", 1e-3, "1 Wh"), CostBar("b", 1e6, "1 GWh")], words="kWh"),
        "no bars": cost_bars([], words="kWh"),
    }


def test_all_of_them_are_plain_data_that_plotly_accepts():
    for name, spec in drawn().items():
        assert Figure(spec), name
        json.dumps(spec)


def test_the_race_shows_what_is_near_the_goal_on_a_logarithmic_axis():
    layout = drawn()["race"]["layout"]
    assert layout["xaxis"]["type"] == "log"
    assert 0.88 < layout["yaxis"]["range"][0] < 0.9  # not the 30 % of the beginning
    assert layout["shapes"][0]["y0"] == 0.99


def test_layers_stand_in_their_order_from_the_top():
    spec = drawn()["layers"]
    assert spec["layout"]["yaxis"]["autorange"] == "reversed"
    assert spec["data"][0]["y"] == ["1. Conv2D", "2. Dense"]
    assert spec["data"][0]["x"] == [0.9, 0.1]


def test_a_name_is_no_tag_and_the_chosen_one_has_a_colour_of_its_own():
    spec = cost_bars(
        [CostBar("<b>x</b>", 1.0, "1"), CostBar("yours", 2.0, "2", chosen=True)], words="kWh"
    )
    *stems, dots = spec["data"]
    assert dots["y"][0] == "&lt;b&gt;x&lt;/b&gt;"
    assert dots["marker"]["color"] == [palette.TRAINING, palette.VALIDATION]
    assert [stem["x"][0] for stem in stems] == [1 / 3, 1 / 3]  # the same beginning
