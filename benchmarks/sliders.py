"""From a slider's key press to its new picture on the screen, on the pages that explain.

    python -m benchmarks.sliders [--presses 12] [--pages activations "cnn&cnn_view=damage"]

Milliseconds in the browser, everything warm: the key, Streamlit, the engine's answer, the figure,
plotly, and the frame in which it is shown. Beside it a bare Streamlit page whose slider changes one
line of text, in turn with each page; the ratio is of the medians.
"""

from __future__ import annotations

import argparse
import contextlib
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, TimeoutError

from benchmarks.browsing import browser
from benchmarks.serving import serve

PAGES = (
    "activations", "losses", "optimizers",
    "activations&activations_view=all", "losses&losses_view=more",
    "optimizers&optimizers_view=two",
    "cnn&cnn_view=why", "cnn&cnn_view=damage", "cnn&cnn_view=attack",
    "cnn&cnn_view=moments&draw_model=cnn-tutorial",
    "convolution", "convolution&convolution_view=pooling",
    "convolution&convolution_view=channels", "convolution&convolution_view=transposed",
    "convolution&convolution_source=pattern",
    "rnn&rnn_view=memory", "rnn&rnn_view=search",
)  # fmt: skip
BARE = """import streamlit as st

@st.fragment
def part():
    st.markdown(f"now {st.slider('a', 0, 100, 50)}")

part()
"""
PAUSE = 0.5  # seconds between two presses: a hand that looks at what it gets
LOST = 3_000  # ms without a new picture: the slider changes none

# Notes when a key goes down, and the last frame that shows what was drawn or written since.
WATCH = """() => {
    if (window.presses) return;  // the bare page is watched already
    window.presses = [];
    let begun = 0, press = -1;
    document.addEventListener('keydown', () => { begun = performance.now(); press += 1; }, true);
    window.forget = () => { window.presses = []; press = -1; };
    const seen = () => {
        if (press < 0) return;
        const [since, which, list] = [begun, press, window.presses];
        requestAnimationFrame(() => { list[which] = performance.now() - since; });
    };
    for (const chart of document.querySelectorAll('.js-plotly-plot'))
        chart.on('plotly_afterplot', seen);
    const loaded = event => { if (event.target.tagName === 'IMG') seen(); };
    document.addEventListener('load', loaded, true);
    document.addEventListener('drawn', seen);
    if (document.querySelector('.js-plotly-plot, .window-box')) return;
    const text = [...document.querySelectorAll('p')].find(p => p.innerText.startsWith('now'));
    new MutationObserver(seen).observe(text, {childList: true, characterData: true, subtree: true});
}"""


def times(page: Page, presses: int) -> dict[str, list[float]]:
    """Milliseconds for each slider of a page, by its label; empty where it moves no picture."""
    page.evaluate(WATCH)
    found = {}
    sliders = page.locator(".stSlider")
    for i in range(sliders.count()):
        slider = sliders.nth(i)
        if not slider.is_visible():
            continue
        label = slider.locator("label").first.inner_text().strip()
        found[label] = pressed(page, slider.locator("input[type=range]").first, presses)
    return found


def pressed(page: Page, thumb, presses: int) -> list[float]:
    page.evaluate("window.forget()")
    thumb.focus()
    for i in range(presses + 2):  # the first two warm up what this slider alone needs
        page.keyboard.press("ArrowRight" if i % 4 < 2 else "ArrowLeft")
        # A key that moves no picture (the digit asked about is the answer already) is left out.
        with contextlib.suppress(TimeoutError):
            page.wait_for_function(f"window.presses.length > {i}", timeout=LOST)
        time.sleep(PAUSE)
    return [ms for ms in page.evaluate("window.presses")[2:] if ms is not None]


def opened(chromium, address: str, sign_of_life: str) -> Page:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    page.locator(sign_of_life).first.wait_for(timeout=120_000)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    time.sleep(2)
    return page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--presses", type=int, default=12)
    parser.add_argument("--pages", nargs="*", default=PAGES)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, browser() as chromium, serve() as lab:
        (Path(folder) / "app.py").write_text(BARE)
        with serve(Path(folder)) as hello:
            bare = opened(chromium, hello.url, ".stSlider")
            for name in arguments.pages:
                (beside,) = times(bare, arguments.presses).values()
                path, _and, settings = name.partition("&")
                address = f"{lab.url}/{path}?lang=en&{settings}"
                page = opened(chromium, address, ".js-plotly-plot, .window-box")
                report(name, times(page, arguments.presses), median(beside))
                page.close()


def report(name: str, found: dict[str, list[float]], bare: float) -> None:
    print(f"/{name}, beside a bare page's {bare:.0f} ms")
    for label, ms in found.items():
        print(
            f"  {label:36s} {f'{median(ms):5.0f} ms' if ms else '  moves no picture'}", flush=True
        )
    every = [one for ms in found.values() for one in ms]
    if every:
        print(f"  all: median {median(every):.0f} ms, ratio {median(every) / bare:.2f}")


if __name__ == "__main__":
    main()
