"""An address is read with suspicion and written with what differs."""

from __future__ import annotations

import pytest

from ui.frame import settings as url


@pytest.mark.parametrize(
    ("parameter", "text", "value"),
    [
        (url.number(1, 50), "7", 7),
        (url.number(0, 0.8, float), "0.25", 0.25),
        (url.choice("max", "average"), "average", "average"),
        (url.choice(16, 32), "32", 32),
        (url.flag(), "True", True),
        (url.flag(), "false", False),
    ],
)
def test_what_a_widget_would_accept_is_taken(parameter, text, value):
    values, refused = url.parse({"knob": text}, {"knob": parameter})
    assert values == {"knob": value}
    assert refused == {}


@pytest.mark.parametrize(
    ("parameter", "text"),
    [
        (url.number(1, 50), "0"),
        (url.number(1, 50), "51"),
        (url.number(1, 50), "3.5"),
        (url.number(1, 50), ""),
        (url.number(1, 50), "9" * 5000),
        (url.number(0, 0.8, float), "nan"),
        (url.number(0, 0.8, float), "inf"),
        (url.number(0, 0.8, float), "0x1"),
        (url.choice("max", "average"), "MAX"),
        (url.choice(16, 32), "17"),
        (url.flag(), "maybe"),
    ],
)
def test_nonsense_is_handed_back_as_it_came(parameter, text):
    values, refused = url.parse({"knob": text}, {"knob": parameter})
    assert values == {}
    assert refused == {"knob": text}


def test_strangers_in_an_address_are_left_alone():
    assert url.parse({"utm_source": "x"}, {"knob": url.flag()}) == ({}, {})


def test_an_address_cannot_put_a_link_on_a_page():
    said = url._plain("`[click](https://example.org) www.example.org")
    assert said.startswith("`")
    assert said.endswith("`")
    assert said.count("`") == 2  # all of it is code


@pytest.mark.parametrize(
    ("value", "text"), [(True, "true"), (0.001, "0.001"), (12, "12"), ("max", "max")]
)
def test_values_are_written_as_they_are_read(value, text):
    assert url._text(value) == text


def test_several_options_and_free_text_in_an_address():
    several = url.several("relu", "tanh", "gelu", at_most=2)
    assert several.parse("relu,tanh") == ["relu", "tanh"]
    assert several.parse("") == []
    for wrong in ("relu,tanh,gelu", "relu,relu", "relu,cosh", "relu tanh"):
        with pytest.raises((ValueError, KeyError)):
            several.parse(wrong)
    assert url.text(3).parse("x+1") == "x+1"
    with pytest.raises(ValueError, match="x"):
        url.text(3).parse("x+10")
