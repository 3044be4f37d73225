"""What axe-core finds on the pages, in both themes: nothing."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Page

from benchmarks.serving import Server
from tests.browser.conftest import watched
from ui.frame.catalogue import PAGES

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
# What is still on its way to another theme has the colours of neither.
STILL = """
    addEventListener("DOMContentLoaded", () => {
        const style = document.createElement("style");
        style.textContent = "* { transition: none !important; animation: none !important; }";
        document.head.append(style);
    });
"""
STANDS = """dark =>
    document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    && document.querySelector('[data-testid="stMainBlockContainer"] h1')
    && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
    && [...document.querySelectorAll(".chart-box")].every(
        box => box.matches(".js-plotly-plot") || !box.offsetWidth)
    && getComputedStyle(document.querySelector(".stApp")).colorScheme === (dark ? "dark" : "light")
"""
CLOSED = "details:not([open]) > summary"
# What is Streamlit's, or a component's, and cannot be mended here: rule, elements.
KNOWN = (
    # Its drop zone has a name and a role without one; the button within is what is focused.
    ("presentation-role-conflict", '[data-testid="stFileUploaderDropzone"]'),
    # streamlit-drawable-canvas, where a column is narrower than its sheet: nothing to be read.
    ("scrollable-region-focusable", ".dc-scroll"),
)
# Each finding as "rule: element (what is wrong)".
FOUND = """async ([known, more]) =>
    (await axe.run(document, {resultTypes: ["violations"], elementRef: true, ...more})).violations
        .flatMap(({id, nodes}) => nodes
            .filter(({element: e}) => !known.some(([rule, one]) => rule === id && e.matches(one)))
            .map(({target, failureSummary}) => `${id}: ${target} (${failureSummary})`))
"""
# All but this is the same in both themes.
OF_THE_THEME = {"runOnly": ["color-contrast", "link-in-text-block"]}
# Other views of the same pages; the first of each is what its page shows by itself.
VIEWS = (
    *(f"neuron?neuron_view={view}" for view in ("network", "backpropagation", "learners")),
    *(f"convolution?convolution_view={view}" for view in ("pooling", "channels", "transposed")),
    *(f"gan?gan_view={view}" for view in ("train", "plane")),
    *(f"gan?gan_way={way}" for way in ("walk", "grid")),
    *(f"cnn?cnn_view={view}" for view in ("why", "damage", "attack", "plane", "moments")),
    *(f"rnn?rnn_view={view}" for view in ("gates", "memory", "beside", "search", "line")),
    "rnn?rnn_view=addition",
    *(f"limits?limits_view={view}" for view in ("bias", "confidence", "explanation", "cost")),
    *(f"runs?runs_view={view}" for view in ("confusions", "images", "costs")),
)


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """One window for all pages: a browser loads what they share once."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.add_init_script(STILL)
    yield from watched(context)


def wait(page: Page, scheme: str) -> None:
    for _turn in range(2):  # a page may be drawn again once it has said what it is
        page.wait_for_function(STANDS, arg=scheme == "dark", polling=100)
        page.wait_for_timeout(200)


def findings(page: Page, address: str) -> list[str]:
    """What axe-core finds on a page with all its expanders open, and in which theme."""
    page.emulate_media(color_scheme="light")
    page.goto(address)
    wait(page, "light")
    page.evaluate(f"document.querySelectorAll('{CLOSED}').forEach(summary => summary.click())")
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        wait(page, scheme)
        page.evaluate(AXE)
        more = {} if scheme == "light" else OF_THE_THEME
        found += [f"{scheme}, {one}" for one in page.evaluate(FOUND, [KNOWN, more])]
    return found


@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_axe_finds_nothing_on_any_page(reader: Page, lab: Server, name: str):
    assert findings(reader, f"{lab.url}/{name}") == []
    reader.set_viewport_size({"width": 390, "height": 900})
    reader.wait_for_function("document.documentElement.scrollWidth <= 390")  # all of it open
    reader.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_in_any_view(reader: Page, lab: Server, view: str):
    assert findings(reader, f"{lab.url}/{view}") == []
