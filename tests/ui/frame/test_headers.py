"""What every answer says to the browser, Streamlit's own answers and refusals included."""

from __future__ import annotations

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from ui.frame.headers import EMBED_VARIABLE, SecurityHeaders, ancestors


@pytest.mark.parametrize(
    ("embed", "told"),
    [
        ("", "'self'"),
        ("https://moodle.example.edu", "'self' https://moodle.example.edu"),
        ("'self'  *.example.org:8443\nhttp:", "'self' *.example.org:8443 http:"),
        ("*", "'self' *"),
        ("'none'", "'none'"),
        ("'none' https://a.org", "'self' https://a.org"),
        # None of these may end the directive or the header, or open the lab.
        ("https://a.org; script-src *", "'self'"),
        ("https://a.org/path https://b.org,*", "'self'"),
        ("'unsafe-inline' javascript://%0a", "'self'"),
    ],
)
def test_who_may_embed_the_lab(embed, told):
    assert ancestors(embed) == told


def test_a_source_that_is_none_is_named_in_the_log(caplog):
    ancestors("https://a.org; https://b.org")
    assert [r.args for r in caplog.records] == [(EMBED_VARIABLE, ["https://a.org;"])]


async def _headers_of(app, path):
    """Those of an answer, as (name, value) of a server without a network."""
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
    await app(scope, receive, send)
    start = next(m for m in sent if m["type"] == "http.response.start")
    return start["status"], [(k.decode(), v.decode()) for k, v in start["headers"]]


def test_every_answer_has_the_headers_once_and_errors_too(monkeypatch):
    async def greet(_request):
        return PlainTextResponse("hello", headers={"Referrer-Policy": "unsafe-url", "X-Own": "1"})

    app = Starlette(routes=[Route("/", greet)], middleware=[Middleware(SecurityHeaders)])
    monkeypatch.setenv(EMBED_VARIABLE, "https://a.org")
    wanted = {
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "content-security-policy": "frame-ancestors 'self' https://a.org",
    }
    for path, status in (("/", 200), ("/nowhere", 404)):
        answered, headers = asyncio.run(_headers_of(app, path))
        assert answered == status
        assert {k: [v for name, v in headers if name == k] for k in wanted} == {
            k: [v] for k, v in wanted.items()
        }
    assert ("x-own", "1") in asyncio.run(_headers_of(app, "/"))[1]


def test_the_app_sets_them_and_leaves_websockets_alone():
    from app import app

    (middleware,) = [m for m in app._user_middleware if m.cls is SecurityHeaders]
    seen = []

    async def inner(scope, receive, send):
        seen.append((scope, receive, send))

    scope = {"type": "websocket"}
    asyncio.run(middleware.cls(inner)(scope, "receive", "send"))
    assert seen == [(scope, "receive", "send")]
