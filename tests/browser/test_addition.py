"""Adding, as a visitor sees it: a sum of one's own, a training that is watched, left and asked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from benchmarks.serving import Server

ADDRESS = "/rnn?lang=en&rnn_view=addition&addition_digits=1&addition_cell=simple&addition_epochs="
ANSWER = ".st-key-addition_answer"
STATUS = ".st-key-addition_status"


def ask(page: Page, typed: str) -> None:
    box = page.locator(".st-key-addition_sum input")
    box.fill(typed)
    box.press("Enter")


@pytest.mark.slow
def test_a_sum_of_ones_own_is_answered_and_nonsense_is_said_in_words(lab: Server, page: Page):
    page.goto(lab.url + ADDRESS + "1")
    expect(page.locator(ANSWER)).to_contain_text("47+85 = 132")
    expect(page.locator(".st-key-addition_confidence .js-plotly-plot")).to_be_visible()
    ask(page, "９９９＋１")
    expect(page.locator(ANSWER)).to_contain_text("999+1 = 1000")
    ask(page, "12a+5")
    expect(page.get_by_text("A sum is written with digits and a plus alone")).to_be_visible()
    ask(page, "12+5")
    expect(page.locator(ANSWER)).to_contain_text("12+5 = 17")
    expect(page).to_have_url(re.compile(r"addition_sum=12%2B5"))


@pytest.mark.slow
def test_a_training_is_watched_left_found_again_stopped_and_asked(lab: Server, page: Page):
    page.goto(lab.url + ADDRESS + "100")
    page.locator(".st-key-addition_start button").click()
    expect(page.locator(STATUS)).to_contain_text(re.compile(r"Epoch \d+/100 · step"))
    expect(page.locator(".st-key-addition_examples")).to_contain_text("=")
    expect(page).to_have_url(re.compile(r"addition_run=[\w-]{20,}"))
    page.reload()
    expect(page.locator(STATUS)).to_contain_text("Epoch")
    expect(page.locator(".st-key-addition_chart_right .js-plotly-plot")).to_be_visible()
    page.locator(".st-key-addition_stop button").click()
    expect(page.locator(STATUS)).to_contain_text("Stopped. Epochs done")
    expect(page.locator(".st-key-addition_download button").first).to_be_visible()
    ask(page, "12+5")  # the network just trained knows one-digit numbers alone
    expect(page.get_by_text("made for numbers up to 9.")).to_be_visible()
    ask(page, "2+3")
    expect(page.locator(ANSWER)).to_contain_text("2+3 =")
