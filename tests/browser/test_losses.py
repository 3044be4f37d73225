"""The Losses page in a browser: an outlier dragged, a slider moved, a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from benchmarks.serving import Server
from tests.browser.conftest import slide_to

FIT = ".st-key-losses_fit .js-plotly-plot"
SUM = ".st-key-losses_fit_sum"
# Where a point of the data stands in the window.
PLACE = """([selector, x, y]) => {
    const chart = document.querySelector(selector);
    const frame = chart.getBoundingClientRect();
    const {xaxis, yaxis} = chart._fullLayout;
    return [frame.left + xaxis._offset + xaxis.d2p(x), frame.top + yaxis._offset + yaxis.d2p(y)];
}"""
LINE = """([selector, name]) =>
    Array.from(document.querySelector(selector).data.find(trace => trace.name === name).y)"""


def open_losses(page: Page, lab: Server, query: str = "lang=en") -> None:
    page.goto(f"{lab.url}/losses?losses_view=more&{query}")
    expect(page.locator(".st-key-losses_bars .js-plotly-plot")).to_be_visible()


def row(page: Page, name: str):
    return page.locator(f"{SUM} tr").filter(has_text=re.compile(f"^{name}"))


def test_dragging_the_outlier_turns_the_line_of_mse_and_hardly_that_of_mae(page, lab):
    open_losses(page, lab)
    chart = page.locator(FIT)
    chart.scroll_into_view_if_needed()
    expect(row(page, "MSE")).to_contain_text("0.50")
    before = page.evaluate(LINE, [FIT, "MSE"])
    page.mouse.move(*page.evaluate(PLACE, [FIT, 9, -8]))
    page.mouse.down()
    page.mouse.move(*page.evaluate(PLACE, [FIT, 9, 15]), steps=20)
    expect(row(page, "MSE")).not_to_contain_text("0.50")  # while it is held
    page.mouse.up()
    expect(row(page, "MSE")).to_contain_text(re.compile(r"1\.1\d"))
    expect(row(page, "MAE")).to_contain_text(re.compile(r"1\.00|0\.9\d"))
    expect(page).to_have_url(re.compile(r"losses_outlier_y=1[45]"))
    assert page.evaluate(LINE, [FIT, "MSE"]) != before


@pytest.mark.slow
def test_a_slider_moves_the_values_and_the_picture(page, lab):
    open_losses(page, lab, "lang=en&losses_target=0.8")
    chart = ".st-key-losses_curves .js-plotly-plot"
    # The word for word summary is what a screen reader says.
    summary = page.locator(".st-key-losses_curves [role=img]")
    expect(summary).to_have_attribute("aria-label", re.compile("At 3: MSE 4.84, gradient 4.4"))
    slide_to(page, page.locator(".st-key-losses_target input[type=range]").first, 1)
    expect(summary).to_have_attribute("aria-label", re.compile("At 3: MSE 4, gradient 4"))
    smallest = f"""() => {{
        const {{x, y}} = document.querySelector('{chart}').data[0];
        return Math.abs(x[Array.from(y).indexOf(Math.min(...y))] - 1) < 0.02;
    }}"""
    page.wait_for_function(smallest)


@pytest.mark.slow
def test_nothing_is_wider_than_a_phone(browser, lab):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    open_losses(page, lab, "lang=en&losses_written=categorical_focal_crossentropy")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for picture in page.locator(".js-plotly-plot").all():
        assert picture.bounding_box()["width"] <= 390
    context.close()


@pytest.mark.slow
def test_an_end_of_the_line_by_hand_is_dragged_and_its_error_follows(page, lab):
    page.goto(f"{lab.url}/losses?lang=en")
    error = page.locator("[data-testid=stMetricValue]")
    expect(error).to_have_text("10.001")
    chart = ".st-key-losses_hand .js-plotly-plot"
    page.locator(chart).scroll_into_view_if_needed()
    page.mouse.move(*page.evaluate(PLACE, [chart, 10, 4]))
    page.mouse.down()
    page.mouse.move(*page.evaluate(PLACE, [chart, 10, 9]), steps=10)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"losses_slope=0\.(69|7)"))
    expect(error).to_have_text(re.compile(r"1\.0\d\d"))
