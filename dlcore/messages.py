"""English strings of the library that are translated elsewhere: gettext msgids."""

from __future__ import annotations


def N_(message: str) -> str:  # noqa: N802 (gettext's own name for this)
    """Marks a string as a msgid, to be translated later; returns it as it is."""
    return message
