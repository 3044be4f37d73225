"""Two languages: gettext catalogues for short strings, Markdown files for lessons.

The English text in the code is the key. Catalogues are the .po files themselves, read once with
Babel: there is nothing to compile and no compiled file to forget in the repository.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import streamlit as st

from dlcore.data.naming import JOINERS
from dlcore.errors import LabError
from dlcore.messages import N_
from ui.frame.discreet import discreet, name_of, note

__all__ = [
    "LANGUAGES",
    "N_",
    "URL_KEY",
    "as_code",
    "choose_language",
    "explain",
    "gap",
    "gettext",
    "isolated",
    "language",
    "lesson",
    "plain",
    "set_language",
]

LANGUAGES = {"en": "English", "zh": "简体中文"}
URL_KEY = "lang"
_STATE_KEY = "language"
_UI = Path(__file__).parents[1]
_LONGEST = 500  # characters of a stranger's text
_RIGHT_TO_LEFT = {"R", "AL"}  # of Hebrew and of Arabic, as Unicode has them
# What is the same in Markdown, in Streamlit's dialect with its icons, colours and formulas, and as
# it stands; "www." would become a link.
_PLAIN = re.compile(
    r"""(?!.*www\.)([^\W_]|['"(]|-\d)([^\W_]|[ ,.%×·–/()（）'"+-]|(?<=[^\W_])_(?=[^\W_]))*""",
    re.IGNORECASE,
)


def language() -> str:
    """The language of this visitor's session, a key of `LANGUAGES`; English outside a session."""
    return st.session_state.get(_STATE_KEY, "en")


def choose_language() -> str | None:
    """Settles the session's language from the URL, else what was chosen before, else the browser.

    Returns:
        The language that the URL asked for in vain, if it did; else None.
    """
    asked = st.query_params.get(URL_KEY)
    if asked in LANGUAGES:
        set_language(asked)
    elif _STATE_KEY not in st.session_state:
        set_language(from_locale(st.context.locale))
    return asked if asked not in LANGUAGES else None


def gap() -> str:
    """What stands between two sentences of the page: a space, and in Chinese nothing."""
    return "" if language() == "zh" else " "


def set_language(chosen: str) -> None:
    st.session_state[_STATE_KEY] = chosen


def from_locale(locale: str | None) -> str:
    """The supported language nearest to a browser locale such as "zh-CN"; English by default."""
    prefix = (locale or "").replace("_", "-").split("-")[0].lower()
    return prefix if prefix in LANGUAGES else "en"


def gettext(message: str) -> str:
    """`message` in the language of this session. Modules import it as `_`."""
    return catalogue(language()).get(message, message)


def explain(error: Exception) -> str:
    """An error in the language of this session, if it is one of the lab's own; as Markdown.

    Without the paths of this server, which the log has.
    """
    if not isinstance(error, LabError):
        return plain(discreet(str(error)))
    named = {field: name_of(value) for field, value in error.values.items()}
    if named != error.values:
        note(str(error))
    values = {k: plain(discreet(v)) if isinstance(v, str) else v for k, v in named.items()}
    return gettext(error.template).format(**values)


def isolated(text: str) -> str:
    """A stranger's text among other words, which stay in place where it runs from right to left.

    As plain text, for widgets that show it as such; `plain` does it for Markdown.
    """
    runs_left = any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in text[:_LONGEST])
    return f"\u2068{text}\u2069" if runs_left else text


def plain(text: str) -> str:
    """Markdown that shows a stranger's text as it is: as code, unless it is harmless."""
    shown = text[:_LONGEST] if _PLAIN.fullmatch(text[:_LONGEST]) else as_code(text)
    return isolated(shown)


def as_code(text: str) -> str:
    """Markdown that shows a stranger's text as code, in which neither Markdown nor a link is one.

    Backslashes would not do: icons, colours and links are looked for after those were taken out.
    """
    return f"`{''.join(_shown(text[:_LONGEST]))}`"


def _shown(text: str) -> Iterator[str]:
    """Its characters; in place of those that cannot be seen, a sign that something is there.

    Joiners belong to words of Persian and Hindi, and to emoji, where they stand between two that
    can be seen.
    """
    for before, character, after in zip(f" {text}", text, f"{text[1:]} ", strict=False):
        joins = character in JOINERS and _is_seen(before) and _is_seen(after)
        yield character if joins or (character.isprintable() and character != "`") else "\ufffd"


def _is_seen(character: str) -> bool:
    return character.isprintable() and character not in " `"


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(lang: str) -> dict[str, str]:
    """Translations of one language, message to translation; empty for English."""
    path = _UI / "locales" / lang / "LC_MESSAGES" / "dlcore.po"
    if not path.exists():
        return {}
    from babel.messages.pofile import read_po  # only a reader of Chinese pays for the import

    with path.open("rb") as file:
        return {
            str(m.id): str(m.string) for m in read_po(file) if m.id and m.string and not m.fuzzy
        }


def lesson(name: str) -> str:
    """The long text `name` in the session's language: Markdown from ui/lessons."""
    return (_UI / "lessons" / language() / f"{name}.md").read_text(encoding="utf-8")
