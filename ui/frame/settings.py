"""A page's settings in its address, so that a link opens the page as it was left.

Streamlit's own `bind="query-params"` writes the label a visitor sees, which here would be Chinese
for one reader and English for the next, and leaves stale values behind when a preset moves several
widgets at once. So settings are written in one place, by name, after the widgets have run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import wraps
from itertools import groupby
from operator import attrgetter
from typing import Any, ParamSpec, TypeVar

import streamlit as st

from ui.frame import door, hiding, later
from ui.frame.i18n import URL_KEY as LANGUAGE_KEY
from ui.frame.i18n import as_code, language
from ui.frame.i18n import gettext as _
from ui.frame.jobs import JOBS
from ui.frame.setting import ELSEWHERE, Setting, written

_WRITTEN = "url_written"  # the addresses this visitor's pages have had lately, newest last
_REMEMBERED = 50

Values = dict[str, Any]  # by key of a setting
Said = Mapping[Any, Any]  # the same of some or all, such as `st.session_state`
Config = TypeVar("Config")
P = ParamSpec("P")


class Settings:
    """All that a page can be set to.

    `seed` stands before the page's widgets, and each part of the page that its own widgets redraw
    alone is a `fragment`.

    Args:
        page: its name.
        settings: all of them.
        dependent: the usual values that depend on other settings, by key, given what is said or
            else usual of these. A setting whose usual value is `ELSEWHERE` is only there where
            this names it.
        opened: what an address asks for that does not say so, by key, given what it says. The
            address of a page that is set otherwise says it.

    Attributes:
        settings: by key.
    """

    def __init__(
        self,
        page: str,
        *settings: Setting,
        dependent: Callable[[Said], Said] = lambda said: {},
        opened: Callable[[Said], Said] = lambda asked: {},
    ) -> None:
        self._page = page
        self.settings = {setting.key: setting for setting in settings}
        self._dependent = dependent
        self._opened = opened
        door.know(settings)

    def usual(self, said: Said) -> Values:
        """The values of an untouched page, given what some of its settings are."""
        of_themselves = {
            key: one.usual for key, one in self.settings.items() if one.usual is not ELSEWHERE
        }
        given = {key: said[key] for key in self.settings if key in said}
        return of_themselves | dict(self._dependent(of_themselves | given))

    def set_to(self, said: Said) -> Values:
        """All that the page is set to where this much is said, by an address or a button."""
        said = {**self._brought(said), **said}
        return {**self.usual(said), **said}

    def seed(self) -> None:
        """Gives each widget of the page its value before it is made.

        An address that a visitor or a link brought comes first; without one, what the visitor had
        set here before (Streamlit forgets the widgets of a page that is left); else what is usual.
        """
        self._say_refused()
        hiding.settings_away(self._seen)
        here = st.query_params.to_dict()
        stayed = any(key in st.session_state for key in self.usual({}))
        if stayed and self._is_own(here):
            self._restore()
            return
        values, refused = parse(here, self.settings)
        for name, text in refused.items():
            say_refused(name, text, self.settings[name].expected)
        kept = {} if values or stayed else self._kept  # with Back, an address that says nothing too
        take({**self.set_to(values), **kept})

    def fragment(self, show: Callable[P, None]) -> Callable[P, None]:
        """A part of the page that its own widgets redraw alone, with the settings as they were
        left, and in the address afterwards.

        What a callback has asked for with `later.ask` is done here, before the widgets.
        """

        @st.fragment
        @wraps(show)
        def shown(*args: P.args, **kwargs: P.kwargs) -> None:
            self._say_refused()
            self._restore()
            with st.container():  # what is said there moves nothing below to another place
                later.do()
            show(*args, **kwargs)
            self.publish()

        return shown

    def publish(self) -> None:
        """Writes what is not as usual into the address, and keeps it all for a later visit.

        For use after the widgets of a page, or of a part that is no `fragment`.
        """
        usual = self.usual(st.session_state)
        values = {key: st.session_state[key] for key in usual if key in st.session_state}
        st.session_state[self._place] = values
        here = st.query_params  # an entry more in the browser's history is a press of Back more
        linked = {key for key, one in self.settings.items() if one.always and key in here}
        told = {k: v for k, v in values.items() if v != usual[k] or k in linked}
        silent = {key: values[key] for key in self._brought(told) if key in values}
        _write(luggage() | silent | told)

    def _brought(self, asked: Said) -> Values:
        """What an address asks for without saying so."""
        brought = {
            key: value
            for name, one in self.settings.items()
            if name in asked
            for key, value in one.brings(asked[name]).items()
            if key in self.settings
        }
        return {**self._opened({**brought, **asked}), **brought}

    def _restore(self) -> None:
        """Gives a widget that was not shown for a while what it said when it last was.

        Streamlit forgets it meanwhile. For fragments too, which run without the page's `seed`.
        """
        values = {**self.usual(st.session_state), **self._kept}
        take({key: value for key, value in values.items() if key not in st.session_state})

    def _say_refused(self) -> None:
        """One sentence about each value that came from no control of this page."""
        for name, value in door.refused().items():
            if name in self.settings:
                st.warning(
                    _(
                        "{name} = {value} was sent here, which is not possible (expected: "
                        "{expected}). The value it had is kept."
                    ).format(
                        name=name,
                        value=as_code(value[:40]),
                        expected=self.settings[name].expected,
                    ),
                    icon=":material/block:",
                )

    def _is_own(self, here: Mapping[str, str]) -> bool:
        """Whether the browser is where this session sent it, and not where its reader went.

        A widget that is moved fast sends its next value with an address that is already behind:
        the newest one is still on its way to the browser. The Back button brings an old address
        too, but then no widget was touched.
        """
        addresses = st.session_state.get(_WRITTEN, [])
        if here not in addresses:
            return False
        kept = self._kept
        return here == addresses[-1] or any(
            key in st.session_state and st.session_state[key] != kept.get(key)
            for key in self.settings
        )

    @property
    def _seen(self) -> list[str]:
        """Keys of the widgets that set the page."""
        return [key for key, one in self.settings.items() if one.may_hide]

    @property
    def _place(self) -> str:
        """Where the session keeps what was last published."""
        return f"{self._page}_settings"

    @property
    def _kept(self) -> Values:
        return st.session_state.get(self._place, {})


def take(values: Said) -> None:
    """Makes widgets say these values; before they are made, and in callbacks."""
    for key, value in values.items():
        # A list would be shared with the widget that may change it.
        st.session_state[key] = list(value) if isinstance(value, list) else value


def values_of(config: Any, settings: Iterable[Setting]) -> Values:
    """What the widgets of some settings say for a configuration; `configured` is its inverse."""
    return {
        one.key: one.of_field(attrgetter(one.fields[0])(config)) for one in settings if one.fields
    }


def address_of(settings: Iterable[Setting], values: Said, usual: Said) -> dict[str, str]:
    """What an address says to open a page with these values, for a link from elsewhere.

    Args:
        settings: of that page.
        values: by key; those that a widget there cannot have are left out.
        usual: the values of the page untouched.
    """
    return {
        one.key: written(values[one.key])
        for one in settings
        if one.key in values and one.accepts(values[one.key])
        if one.always or values[one.key] != usual.get(one.key)
    }


def configured(config: Config, settings: Iterable[Setting], said: Said, **more: Any) -> Config:
    """A configuration with the fields that some settings have, as they say.

    Args:
        config: what all other fields are taken from.
        said: values by key.
        more: further fields.

    Raises:
        ConfigError: what is said does not go together.
    """
    fields = [(name, one.to_field(said[one.key])) for one in settings for name in one.fields]
    return _with_fields(config, dict(fields) | more)


def _with_fields(config: Any, values: Mapping[str, Any]) -> Any:
    """A configuration with other values of its fields and, dotted, of those within them."""
    own = {}
    for name, group in groupby(sorted(values), key=lambda path: path.split(".")[0]):
        inner = {path.partition(".")[2]: values[path] for path in group}
        own[name] = inner[""] if "" in inner else _with_fields(getattr(config, name), inner)
    return replace(config, **own)


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
    """What goes along from page to page: the language, what is hidden, and the visitor's runs."""
    runs = {job.key: st.session_state.get(job.key) for job in JOBS}
    hidden = hiding.hidden()
    return (
        {LANGUAGE_KEY: language()}
        | ({hiding.HIDE.key: written(hidden)} if hidden else {})
        | {key: run_id for key, run_id in runs.items() if run_id}
    )


def say_refused(name: str, value: str, expected: str) -> None:
    """One sentence about a part of the address that makes no sense."""
    st.warning(
        _(
            "The address asks for {name} = {value}, which is not possible here (expected: "
            "{expected}). The usual value is taken instead."
        ).format(name=name, value=as_code(value[:40]), expected=expected),
        icon=":material/link_off:",
    )


def parse(
    asked: Mapping[str, str], settings: Mapping[str, Setting]
) -> tuple[Values, dict[str, str]]:
    """Splits what an address asks for into values and refusals.

    Returns:
        The values by name, and for each name whose text makes no sense, the text as it came.
    """
    values, refused = {}, {}
    for name in (name for name in asked if name in settings):
        try:
            values[name] = settings[name].parse(asked[name])
        except (ValueError, KeyError, OverflowError):
            refused[name] = asked[name]
    return values, refused


def _write(values: Mapping[str, Any]) -> None:
    """Makes the address say `values` and nothing else."""
    address = {name: written(value) for name, value in values.items()}
    if st.query_params.to_dict() != address:
        st.query_params.from_dict(address)
    _remember(address)


def _remember(address: dict[str, str]) -> None:
    addresses = st.session_state.get(_WRITTEN, [])
    if addresses[-1:] != [address]:
        st.session_state[_WRITTEN] = [*addresses, address][-_REMEMBERED:]
