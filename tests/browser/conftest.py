"""A real server and a real browser: what a visitor gets."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from benchmarks import serving
from benchmarks.serving import ROOT, Server

PATIENCE = 100_000  # ms, for a slow machine; nothing that passes waits so long
OURS = ("DLCORE_", "STREAMLIT_", "TF_NUM_")  # variables of this process that no visitor has
VIEWPORT = {"width": 1280, "height": 900}

expect.set_options(timeout=PATIENCE)

# A box with an exception may stand for half a second only, until a live panel is drawn again.
WATCH_FOR_EXCEPTIONS = """
    window.exceptions = [];
    new MutationObserver(() => {
        const box = document.querySelector('[data-testid="stException"]');
        if (box) window.exceptions.push(box.innerText);
    }).observe(document, {childList: true, subtree: true});
"""

FORGET = "origin !== 'null' && (localStorage.clear(), sessionStorage.clear())"


def serve(
    home: Path, folder: Path = ROOT, base: str = "", variables: Mapping[str, str] | None = None
) -> AbstractContextManager[Server]:
    """Serves the lab as the README says, on the sample of MNIST that comes with it.

    Args:
        home: an empty directory, so that no data set of this machine's user is found.
        folder: a copy of this repository, or the repository itself.
        base: path below which everything is; see `benchmarks.serving`.
        variables: of the lab's or of Streamlit's settings; this process' own are left out.
    """
    clean = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
    ours = dict(variables or {}) | {"HOME": str(home), "KERAS_HOME": str(home / ".keras")}
    return serving.serve(folder, {**clean, **ours}, base)


# Not of the session: other tests look at what processes there are.
@pytest.fixture(scope="package")
def lab(tmp_path_factory) -> Iterator[Server]:
    with serve(tmp_path_factory.mktemp("home")) as server:
        yield server
        for error in raised(server):
            warnings.warn(error, stacklevel=1)


def raised(server: Server) -> list[str]:
    """What has been raised in a server by now: a browser is told no more than that there was an
    error, and some are the network's, of windows that were closed."""
    said = server.log.read_text("utf-8", "replace")
    return [f"Traceback{part[:4000]}" for part in said.split("Traceback")[1:]]


# Of a module and not of the package: while it lives, Playwright keeps an event loop running in the
# main thread, where other tests want to run their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = serving.chromium_path()
    if path is None:
        said = "no Chromium found: install one, or name it in CHROMIUM"
        pytest.fail(said) if os.environ.get("CI") == "true" else pytest.skip(said)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=serving.BROWSER_FLAGS)
        yield browser
        browser.close()


# One for the windows of a module: what all pages load is fetched and compiled once.
@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = prepared(browser.new_context(viewport=VIEWPORT, locale="en-GB"))
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A window, and so a visitor of its own; pages must raise nothing in it."""
    yield from _watched(context)


def watched(context: BrowserContext) -> Iterator[Page]:
    """The one window of a visitor with a browser of their own; pages must raise nothing in it."""
    yield from _watched(prepared(context))
    context.close()


def prepared(context: BrowserContext) -> BrowserContext:
    context.set_default_timeout(PATIENCE)
    context.add_init_script(WATCH_FOR_EXCEPTIONS)
    return context


def _watched(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    shown = page.evaluate("window.exceptions")
    page.evaluate(FORGET)
    for window in context.pages:
        window.close()
    context.clear_cookies()
    context.clear_permissions()
    assert errors == []
    assert shown == []


def slide_to(page: Page, slider: Locator, value: float) -> None:
    """Presses keys, as calmly as a reader, until a slider says this.

    Streamlit's slider sends its value a fifth of a second after a press, and a press in the very
    moment of sending is lost.
    """
    slider.focus()
    for _ in range(60):
        now = float(slider.input_value())
        if abs(now - value) < 1e-6:
            return
        page.keyboard.press("ArrowRight" if now < value else "ArrowLeft")
        page.wait_for_timeout(400)
    raise AssertionError(f"the slider never came to {value}")
