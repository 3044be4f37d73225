"""The page of runs: how it stands with 200 of them, and how fast its smoothing slider answers.

    python -m benchmarks.runs_page [--rounds 9] [--presses 12]

Seconds from opening the address to a page that stands, script at its end, in Chromium and on a warm
server, with 200 runs and with 3 in turn; the ratio is of the medians. Then milliseconds from a key
on the slider to the frame that shows six runs of 500 points a series, beside a bare page's slider;
and the same of the server alone: milliseconds for the curves of six runs as text for the browser.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from statistics import median
from timeit import repeat

import numpy as np
from playwright.sync_api import BrowserContext, Page

from benchmarks.browsing import browser
from benchmarks.serving import serve
from benchmarks.sliders import BARE, opened, times
from dlcore.runs import RunRecord, compare
from dlcore.runs.compare import Series
from dlcore.runs.store import Store
from dlcore.training import PRESETS, TrainConfig
from ui.frame import visitor

MANY, FEW, COMPARED, POINTS = 200, 3, 6, 500
TABLE, CURVES = ".st-key-runs_table canvas", ".st-key-runs_curves .js-plotly-plot"


def token(count: int) -> str:
    """Of the visitor who has so many runs."""
    return f"a-visitor-with-{count:04d}-runs-of-their-own"


def series(number: int) -> Series:
    rng = np.random.default_rng(number)
    steps = 16.0 * np.arange(1, POINTS + 1)
    loss = 2 / np.sqrt(steps) + rng.normal(0, 0.02, POINTS) ** 2
    values = {"loss": loss, "accuracy": 1 - loss / 3, "epoch": steps / 400, "seconds": steps / 100}
    return {name: np.column_stack([steps, y]) for name, y in values.items()}


def fill(store: Store, count: int) -> None:
    presets = list(PRESETS.values())
    for number in range(count):
        preset = presets[number % len(presets)]
        config = TrainConfig(preset.network, learning_rate=1e-3 * (1 + number % 7), seed=number)
        figures = {"accuracy": 0.9, "loss": 0.1, "parameters": 2e5, "seconds": 60.0 + number}
        record = RunRecord(
            id=f"{count}-runs-{number}",
            kind="train",
            owner=visitor._digest(token(count)),
            config=config,
            status="done",
            created=time.time() - 60 * number,
            figures=figures,
        )
        store.save(record, series=series(number))


def window(chromium, url: str, count: int) -> BrowserContext:
    context = chromium.new_context(viewport={"width": 1280, "height": 1000})
    context.add_cookies([{"name": visitor.COOKIE, "value": token(count), "url": url}])
    return context


def visit(context: BrowserContext, url: str) -> tuple[Page, float]:
    page = context.new_page()
    begun = time.perf_counter()
    page.goto(f"{url}/runs?lang=en")
    page.wait_for_selector(TABLE)
    page.wait_for_selector(CURVES)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    return page, time.perf_counter() - begun


def stands(chromium, url: str, rounds: int) -> None:
    """How long the page takes with many runs and with few."""
    windows = {count: window(chromium, url, count) for count in (MANY, FEW)}
    took: dict[int, list[float]] = {count: [] for count in windows}
    for number in range(rounds + 1):
        for count, context in windows.items():
            page, seconds = visit(context, url)
            page.close()
            if number:  # the first warms up
                took[count].append(seconds)
    many, few = (median(took[count]) for count in (MANY, FEW))
    print(f"{MANY} runs {many:.2f} s, {FEW} runs {few:.2f} s, ratio {many / few:.2f}", flush=True)


def slides(chromium, url: str, presses: int) -> None:
    """How long a key on the slider takes, beside a bare page's."""
    chosen = ",".join(f"{MANY}-runs-{number}" for number in range(COMPARED))
    page = window(chromium, url, MANY).new_page()
    page.goto(f"{url}/runs?lang=en&runs_chosen={chosen}")
    page.wait_for_selector(CURVES)
    time.sleep(2)
    (found,) = times(page, presses).values()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "app.py").write_text(BARE)
        with serve(Path(folder)) as hello:
            (bare,) = times(opened(chromium, hello.url, ".stSlider"), presses).values()
    print(
        f"slider: median {median(found):.0f} ms, longest {max(found):.0f} ms; "
        f"a bare page's {median(bare):.0f} ms"
    )


def computes() -> None:
    """What the server does for one position of the slider."""
    import json

    from dlcore.figures.runs import LOOKS, CurvesWords, RunLine, run_curves

    runs = [series(number) for number in range(COMPARED)]

    def picture() -> str:
        lines = []
        for look, run in zip(LOOKS, runs, strict=True):
            x, y = compare.along(run, "loss", "epoch").T
            lines.append(RunLine("run", look, x, y, compare.smoothed(y, 0.9)))
        return json.dumps(run_curves(lines, words=CurvesWords("epoch", "loss")))

    ms = 1000 * min(repeat(picture, number=10, repeat=5)) / 10
    print(f"server: {ms:.1f} ms for {COMPARED} runs, {len(picture()) / 1000:.0f} kB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--presses", type=int, default=12)
    arguments = parser.parse_args()
    computes()
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/runs.db"
        store = Store.open(database)
        for count in (MANY, FEW):
            fill(store, count)
        store.close()
        environment = os.environ | {"DLCORE_DATABASE": database}
        with serve(environment=environment) as lab, browser() as chromium:
            stands(chromium, lab.url, arguments.rounds)
            slides(chromium, lab.url, arguments.presses)


if __name__ == "__main__":
    main()
