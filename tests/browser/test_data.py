"""A set is drawn with a mouse and with a finger, kept, and there again after a reload."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.serving import Server
from dlcore.data.formats import to_npz
from tests.browser.conftest import PATIENCE, watched
from tests.dlcore.training.sets import bars


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A window as narrow as a phone's, which is touched."""
    yield from watched(
        browser.new_context(
            viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True, locale="en-GB"
        )
    )


def begin(page: Page, lab: Server, **settings: object) -> None:
    asked = "&".join(f"{key}={value}" for key, value in settings.items())
    page.goto(f"{lab.url}/data?data_from=draw&{asked}")
    page.locator(".st-key-data_begin button").click()
    page.locator(".pad-box canvas").wait_for()
    rest(page)


def rest(page: Page) -> None:
    """Until all of the page stands: before, the sheet may move away under the mouse."""
    sheet = page.locator(".pad-box canvas")
    before = None
    while before != (now := sheet.bounding_box()):
        page.wait_for_timeout(200)
        page.locator("[data-test-script-state=notRunning]").wait_for()
        before = now


def draw(page: Page, *points: tuple[float, float]) -> None:
    """One stroke through these points of the sheet."""
    box = page.locator(".pad-box canvas").bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=4)
    page.mouse.up()


def done(page: Page) -> None:
    page.locator('.pad-box button[data-do="done"]').click()


def test_a_set_is_drawn_and_comes_back(lab, page):
    begin(page, lab, data_names="IX", data_each=2, data_by_itself="false")
    asked, rows = page.locator(".data-asked b"), page.locator(".st-key-data_rows")
    for number in range(2):
        draw(page, (0.5 + number / 10, 0.1), (0.5, 0.9))
        done(page)
        expect(rows).to_contain_text(f"I · {number + 1}/2")
        rest(page)
    expect(asked).to_have_text("X")
    draw(page, (0.2, 0.2), (0.8, 0.8))
    draw(page, (0.8, 0.2), (0.2, 0.8))  # of the same drawing
    done(page)
    expect(rows).to_contain_text("X · 1/2")
    rest(page)
    page.reload()  # nothing of it is lost
    expect(page.locator(".st-key-data_rows")).to_contain_text("I · 2/2")
    expect(asked).to_have_text("X")
    rest(page)
    draw(page, (0.2, 0.3), (0.8, 0.7))
    done(page)
    expect(page.locator(".st-key-data_rows")).to_contain_text("X · 2/2")
    page.locator(".st-key-data_keep button").click()
    expect(page.locator(".st-key-data_looking")).to_contain_text("2 drawings")
    page.wait_for_url("**data_set=*")
    page.reload()
    chosen = page.locator(".st-key-data_set").get_by_role("combobox")
    expect(chosen).to_have_value("I X · 2 classes, 4 images")


def test_drawings_that_come_fast_are_all_there(lab, page):
    """Faster than the server answers: what it has not said to have is sent again."""
    begin(page, lab, data_names="IX", data_each=20, data_by_itself="false")
    for number in range(12):
        draw(page, (0.3 + number / 40, 0.1), (0.5, 0.9))
        done(page)
    expect(page.locator(".st-key-data_rows")).to_contain_text("I · 12/20", timeout=PATIENCE)


@pytest.mark.slow
def test_a_drawing_is_done_when_one_turns_to_something_else(lab, page):
    """And not lost because the pause after it was not over."""
    begin(page, lab, data_names="IX", data_each=2)
    rows = page.locator(".st-key-data_rows")
    for number, name in enumerate("IIX"):
        draw(page, (0.5 + number / 10, 0.1), (0.5, 0.9))
        expect(rows).to_contain_text(f"{name} · {number % 2 + 1}/2")
        rest(page)
    draw(page, (0.2, 0.2), (0.8, 0.8))
    page.locator(".st-key-data_keep button").click()
    expect(page.locator(".st-key-data_looking")).to_contain_text("2 drawings")
    chosen = page.locator(".st-key-data_set").get_by_role("combobox")
    expect(chosen).to_have_value("I X · 2 classes, 4 images")


@pytest.mark.slow
def test_a_finger_draws_and_a_pause_ends_a_drawing(lab, phone):
    begin(phone, lab, data_names="IX", data_each=2)
    box = phone.locator(".pad-box canvas").bounding_box()
    assert box["width"] >= 280
    phone.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)  # a dot
    expect(phone.locator(".st-key-data_rows")).to_contain_text("I · 1/2")
    wide = phone.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390


def test_what_is_wrong_with_a_file_is_said_beside_it(lab, page):
    """And not in place of the page's title, as what a callback says is."""
    page.goto(f"{lab.url}/data?data_from=upload")
    table = {"name": "x.csv", "mimeType": "text/csv", "buffer": b"1,2,3\n"}
    page.locator("input[type=file]").set_input_files([table])
    page.locator(".st-key-data_read button:enabled").click()
    expect(page.get_by_text("This is no table")).to_be_visible()
    expect(page.get_by_role("heading", name="Your own data")).to_be_visible()
    page.locator(".st-key-data_from").get_by_text("Choose a set").click()
    expect(page.get_by_text("This is no table")).to_have_count(0)


@pytest.mark.slow  # each step is tested without a browser too
def test_a_set_is_uploaded_learnt_and_read(lab, page):
    """From a file to a network that names its classes, page by page as their links lead."""
    page.goto(f"{lab.url}/data?data_from=upload")
    content = to_npz(bars(3, 30, ("alpha", "beta", "gamma")))
    file = {"name": "mine.npz", "mimeType": "application/octet-stream", "buffer": content}
    page.locator("input[type=file]").set_input_files([file])
    page.locator(".st-key-data_read button:enabled").click()
    page.locator(".st-key-data_onward").get_by_role("link", name="Train a network on it").click()
    page.locator(".st-key-train_start button:enabled").click()
    expect(page.locator(".st-key-train_status")).to_contain_text("Done in")
    page.get_by_role("link", name="Use it on the Draw page").click()
    expect(page.get_by_role("combobox", name="Read by")).to_have_value(
        re.compile("The network you trained on")
    )
    page.locator(".st-key-draw_strokes input").fill("50,10 50,90")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-draw_result")).to_contain_text(re.compile("alpha|beta|gamma|none"))
    page.goto(page.url.replace("/draw", "/cnn"))
    expect(page.get_by_text(re.compile("Test image 7 of 18: (alpha|beta|gamma)"))).to_be_visible()
