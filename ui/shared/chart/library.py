"""plotly.js for the browser: the copy that comes with the Python package, from this server."""

from __future__ import annotations

import gzip
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

# The version is in the name, so a browser may keep what it has for ever.
ADDRESS = f"lab/plotly-{version('plotly')}.min.js"
_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Vary": "Accept-Encoding",
}


@lru_cache(maxsize=1)
def _packed() -> bytes:
    """1.4 MB instead of 4.8; packed once, for it takes a third of a second."""
    return gzip.compress(_plain(), 6, mtime=0)


def _plain() -> bytes:
    return (files("plotly") / "package_data" / "plotly.min.js").read_bytes()


def _send(request: Request) -> Response:
    zipped = "gzip" in request.headers.get("accept-encoding", "")
    headers = _HEADERS | ({"Content-Encoding": "gzip"} if zipped else {})
    return Response(_packed() if zipped else _plain(), 200, headers, "text/javascript")


ROUTES = [Route(f"/{ADDRESS}", _send)]
