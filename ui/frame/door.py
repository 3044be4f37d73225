"""What a browser sends for its controls, looked at before anything of the lab sees it.

A browser sends what its controls can have. Another client may send anything: text for a slider,
a number beyond its end, an option that there is not. Streamlit's widgets raise on most of that,
before the page runs and again at every run after; some of it they take for their least value, some
they hand on as it came. Here all of it is as if it had not come: a control goes on saying what it
said, and where it was no word, its page says so in one sentence (see `ui.frame.settings`). Of words
nothing is said: browsers send the name that an option had before the language was changed.

Streamlit has no place for such a check, so it stands around the one method through which all goes
that was sent. `tests/ui/frame/test_door.py` sends each kind of nonsense to each kind of widget.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable
from typing import Any

from streamlit.elements.arrow import DataframeState
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.common import (
    WidgetMetadata,
    unpack_widget_state_value,
    user_key_from_element_id,
)
from streamlit.runtime.state.session_state import Serialized, WStates

from ui.frame.setting import Setting

_NUMBERS = {"double_value", "int_value"}  # a field for numbers sends whole ones as such
_WORDS = {"string_value", "string_array_value"}
_AS_IT_CAME = {*_NUMBERS, *_WORDS, "bool_value", "double_array_value"}

_MOST_EVENTS = 20  # of a component in one message: the browser sends what happens as it happens

_settings: dict[str, Setting] = {}  # all that pages have been seen to have, by key
_without_state: set[str] = set()  # components of ours, by key
_heard = threading.local()  # the thread of a page's run: what was refused in it, by key


def know(settings: Iterable[Setting]) -> None:
    """From now on their widgets have no values but those that they accept."""
    _settings.update((setting.key, setting) for setting in settings)


def has_no_state(component: str) -> None:
    """From now on the component of this key sends events and nothing else.

    Streamlit lets a state of the same name hide its events for as long as the session lives.
    """
    _without_state.add(component)


def refused() -> dict[str, str]:
    """What was refused in this run of a page and has not been told yet: by key, as text."""
    found = getattr(_heard, "refused", {})
    _heard.refused = {}
    return found


class _Refused(Serialized):
    """Stands where something was sent that was refused."""


def _guarded(read: Callable[[WStates, str], Any]) -> Callable[[WStates, str], Any]:
    def guarded(states: WStates, widget: str) -> Any:
        sent, metadata = states.states.get(widget), states.widget_metadata.get(widget)
        if isinstance(sent, _Refused):
            raise KeyError(widget)  # to Streamlit: nothing was sent
        if not isinstance(sent, Serialized) or metadata is None:
            return read(states, widget)
        key = user_key_from_element_id(widget)
        try:
            _check_kind(sent.value, metadata)
            value = read(states, widget)
            _check_value(key, value, sent.value, metadata)
        except Exception:  # a stranger's value makes a widget raise anything
            states[widget] = _Refused(WidgetState(id=widget))
            _note(key, sent.value)
            raise KeyError(widget) from None
        return value

    return guarded


def _check_kind(sent: WidgetState, metadata: WidgetMetadata) -> None:
    """Raises ValueError unless a message is of the kind that its widget sends."""
    kind = sent.WhichOneof("value")
    if kind not in (None, metadata.value_type) and not {kind, metadata.value_type} <= _NUMBERS:
        raise ValueError(kind)


def _check_value(key: str | None, value: Any, sent: WidgetState, metadata: WidgetMetadata) -> None:
    """Raises ValueError unless a widget has read all that was sent, and its setting may be that."""
    kind = sent.WhichOneof("value")
    if kind is None:  # a field that was emptied
        return
    if value is None and key in _settings and _settings[key].accepts(None):
        return  # an option that stands for nothing, whose name Streamlit does not give back
    if kind in _AS_IT_CAME:
        came = unpack_widget_state_value(sent)
        read = metadata.serializer(value)
        if isinstance(value, DataframeState):  # the browser writes its JSON without blanks
            came, read = json.loads(came), json.loads(read)
        if read != (list(came) if kind.endswith("array_value") else came):
            raise ValueError(value)
    if kind == "json_trigger_value" and value and len(value) > _MOST_EVENTS:
        raise ValueError(len(value))
    if kind == "json_value" and value and key in _without_state:
        raise ValueError(key)
    if key in _settings and not _settings[key].accepts(value):
        raise ValueError(value)


def _note(key: str | None, sent: WidgetState) -> None:
    if key in _settings and sent.WhichOneof("value") not in _WORDS:
        found = refused()
        _heard.refused = found | {key: _as_text(sent)}


def _as_text(sent: WidgetState) -> str:
    """What was sent, in one line and no more than can be shown."""
    value = getattr(sent, sent.WhichOneof("value") or "id")
    many = getattr(value, "data", None)
    return ", ".join(map(str, many[:9])) if many is not None else str(value)[:200]


WStates.__getitem__ = _guarded(WStates.__getitem__)  # type: ignore[method-assign]
