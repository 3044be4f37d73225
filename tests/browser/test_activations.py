"""The Activations page in a browser: the slider moves the line, a formula becomes a curve."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from benchmarks.serving import Server
from tests.browser.conftest import slide_to

CURVES = ".st-key-activations_curves .js-plotly-plot"


def opened(page: Page, lab: Server, query: str = "") -> Page:
    page.goto(f"{lab.url}/activations?lang=en&activations_view=all{query}")
    expect(page.locator(".js-plotly-plot")).to_have_count(5)
    return page


def drawn(page: Page) -> dict:
    """What plotly draws: names of the curves, and where the line at x stands."""
    return page.eval_on_selector(
        CURVES,
        """plot => ({
            names: plot.data.filter(t => t.mode === 'lines').map(t => t.name),
            x: plot.layout.shapes[plot.layout.shapes.length - 1].x0,
        })""",
    )


def test_the_slider_moves_the_line_and_the_values_and_so_does_a_click_into_the_picture(
    page: Page, lab: Server
):
    opened(page, lab, "&activations_x=0.8")
    expect(page.locator("table").first).to_contain_text("at x = 0.8")
    plot = page.query_selector(CURVES)
    slide_to(page, page.locator(".st-key-activations_x input[type=range]"), 1.1)
    expect(page.locator("table").first).to_contain_text("at x = 1.1")
    page.wait_for_function(
        "plot => Math.abs(plot.layout.shapes[plot.layout.shapes.length - 1].x0 - 1.1) < 1e-6",
        arg=plot,  # the very same plot: it is updated in place
    )
    expect(page).to_have_url(re.compile(r"activations_x=1\.1"))
    box = page.locator(f"{CURVES} .nsewdrag").first.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    expect(page.locator("table").first).to_contain_text(re.compile(r"at x = -[23]"))


@pytest.mark.slow
def test_a_formula_becomes_a_curve_a_bad_one_a_sentence_and_a_preset_the_picture(
    page: Page, lab: Server
):
    opened(page, lab)
    field = page.locator(".st-key-activations_formula input")
    field.fill("x * sigmoid(x)")
    field.press("Enter")
    expect(page.locator("table").first).to_contain_text("your own")
    assert "your own" in drawn(page)["names"]
    field.fill("x.__class__")
    field.press("Enter")
    expect(page.get_by_text("Character 1: x.__class__ is not allowed")).to_be_visible()
    expect(page.locator("table").first).not_to_contain_text("your own")
    page.get_by_role("button", name="Dying ReLU and its cures").click()
    expect(page.locator("table").first).to_contain_text("Leaky ReLU")
    expect(page).to_have_url(re.compile("activations_functions=relu"))


@pytest.mark.slow
def test_nothing_is_wider_than_a_phone(page: Page, lab: Server):
    page.set_viewport_size({"width": 390, "height": 800})
    opened(page, lab)
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("m => m.scrollWidth") <= 390
