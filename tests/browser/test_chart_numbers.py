"""The numbers behind a chart, as a table in the browser: by keyboard, and to take away."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benchmarks.serving import Server
from tests.browser.test_accessible import AXE, FOUND, KNOWN

CURVES = ".st-key-rnn_beliefs"
STATES = ".st-key-rnn_states"
HEIGHT = "document.querySelector('[data-testid=stMain]').scrollHeight"
TRACE = "chart => ['x', 'y'].map(axis => Array.from(chart.data[0][axis]))"
CELLS = "table => [...table.rows].map(row => [...row.cells].map(cell => cell.innerText))"


def settled(page: Page, chart: str) -> None:
    """Waits until a chart stands and has its button, and the page is not drawn again."""
    expect(page.locator(f"{chart} .chart-numbers")).not_to_have_attribute("hidden", "")
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_timeout(500)


def opened(page: Page, chart: str) -> None:
    """Opens the numbers of a chart with the keyboard alone."""
    page.locator(f"{chart} .chart-numbers").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_the_numbers_of_lines_come_by_keyboard_and_without_asking_the_server(
    page: Page, lab: Server, tmp_path: Path
):
    sent: list = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    page.goto(f"{lab.url}/rnn?lang=en&rnn_view=rows")
    plot = page.locator(f"{CURVES} .js-plotly-plot")
    expect(plot).to_have_attribute("aria-label", re.compile("axis: row; vertical axis: belief"))
    settled(page, CURVES)
    height = page.evaluate(HEIGHT)
    sent.clear()
    opened(page, CURVES)
    x, y = plot.evaluate(TRACE)
    head, first, *_others = page.get_by_role("dialog").locator("table").first.evaluate(CELLS)
    assert head == ["row", *"0123456789"]
    assert [float(cell) for cell in first[:2]] == pytest.approx([x[0], y[0]], rel=1e-5)
    assert page.evaluate(HEIGHT) == height
    assert not sent
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate(AXE)
        assert page.evaluate(FOUND, [KNOWN, {}]) == []

    with page.expect_download() as saved:
        page.get_by_role("button", name="Download as CSV").click()
    saved.value.save_as(tmp_path / "numbers.csv")
    rows = list(csv.reader((tmp_path / "numbers.csv").open(encoding="utf-8-sig", newline="")))
    start = rows.index(head) + 1
    saved_x, saved_y, *_others = zip(*rows[start : start + len(x)], strict=True)
    assert [float(cell) for cell in saved_x] == x
    assert [float(cell) for cell in saved_y] == pytest.approx(y, rel=1e-6)

    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(f"{CURVES} .chart-numbers")).to_be_focused()


@pytest.mark.slow
def test_a_heat_map_has_rows_and_columns(page: Page, lab: Server):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{lab.url}/rnn?lang=en&rnn_view=rows")
    settled(page, STATES)
    opened(page, STATES)
    shape = page.locator(f"{STATES} .js-plotly-plot").evaluate(
        "chart => (z => [z.length, z[0].length])(chart._fullData.find(t => t.z).z)"
    )
    cells = page.get_by_role("dialog").locator("table").evaluate(CELLS)
    assert [len(cells) - 1, len(cells[0]) - 1] == shape
    box = page.get_by_role("dialog").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
