"""Addresses of the lab beside its pages, under whatever path the server is at."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st
from starlette.routing import Route


def here(routes: Iterable[Route]) -> list[Route]:
    """The routes where this server's browsers look for them.

    Streamlit puts its own addresses under `server.baseUrlPath` and leaves those of an app to it;
    the browser finds all of them from the page it is on.

    Args:
        routes: with paths from the lab's own root.
    """
    base = (st.get_option("server.baseUrlPath") or "").strip("/")
    return [
        Route(f"/{base}{route.path}" if base else route.path, route.endpoint) for route in routes
    ]
