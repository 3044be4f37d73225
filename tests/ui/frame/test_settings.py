"""An address is read with suspicion and written with what differs; every setting is one record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import ui
from dlcore.activations.formula import parse
from dlcore.addition.question import read_sum
from dlcore.validation import ConfigError, check_fields, one_of, real, whole
from ui.frame import i18n, settings
from ui.frame.explore import Preset
from ui.frame.setting import (
    ELSEWHERE,
    Choice,
    Number,
    Numbers,
    Percent,
    Setting,
    Several,
    Span,
    Switch,
    Text,
    Whole,
    written,
)
from ui.frame.settings import Settings, configured, values_of

WHOLE = Whole("knob", 7, low=1, high=50)
NUMBER = Number("knob", 0.5, low=0.0, high=0.8)
POOLING = Choice("knob", "max", options=("max", "average"))
BATCH = Choice("knob", 16, options={16: "sixteen", 32: "thirty-two"})
CUT = Choice("knob", 1.0, options=(0.25, 1.0, float("inf")))
SWITCH = Switch("knob", False)
FUNCTIONS = Several("knob", ["relu"], options=("relu", "tanh", "gelu"), at_most=2)
TEXT = Text("knob", "", at_most=3)
SUM = Text("knob", "", sense=lambda text: read_sum(text, 3))
SPAN = Span("knob", (3, 17), low=1, high=28)
POINTS = Numbers("knob", [], low=-2.0, high=2.0, counts=(0, 2, 4))


def test_what_a_widget_would_accept_is_taken_and_written_alike():
    for setting, text, value in (
        (WHOLE, "7", 7),
        (NUMBER, "0.25", 0.25),
        (POOLING, "average", "average"),
        (BATCH, "32", 32),
        (CUT, "1", 1.0),
        (CUT, "inf", float("inf")),
        (SWITCH, "true", True),
        (SWITCH, "false", False),
        (FUNCTIONS, "tanh,relu", ["tanh", "relu"]),
        (FUNCTIONS, "", []),
        (TEXT, "x+1", "x+1"),
        (TEXT, "x 1", "x 1"),
        (SUM, "47 + 85", "47 + 85"),
        (SPAN, "3-17", (3, 17)),
        (POINTS, "0.5,-1", [0.5, -1.0]),
        (POINTS, "", []),
    ):
        assert settings.parse({"knob": text}, {"knob": setting}) == ({"knob": value}, {}), text
        assert type(setting.parse(text)) is type(value)
        assert written(value) == text


def test_a_plus_that_was_typed_into_an_address_is_none_there():
    """A browser takes "47+85" for "47 85"; where only the plus makes sense, it was meant."""
    for text, value in (("47 85", "47+85"), ("47  85", "47  85"), ("4 7 8", "4 7 8")):
        assert SUM.parse(text) == value
    formula = Text("knob", "", sense=parse)
    for text, value in (
        ("x 1", "x+1"),
        ("2 * x", "2 * x"),
        ("exp(x) x", "exp(x)+x"),
        ("a b", "a b"),
    ):
        assert formula.parse(text) == value


def test_nonsense_is_handed_back_as_it_came():
    for setting, *texts in (
        (WHOLE, "0", "51", "3.5", "", "9" * 5000, "1e1", "nan"),
        (NUMBER, "nan", "inf", "0x1", "-0.1", "0.81", "1e999", ""),
        (POOLING, "MAX", "", "max,average"),
        (BATCH, "17", "sixteen", "16.0"),
        (SWITCH, "maybe", "1", ""),
        (FUNCTIONS, "relu,tanh,gelu", "relu,relu", "relu,cosh", "relu tanh"),
        (TEXT, "x+10"),
        (SPAN, "17-3", "0-3", "3-29", "3", "a-b", ""),
        (POINTS, "1", "0,3", "nan,0", "1,1,1,1,1,1"),
    ):
        for text in texts:
            assert settings.parse({"knob": text}, {"knob": setting}) == ({}, {"knob": text}), text


def test_strangers_in_an_address_are_left_alone():
    assert settings.parse({"utm_source": "x"}, {"knob": SWITCH}) == ({}, {})


def test_an_address_cannot_put_a_link_on_a_page():
    said = i18n.as_code("`[click](https://example.org) www.example.org")
    assert said.startswith("`")
    assert said.endswith("`")
    assert said.count("`") == 2  # all of it is code


@dataclass(frozen=True)
class Side:
    rate: float = real(0.002, 0.0, 1.0)
    momentum: float = real(0.5, 0.0, 0.9)


@dataclass(frozen=True)
class Game:
    epochs: int = whole(5, 1, 200)
    loss: str = one_of("hinge", ("hinge", "minimax"))
    told: bool = one_of(True)
    share: float = real(1.0, 0.001, 1.0)
    first: Side = Side()
    second: Side = Side()

    def __post_init__(self):
        check_fields(self)


EPOCHS = Whole.of(Game(), "epochs", "epochs", "", "", high=50)
LOSS = Choice.of(Game(), "loss", "loss", "", "")
TOLD = Switch.of(Game(), "told", "told", "", "")
SHARE = Percent.of(Game(), "share", "share", "", "")
RATE = Number.of(Game(), "first.rate", "rate", "", "")
MOMENTUM = Number.of(Game(), "first.momentum second.momentum", "momentum", "", "")
OF_A_GAME = (EPOCHS, LOSS, TOLD, SHARE, RATE, MOMENTUM)


def test_limits_and_usual_values_are_those_of_the_configuration():
    assert [(one.usual, one.expected) for one in OF_A_GAME] == [
        (5, "1 – 50"),
        ("hinge", "hinge, minimax"),
        (True, "true, false"),
        (100, "1 – 100"),
        (0.002, "0 – 1"),
        (0.5, "0 – 0.9"),
    ]
    with pytest.raises(ValueError, match="epochs goes from 1 to 200"):
        Whole.of(Game(), "epochs", "epochs", "", "", high=201)
    with pytest.raises(ConfigError, match="loss must be one of"):
        Choice.of(Game(), "loss", "loss", "", "", ("hinge", "wasserstein"))


def test_what_widgets_say_makes_a_configuration_and_back():
    assert configured(Game(), OF_A_GAME, values_of(Game(), OF_A_GAME)) == Game()
    said = {"epochs": 9, "loss": "minimax", "told": False, "share": 30, "rate": 0.1}
    made = configured(Game(), OF_A_GAME, said | {"momentum": 0.7})
    assert made == Game(9, "minimax", False, 0.3, Side(0.1, 0.7), Side(0.002, 0.7))
    assert values_of(made, OF_A_GAME) == said | {"momentum": 0.7}
    assert configured(Game(), (EPOCHS,), said, told=False) == Game(9, told=False)
    with pytest.raises(ConfigError, match="epochs must be a whole number"):
        configured(Game(), (EPOCHS,), {"epochs": 201})


def test_what_is_usual_may_depend_on_other_settings():
    kind = Choice("kind", "cnn", options=("cnn", "rnn"), always=True)
    units, filters = (Whole(key, ELSEWHERE, high=99) for key in ("units", "filters"))
    page = Settings(
        "page",
        kind,
        units,
        filters,
        dependent=lambda said: {"filters": 32} if said["kind"] == "cnn" else {"units": 64},
    )
    assert page.usual({}) == {"kind": "cnn", "filters": 32}
    assert page.usual({"kind": "rnn", "stranger": 1}) == {"kind": "cnn", "units": 64}


def every(kind: type) -> Iterator[tuple[str, Any]]:
    """All of a kind that stand in a module of ui, in tables and tuples too."""

    def within(value: Any) -> Iterator[Any]:
        if isinstance(value, kind):
            yield value
        elif isinstance(value, dict):
            yield from (one for part in value.values() for one in within(part))
        elif isinstance(value, tuple | list):
            yield from (one for part in value for one in within(part))

    for module in walk_packages(ui.__path__, "ui."):
        for value in vars(import_module(module.name)).values():
            yield from ((module.name, one) for one in within(value))


def test_every_usual_value_and_every_preset_is_what_an_address_may_say():
    known: dict[str, Setting] = {one.key: one for _module, one in every(Setting)}
    assert len(known) > 150
    said = [(module, one.key, one.usual) for module, one in every(Setting)]
    for module, preset in every(Preset):
        if module.endswith(".tries"):  # they name settings of whole pages; see pages/test_tries.py
            continue
        said += [(module, key, value) for key, value in preset.settings.items()]
    for module, key, value in said:
        if value is not ELSEWHERE and value is not None:
            assert known[key].parse(written(value)) == value, (module, key, value)


def page_that_asks() -> None:
    import streamlit as st

    from ui.frame import later
    from ui.frame.setting import Whole
    from ui.frame.settings import Settings

    knob = Whole("knob", 3, "knob", low=0, high=9)

    def work(value: int) -> None:
        knob.set(value)
        st.warning("done")

    def show() -> None:
        st.title("the title")
        knob.slider()
        st.button("ask", key="ask", on_click=later.ask, args=(work, 7))

    settings = Settings("page", knob)
    settings.seed()
    settings.fragment(show)()


def test_what_a_callback_asks_for_is_done_before_the_widgets_of_the_fragment():
    at = AppTest.from_function(page_that_asks, default_timeout=20).run()
    at.button(key="ask").click().run()
    assert not at.exception
    assert at.slider(key="knob").value == 7
    assert [one.value for one in at.warning] == ["done"]
    assert at.title[0].value == "the title"
    at.run()
    assert not at.warning  # once


def test_back_to_an_address_that_says_nothing_is_back_to_what_is_usual():
    """It is not a visit from another page, which finds what was set here before."""
    at = AppTest.from_function(page_that_asks, default_timeout=20).run()
    untouched = dict(at.query_params)
    at.slider(key="knob").set_value(5).run()
    assert "knob" in at.query_params
    at.query_params.clear()
    for key, value in untouched.items():
        at.query_params[key] = value
    at.run()
    assert at.slider(key="knob").value == 3
    assert "knob" not in at.query_params
