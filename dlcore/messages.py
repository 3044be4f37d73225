"""Words of the library that pages show in another language."""

from __future__ import annotations


def N_(message: str) -> str:  # noqa: N802 (gettext's own name for this)
    """Marks a string for translation where it is later shown; returns it as it is."""
    return message
