"""The symbols of a line as a page writes them."""

from __future__ import annotations

from collections.abc import Iterable

from dlcore.line.reading import BLANK, FIRST_DIGIT, OTHER, SYMBOLS

_BLANK, _OTHER = "–", "?"


def sign(symbol: int) -> str:
    """A digit as itself, what is no digit as "?", the blank as a dash."""
    return {BLANK: _BLANK, OTHER: _OTHER}.get(symbol, str(symbol - FIRST_DIGIT))


def written(symbols: Iterable[int]) -> str:
    """A path or an answer."""
    return "".join(map(sign, symbols))


ALL = tuple(map(sign, range(SYMBOLS)))
