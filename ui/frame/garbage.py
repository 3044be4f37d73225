"""Keeps the collection of garbage short.

It walks through everything in memory: with the libraries of this lab 50 to 100 ms, in which nothing
else runs and no answer is sent. What stays for ever need not be walked through. Streamlit's own
collection after every run of a script is off, see .streamlit/config.toml.
"""

from __future__ import annotations

import gc
from functools import lru_cache


def spare() -> None:
    """Takes all that is in memory now out of later collections."""
    gc.collect()
    gc.freeze()


@lru_cache(maxsize=1)
def spare_once() -> None:
    """As `spare`, once in the life of the server: for libraries that are imported late."""
    spare()
