"""The cookie by which a visitor is known again, and whose a run is."""

from __future__ import annotations

import asyncio
from http.cookies import SimpleCookie

import pytest
from streamlit.testing.v1 import AppTest

from dlcore.engine import Run
from ui.frame import visitor
from ui.frame.headers import SecurityHeaders


def cookie_of(
    answer: str | None = "text/html; charset=utf-8", scheme="http", status=200, **headers: str
) -> str:
    """The cookie that comes with an answer of this type to a request with these headers."""
    sent = []

    async def app(scope, receive, send):
        start = {"type": "http.response.start", "status": status}
        kind = [(b"content-type", answer.encode())] if answer else []
        await send(start | {"headers": kind})
        await send({"type": "http.response.body", "body": b""})

    async def send(message):
        sent.append(message)

    raw = [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]
    scope = {"type": "http", "scheme": scheme, "headers": raw}
    asyncio.run(visitor.VisitorCookie(app)(scope, None, send))
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    return dict(sent[0]["headers"]).get(b"set-cookie", b"").decode()


def test_a_page_brings_a_token_that_no_script_and_no_other_site_can_use():
    cookie = SimpleCookie(cookie_of())[visitor.COOKIE]
    assert len(cookie.value) >= 22
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert cookie["domain"] == cookie["expires"] == ""
    assert int(cookie["max-age"]) >= 180 * 24 * 3600  # it is the key to runs that are kept
    assert SimpleCookie(cookie_of())[visitor.COOKIE].value != cookie.value


def test_over_tls_it_is_for_tls_alone():
    assert "Secure" not in cookie_of()
    assert "Secure" in cookie_of(scheme="https")
    assert "Secure" in cookie_of(x_forwarded_proto="https")


def test_who_has_one_keeps_it_and_pictures_bring_none():
    token = SimpleCookie(cookie_of())[visitor.COOKIE].value
    assert cookie_of(cookie=f"a=b; {visitor.COOKIE}={token}") == ""
    assert cookie_of("image/png") == ""


def test_a_page_that_the_browser_still_has_brings_a_token_too():
    assert cookie_of(None, status=304, accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert not cookie_of(None, status=304, accept="*/*")


@pytest.mark.parametrize("nonsense", ["", "short", "x" * 100, "a b" * 10, '"\\073' * 9, "ü" * 30])
def test_nonsense_is_replaced(nonsense):
    assert cookie_of(cookie=f"{visitor.COOKIE}={nonsense}")


def page():
    """Runs as a script of its own: says who is here."""
    import streamlit as st

    from ui.frame import visitor

    st.text(visitor.name())


@pytest.fixture
def visit(monkeypatch):
    """Says under which name the server knows a new session with this cookie."""

    def visit(token: str | None) -> AppTest:
        cookies = {} if token is None else {visitor.COOKIE: token}
        monkeypatch.setattr(type(visitor.st.context), "cookies", cookies)
        return AppTest.from_function(page).run()

    return visit


def name_of(at: AppTest) -> str:
    (text,) = at.text
    return text.value


def test_sessions_of_one_browser_are_one_visitor_and_the_name_is_not_the_token(visit):
    token = "a" * 32
    first = visit(token)
    assert name_of(visit(token)) == name_of(first)
    assert token not in name_of(first)
    assert name_of(visit("b" * 32)) != name_of(first)
    assert name_of(first.run()) == name_of(visit(token))


@pytest.mark.parametrize("cookie", [None, "", "short", "a" * 31 + ";"])
def test_without_a_cookie_each_session_is_a_visitor_for_as_long_as_it_lives(visit, cookie):
    one = visit(cookie)
    name = name_of(one)
    assert name_of(visit(cookie)) != name
    assert name_of(one.run()) == name


def test_a_run_is_its_owners_alone(monkeypatch):
    monkeypatch.setattr(visitor, "_token", lambda: "a" * 32)

    def run(owner):
        return Run(print, None, print, owner=owner)

    assert visitor.owns(run(visitor.name()))
    assert not visitor.owns(run("a" * 32))
    assert not visitor.owns(run(""))
    assert not visitor.owns(run(None))


@pytest.mark.parametrize("middleware", [visitor.VisitorCookie, SecurityHeaders])
def test_the_servers_own_start_goes_through(middleware):
    """It has no headers; a server whose start fails here goes on without what belongs to it."""
    seen = []

    async def app(scope, receive, send):
        seen.append(scope)

    asyncio.run(middleware(app)({"type": "lifespan"}, None, None))
    assert seen == [{"type": "lifespan"}]
