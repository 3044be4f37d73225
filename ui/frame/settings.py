"""A page's settings in its address, so that a link opens the page as it was left.

Streamlit's own `bind="query-params"` writes the label a visitor sees, which here would be Chinese
for one reader and English for the next, and leaves stale values behind when a preset moves several
widgets at once. So settings are written in one place, by name, after the widgets have run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from ui.frame.i18n import URL_KEY as LANGUAGE_KEY
from ui.frame.i18n import gettext as _
from ui.frame.i18n import language

RUN_KEY = "run"  # the run that a visitor started or opened, in the address and in the session
# Where a visitor's run stands, by the name of its task: one of each kind.
RUN_KEYS = {"train": RUN_KEY, "train_addition": "addition_run", "train_gan": "gan_run"}
_WRITTEN = "url_written"  # the addresses this visitor's pages have had lately, newest last
_REMEMBERED = 50


@dataclass(frozen=True)
class Parameter:
    """How one value is written in the address.

    Attributes:
        parse: text to value; ValueError for anything a widget would not accept.
        expected: what `parse` accepts, in words that are the same in every language ("1 to 30").
    """

    parse: Callable[[str], Any]
    expected: str


def choice(*options: Any) -> Parameter:
    by_text = {str(option): option for option in options}
    return Parameter(by_text.__getitem__, ", ".join(by_text))


def number(low: float, high: float, kind: type = int) -> Parameter:
    def parse(text: str) -> Any:
        value = kind(text)
        if not low <= value <= high:  # NaN is refused too
            raise ValueError(text)
        return value

    return Parameter(parse, f"{low:g} – {high:g}")


def span(low: int, high: int) -> Parameter:
    """A stretch of whole numbers, as a slider with two ends has it: "3-17"."""
    one = number(low, high)

    def parse(text: str) -> tuple[int, int]:
        first, _dash, last = text.partition("-")
        values = one.parse(first), one.parse(last)
        if values[0] > values[1]:
            raise ValueError(text)
        return values

    return Parameter(parse, f"{low}-{high}")


def several(*options: Any, at_most: int) -> Parameter:
    """Some of the options, in the order of the address: "relu,tanh"; none where it is empty."""
    one = choice(*options)

    def parse(text: str) -> list[Any]:
        values = [one.parse(part) for part in text.split(",") if part]
        if len(values) > at_most or len(set(values)) < len(values):
            raise ValueError(text)
        return values

    return Parameter(parse, one.expected)


def text(at_most: int) -> Parameter:
    """Whatever a visitor may have typed, of so many characters at most."""

    def parse(typed: str) -> str:
        if len(typed) > at_most:
            raise ValueError(typed)
        return typed

    return Parameter(parse, f"≤ {at_most}")


def flag() -> Parameter:
    return Parameter(lambda text: {"true": True, "false": False}[text.lower()], "true, false")


def seed(
    page: str,
    parameters: Mapping[str, Parameter],
    usual: Callable[[Mapping[str, Any]], Mapping[str, Any]],
) -> None:
    """Gives each widget of a page its value before it is made.

    An address that a visitor or a link brought comes first; without one, what the visitor had set
    here before (Streamlit forgets the widgets of a page that is left); else what is usual.

    Args:
        page: name of the page.
        parameters: by widget key, which is also the name in the address.
        usual: the values of an untouched page, given what the address says.
    """
    here = st.query_params.to_dict()
    if any(key in st.session_state for key in usual({})) and _is_own(here, page, parameters):
        restore(page, usual({}))
        return
    values, refused = parse(here, parameters)
    for name, text in refused.items():
        say_refused(name, text, parameters[name].expected)
    kept = {} if values else st.session_state.get(_kept(page), {})
    st.session_state.update({**usual(values), **kept, **values})


def _is_own(here: Mapping[str, str], page: str, parameters: Mapping[str, Parameter]) -> bool:
    """Whether the browser is where this session sent it, and not where its reader went.

    A widget that is moved fast sends its next value with an address that is already behind: the
    newest one is still on its way to the browser. The Back button brings an old address too, but
    then no widget was touched.
    """
    written = st.session_state.get(_WRITTEN, [])
    if here not in written:
        return False
    kept = st.session_state.get(_kept(page), {})
    return here == written[-1] or any(
        key in st.session_state and st.session_state[key] != kept.get(key) for key in parameters
    )


def restore(page: str, usual: Mapping[str, Any]) -> None:
    """Gives a widget that was not shown for a while what it said when it last was.

    Streamlit forgets it meanwhile. For fragments too, which run without the page's `seed`.
    """
    for key, value in {**usual, **st.session_state.get(_kept(page), {})}.items():
        st.session_state.setdefault(key, value)


def publish(
    page: str, parameters: Mapping[str, Parameter], usual: Mapping[str, Any]
) -> dict[str, Any]:
    """Writes what differs from `usual` into the address, and keeps it all for a later visit.

    Returns:
        The values of all widgets of the page, by key.
    """
    values = {key: st.session_state[key] for key in parameters if key in st.session_state}
    st.session_state[_kept(page)] = values
    _write(luggage() | {k: v for k, v in values.items() if v != usual.get(k)})
    return values


def amend(name: str, value: str | None) -> None:
    """Changes one entry of the address, None takes it out; for use before `seed` and in callbacks.

    What the widgets say meanwhile stays: this is no address that a visitor has brought.
    """
    if value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value
    _remember(st.query_params.to_dict())


def luggage() -> dict[str, str]:
    """What goes along from page to page: the language and the visitor's runs."""
    runs = {key: st.session_state.get(key) for key in RUN_KEYS.values()}
    return {LANGUAGE_KEY: language()} | {key: run_id for key, run_id in runs.items() if run_id}


def say_refused(name: str, value: str, expected: str) -> None:
    """One sentence about a part of the address that makes no sense."""
    st.warning(
        _(
            "The address asks for {name} = {value}, which is not possible here (expected: "
            "{expected}). The usual value is taken instead."
        ).format(name=name, value=_plain(value[:40]), expected=expected),
        icon=":material/link_off:",
    )


def _plain(text: str) -> str:
    """A stranger's text as a code span, in which neither Markdown nor a link is one."""
    return "`" + "".join(c if c.isprintable() and c != "`" else "\ufffd" for c in text) + "`"


def _kept(page: str) -> str:
    return f"{page}_settings"


def parse(
    asked: Mapping[str, str], parameters: Mapping[str, Parameter]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Splits what an address asks for into values and refusals.

    Returns:
        The values by name, and for each name whose text makes no sense, the text as it came.
    """
    values, refused = {}, {}
    for name in asked.keys() & parameters.keys():
        try:
            values[name] = parameters[name].parse(asked[name])
        except (ValueError, KeyError, OverflowError):
            refused[name] = asked[name]
    return values, refused


def _write(values: Mapping[str, Any]) -> None:
    """Makes the address say `values` and nothing else."""
    written = {name: _text(value) for name, value in values.items()}
    if st.query_params.to_dict() != written:
        st.query_params.from_dict(written)
    _remember(written)


def _remember(address: dict[str, str]) -> None:
    written = st.session_state.get(_WRITTEN, [])
    if written[-1:] != [address]:
        st.session_state[_WRITTEN] = [*written, address][-_REMEMBERED:]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ",".join(map(_text, value))
    if isinstance(value, tuple):
        return "-".join(map(_text, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
