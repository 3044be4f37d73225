"""What a browser is told with every answer: who may embed the lab, and what it must not guess."""

from __future__ import annotations

import logging
import os
import re
from functools import lru_cache
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

EMBED_VARIABLE: Final = "DLCORE_EMBED"

# An origin without a path, with or without a wildcard, a scheme, or one of the words of the policy.
_SOURCE = re.compile(r"'(self|none)'|\*|[a-z][a-z0-9+.-]*:|([a-z]+://)?(\*\.)?[a-z0-9.-]+(:\d+)?")
_log = logging.getLogger(__name__)


class SecurityHeaders:
    """ASGI middleware that sets three headers on every answer, Streamlit's own included.

    `X-Content-Type-Options` and `Referrer-Policy` are fixed: nothing is taken for another type than
    it says, and no other site learns an address, which may hold the id of a run. Who may show the
    lab in a frame is named by the variable DLCORE_EMBED, see `ancestors`.

    Args:
        app: what answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers as the app does, with the headers."""

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_headers(os.environ.get(EMBED_VARIABLE, "")))
            await send(message)

        await self._app(scope, receive, tell if scope["type"] == "http" else send)


@lru_cache(maxsize=1)
def _headers(embed: str) -> dict[str, str]:
    # Not before the first answer: a site on Streamlit's cloud sets its variables in secrets, which
    # are read only once the app stands.
    return {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Content-Security-Policy": f"frame-ancestors {ancestors(embed)}",
    }


def ancestors(embed: str) -> str:
    """The sites whose pages may show the lab in a frame, as `frame-ancestors` wants them.

    Args:
        embed: sources apart by spaces, such as "https://moodle.example.edu https://*.example.org";
            an empty text is the lab's own site alone, "*" everybody, "'none'" nobody.

    Returns:
        The sources, the own site among them. Where one of them is none, the log says so and the own
        site stands alone: a slip opens the lab to nobody.
    """
    sources = embed.split()
    wrong = [s for s in sources if not _SOURCE.fullmatch(s.lower())]
    if wrong:
        _log.error("%s: expected sites such as https://a.org. Received: %s", EMBED_VARIABLE, wrong)
        return "'self'"
    if sources == ["'none'"]:
        return "'none'"
    return " ".join(dict.fromkeys(["'self'", *(s for s in sources if s != "'none'")]))
