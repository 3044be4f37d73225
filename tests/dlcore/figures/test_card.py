"""The charts of a model card say what the card says, and stand without one."""

from __future__ import annotations

import numpy as np
import pytest

from dlcore.figures import palette
from dlcore.figures.card import (
    OutcomeWords,
    RejectionWords,
    ReliabilityWords,
    outcomes,
    rejection,
    reliability,
)

RELIABILITY = ReliabilityWords(
    confidence="how sure",
    accuracy="how often right",
    perfect="perfect",
    hover="{confidence} {accuracy} {count}",
)
OUTCOMES = OutcomeWords(
    {"read": "seen", "unsure": "in doubt", "refused": "turned away", "wrong": "mistaken"},
    hover="{kind}: {outcome} {share}",
)
REJECTION = RejectionWords(digits="digits", threshold="threshold", share="passed", at="in use")


def test_each_bin_is_a_bar_over_its_confidence():
    bars, diagonal = reliability(
        [0.35, 0.6, 0.97], [0.4, 0.5, 0.98], [3, 10, 900], words=RELIABILITY
    ).data
    np.testing.assert_array_equal(bars.x, [0.35, 0.6, 0.97])
    np.testing.assert_array_equal(bars.y, [0.4, 0.5, 0.98])
    np.testing.assert_array_equal(bars.customdata, [3, 10, 900])
    assert bars.hovertemplate.startswith("%{x:.1%} %{y:.1%} %{customdata:,}")
    assert list(diagonal.x) == list(diagonal.y)


@pytest.mark.parametrize("centres", [[], [0.9], [0.2, 0.9], [0.91, 0.95, 0.96, 0.999]])
def test_bars_never_cover_one_another(centres):
    bars = reliability(centres, centres, [1] * len(centres), words=RELIABILITY).data[0]
    assert 0 < bars.width <= min([0.08, *np.diff(centres)])


def test_the_curves_of_what_passes_tell_digits_from_the_rest():
    fig = rejection(
        [0.1, 0.5],
        [1.0, 0.9],
        {"letters": [0.6, 0.1], "symbols": [0.5, 0.2]},
        0.42,
        words=REJECTION,
    )
    assert [trace.name for trace in fig.data] == ["digits", "letters", "symbols"]
    np.testing.assert_array_equal(fig.data[1].y, [0.6, 0.1])
    assert [trace.line.color == palette.RIGHT for trace in fig.data] == [True, False, False]
    assert len({trace.line.dash for trace in fig.data}) == 3
    assert len({trace.marker.symbol for trace in fig.data}) == 3
    assert fig.layout.shapes[0].x0 == 0.42
    assert fig.layout.annotations[0].text == "in use"


def test_a_kind_of_pictures_is_one_bar_in_four_parts():
    kinds = {
        "box": {"read": 0.9, "unsure": 0.05, "refused": 0.04, "wrong": 0.01},
        "desk": {"read": 1.0},
    }
    fig = outcomes(kinds, words=OUTCOMES)
    assert [trace.name for trace in fig.data] == ["seen", "in doubt", "turned away", "mistaken"]
    np.testing.assert_allclose(
        [trace.x for trace in fig.data], [[0.9, 1], [0.05, 0], [0.04, 0], [0.01, 0]]
    )
    assert all(list(trace.y) == ["box", "desk"] for trace in fig.data)
    assert len({trace.marker.pattern.shape for trace in fig.data}) == 4
    assert fig.data[3].hovertemplate.startswith("%{y}: mistaken %{x:.1%}")
    assert fig.layout.barmode == "stack"


def test_nothing_is_drawn_from_nothing():
    assert len(reliability([], [], [], words=RELIABILITY).data[0].x) == 0
    empty = rejection([], [], {}, None, words=REJECTION)
    assert len(empty.data[0].x) == 0
    assert not empty.layout.shapes
    assert all(len(trace.x) == 0 for trace in outcomes({}, words=OUTCOMES).data)
