"""Keeps Streamlit's garbage collection short.

Streamlit collects all garbage after every run of a script, a slider's included, and walks through
everything in memory for it: with the libraries of this lab 50 to 100 ms, in which nothing else runs
and the answer is not sent. What stays for ever need not be walked through.
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
