"""Gradient descent as a visitor sees it: a click or a drag moves the start, and the film runs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from benchmarks.serving import Server

PLOT = ".st-key-optimizers_picture .js-plotly-plot"
OUTCOMES = ".st-key-optimizers_outcomes"
FILM = ".st-key-optimizers_picture .chart-film"

# Where a trace of the shown picture ends, in data coordinates.
LAST = """([selector, trace]) => {
    const {x, y} = document.querySelector(selector).data[trace];
    return [x[x.length - 1], y[y.length - 1]];
}"""
START, SGD_HEAD, SGD_LOSS_HEAD = 1, 4, 5


def opened(page: Page, lab: Server, query: str = "") -> None:
    page.goto(f"{lab.url}/optimizers?lang=en&optimizers_view=two{query}")
    page.wait_for_function(
        "selector => document.querySelector(selector)?.data?.length > 5", arg=PLOT
    )
    expect(page.locator(OUTCOMES)).to_contain_text("Adam")


def at(page: Page, trace: int) -> list[float]:
    return page.evaluate(LAST, [PLOT, trace])


def place(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a point of the contour is on the screen."""
    return page.evaluate(
        """([selector, x, y]) => {
            const plot = document.querySelector(selector);
            const {xaxis, yaxis} = plot._fullLayout;
            const frame = plot.getBoundingClientRect();
            return [frame.left + xaxis._offset + xaxis.d2p(x),
                    frame.top + yaxis._offset + yaxis.d2p(y)];
        }""",
        [PLOT, x, y],
    )


def wait_for_start(page: Page, x: float, y: float) -> None:
    page.wait_for_function(
        """([selector, x, y]) => {
            const start = document.querySelector(selector).data[1];
            return Math.hypot(start.x[0] - x, start.y[0] - y) < 0.05;
        }""",
        arg=[PLOT, x, y],
    )


def test_a_click_on_the_contour_is_the_new_start_and_it_can_be_dragged(page, lab):
    opened(page, lab)
    page.mouse.click(*place(page, 3.0, -1.0))
    wait_for_start(page, 3.0, -1.0)
    expect(page).to_have_url(re.compile(r"optimizers_x=(2\.9|3)"))
    page.reload()
    page.wait_for_function("s => document.querySelector(s)?.data?.length > 5", arg=PLOT)
    wait_for_start(page, 3.0, -1.0)
    expect(page.locator(OUTCOMES)).to_contain_text("Adam")
    page.mouse.move(*place(page, 3.0, -1.0))
    page.mouse.down()
    for x in (1.0, -1.0, -2.0):
        page.mouse.move(*place(page, x, 1.0), steps=4)
    page.mouse.up()
    wait_for_start(page, -2.0, 1.0)
    expect(page).to_have_url(re.compile(r"optimizers_x=-(1\.9|2)"))


@pytest.mark.slow
def test_the_film_runs_all_paths_together(page, lab):
    opened(page, lab)
    end = at(page, SGD_HEAD)
    film = page.locator(FILM)
    film.get_by_role("button", name="Play").click()
    page.wait_for_function(
        """([selector, head]) => document.querySelector(selector).data[head].x[0] > 10
            && document.querySelector(selector).data[head].x[0] < 120""",
        arg=[PLOT, SGD_LOSS_HEAD],
    )
    film.get_by_role("button", name="Pause").click()
    step = at(page, SGD_LOSS_HEAD)[0]
    assert at(page, SGD_HEAD) != end
    lengths = page.evaluate("s => document.querySelector(s).data.map(t => t.x.length)", PLOT)
    assert {lengths[i] for i in (2, 3, 6, 7, 10, 11, 14, 15)} == {step + 1}
    film.get_by_role("slider").fill("150")
    assert at(page, SGD_HEAD) == end

    # A new picture does not move the page.
    before = page.locator(OUTCOMES).bounding_box()
    page.locator(".st-key-optimizers_rate input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(OUTCOMES)).to_contain_text("rate 0.0384")
    after = page.locator(OUTCOMES).bounding_box()
    assert (before["x"], before["y"]) == (after["x"], after["y"])


@pytest.mark.slow
def test_a_phone_shows_the_picture_and_needs_no_sideways_scrolling(page, lab):
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, lab)
    width = page.evaluate("document.scrollingElement.scrollWidth")
    assert width <= 390
    box = page.locator(PLOT).bounding_box()
    assert box["y"] < 700
    assert 300 < box["width"] <= 390


@pytest.mark.slow
def test_the_real_network_is_there_after_a_moment(page, lab):
    opened(page, lab, "&optimizers_surface=mnist")
    expect(page.locator(OUTCOMES)).to_contain_text("converged")


def test_one_weight_takes_a_step_a_click(page, lab):
    page.goto(f"{lab.url}/optimizers?lang=en&optimizers_one_rate=2.1")
    said = page.locator(".st-key-optimizers_one_said")
    expect(said).to_contain_text("Step 0: w = 3.5")
    for step, w in ((1, "-3.85"), (2, "4.24")):
        page.locator(".st-key-optimizers_one_step button").click()
        expect(said).to_contain_text(f"Step {step}: w = {w}")
    expect(said).to_contain_text("landed no lower")
    expect(page).to_have_url(re.compile("optimizers_one_steps=2"))
