"""From the end of a stroke to the digit on the screen, in Chromium, on a warm server.

    python -m benchmarks.mouse_up [--strokes 20]

The clock starts as the mouse button is let go and stops when the page first shows the next answer.
The canvas itself waits 0.2 s for another stroke before it sends anything; that is in it.
"""

from __future__ import annotations

import argparse
from statistics import median

from playwright.sync_api import Page

from benchmarks.browsing import browser
from benchmarks.serving import serve

STROKES = ([(140, 45), (140, 235)], [(80, 60), (200, 60), (130, 235)])  # a 1, a 7
# Set in the page, so that no message to the browser is in the time.
CLOCK = """
    window.armed = false; window.since = null; window.took = [];
    addEventListener('mouseup', () => {
        if (window.armed) window.since = performance.now();
        window.armed = false;
    }, true);
    new MutationObserver(() => {
        const shown = document.querySelector('.st-key-draw_result h2');
        if (window.since === null || !shown || !/\\d/.test(shown.innerText)) return;
        window.took.push(performance.now() - window.since);
        window.since = null;
    }).observe(document, {childList: true, subtree: true, characterData: true});
"""


def draw(page: Page, stroke: list[tuple[int, int]]) -> None:
    canvas = page.locator(".st-key-draw_canvas canvas").last
    box = canvas.bounding_box()
    assert box
    (x, y), *rest = stroke
    page.mouse.move(box["x"] + x, box["y"] + y)
    page.mouse.down()
    for x, y in rest:
        page.mouse.move(box["x"] + x, box["y"] + y, steps=8)
    page.mouse.up()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strokes", type=int, default=20)
    strokes = parser.parse_args().strokes
    with serve() as server, browser() as chromium:
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{server.url}/draw?lang=en&draw_example=none")
        page.wait_for_selector(".st-key-draw_canvas canvas")
        page.wait_for_timeout(2000)
        for number in range(strokes + 1):
            if number == 1:
                page.evaluate(CLOCK)  # not the first, for which the chart is loaded
            page.evaluate("window.armed = true")
            draw(page, STROKES[number % 2])
            page.wait_for_selector(".st-key-draw_result h2")
            page.wait_for_timeout(1500)
            page.locator(".st-key-draw_clear button").click()
            page.wait_for_selector("text=Nothing is drawn yet")
            page.wait_for_timeout(300)
        took = page.evaluate("window.took")
    print(f"{len(took)} strokes: median {median(took):.0f} ms, longest {max(took):.0f} ms")


if __name__ == "__main__":
    main()
