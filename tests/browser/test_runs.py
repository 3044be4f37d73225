"""The page of runs in a browser: rows ticked, curves smoothed, a run renamed, a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from benchmarks.runs_page import CURVES, FEW, TABLE, fill, window
from benchmarks.serving import Server
from dlcore.runs.store import Store
from tests.browser.conftest import serve, slide_to, watched

RUNS = 8


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    """The lab with some runs of one visitor, and a few of another."""
    home = tmp_path_factory.mktemp("runs")
    database = f"sqlite:///{home}/runs.db"
    store = Store.open(database)
    fill(store, RUNS)
    fill(store, FEW)
    store.close()
    with serve(home, variables={"DLCORE_DATABASE": database}) as lab:
        yield lab


@pytest.fixture
def page(browser, server) -> Iterator[Page]:
    """A window of the visitor with the runs; the page must raise nothing in it."""
    yield from watched(window(browser, server.url, RUNS))


def open_runs(page: Page, server: Server, query: str = "") -> None:
    page.goto(f"{server.url}/runs?lang=en{query}")
    expect(page.locator(CURVES)).to_be_visible()
    expect(page.locator(TABLE).first).to_be_visible()
    page.wait_for_timeout(1000)  # the table takes clicks once it has measured itself


def tick(page: Page, row: int) -> None:
    box = page.locator(TABLE).first.bounding_box()
    assert box
    page.mouse.click(box["x"] + 16, box["y"] + 35 * (row + 1) + 17)


def test_a_row_that_is_ticked_is_compared(page, server):
    open_runs(page, server)
    tick(page, 4)
    expect(page).to_have_url(re.compile(f"runs_chosen={RUNS}-runs-4$"))
    tick(page, 1)
    expect(page).to_have_url(re.compile(f"runs_chosen={RUNS}-runs-4%2C{RUNS}-runs-1$"))
    page.wait_for_function(f"document.querySelector('{CURVES}').data.length === 4")
    tick(page, 4)
    expect(page).to_have_url(re.compile(f"runs_chosen={RUNS}-runs-1$"))


@pytest.mark.slow
def test_the_slider_smooths_the_curves_where_they_stand(page, server):
    open_runs(page, server, f"&runs_chosen={RUNS}-runs-0&runs_smoothing=0.9")
    rough = f"""() => {{
        const y = Array.from(document.querySelector('{CURVES}').data.at(-1).y);
        return y.slice(1).reduce((sum, v, i) => sum + Math.abs(v - y[i]), 0);
    }}"""
    before = page.evaluate(rough)
    slide_to(page, page.locator(".st-key-runs_smoothing input[type=range]"), 0.97)
    page.wait_for_function(f"({rough})() < {before}")
    expect(page).to_have_url(re.compile("runs_smoothing=0.97"))


@pytest.mark.slow
def test_a_name_is_given_and_is_there_after_a_reload(page, server):
    open_runs(page, server, f"&runs_chosen={RUNS}-runs-2")
    page.locator(".st-key-runs_actions button").first.click()
    name = page.get_by_role("textbox", name="Name", exact=True)
    name.fill("**Mine**")
    name.press("Enter")
    expect(page.locator(".st-key-runs_actions code")).to_have_text("**Mine**")
    page.reload()
    expect(page.locator(".st-key-runs_chosen")).to_contain_text("**Mine**")


@pytest.mark.slow
def test_nothing_is_wider_than_a_phone(browser, server):
    context = window(browser, server.url, RUNS)
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    for view in ("curves", "costs"):
        page.goto(f"{server.url}/runs?lang=en&runs_view={view}")
        expect(page.locator(".st-key-runs_charts .js-plotly-plot")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.locator(TABLE).first.bounding_box()["width"] <= 390
    context.close()
