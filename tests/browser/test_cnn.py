"""The page about the inside of a CNN in a browser: clicks, a drawing, sliders."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from benchmarks.serving import Server
from tests.browser.conftest import slide_to
from tests.browser.test_draw import STROKES, draw

MAPS = ".st-key-cnn_maps .js-plotly-plot"
NETWORK = ".st-key-cnn_network .js-plotly-plot"


def opened(page: Page, lab: Server, query: str = "") -> Page:
    page.goto(f"{lab.url}/cnn?lang=en{query}")
    expect(page.locator(".st-key-cnn_answer")).to_contain_text("Read as")
    return page


def click(page: Page, plot: str, right: float, down: float) -> None:
    """Clicks at a share of a plot's width and height."""
    area = page.locator(f"{plot} .nsewdrag").first
    area.scroll_into_view_if_needed()
    page.wait_for_timeout(300)  # what is above it may still grow
    box = area.bounding_box()
    page.mouse.click(box["x"] + right * box["width"], box["y"] + down * box["height"])


@pytest.mark.slow
def test_a_click_on_a_map_chooses_its_unit_and_one_on_the_network_a_layer(page: Page, lab: Server):
    opened(page, lab)
    expect(page.locator(MAPS)).to_be_visible()
    click(page, MAPS, 2.5 / 6, 1.5 / 6)  # 32 maps in rows of six
    expect(page.locator(".st-key-cnn_unit input")).to_have_value("8")
    expect(page).to_have_url(re.compile("cnn_unit=8"))
    expect(page.locator(NETWORK)).to_be_visible()
    click(page, NETWORK, 9.6 / 10.2, 0.5)  # the last of ten stages from -0.6 to 9.6
    expect(page.locator(".st-key-cnn_units .js-plotly-plot")).to_be_visible()
    expect(page).to_have_url(re.compile("cnn_layer=dense"))


def test_a_cell_is_chosen_in_the_picture_and_its_sum_follows(page: Page, lab: Server):
    opened(page, lab, "&cnn_layer=conv2d_1")
    shown = page.locator(".st-key-cnn_window canvas").last
    shown.scroll_into_view_if_needed()
    box = shown.bounding_box()
    page.mouse.click(box["x"] + 0.04 * box["width"], box["y"] + 0.04 * box["height"])
    expect(page).to_have_url(re.compile(r"cnn_row=1\b.*cnn_column=1\b"))
    expect(page.locator(".st-key-cnn_cell")).to_contain_text("in row 1, column 1")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".st-key-cnn_cell")).to_contain_text("in row 1, column 2")


@pytest.mark.slow
def test_the_network_of_a_view_comes_with_a_click_on_it(page: Page, lab: Server):
    opened(page, lab)
    page.get_by_role("radio", name="Attack it").click()
    chosen = page.locator(".st-key-draw_model input")
    expect(chosen).to_have_value(re.compile("The tutorial's network"))
    expect(page.locator(".st-key-cnn_attack_said")).to_be_visible()
    page.get_by_role("radio", name="Break it").click()
    expect(chosen).to_have_value(re.compile("The network that ships"))


@pytest.mark.slow
def test_a_drawing_goes_through_the_network_and_on_to_the_other_page(page: Page, lab: Server):
    page.goto(f"{lab.url}/cnn?lang=en&cnn_source=draw&cnn_view=why")
    expect(page.get_by_text("There is no image to look at yet.")).to_be_visible()
    expect(page.locator(".st-key-draw_canvas canvas").last).to_be_visible()
    draw(page, STROKES[7])
    expect(page.locator(".st-key-cnn_answer")).to_contain_text("Read as 7")
    expect(page.get_by_text("What speaks for 7:")).to_be_visible()
    page.get_by_test_id("stSidebar").get_by_role("link", name="Draw a digit").click()
    expect(page.locator(".st-key-draw_result")).to_contain_text("7")


@pytest.mark.slow
def test_sliders_break_the_digit(page: Page, lab: Server):
    opened(page, lab, "&cnn_view=damage&cnn_number=3&cnn_noise=0.1")
    said = page.locator(".st-key-cnn_damage_said")
    expect(said).to_contain_text("Still read as")
    before = said.inner_text()
    slide_to(page, page.locator(".st-key-cnn_noise input[type=range]"), 0.3)
    expect(page).to_have_url(re.compile(r"cnn_noise=0\.3"))
    expect(said).not_to_have_text(before)


@pytest.mark.slow
def test_a_click_on_the_plane_shows_an_image_that_can_be_taken(page: Page, lab: Server):
    opened(page, lab, "&cnn_view=plane")
    expect(page.locator(".st-key-cnn_plane_picture .js-plotly-plot")).to_be_visible()
    click(page, ".st-key-cnn_plane_picture .js-plotly-plot", 0.3, 0.6)
    take = page.get_by_role("button", name="Look at this one")
    expect(take).to_be_visible()
    number = re.search(r"cnn_point=(\d+)", page.evaluate("location.href"))[1]
    take.click()
    expect(page.locator(".st-key-cnn_number input")).to_have_value(number)


@pytest.mark.slow
def test_the_time_machine_moves(page: Page, lab: Server):
    opened(page, lab, "&cnn_view=moments&draw_model=cnn")
    page.get_by_role("button", name="Take the tutorial's network").click()
    said = page.locator(".st-key-cnn_moment_said")
    expect(said).to_contain_text("Epochs done: 1")
    page.locator(".st-key-cnn_moment input[type=range]").focus()
    page.keyboard.press("ArrowLeft")
    expect(said).to_contain_text("Epochs done: 0")


@pytest.mark.slow
def test_nothing_is_wider_than_a_phone(page: Page, lab: Server):
    page.set_viewport_size({"width": 390, "height": 800})
    opened(page, lab)
    for view, sign in (
        ("Layer by layer", MAPS),
        ("Why this answer?", "[data-testid=stMain] :text('What speaks for')"),
        ("Break it", ".st-key-cnn_damage_said"),
        ("Attack it", ".st-key-cnn_attack_curve .js-plotly-plot"),
        ("Where images live", ".st-key-cnn_plane_picture .js-plotly-plot"),
    ):
        page.get_by_role("radio", name=view).click()
        expect(page.locator(sign).first).to_be_visible()
        main = page.locator("[data-testid=stMain]")
        assert main.evaluate("m => m.scrollWidth") <= 390
