"""A GAN in the plane as a visitor plays it: a turn, a film that runs by itself, a click."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from benchmarks.serving import Server

PLOT = ".st-key-gan_plane_picture .js-plotly-plot"
FILM = ".st-key-gan_plane_picture .chart-film"
SAID = ".st-key-gan_plane_said"
GENERATED, REAL = 3, 0


def opened(page: Page, lab: Server, query: str = "") -> None:
    page.goto(f"{lab.url}/gan?lang=en&gan_view=plane{query}")
    page.wait_for_function(
        "selector => document.querySelector(selector)?.data?.length === 4", arg=PLOT
    )
    expect(page.locator(SAID)).to_contain_text("Nobody has had a turn yet")


def do(page: Page, what: str) -> None:
    page.locator(f".st-key-gan_plane_do_{what} button:visible").first.click()


def points(page: Page, trace: int) -> int:
    return page.evaluate(
        "([selector, trace]) => document.querySelector(selector).data[trace].x.length",
        [PLOT, trace],
    )


def ground(page: Page) -> str:
    return page.evaluate(
        "selector => document.querySelector(selector).layout.images[0].source", PLOT
    )


@pytest.mark.slow
def test_a_turn_of_the_discriminator_changes_the_ground(page, lab):
    opened(page, lab)
    before = ground(page)
    do(page, "discriminator")
    expect(page.locator(SAID)).to_contain_text("The discriminator has learnt")
    page.wait_for_function(
        "([s, old]) => document.querySelector(s).layout.images[0].source !== old",
        arg=[PLOT, before],
    )
    page.locator(FILM).get_by_role("button", name="One step back").click()
    assert ground(page) == before


@pytest.mark.slow
def test_a_film_runs_by_itself_and_can_be_gone_back_in(page, lab):
    opened(page, lab, "&gan_plane_rounds=50")
    do(page, "film")
    expect(page.locator(FILM)).to_contain_text(re.compile(r"Round ([1-9]|[1-4]\d):"))  # on its way
    expect(page.locator(FILM)).to_contain_text("Round 50:")
    expect(page.locator(FILM).get_by_role("button", name="Play")).to_be_visible()
    assert points(page, GENERATED) == 256
    page.locator(FILM).locator("input").fill("0")
    expect(page.locator(FILM)).to_contain_text("Round 0:")
    assert points(page, GENERATED) == 256


@pytest.mark.slow
def test_slow_motion_goes_piece_by_piece(page, lab):
    opened(page, lab, "&gan_plane_slow=true")
    for said in ("Discriminator's turn, 1 of 3", "Discriminator's turn, 2 of 3"):
        do(page, "next")
        expect(page.locator(SAID)).to_contain_text(said)


def test_a_click_adds_a_cloud(page, lab):
    opened(page, lab, "&gan_plane_points=own&gan_plane_own=-1,0,1,0")
    box = page.locator(f"{PLOT} .nsewdrag").first.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 6)
    expect(page).to_have_url(re.compile("gan_plane_own=-1%2C0%2C1%2C0%2C0%2C1(&|$)"))
    do(page, "both")
    expect(page.locator(SAID)).to_contain_text("of 3")
