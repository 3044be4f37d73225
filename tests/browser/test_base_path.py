"""The lab under a path of a site, behind the nginx of deploy/: nothing in it leaves that path."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, Response, expect

from tests import nginx
from tests.browser.conftest import serve

GAN = "gan_view=train&gan_width=4&gan_width_d=4&gan_latent=8"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[str]:
    """Where nginx is: scheme, host and port; the lab is at /lab below."""
    nginx.path()
    home = tmp_path_factory.mktemp("home")
    with (
        serve(home, base="/lab") as server,
        nginx.in_front_of(server, tmp_path_factory.mktemp("nginx")) as url,
    ):
        yield url


def one() -> bytes:
    """A photo of a digit: an upright stroke on paper, as PNG."""
    paper = Image.new("L", (200, 200), 230)
    ImageDraw.Draw(paper).rectangle((95, 40, 107, 160), fill=20)
    buffer = io.BytesIO()
    paper.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.slow
def test_pages_links_charts_films_and_uploads_stay_below_the_path(site: str, page: Page):
    answers: list[Response] = []
    sockets: list[str] = []
    page.on("response", lambda answer: answers.append(answer))
    page.on("websocket", lambda socket: sockets.append(socket.url))

    page.goto(f"{site}/lab?lang=en")
    expect(page).to_have_url(re.compile(rf"^{site}/lab/\?lang=en"))
    expect(page.get_by_text("Structure is knowledge")).to_be_visible()
    page.locator("[data-testid=stSidebar] a[href*=optimizers]").click()
    expect(page).to_have_url(re.compile(rf"^{site}/lab/optimizers\?"))
    expect(page.locator(".st-key-optimizers_one .js-plotly-plot .main-svg").first).to_be_attached()

    page.goto(f"{site}/lab/draw?lang=en&draw_source=upload")
    chooser = page.locator(".st-key-draw_upload input[type=file]")
    chooser.set_input_files({"name": "one.png", "mimeType": "image/png", "buffer": one()})
    expect(page.locator(".st-key-draw_result")).to_have_text(re.compile(r"^\s*1\s*$"))
    page.goto(f"{site}/lab/draw?lang=en")
    expect(page.locator(".st-key-draw_canvas canvas").last).to_be_visible()

    page.goto(f"{site}/lab/gan?lang=en&{GAN}")
    page.locator(".st-key-gan_start button").click()
    expect(page.locator(".st-key-gan_film_chart .js-plotly-plot image")).to_be_attached()
    drawn = page.locator(".st-key-gan_film_chart .js-plotly-plot image").get_attribute("href")
    assert (drawn or "").startswith(f"{site}/lab/lab/gan/")
    page.wait_for_function(
        "path => performance.getEntriesByType('resource').some(r => r.name.startsWith(path))",
        arg=f"{site}/lab/lab/gan/",
    )

    stray = [a.url for a in answers if not re.match(rf"{site}/lab(/|\?)|data:|blob:", a.url)]
    assert stray == []
    # Streamlit's page asks for its server below its own address first, and then above it.
    asked = [a for a in answers if "/_stcore/" not in a.url]
    assert [(a.status, a.url) for a in asked if a.status >= 400] == []
    assert {url.split("?")[0] for url in sockets} == {
        f"{site.replace('http', 'ws')}/lab/_stcore/stream"
    }
    kinds = {a.url: a.headers["content-type"] for a in answers if "/lab/lab/" in a.url}
    assert {kind.split(";")[0] for kind in kinds.values()} == {"text/javascript", "image/png"}
    assert len(kinds) >= 2


def test_every_answer_says_who_may_embed_it_behind_the_proxy_too(site: str):
    for address in ("/lab/", "/lab/train", "/lab/_stcore/health", "/lab/lab/gan/nobody/1.png"):
        status, headers = nginx.head(site + address)
        assert status == (404 if address.endswith("png") else 200)
        assert headers["content-security-policy"] == "frame-ancestors 'self'"
        assert headers["x-content-type-options"] == "nosniff"
    assert nginx.head(f"{site}/train")[0] == 404  # the rest of the site is not the lab's
