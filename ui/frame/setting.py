"""One thing that a page can be set to: how an address writes it, what it may be, its widget.

A page declares each of its settings once, in a table at the top of the part that shows it; from
there come the widget, the page's address (see `ui.frame.settings`), the limits in a refusal and
what is usual. Where a setting is a field of a configuration, its limits and its usual value are
those that the configuration's class declares.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, replace
from functools import reduce
from math import ceil
from typing import Any, Self

import streamlit as st

from dlcore.errors import LabError
from dlcore.validation import Between, limits_of
from ui.frame.glossary import explained
from ui.frame.i18n import gettext as _
from ui.frame.i18n import language

ELSEWHERE: Any = object()
"""Usual value of a setting that only some other setting brings along; see `Settings`."""
_LONGEST_NAME = 80  # characters


@dataclass(frozen=True, eq=False)
class Setting:
    """What all kinds have in common.

    Attributes:
        key: of the widget; also its name in the address.
        usual: its value on an untouched page.
        label, help: of the widget, in English; shown through gettext.
        fields: where its value stands in a configuration, dotted ("gan.loss"); see `configured`.
        always: a link to its page names it even where it is as usual: what a visitor has set there
            before does not come instead.
        terms: its help explains the terms in its label; not where a word means something else.
        may_hide: where an address hides the settings of its page, this one too.
    """

    key: str
    usual: Any
    label: str = ""
    help: str = ""
    _: KW_ONLY
    fields: tuple[str, ...] = ()
    always: bool = False
    terms: bool = True
    may_hide: bool = True

    @property
    def value(self) -> Any:
        """What the widget says, or is about to say when it is made."""
        return st.session_state[self.key]

    def set(self, value: Any) -> None:
        """Makes the widget say this; before it is made, and in callbacks."""
        st.session_state[self.key] = value

    @property
    def expected(self) -> str:
        """What it may be, in words that are the same in every language ("1 – 30")."""
        raise NotImplementedError

    def accepts(self, value: Any) -> bool:
        """Whether its widget can have this value, of whatever type it is."""
        raise NotImplementedError

    def parse(self, text: str) -> Any:
        """A value from the address.

        Raises:
            ValueError, KeyError, OverflowError: for anything the widget would not accept.
        """
        value = self._read(text)
        if not self.accepts(value):
            raise ValueError(text)
        return value

    def _read(self, text: str) -> Any:
        """What a text means, whether or not that is possible here; raises as `parse`."""
        raise NotImplementedError

    def brings(self, value: Any) -> Mapping[str, Any]:
        """What an address that asks for this value asks for as well, by key, where it does not say
        otherwise."""
        return {}

    def of_field(self, value: Any) -> Any:
        """What the widget says for a value in a configuration."""
        return value

    def to_field(self, value: Any) -> Any:
        """The inverse of `of_field`."""
        return value

    def _begun(
        self, words: dict[str, Any], fits: Callable[[Any], bool], name: str = "value"
    ) -> dict[str, Any]:
        """A widget's arguments, with what it says already as what it begins with.

        The session knows that, and tells the browser once. Where the next drawing comes before the
        browser has made the widget, it never hears of it: a slider would begin at its lower end,
        and send that here as if it had been moved.

        Args:
            words: its arguments.
            fits: whether it can begin with a value.
            name: of the argument.
        """
        value = st.session_state.get(words["key"])
        return words if value is None or not fits(value) else {name: value} | words

    def _begun_among(self, words: dict[str, Any]) -> dict[str, Any]:
        """The same of a widget that is told the place of what it begins with."""
        options, value = words["options"], st.session_state.get(words["key"])
        return {"index": options.index(value)} | words if value in options else words

    def _words(self, more: dict[str, Any]) -> dict[str, Any]:
        """The widget's label, key and help, but for what `more` says of them."""
        words = {"label": _(self.label), "key": self.key, "help": _(self.help)} | more
        if not self.terms:
            return words
        return words | {"help": explained(words["label"], words["help"] or "", language())}


@dataclass(frozen=True, eq=False)
class Number(Setting):
    """A number between two others, both included.

    Attributes:
        low, high: floats; ints for `Whole`.
        step, format: of the widget.
    """

    low: float = 0.0
    high: float = 1.0
    _: KW_ONLY
    step: float | None = None
    format: str | None = None

    @classmethod
    def of(cls, config: Any, fields: str, key: str, label: str, help: str, **more: Any) -> Self:
        """A setting of one field of a configuration, or of several that go together.

        Args:
            config: an untouched one; its values are the usual ones.
            fields: one or more, with blanks between them; dotted within configurations.
            more: `low` and `high` narrow what the configuration's class allows, never widen it.

        Raises:
            ValueError: they would widen it.
        """
        owner, name = _owner(config, fields)
        low, high = cls._bounds(limits_of(type(owner), name))
        more = {"low": low, "high": high} | more
        if more["low"] < low or more["high"] > high:
            raise ValueError(f"{name} goes from {low} to {high}. Received: {more}")
        made = cls(key, 0, label, help, fields=tuple(fields.split()), **more)
        return replace(made, usual=made.of_field(getattr(owner, name)))

    @classmethod
    def _bounds(cls, limits: Between) -> tuple[Any, Any]:
        return cls._number(limits.low), cls._number(limits.high)

    @property
    def expected(self) -> str:
        return f"{self.low:g} – {self.high:g}"

    def accepts(self, value: Any) -> bool:
        return type(value) in (int, float) and self.low <= value <= self.high  # NaN is in no range

    def _read(self, text: str) -> float:
        return self._number(text)

    def of_field(self, value: Any) -> Any:
        return self._number(value)

    @staticmethod
    def _number(text: Any) -> Any:
        return float(text)

    def slider(self, **more: Any) -> Any:
        return st.slider(**self._bounded(more))

    def number_input(self, **more: Any) -> Any:
        return st.number_input(**self._bounded(more))

    def select_slider(self, options: Iterable[Any], **more: Any) -> Any:
        words = self._words({"options": list(options)} | more)
        return st.select_slider(**self._begun(words, words["options"].__contains__))

    def selectbox(self, options: Iterable[Any], **more: Any) -> Any:
        return st.selectbox(**self._words({"options": list(options)} | more))

    def _bounded(self, more: dict[str, Any]) -> dict[str, Any]:
        limits = {"min_value": self.low, "max_value": self.high}
        look: dict[str, Any] = {"step": self.step, "format": self.format}
        words = self._words(limits | look | more)
        return self._begun(words, lambda one: words["min_value"] <= one <= words["max_value"])


@dataclass(frozen=True, eq=False)
class Whole(Number):
    """A whole number."""

    low: int = 0
    high: int = 1

    def accepts(self, value: Any) -> bool:
        return type(value) is int and super().accepts(value)

    @staticmethod
    def _number(text: Any) -> int:
        return int(text)


@dataclass(frozen=True, eq=False)
class Percent(Whole):
    """A share, as whole percents."""

    low: int = 1
    high: int = 100

    @classmethod
    def _bounds(cls, limits: Between) -> tuple[int, int]:
        return ceil(100 * limits.low), round(100 * limits.high)

    def of_field(self, value: float) -> int:
        return round(100 * value)

    def to_field(self, value: int) -> float:
        return value / 100


@dataclass(frozen=True, eq=False)
class Choice(Setting):
    """One of several.

    Attributes:
        options: as the configuration has them; a mapping says what each is called, in English,
            shown through gettext.
        expects: instead of all of them, in a refusal.
    """

    options: Collection[Any] = ()
    _: KW_ONLY
    expects: str = ""

    @classmethod
    def of(
        cls,
        config: Any,
        fields: str,
        key: str,
        label: str,
        help: str,
        options: Collection[Any] | None = None,
        **more: Any,
    ) -> Self:
        """A setting of one field of a configuration; see `Number.of`.

        Args:
            options: some of those that the configuration's class allows; all where left out.

        Raises:
            ConfigError: one of them is not allowed there.
        """
        owner, name = _owner(config, fields)
        limits = limits_of(type(owner), name)
        chosen = tuple(limits.options) if options is None else options
        for option in chosen:
            limits.check(name, option)
        made = cls(key, None, label, help, chosen, fields=tuple(fields.split()), **more)
        return replace(made, usual=made.of_field(getattr(owner, name)))

    @property
    def expected(self) -> str:
        return self.expects or ", ".join(map(written, self.options))

    def accepts(self, value: Any) -> bool:
        return any(type(value) is type(one) and value == one for one in self.options)

    def _read(self, text: str) -> Any:
        texts = {str(option): option for option in self.options}
        return (texts | {written(option): option for option in self.options})[text]

    def name(self, option: Any) -> str:
        """What an option is called in the visitor's language."""
        return _(self.options[option]) if isinstance(self.options, Mapping) else str(option)

    def selectbox(self, **more: Any) -> Any:
        return st.selectbox(**self._begun_among(self._named(more)))

    def segmented(self, **more: Any) -> Any:
        words = self._named({"required": True} | more)
        return st.segmented_control(**self._begun(words, words["options"].__contains__, "default"))

    def select_slider(self, **more: Any) -> Any:
        words = self._named(more)
        return st.select_slider(**self._begun(words, words["options"].__contains__))

    def _named(self, more: dict[str, Any]) -> dict[str, Any]:
        names = {"format_func": self.name} if isinstance(self.options, Mapping) else {}
        return self._words({"options": list(self.options)} | names | more)


@dataclass(frozen=True, eq=False)
class Several(Choice):
    """Some of several, in the order in which they were chosen: "relu,tanh"; perhaps none.

    Attributes:
        at_most: so many.
    """

    _: KW_ONLY
    at_most: int = 1

    def accepts(self, value: Any) -> bool:
        return (
            type(value) is list
            and len(value) <= self.at_most
            and all(map(super().accepts, value))
            and len(set(value)) == len(value)
        )

    def _read(self, text: str) -> list[Any]:
        return [super(Several, self)._read(part) for part in text.split(",") if part]

    def of_field(self, value: Iterable[Any]) -> list[Any]:
        return list(value)

    def to_field(self, value: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(value)

    def pills(self, **more: Any) -> list[Any]:
        words = self._named({"selection_mode": "multi"} | more)
        return st.pills(**self._begun(words, self.accepts, "default"))

    def multiselect(self, **more: Any) -> list[Any]:
        return st.multiselect(**self._named({"max_selections": self.at_most} | more))


@dataclass(frozen=True, eq=False)
class Switch(Setting):
    """On or off."""

    @classmethod
    def of(cls, config: Any, fields: str, key: str, label: str, help: str, **more: Any) -> Switch:
        """A setting of one field of a configuration; see `Number.of`."""
        owner, name = _owner(config, fields)
        return cls(key, getattr(owner, name), label, help, fields=(fields,), **more)

    @property
    def expected(self) -> str:
        return "true, false"

    def accepts(self, value: Any) -> bool:
        return type(value) is bool

    def _read(self, text: str) -> bool:
        return {"true": True, "false": False}[text.lower()]

    def toggle(self, **more: Any) -> bool:
        return st.toggle(**self._words(more))


@dataclass(frozen=True, eq=False)
class Text(Setting):
    """Whatever a visitor may have typed.

    Attributes:
        at_most: characters.
        sense: raises LabError for a text that makes none; anything does where it is None.
    """

    at_most: int = 80
    sense: Callable[[str], object] | None = None

    @property
    def expected(self) -> str:
        return f"≤ {self.at_most}"

    def accepts(self, value: Any) -> bool:
        return type(value) is str and len(value) <= self.at_most

    def _read(self, text: str) -> str:
        # In an address that somebody has typed, a plus means a blank: "x+1" comes as "x 1".
        meant = text.replace(" ", "+")
        return meant if not self._makes_sense(text) and self._makes_sense(meant) else text

    def _makes_sense(self, text: str) -> bool:
        if self.sense is None:
            return True
        try:
            self.sense(text)
        except LabError:
            return False
        return True

    def text_input(self, **more: Any) -> str:
        return st.text_input(**self._words({"max_chars": self.at_most} | more))


@dataclass(frozen=True, eq=False)
class Name(Text):
    """One of some names that only the part that shows it knows, as a network's layers have."""

    def selectbox(self, options: Iterable[str], **more: Any) -> str:
        words = self._words({"options": list(options)} | more)
        return st.selectbox(**self._begun_among(words))

    def segmented(self, options: Iterable[str], **more: Any) -> str:
        return st.segmented_control(options=options, **self._words({"required": True} | more))


@dataclass(frozen=True, eq=False)
class Names(Setting):
    """Some of some names that only the part that shows them knows: "a,b"; perhaps none.

    Attributes:
        at_most: so many, none of them twice.
    """

    at_most: int = 1

    @property
    def expected(self) -> str:
        return f"≤ {self.at_most}"

    def accepts(self, value: Any) -> bool:
        return (
            type(value) is list
            and len(value) <= self.at_most
            and all(type(one) is str and 0 < len(one) <= _LONGEST_NAME for one in value)
            and len(set(value)) == len(value)
        )

    def _read(self, text: str) -> list[str]:
        return [part for part in text.split(",") if part]

    def multiselect(self, options: Iterable[str], **more: Any) -> list[str]:
        limit = {"max_selections": self.at_most}
        return st.multiselect(options=options, **self._words(limit | more))


@dataclass(frozen=True, eq=False)
class Span(Setting):
    """A stretch of whole numbers, as a slider with two ends has it: "3-17"."""

    low: int = 0
    high: int = 1

    @property
    def expected(self) -> str:
        return f"{self.low}-{self.high}"

    def accepts(self, value: Any) -> bool:
        if type(value) is not tuple or [type(end) for end in value] != [int, int]:
            return False
        return self.low <= value[0] <= value[1] <= self.high

    def _read(self, text: str) -> tuple[int, int]:
        first, _dash, last = text.partition("-")
        return int(first), int(last)

    def slider(self, **more: Any) -> tuple[int, int]:
        bounds = {"min_value": self.low, "max_value": self.high}
        return st.slider(**self._words(bounds | more))


@dataclass(frozen=True, eq=False)
class Numbers(Setting):
    """Numbers between two others, as many as one of `counts` says: "0.5,-1".

    Attributes:
        expects: in a refusal.
    """

    low: float = 0.0
    high: float = 1.0
    counts: Collection[int] = ()
    expects: str = ""

    @property
    def expected(self) -> str:
        return self.expects

    def accepts(self, value: Any) -> bool:
        return (
            type(value) is list
            and len(value) in self.counts
            and all(type(one) is float and self.low <= one <= self.high for one in value)
        )

    def _read(self, text: str) -> list[float]:
        return [float(part) for part in text.split(",") if part]


def written(value: Any) -> str:
    """A value as the address has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ",".join(map(written, value))
    if isinstance(value, tuple):
        return "-".join(map(written, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _owner(config: Any, fields: str) -> tuple[Any, str]:
    """The configuration, perhaps within another, that has the first of these fields; its name."""
    *path, name = fields.split()[0].split(".")
    return reduce(getattr, path, config), name
