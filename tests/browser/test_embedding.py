"""The lab in a frame of other sites: one that DLCORE_EMBED names, and one that it does not."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
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


# Of each page a setting that is hidden, and what stays to be looked at.
PARTS = {
    "neuron?neuron_view=single": ("neuron_view", ".st-key-neuron_desk"),
    "losses": ("losses_z", ".chart-box"),
    "convolution": ("convolution_filter", ".chart-box"),
    "draw": ("draw_model", ".st-key-draw_canvas"),
    "train": ("train_epochs", ".st-key-train_start"),
}


@pytest.mark.parametrize("address", PARTS)
def test_a_page_in_a_frame_is_without_what_its_address_hides(lab: Server, page: Page, address: str):
    setting, seen = PARTS[address]
    more = "&" if "?" in address else "?"
    page.goto(f"{lab.url}/{address}{more}embed=true&hide=settings,lesson,exercises&lang=en")
    expect(page.locator(seen).first).to_be_visible()
    widget = page.locator(f'[data-testid="stMain"] .st-key-{setting}')
    expect(widget.first).to_be_attached()
    expect(widget.first).to_be_hidden()
    for away in ("How it works", "Exercises:"):
        expect(page.get_by_text(away)).to_have_count(0)
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("aria-expanded", "false")
    page.goto(f"{lab.url}/{address}{more}lang=en")
    expect(widget.first).to_be_visible()
