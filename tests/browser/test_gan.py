"""The GAN's page in a browser: a small one trained live, drawings of it, and a date."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from benchmarks.serving import Server

SMALL = "&gan_width=4&gan_width_d=4&gan_latent=8&gan_epochs=60&gan_batch=32"
FILM = ".st-key-gan_film_chart"


def text_of_film(page: Page) -> str:
    return page.locator(f"{FILM} .chart-film span").inner_text()


@pytest.mark.slow
def test_a_gan_is_trained_paused_gone_on_with_stopped_and_draws(page: Page, lab: Server):
    page.goto(f"{lab.url}/gan?lang=en&gan_view=train{SMALL}")
    page.locator(".st-key-gan_start button").click()
    expect(page.locator(f"{FILM} .js-plotly-plot image")).to_be_attached()
    expect(page.locator(f"{FILM} .chart-film span")).to_contain_text(re.compile(r"step [1-9]"))
    expect(page.locator(".st-key-gan_status")).to_contain_text("images/s")

    steps = page.locator(f"{FILM} .chart-film input")
    steps.focus()
    page.keyboard.press("Home")
    expect(page.locator(f"{FILM} .chart-film span")).to_contain_text("step 0")
    page.wait_for_function(  # newer pictures come, and the reader is left in peace
        "([film, before]) => Number(document.querySelector(film).max) > before",
        arg=[f"{FILM} .chart-film input", float(steps.get_attribute("max") or 0)],
    )
    assert text_of_film(page).startswith("step 0")
    picture = page.locator(f"{FILM} .js-plotly-plot image").get_attribute("href")
    assert (picture or "").endswith("/0.png")

    page.locator(".st-key-gan_pause button").click()
    expect(page.get_by_text("Paused.")).to_be_visible()
    page.locator(".st-key-gan_go_on button").click()
    expect(page.locator(".st-key-gan_stop button")).to_be_enabled()
    expect(page.locator(".st-key-gan_status")).to_contain_text("images/s")
    page.locator(".st-key-gan_stop button").click()
    expect(page.locator(".st-key-gan_status")).to_contain_text("Stopped.")

    page.locator(".st-key-gan_use button").first.click()
    expect(page.locator(".st-key-gan_samples .js-plotly-plot image")).to_be_attached()
    expect(page).to_have_url(re.compile("gan_model=run"))

    page.locator(".st-key-gan_typed input").fill("2026-11-26")
    page.keyboard.press("Enter")
    expect(page.get_by_role("img", name="2026-11-26 in the machine's hand")).to_be_visible()
    page.locator(".st-key-gan_generate button").click()
    expect(page).to_have_url(re.compile(r"gan_seed=\d+"))
    page.locator(".st-key-gan_typed input").fill("26 Nov")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Only digits can be drawn")).to_be_visible()


@pytest.mark.slow
def test_nothing_is_wider_than_a_phone(page: Page, lab: Server):
    page.set_viewport_size({"width": 390, "height": 800})
    for query in (
        "",
        "&gan_view=generate",
        "&gan_way=walk",
        "&gan_way=directions",
        "&gan_view=train",
    ):
        page.goto(f"{lab.url}/gan?lang=en{query}")
        expect(page.locator(".st-key-gan_view")).to_be_visible()
        expect(page.get_by_text("How it works")).to_be_visible()
        main = page.locator("[data-testid=stMain]")
        assert main.evaluate("m => m.scrollWidth") <= 390
