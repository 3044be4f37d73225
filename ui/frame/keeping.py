"""The one handle of this server on the runs that are kept."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dlcore.runs.store import Store


@lru_cache(maxsize=1)  # and no cache of Streamlit's, which any browser may ask to be cleared
def store() -> Store:
    """Where runs are kept; opened when it is first asked for."""
    from dlcore.runs.store import Store

    return Store.open()
