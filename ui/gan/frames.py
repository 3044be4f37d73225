"""The film of a training, picture by picture from this server: a browser keeps what it has seen.

A run is known by its long random id alone, as everywhere in the lab.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_FOLDER = "lab/gan"
_HEADERS = {"Cache-Control": "private, max-age=86400, immutable"}


def address(run_id: str, step: int) -> str:
    """Where the drawings of one moment of a run are."""
    return f"{_FOLDER}/{run_id}/{step}.png"


def sheet(images: np.ndarray, across: int) -> bytes:
    """Drawings in rows of so many as PNG."""
    from dlcore.figures import heat
    from ui.shared.pixels import enlarged

    return enlarged(heat.mosaic(heat.grey(images, 255), across), 2)


def _send(request: Request) -> Response:
    from dlcore.gan.film import COLUMNS, columns, unpack
    from ui.frame.engine import engine

    run = engine().run(request.path_params["run_id"])
    pictures: Sequence = run.pictures if run else ()
    # As text: the address may have a number of thousands of digits.
    found = [p for p in pictures if str(p["step"]) == request.path_params["step"]]
    if run is None or not found:
        return Response(status_code=404)
    content = sheet(unpack(found[-1]["packed"]), len(columns(run.config.gan)) or COLUMNS)
    return Response(content, 200, _HEADERS, "image/png")


ROUTES = [Route(f"/{_FOLDER}/{{run_id}}/{{step}}.png", _send)]
