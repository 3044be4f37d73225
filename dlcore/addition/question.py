"""A sum as people type it, parsed."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from dlcore.errors import LabError

MOST_SHOWN = 40  # characters of a text that is refused
_PLUS_SIGNS = str.maketrans({"➕": "+", "加": "+"})  # which Unicode does not see as the same
_MINUS_SIGNS = "-−–﹣"


@dataclass(frozen=True)
class Sum:
    """Two whole numbers to add, at least 0."""

    first: int
    second: int

    @property
    def text(self) -> str:
        """The question in the alphabet of the networks: "47+85"."""
        return f"{self.first}+{self.second}"

    @property
    def answer(self) -> str:
        """The right answer: "132"."""
        return str(self.first + self.second)


def read_sum(typed: str, digits: int) -> Sum:
    """Parses a sum as people type it.

    Spaces, zeros in front and a "=" or "?" at the end do not matter; digits and plus signs may be
    of any script, full-width ones included.

    Args:
        typed: any text.
        digits: the most that either number may have.

    Raises:
        LabError: it is empty, is not two whole numbers with a plus between them, or is too long;
            one sentence that says which.
    """
    text = _plain(typed)
    if not text:
        raise LabError("Nothing is written yet. Type a sum such as {example}.", example="47+85")
    _check_characters(text)
    parts = text.split("+")
    if len(parts) == 1:
        raise LabError(
            "A plus is missing: type two numbers with a + between them, such as {example}. "
            "Received: {text}",
            example="47+85",
            text=text[:MOST_SHOWN],
        )
    if len(parts) > 2:
        raise LabError(
            "This network adds exactly two numbers, with one plus between them. Received: {text}",
            text=text[:MOST_SHOWN],
        )
    if not all(parts):
        raise LabError(
            "A number is missing beside the plus. Received: {text}", text=text[:MOST_SHOWN]
        )
    return Sum(*(_number(part, digits) for part in parts))


def _plain(typed: str) -> str:
    """ASCII digits and plus signs where there were others; no spaces, no question mark."""
    text = unicodedata.normalize("NFKC", typed).translate(_PLUS_SIGNS)
    text = "".join(str(unicodedata.decimal(c, c)) for c in text if not c.isspace())
    return text.rstrip("=?")


def _check_characters(text: str) -> None:
    if any(minus in text for minus in _MINUS_SIGNS):
        raise LabError(
            "This network has learnt to add numbers from 0 on: no minus sign, no negative number. "
            "Received: {text}",
            text=text[:MOST_SHOWN],
        )
    strangers = sorted(set(text) - set("0123456789+"))
    if strangers:
        raise LabError(
            "A sum is written with digits and a plus alone, such as {example}. Found: {found}",
            example="47+85",
            found=" ".join(strangers)[:MOST_SHOWN],
        )


def _number(text: str, digits: int) -> int:
    significant = text.lstrip("0") or "0"
    if len(significant) > digits:
        raise LabError(
            "This network was made for numbers up to {largest}. Received one of {found} digits: "
            "{number}",
            largest=f"{10**digits - 1:,}",
            found=len(significant),
            number=significant[:MOST_SHOWN],
        )
    return int(significant)
