"""Inside an RNN, as a visitor sees it: a digit is played row by row, by the browser alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from benchmarks.serving import Server

FILM = ".st-key-rnn_digit .chart-film"


def opened(page: Page, lab: Server, settings: str = "") -> None:
    page.goto(f"{lab.url}/rnn?lang=en&rnn_view=rows{settings}")
    expect(page.locator(FILM)).to_contain_text("After row 28", timeout=60_000)
    expect(page.locator(".st-key-rnn_states .js-plotly-plot")).to_be_visible()
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


@pytest.mark.slow
def test_rows_are_stepped_and_played_without_asking_the_server(page: Page, lab: Server):
    sent: list = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    opened(page, lab)
    sent.clear()
    film = page.locator(FILM)
    film.get_by_role("slider").fill("20")
    expect(film).to_contain_text(re.compile(r"After row 20: .* it is a \d"))
    for _step in range(2):
        film.get_by_role("button").nth(2).click()
    expect(film).to_contain_text("After row 22")
    film.get_by_role("button", name="Play").click()
    expect(film).to_contain_text("After row 28", timeout=15_000)
    assert not sent

    # Another cell reads the same digit.
    page.locator(".st-key-rnn_cell").get_by_text("GRU").click()
    expect(page).to_have_url(re.compile("rnn_cell=gru"))
    expect(page.locator(".st-key-rnn_decided")).to_contain_text("made up at row")


def test_a_line_is_read_place_by_place_and_a_click_takes_a_digit(page: Page, lab: Server):
    page.goto(f"{lab.url}/rnn?lang=en&rnn_view=line&line_number=20")
    film = page.locator(".st-key-line_belief .chart-film")
    expect(film).to_contain_text(re.compile(r"Read so far: 20$"))  # it runs by itself
    film.get_by_role("slider").fill("1")
    expect(film).to_contain_text(re.compile(r"Place 1: .* Read so far: nothing"))
    # The places of the answer stand in this order, whatever the network makes of them.
    where = page.locator(".st-key-line_belief .js-plotly-plot").evaluate(
        """chart => {
            const {x, y, width, height} = chart.querySelector(".nsewdrag").getBoundingClientRect();
            return {x: x + 0.95 * width, y: y + 0.5 * height};
        }"""
    )
    page.mouse.click(where["x"], where["y"])
    expect(page).to_have_url(re.compile("line_digit=2"))


@pytest.mark.slow
def test_a_logit_is_dragged_and_the_probability_follows(page: Page, lab: Server):
    page.goto(f"{lab.url}/rnn?lang=en&rnn_view=line")
    chart = page.locator(".st-key-ctc_logits_chart .js-plotly-plot")
    expect(chart).to_be_visible()
    said = page.locator(".st-key-ctc_probability")
    before = said.inner_text()
    chart.scroll_into_view_if_needed()
    x, y = chart.evaluate(
        """chart => {
            const {xaxis, yaxis} = chart._fullLayout;
            const {x, y} = chart.getBoundingClientRect();
            const points = chart.data.at(-1);
            return [
                x + xaxis._offset + xaxis.d2p(points.x[1]),
                y + yaxis._offset + yaxis.d2p(points.y[1]),
            ];
        }"""
    )
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 40, steps=5)
    page.mouse.up()
    expect(said).not_to_have_text(before)
    expect(page).to_have_url(re.compile("ctc_logits="))


@pytest.mark.slow
@pytest.mark.parametrize("view", ["toy", "rows", "gates", "line", "addition"])
def test_nothing_is_wider_than_a_phone(page: Page, lab: Server, view: str):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{lab.url}/rnn?lang=zh&rnn_view={view}")
    expect(page.locator(".st-key-rnn_desk .js-plotly-plot").first).to_be_visible(timeout=60_000)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
