"""A network that learns on the screen: pictures a second, and how soon a hand is answered.

    python -m benchmarks.neuron_page [--seconds 10] [--visitors 20]

In a browser, with the largest network that the page has (seven inputs, three layers of eight):
frames a second while it plays, messages and kilobytes a second meanwhile, and milliseconds from a
press of Step, a move of the film and a move of a weight's slider to the frame that shows it.

Then as many visitors without browsers, who all play the page's first network: each asks for more
when a browser would have shown what it was given, at 24 moments a second, or later where the answer
came later. The moments that each is given a second are the pictures that it could have shown.
"""

from __future__ import annotations

import argparse
import json
import threading
import time
from itertools import pairwise
from statistics import median

from playwright.sync_api import Page
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.browsing import browser
from benchmarks.class_at_once import Visitor
from benchmarks.serving import serve

QUERY = "lang=en&neuron_view=network"
LARGEST = (
    "&neuron_data=spiral&neuron_layers=3&neuron_units_1=8&neuron_units_2=8&neuron_units_3=8"
    "&neuron_features=x1,x2,x1_squared,x2_squared,product,sin_x1,sin_x2"
)
PLAY, STEP = ".st-key-neuron_play button", ".st-key-neuron_step button"
SETTLED = 3.0  # seconds of playing, until the engine has compiled it and the film is ahead
PRESSES = 15
PAUSE = 0.4  # seconds between two
MOMENTS = 60  # asked for at once, as the browser does
EVERY = 5
PACE = 24  # moments a second that a browser plays

# Notes each frame that shows a new picture.
WATCH = """() => {
    window.frames_drawn = [];
    document.addEventListener('drawn', () => window.frames_drawn.push(performance.now()));
}"""
# From an event on a control to the next frame with a picture, so many times.
MOVES = """async ({control, values}) => {
    const found = [];
    const element = document.querySelector(control);
    for (const value of values) {
        const begun = performance.now();
        const drawn = new Promise((done) => document.addEventListener('drawn', done, {once: true}));
        element.value = value;
        element.dispatchEvent(new Event('input'));
        await drawn;
        found.push(performance.now() - begun);
    }
    return found;
}"""
# From a press to the frame in which the number of steps is another.
PRESS = """async (button) => {
    const said = document.querySelector('.neuron-at');
    const [before, begun] = [said.textContent, performance.now()];
    document.querySelector(button).click();
    while (said.textContent === before) await new Promise(requestAnimationFrame);
    return performance.now() - begun;
}"""


def watch(page: Page, url: str, seconds: float) -> None:
    """Prints what one visitor with a browser sees."""
    messages: list[int] = []
    received: list[int] = []

    def listen(socket) -> None:
        socket.on("framesent", lambda frame: messages.append(len(frame)))
        socket.on("framereceived", lambda frame: received.append(len(frame)))

    page.on("websocket", listen)
    page.goto(f"{url}/neuron?{QUERY}{LARGEST}")
    page.locator(f"{PLAY}:enabled").wait_for(timeout=120_000)
    page.evaluate(WATCH)
    page.click(PLAY)
    time.sleep(SETTLED)
    messages.clear(), received.clear(), page.evaluate("window.frames_drawn.length = 0")
    time.sleep(seconds)
    frames = page.evaluate("window.frames_drawn")
    gaps = sorted(after - before for before, after in pairwise(frames))
    print(
        f"playing: {len(frames) / seconds:.1f} frames a second, "
        f"95 % within {gaps[int(0.95 * len(gaps))]:.0f} ms of the one before; "
        f"{len(messages) / seconds:.2f} messages and "
        f"{sum(received) / seconds / 1000:.0f} kB a second",
        flush=True,
    )
    page.click(PLAY)
    time.sleep(1)
    newest = int(page.locator(".neuron-film input").get_attribute("max") or 0)
    tell("film", moves(page, ".neuron-film input", [newest - i for i in range(30)] + [newest]))
    presses = []
    for _ in range(PRESSES):
        presses.append(page.evaluate(PRESS, STEP))
        time.sleep(PAUSE)
    tell("step", presses[2:])
    page.locator(".neuron-units button").nth(8).click()
    time.sleep(1)
    slider = ".neuron-row input[type=range]"
    tell("weight", moves(page, slider, [-3 + 0.2 * i for i in range(30)]))


def moves(page: Page, control: str, values: list[float]) -> list[float]:
    return page.evaluate(MOVES, {"control": control, "values": values})


def tell(what: str, ms: list[float]) -> None:
    worst = sorted(ms)[int(0.95 * len(ms))]
    print(f"{what} to picture: median {median(ms):.0f} ms, 95 % within {worst:.0f} ms", flush=True)


class Viewer(Visitor):
    """A visitor who plays: knows what the controls were handed last."""

    def play(self, seconds: float) -> None:
        """Asks for more as a browser does, for about so long; `rate` is in moments a second."""
        begun, moments = time.monotonic(), 0
        while time.monotonic() < begun + seconds:
            asked = time.monotonic()
            scene = self.handed["scene"]
            step = scene["packet"]["steps"][-1]
            value = {"run": scene["run"], "step": step, "every": EVERY, "moments": MOMENTS}
            told = json.dumps([{"event": "more", "value": value}])
            self.send("neuron_controls__events", json_trigger_value=told)
            moments += sum(one > step for one in self.handed["scene"]["packet"]["steps"])
            time.sleep(max(0.0, asked + MOMENTS / PACE - time.monotonic()))
        self.rate = moments / (time.monotonic() - begun)

    def send(self, key: str, **value: object) -> float:
        """As a visitor; what a component says goes and does not come again."""
        seconds = super().send(key, **value)
        self._states.pop(self._ids[key][0], None)
        return seconds

    def _note(self, answer: ForwardMsg) -> None:
        super()._note(answer)
        component = answer.delta.new_element.bidi_component
        handed = json.loads(component.json) if component.json else {}
        if handed.get("part") == "controls":
            self.handed = handed
            widget = f"$$STREAMLIT_INTERNAL_KEY_{component.id}__events"
            self._ids["neuron_controls__events"] = (widget, answer.delta.fragment_id)


def crowd(url: str, visitors: int, seconds: float) -> None:
    """Prints how many moments a second each of them is given."""
    viewers = [Viewer(url, "neuron", QUERY) for _ in range(visitors)]
    threads = [threading.Thread(target=one.play, args=(seconds,)) for one in viewers]
    for thread in threads:
        time.sleep(MOMENTS / PACE / visitors)  # nobody presses in the very moment of another
        thread.start()
    for thread in threads:
        thread.join()
    rates = sorted(one.rate for one in viewers)
    failures = [failure for one in viewers for failure in one.failures]
    print(
        f"{visitors} visitors: {rates[0]:.1f} moments a second for the slowest, "
        f"{median(rates):.1f} in the middle; failures: {len(failures)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--visitors", type=int, default=20)
    options = parser.parse_args()
    with serve() as lab:
        with browser() as chromium:
            page = chromium.new_page(viewport={"width": 1280, "height": 1000})
            watch(page, lab.url, options.seconds)
        if options.visitors:
            crowd(lab.url, options.visitors, options.seconds)


if __name__ == "__main__":
    main()
