"""A folder of JavaScript modules for the browser, from this server.

A component brings its own script with every message; what is here a browser fetches once.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import cached_property
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

ENTRY = (Path(__file__).parent / "scripts.js").read_text("utf-8")
"""The own script of a component: mounts what the module at `data["scripts"]` exports as `mount`."""

_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Vary": "Accept-Encoding",
}


class Scripts:
    """The modules of some folders, which may import one another by "./NAME.js".

    What they hold is in their address, so a browser may keep what it has for ever, and never mixes
    the modules of two releases.

    Args:
        name: in the address, such as "neuron".
        folders: where they are; only what ends in .js is sent.
    """

    def __init__(self, name: str, *folders: Path) -> None:
        self._name = name
        self._folders = folders

    def address(self, module: str) -> str:
        """Where a module is, from the lab's own root: "lab/NAME-HASH/MODULE"."""
        return f"lab/{self._name}-{self._hash}/{module}"

    @property
    def route(self) -> Route:
        """What answers there."""
        return Route("/" + self.address("{module}"), self._send)

    @cached_property
    def _modules(self) -> dict[str, bytes]:
        return {
            path.name: path.read_bytes()
            for folder in self._folders
            for path in sorted(folder.glob("*.js"))
        }

    @cached_property
    def _packed(self) -> dict[str, bytes]:
        return {name: gzip.compress(text, 6, mtime=0) for name, text in self._modules.items()}

    @cached_property
    def _hash(self) -> str:
        whole = hashlib.sha256()
        for name, text in self._modules.items():
            whole.update(f"{name}\n{len(text)}\n".encode() + text)
        return whole.hexdigest()[:16]

    def _send(self, request: Request) -> Response:
        module = request.path_params["module"]
        if module not in self._modules:
            return Response(status_code=404)
        zipped = "gzip" in request.headers.get("accept-encoding", "")
        headers = _HEADERS | ({"Content-Encoding": "gzip"} if zipped else {})
        body = (self._packed if zipped else self._modules)[module]
        return Response(body, 200, headers, "text/javascript")
