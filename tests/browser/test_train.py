"""A training as a visitor sees it: charts that move, a reload, a second tab, Stop, bad luck."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from benchmarks.serving import Server
from tests.browser.conftest import serve

# Long enough to be looked at; nothing here waits for its end.
LONG = "/train?lang=en&train_architecture=tutorial&train_filters_2=128&train_epochs=50"
SHORT = "/train?lang=en&train_architecture=tiny&train_epochs=1"

STATUS = ".st-key-train_status"
CHARTS = ".st-key-train_charts"
SVG = "{http://www.w3.org/2000/svg}"


PLOT = f"{CHARTS} .js-plotly-plot"

# What a visitor sees, frame by frame: how many training curves, and how tall their place is.
WATCH_FRAMES = """selector => {
    window.frames_seen = [];
    const look = () => {
        const charts = document.querySelector(selector);
        const lines = [...charts.querySelectorAll('.js-plotly-plot')].filter(
            plot => plot.querySelector('path.js-line')).length;
        window.frames_seen.push([lines, Math.round(charts.getBoundingClientRect().height)]);
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""


def start(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".st-key-train_start button").click()


def stop(page: Page) -> None:
    page.locator(".st-key-train_stop button").click()


def curve(page: Page) -> str:
    """The training line of the first chart, as the browser drew it."""
    line = page.locator(PLOT).first.locator("path.js-line").first
    return line.get_attribute("d") or ""


def wait_for_curve(page: Page, other_than: str = "") -> str:
    page.wait_for_function(
        """([selector, before]) => {
            const line = document.querySelector(selector)?.querySelector('path.js-line');
            return line && line.getAttribute('d') && line.getAttribute('d') !== before;
        }""",
        arg=[PLOT, other_than],
    )
    return curve(page)


def test_a_training_is_watched_left_found_again_and_stopped(lab: Server, page: Page):
    closed = page.context.new_page()
    start(closed, lab.url + LONG)
    wait_for_curve(closed)
    address = closed.url
    closed.close()
    page.goto(address)  # it has gone on
    first = wait_for_curve(page)
    page.evaluate(WATCH_FRAMES, CHARTS)
    for _ in range(3):
        first = wait_for_curve(page, other_than=first)
    frames = page.evaluate("window.frames_seen")
    assert all(lines == 2 for lines, _height in frames)  # both charts, in every single frame
    assert len({height for _lines, height in frames}) == 1  # nothing below the charts jumps
    expect(page.locator(STATUS)).to_contain_text(re.compile(r"Epoch \d+/50 · step"))
    expect(page).to_have_url(re.compile(r"run=[\w-]{20,}"))

    for _ in range(3):  # pictures come while the one before is still being drawn, or is not yet
        page.reload()
        expect(page.locator(STATUS)).to_contain_text("Epoch")
        wait_for_curve(page)

    stop(page)
    expect(page.locator(STATUS)).to_contain_text("Stopped. Epochs done")
    expect(page.get_by_text("Test accuracy", exact=True)).to_be_visible()
    expect(page.locator(".st-key-train_start button")).to_be_enabled()


@pytest.mark.slow
def test_the_trained_network_reads_a_drawing(lab: Server, page: Page):
    start(page, lab.url + SHORT)
    expect(page.locator(STATUS)).to_contain_text("Done in")
    expect(page.get_by_role("button", name="Download .keras")).to_be_visible()
    page.get_by_role("link", name="Use it on the Draw page").click()
    expect(page.get_by_role("combobox", name="Read by")).to_have_value(
        re.compile("The network you trained")
    )
    page.locator(".st-key-draw_sample_1 button").click()
    expect(page.locator(".st-key-draw_result")).to_have_text(re.compile(r"^\s*\d\s*$"))


@pytest.mark.slow
def test_a_chart_is_saved_as_it_stands_there(lab: Server, page: Page):
    start(page, lab.url + SHORT)
    wait_for_curve(page)
    expect(page.locator(STATUS)).to_contain_text("Done in")  # so that nothing moves any more
    box = page.locator(PLOT).first.bounding_box()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save this chart as an SVG").first.click()
    assert saved.value.suggested_filename == "dlcore-train-loss.svg"
    picture = ElementTree.parse(saved.value.path()).getroot()
    assert picture.tag == f"{SVG}svg"
    said = {text.text for text in picture.iter(f"{SVG}text")}
    assert {"Loss", "epoch", "training, by step", "validation, by epoch"} <= said
    lines = [path for path in picture.iter(f"{SVG}path") if "js-line" in path.get("class", "")]
    assert len(lines) >= 2

    with page.expect_download() as saved:
        page.get_by_role("button", name="Save this chart as a PNG").last.click()
    assert saved.value.suggested_filename == "dlcore-train-accuracy.png"
    with Image.open(saved.value.path()) as image:
        assert image.size == (2 * max(640, round(box["width"])), 2 * round(box["height"]))
        ground = image.convert("RGBA").getpixel((1, 1))
    app = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    assert page.evaluate(app) == "rgb({}, {}, {})".format(*ground)
    assert ground[3] == 255


@pytest.mark.slow  # who may do what is tested without a browser too
def test_another_browser_watches_and_its_own_start_waits_in_line(lab: Server, page: Page):
    start(page, lab.url + LONG)
    wait_for_curve(page)
    tab = page.context.new_page()
    start(tab, lab.url + LONG)
    expect(tab.get_by_text("Another training of yours is still waiting")).to_be_visible()
    expect(tab.locator(STATUS)).to_contain_text("Epoch")  # that one
    tab.close()
    other = page.context.browser.new_context(locale="en-GB").new_page()
    try:
        other.goto(page.url)
        expect(other.locator(STATUS)).to_contain_text("Epoch")
        expect(other.get_by_text("only there can it be stopped")).to_be_visible()
        expect(other.locator(".st-key-train_stop button")).to_be_disabled()
        start(other, lab.url + LONG)
        expect(other.locator(STATUS)).to_contain_text("Trainings before this one: 1")
        stop(page)
        expect(other.locator(STATUS)).to_contain_text("Epoch", timeout=60_000)
        stop(other)
        expect(other.locator(STATUS)).to_contain_text("Stopped. Epochs done")
    finally:
        other.context.close()


@pytest.mark.slow
def test_an_unknown_run_is_said_in_words(lab: Server, page: Page):
    page.goto(f"{lab.url}/train?lang=en&run=%3Cscript%3Ealert(1)%3C/script%3E")
    expect(page.get_by_text("There is no run at this address any more")).to_be_visible()
    expect(page.locator(".st-key-train_start button")).to_be_enabled()


@pytest.mark.slow
def test_bad_luck_is_said_in_words_and_nothing_else_notices(tmp_path, page: Page):
    with serve(tmp_path) as lab:
        start(page, lab.url + LONG)
        wait_for_curve(page)
        lab.worker().kill()
        expect(page.locator(STATUS)).to_contain_text("The process that trained this network has")

        other = page.context.new_page()
        other.goto(lab.url + "/draw?lang=en")
        other.locator(".st-key-draw_sample_7 button").click()
        expect(other.locator(".st-key-draw_result")).to_have_text(re.compile(r"^\s*7\s*$"))

        page.locator(".st-key-train_start button").click()
        expect(page.locator(STATUS)).to_contain_text("Epoch")
        lab.engine_processes()[0].kill()
        expect(page.locator(STATUS)).to_contain_text("The engine was restarted")
        page.locator(".st-key-train_start button").click()
        expect(page.locator(STATUS)).to_contain_text("Epoch")
        stop(page)
        expect(page.locator(STATUS)).to_contain_text("Stopped. Epochs done")
