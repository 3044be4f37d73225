"""Modules for the browser: what is sent from where, and for how long it may be kept."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from ui.shared.scripts import Scripts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.js").write_text('import "./two.js";')
    (tmp_path / "two.js").write_text("console.log(2);")
    (tmp_path / "notes.txt").write_text("not for a browser")
    return tmp_path


def got(scripts: Scripts, path: str, accepted: str = "gzip, br") -> Response | None:
    """The answer at a path; None where there is no route to it."""
    headers = [(b"accept-encoding", accepted.encode())]
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers}
    match, more = scripts.route.matches(scope)
    return scripts.route.endpoint(Request(scope | more)) if match is Match.FULL else None


def test_modules_of_one_folder_lie_beside_one_another_and_nothing_else_does(folder: Path):
    scripts = Scripts("tried", folder)
    addresses = [scripts.address(name) for name in ("one.js", "two.js")]
    assert len({address.rsplit("/", 1)[0] for address in addresses}) == 1
    plain = [got(scripts, f"/{address}", "identity") for address in addresses]
    assert [one.body for one in plain] == [b'import "./two.js";', b"console.log(2);"]
    assert plain[0].media_type == "text/javascript"
    assert "immutable" in plain[0].headers["cache-control"]
    for name in ("notes.txt", "none.js", "../one.js", "", "/etc/passwd", "one.js/"):
        answer = got(scripts, f"/{scripts.address(name)}")
        assert answer is None or answer.status_code == 404


def test_a_module_is_packed_for_those_who_can_unpack_it(folder: Path):
    scripts = Scripts("tried", folder)
    address = f"/{scripts.address('one.js')}"
    packed, plain = got(scripts, address), got(scripts, address, "identity")
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(packed.body) == plain.body


def test_another_content_has_another_address(folder: Path):
    before = Scripts("tried", folder).address("one.js")
    assert Scripts("tried", folder).address("one.js") == before
    (folder / "two.js").write_text("console.log(3);")
    assert Scripts("tried", folder).address("one.js") != before
