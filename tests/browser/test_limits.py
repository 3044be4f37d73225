"""The page of limits in a browser: what ships, experiments of two visitors at once, one stopped."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.serving import Server
from tests.browser.conftest import watched

VIEWS = ("membership", "bias", "confidence", "explanation", "cost")
SMALL = "&limits_view=membership&membership_epochs=3&membership_cures=dropout&membership_images="


def opened(page: Page, lab: Server, query: str = "") -> Page:
    page.goto(f"{lab.url}/limits?lang=en{query}")
    return page


def press(page: Page, name: str) -> None:
    page.locator(f".st-key-{name} button").first.click()


@pytest.mark.slow
def test_every_view_opens_with_a_result_and_is_no_wider_than_a_phone(page: Page, lab: Server):
    page.set_viewport_size({"width": 390, "height": 844})
    for view in VIEWS:
        opened(page, lab, f"&limits_view={view}")
        said = page.locator(f".st-key-{view}_said")
        expect(said).to_contain_text(re.compile(r"\d"))
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, view


@pytest.mark.slow
def test_two_visitors_at_once_see_their_own(browser: Browser, page: Page, lab: Server):
    others = watched(browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB"))
    other = next(others)
    for visitor, images in ((page, 60), (other, 90)):
        opened(visitor, lab, f"{SMALL}{images}")
        expect(visitor.get_by_text("ships with the lab")).to_be_visible()
        press(visitor, "membership_start")
    for visitor in (page, other):
        expect(visitor.locator(".st-key-membership_status")).to_contain_text("Done in")
        expect(visitor.get_by_text("ships with the lab")).to_have_count(0)
    said = [one.locator(".st-key-membership_said").inner_text() for one in (page, other)]
    assert said[0] != said[1]
    runs = [re.search(r"membership_run=([\w-]+)", one.url) for one in (page, other)]
    assert all(runs)
    assert runs[0].group(1) != runs[1].group(1)  # type: ignore[union-attr]
    next(others, None)


@pytest.mark.slow
def test_an_experiment_is_stopped_and_what_is_known_stays(page: Page, lab: Server):
    opened(page, lab, "&limits_view=membership&membership_images=1500&membership_epochs=100")
    press(page, "membership_start")
    expect(page.locator(".st-key-membership_status")).to_contain_text(re.compile("Part 1 of"))
    press(page, "membership_stop")
    expect(page.locator(".st-key-membership_status")).to_contain_text("Stopped.")
    press(page, "membership_back")
    expect(page.get_by_text("ships with the lab")).to_be_visible()
