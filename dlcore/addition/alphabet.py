"""The characters that sums are written with, and their codes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

BLANK = " "
START = "="
ALPHABET = BLANK + "+" + START + "0123456789"
"""A character's place is its code: that of the blank, the padding, is 0."""

Codes = NDArray[np.uint8]
"""Codes of characters, (n, length); one row a text."""

_CODES = np.zeros(128, np.uint8)
for _code, _character in enumerate(ALPHABET):
    _CODES[ord(_character)] = _code
_CHARACTERS = np.array(list(ALPHABET))


def encode(texts: Sequence[str], length: int) -> Codes:
    """Turns texts into rows of codes.

    Args:
        texts: n of them, of characters in `ALPHABET`.
        length: of each row, at least that of the longest text; padded with blanks.

    Returns:
        (n, length) uint8.
    """
    written = "".join(text.ljust(length, BLANK) for text in texts).encode("ascii")
    return _CODES[np.frombuffer(written, np.uint8)].reshape(len(texts), length)


def decode(codes: Codes) -> list[str]:
    """The texts of rows of codes, without the blanks at their ends.

    Args:
        codes: (n, length).
    """
    return ["".join(row).rstrip(BLANK) for row in _CHARACTERS[codes]]
