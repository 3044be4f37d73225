"""Numbers in words and tables."""

from __future__ import annotations

from math import inf, nan

from ui.shared import numbers


def test_numbers_are_short_and_what_is_none_is_a_dash():
    for value, said in {0.12345: "0.123", -2.0: "−2", 1e-9: "1e−09", inf: "∞"}.items():
        assert numbers.plain(value) == said
    assert numbers.plain(nan) == numbers.percent(nan) == "–"
    for share, places, said in ((0.98765, 1, "98.8%"), (0.98765, 2, "98.77%"), (1.0, 1, "100.0%")):
        assert numbers.percent(share, places) == said


def test_a_table_has_its_first_column_to_the_left():
    assert numbers.table(["a", "b"], [["1", "2"]]) == "| a | b |\n|:--|--:|\n| 1 | 2 |"
