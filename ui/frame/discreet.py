"""What visitors are told of an error: not where on this server anything lies; the log is."""

from __future__ import annotations

import logging
import re
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any

from streamlit.runtime.app_session import AppSession

_log = logging.getLogger(__name__)

# In quotes, as the operating system's errors have it, there may be spaces in it.
_QUOTED = re.compile(r"""(['"])(?:[A-Za-z]:\\|/)[^'"\n]*[/\\]([^'"/\\\n]*)\1""")
# Two folders at least: "/train" is a page, and "1/2" a number.
_BARE = re.compile(r"""(?<![\w.:/'"])/(?:[^\s/'",;:()]+/)+([^\s/'",;:()]*)""")
_WINDOWS = re.compile(r"""\b[A-Za-z]:\\(?:[^\s\\'",;:()]+\\)*([^\s\\'",;:()]*)""")
_CLUSTER = re.compile(r"\b(?:tcp|tls|ws|wss)://[^\s'\",;]+")


def discreet(text: str) -> str:
    """A sentence with files by their names alone, and without addresses inside the cluster.

    Args:
        text: of an error; the log gets it as it is, once, if anything was taken away.
    """
    told = _QUOTED.sub(r"\1\2\1", text)
    told = _WINDOWS.sub(r"\1", _BARE.sub(r"\1", told))
    told = _CLUSTER.sub("…", told)
    if told != text:
        note(text)
    return told


def name_of(value: Any) -> Any:
    """A field of an error; of a path, which may hold anything, the file's name."""
    if not isinstance(value, str):
        return value
    rooted = re.match(r"(?:[A-Za-z]:\\|/)[^\n]*[/\\]", value)
    return value[rooted.end() :] if rooted else value


@lru_cache(maxsize=1)
def hide_home() -> None:
    """Streamlit tells each browser the whole path of app.py; let it be the file's name.

    The browser makes a fingerprint of it for statistics, which are off here. There is no setting
    for it, so the message is changed as it is made; a Streamlit that makes it in another way is
    left alone, and a test says so.
    """
    make = getattr(AppSession, "_create_new_session_message", None)
    if make is None:
        return

    @wraps(make)
    def told(*args: Any, **kwargs: Any) -> Any:
        message = make(*args, **kwargs)
        message.new_session.main_script_path = Path(message.new_session.main_script_path).name
        return message

    AppSession._create_new_session_message = told  # type: ignore[method-assign]


@lru_cache(maxsize=256)  # a page says it again with every run
def note(text: str) -> None:
    """Keeps for the log what visitors are not told, once."""
    _log.warning("Told a visitor, without the places: %.1000s", text)
