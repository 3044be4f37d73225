"""A run outlives its server: steered, held, cut off by the death of the server, gone on with."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import serve

RUN = "/train?lang=en&train_architecture=tiny&train_epochs=40&train_share=50"
STATUS = ".st-key-train_status"


def press(page: Page, name: str) -> None:
    page.locator(f".st-key-train_{name} button").first.click()


@pytest.mark.slow
def test_a_run_whose_server_was_killed_is_found_again_and_goes_on(page: Page, tmp_path):
    variables = {"DLCORE_DATABASE": f"sqlite:///{tmp_path}/runs.db"}
    with serve(tmp_path, variables=variables) as server:
        page.goto(server.url + RUN)
        press(page, "start")
        expect(page.locator(STATUS)).to_contain_text(re.compile("Epoch ([2-9]|1[0-9])/40"))
        page.get_by_text("Change it while it goes").click()
        page.get_by_role("spinbutton", name="Learning rate").nth(-1).fill("0.004")
        press(page, "steer")
        expect(page.get_by_text("rate 0.004").first).to_be_attached()  # in the charts
        press(page, "pause")
        expect(page.locator(STATUS)).to_contain_text("Paused.")
        page.reload()
        expect(page.locator(STATUS)).to_contain_text("Paused.")
        press(page, "go_on")
        expect(page.locator(STATUS)).to_contain_text("images/s")
        run = re.search(r"[?&]run=([\w-]+)", page.url)
        assert run
        page.wait_for_timeout(1500)  # a checkpoint or two
        server.process.kill()
        server.process.wait()
    with serve(tmp_path, variables=variables) as server:
        page.goto(f"{server.url}/train?lang=en&run={run.group(1)}")
        expect(page.locator(STATUS)).to_contain_text("Interrupted")
        expect(page.get_by_text("rate 0.004").first).to_be_attached()
        press(page, "go_on")
        expect(page.locator(STATUS)).to_contain_text("Done in")
        page.goto(f"{server.url}/runs?lang=en")
        expect(page.locator(".st-key-runs_charts .js-plotly-plot").first).to_be_visible()
