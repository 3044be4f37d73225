"""What a class or a set may be called: a stranger's text of any script, on one line."""

from __future__ import annotations

import unicodedata

MOST_NAME = 40  # characters of a class's name
MOST_SET_NAME = 80  # characters
JOINERS = "\u200c\u200d"  # in words of Persian and Hindi, and in emoji; invisible anywhere else


def clean_name(text: str, most: int = MOST_NAME) -> str:
    """A name on one line, without control characters, in one of the ways to write each letter.

    Args:
        text: of a stranger; what looks like HTML is kept, as text.
        most: characters that are kept.

    Returns:
        At most so many characters; "" where nothing is left that can be seen.
    """
    one_line = " ".join(text[: 10 * most].split())
    kept = "".join(c for c in one_line if c.isprintable() or c in JOINERS)
    name = unicodedata.normalize("NFC", kept)[:most].strip(" " + JOINERS)
    return name.strip()
