"""Who a visitor is: a random token that only their browser and this server know.

The address of a run lets everybody watch it. The right to stop it, to hold it or to go on with it
belongs to who started it, and what shows that is this token. It comes to the browser as a cookie
with the first page, no script there can read it, no address holds it, and so a reload and a second
tab have it too. Where a browser takes no cookie, it is the session's, and gone with it.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from http.cookies import CookieError, SimpleCookie

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dlcore.engine import Run

COOKIE = "dlcore_visitor"
_KEY = "visitor_token"
_YEAR = 365 * 24 * 3600
_TOKEN = re.compile(r"[\w-]{22,64}", re.ASCII)


class VisitorCookie:
    """Middleware: gives a browser that asks for a page a token, unless it has one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Called by the server with each request."""
        if scope["type"] != "http":  # the server's own start, too, which has no headers
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        if _token_in(asked.get("cookie", "")):
            await self._app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                kind = headers.get("content-type", "")
                # A browser that was closed has kept the page and lost the cookie.
                if message["status"] == 304 and not kind:
                    kind = asked.get("accept", "")
                if kind.startswith("text/html"):
                    headers.append("set-cookie", _new_cookie(scope))
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def name() -> str:
    """The visitor who is here, in a form that others may know: the token's digest."""
    return _digest(_token())


def owns(run: Run) -> bool:
    """Whether the visitor who is here has started this run; what nobody did, nobody owns."""
    return run.owner is not None and secrets.compare_digest(run.owner, name())


def _token() -> str:
    if _KEY not in st.session_state:
        from_browser = _in_browser()
        st.session_state[_KEY] = from_browser or _new()
    return str(st.session_state[_KEY])


def _in_browser() -> str:
    """The token that came with this session's connection; "" where there was none."""
    found = st.context.cookies.get(COOKIE, "")
    return found if _TOKEN.fullmatch(found) else ""


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _new() -> str:
    return secrets.token_urlsafe(24)


def _token_in(header: str) -> bool:
    try:
        cookies = SimpleCookie(header)
    except CookieError:
        return False
    return COOKIE in cookies and bool(_TOKEN.fullmatch(cookies[COOKIE].value))


def _new_cookie(scope: Scope) -> str:
    """Kept as long as browsers keep one, for a year or so: it is the key to one's runs."""
    forwarded = Headers(scope=scope).get("x-forwarded-proto", "")
    secure = "; Secure" if "https" in (scope.get("scheme"), forwarded) else ""
    return f"{COOKIE}={_new()}; Path=/; Max-Age={_YEAR}; HttpOnly; SameSite=Lax{secure}"
