"""The lab in a frame of other sites: one that DLCORE_EMBED names, and one that it does not."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import Page, expect

from benchmarks.serving import Server
from tests.browser.conftest import serve


class Lesson(BaseHTTPRequestHandler):
    """A page of a school's with the lab in it; its address is this server's to know."""

    lab = ""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f'<h1>Lesson 1</h1><iframe src="{self.lab}"></iframe>'.encode())

    def log_message(self, *_arguments: object) -> None:
        pass


@contextlib.contextmanager
def school() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Lesson) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def origin(server: ThreadingHTTPServer) -> str:
    return f"http://127.0.0.1:{server.server_port}"


@contextlib.contextmanager
def lab_for(friend: str, home) -> Iterator[Server]:
    with serve(home, variables={"DLCORE_EMBED": friend}) as lab:
        Lesson.lab = f"{lab.url}/?lang=en"
        yield lab


def test_a_named_site_may_show_the_lab_in_a_frame_and_no_other(tmp_path, page: Page):
    with (
        school() as friend,
        school() as stranger,
        lab_for(origin(friend), tmp_path),
    ):
        heading = page.frame_locator("iframe").get_by_role("heading", name="Deep learning, live")
        page.goto(origin(friend))
        expect(heading).to_be_visible()  # its script ran: the WebSocket works in a frame too
        with page.expect_console_message(lambda said: "frame-ancestors" in said.text):
            page.goto(origin(stranger))
        expect(page.get_by_role("heading", name="Lesson 1")).to_be_visible()
        expect(heading).to_have_count(0)
