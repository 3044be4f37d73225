"""Ten bars, one of them the answer."""

from __future__ import annotations

import numpy as np

from dlcore.figures import palette
from dlcore.figures.digits import probability_bars

LABELS = {"x_label": "probability", "hover": "{digit}: {probability}"}


def test_only_the_most_probable_digit_has_the_colour_of_the_answer():
    probabilities = np.full(10, 0.05)
    probabilities[7] = 0.55
    bar = probability_bars(probabilities, **LABELS).data[0]
    np.testing.assert_array_equal(bar.x, probabilities)
    assert [c == palette.RIGHT for c in bar.marker.color] == [i == 7 for i in range(10)]
    assert bar.text[7] == "55.0%"


def test_without_a_reading_no_bar_is_the_answer():
    bar = probability_bars(None, **LABELS).data[0]
    assert set(bar.marker.color) == {palette.MUTED}
    assert set(bar.text) == {""}
