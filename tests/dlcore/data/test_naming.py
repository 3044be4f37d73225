"""What a stranger calls a class, as it may be shown."""

from __future__ import annotations

from dlcore.data.naming import MOST_NAME, MOST_SET_NAME, clean_name


def test_a_name_is_one_line_that_can_be_seen():
    names = {
        "α": "α",
        "  two\n words\t ": "two words",
        "<b>": "<b>",
        "e\u0301": "\xe9",
        "می\u200cخواهم": "می\u200cخواهم",  # in the word, the joiner changes how it is written
        "a\u200d": "a",
        "\x00\x1b[31m\u202ered": "[31mred",
        "\u200b \u2060": "",
        "": "",
    }
    assert {text: clean_name(text) for text in names} == names
    assert clean_name("x" * 1000) == "x" * MOST_NAME
    assert clean_name("x" * 1000, MOST_SET_NAME) == "x" * MOST_SET_NAME
    assert clean_name(" " * 1_000_000 + "x") == ""
