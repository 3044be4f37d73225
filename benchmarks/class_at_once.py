"""A class that draws at once: how long each waits for an answer, and what one costs the server.

    python -m benchmarks.class_at_once [--visitors 50] [--seconds 60] [--training] [--flood 30]

Every visitor is a session of its own over a WebSocket, as a browser has one, without a browser: it
opens /draw, then sends a digit every two to four seconds and waits for the end of the answer. The
clock is the server's side alone: drawing, the canvas' own pause and painting are not in it. The
visitors share the machine with the server.

With a flood, one browser has so many tabs open that ask for the heaviest picture of /activations
over and over, 50 layers of 512 units with orthogonal weights; the clock is that of another visitor
who looks at a test image on /cnn.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import io
import json
import os
import random
import threading
import time
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import urlsplit

import numpy as np
import psutil
from PIL import Image
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

from benchmarks.serving import serve
from dlcore.data import sample
from ui.frame.visitor import COOKIE

PAUSE = (2.0, 4.0)  # seconds between two drawings
SETTLED = 10.0  # seconds after the first answer, until memory is at rest
PATIENCE = 60.0


class Visitor:
    """One session: a page, and the widgets that its runs have shown.

    Args:
        url: of the server.
        page: its name.
        query: of its address.
        token: of the browser, by which the server knows its tabs; see `ui.frame.visitor`.
    """

    def __init__(self, url: str, page: str, query: str = "lang=en", token: str = "") -> None:
        self._page, self._query = page, query
        self._ids: dict[str, tuple[str, str]] = {}  # of a widget and its fragment, by key
        self._states: dict[str, WidgetState] = {}
        self._repeated: set[str] = set()  # fragments that the browser is to ask for again and again
        address = urlsplit(url)
        self._open = contextlib.ExitStack()
        connection = connect(
            f"ws://{address.netloc}{address.path}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            origin=url,  # type: ignore[arg-type]
            max_size=None,
            compression=None,
            open_timeout=PATIENCE,
            additional_headers={"Cookie": f"{COOKIE}={token}"} if token else None,
        )
        self._socket = self._open.enter_context(connection)
        self.failures: list[str] = []
        self._run(BackMsg())

    def send(self, key: str, **value: object) -> float:
        """Gives a widget a value; the seconds until the page's answer has come to its end."""
        widget, fragment = self._ids[key]
        state = WidgetState(id=widget, **value)  # type: ignore[arg-type]
        if "trigger_value" not in value:
            self._states[widget] = state
        return self._timed(fragment, state)

    def happen(self, key: str, event: str, value: object) -> float:
        """Has an event happen in a component; the seconds as of `send`."""
        widget, fragment = self._ids[key]
        told = json.dumps([{"event": event, "value": value}])
        name = f"$$STREAMLIT_INTERNAL_KEY_{widget}__events"
        state = WidgetState(id=widget, json_value="{}")  # none, without which no event is heard
        return self._timed(fragment, state, WidgetState(id=name, json_trigger_value=told))

    def refresh(self) -> None:
        """Asks for what is drawn again every few seconds, as a browser does by itself."""
        for fragment in self._repeated:
            self._timed(fragment)

    def _timed(self, fragment: str, *states: WidgetState) -> float:
        message = BackMsg()
        message.rerun_script.fragment_id = fragment
        changed = {state.id for state in states}
        others = [one for name, one in self._states.items() if name not in changed]
        message.rerun_script.widget_states.widgets.extend([*states, *others])
        begun = time.perf_counter()
        self._run(message)
        return time.perf_counter() - begun

    def close(self) -> None:
        self._open.close()

    def _run(self, message: BackMsg) -> None:
        message.rerun_script.page_name = self._page
        message.rerun_script.query_string = self._query
        self._socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(self._socket.recv(timeout=PATIENCE))  # type: ignore[arg-type]
            kind = answer.WhichOneof("type")
            if kind == "delta":
                self._note(answer)
            elif kind == "auto_rerun":
                self._repeated.add(answer.auto_rerun.fragment_id)
            elif kind == "script_finished":
                return

    def _note(self, answer: ForwardMsg) -> None:
        element = answer.delta.new_element
        kind = element.WhichOneof("type")
        if kind is None:
            return
        if kind == "exception":
            self.failures.append(element.exception.message)
        widget = getattr(getattr(element, kind), "id", "")
        if widget:
            self._ids[widget.rsplit("-", 1)[-1]] = (widget, answer.delta.fragment_id)


@dataclass
class Seen:
    """What all visitors have seen so far."""

    waits: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def drawings(count: int) -> list[str]:
    """Test images as the canvas sends what was drawn on it."""
    return [_as_the_canvas(image) for image in sample().x_test[:count]]


def _as_the_canvas(image: np.ndarray) -> str:
    grey = np.asarray(Image.fromarray(image).resize((280, 280), Image.Resampling.BICUBIC))
    file = io.BytesIO()
    Image.fromarray(np.dstack([grey] * 3 + [np.full_like(grey, 255)])).save(file, "PNG")
    data = "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
    return json.dumps({"drawing": {"raw": {"objects": [{"type": "Path"}]}, "data": data}})


def draw(url: str, digits: list[str], until: float, seen: Seen, seed: int) -> None:
    """One visitor, until a moment of `time.monotonic`."""
    chance = random.Random(seed)
    try:
        time.sleep(chance.uniform(0, 5))
        visitor = Visitor(url, "draw")
        while time.monotonic() < until:
            time.sleep(chance.uniform(*PAUSE))
            seen.waits.append(visitor.send("draw_canvas", json_value=chance.choice(digits)))
        seen.failures.extend(visitor.failures)
        visitor.close()
    except Exception as error:  # a lost connection, a time-out: all of it counts
        seen.failures.append(repr(error))


def flood(url: str, number: int, until: float, seen: Seen) -> None:
    """One tab of those that ask for more than their share."""
    query = (
        "lang=en&activations_layers=50&activations_units=512&activations_a_initializer=orthogonal"
    )
    try:
        tab = Visitor(url, "activations", query, token="t" * 32)
        seed = 1000 * number
        while time.monotonic() < until:
            seed += 1
            tab.send("activations_seed", int_value=seed)
        tab.close()
    except Exception as error:
        seen.failures.append(repr(error))


def processor(process: psutil.Process) -> np.ndarray:
    """Seconds so far: of the web process, and of the engine's processes."""
    engine = process.children(recursive=True)
    own, others = sum(process.cpu_times()[:2]), [sum(one.cpu_times()[:2]) for one in engine]
    return np.array([own, sum(others)])


def megabytes(process: psutil.Process) -> tuple[int, int]:
    """Of the web process, and of the engine's processes."""
    engine = sum(one.memory_info().rss for one in process.children(recursive=True))
    return process.memory_info().rss >> 20, engine >> 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--training", action="store_true", help="beside a training of the CNN")
    parser.add_argument("--flood", type=int, help="tabs of one browser, instead of a class")
    options = parser.parse_args()
    if options.flood:
        measure_flood(options.flood, options.seconds)
    else:
        measure_class(options)


def measure_flood(tabs: int, seconds: float) -> None:
    """Another visitor's waits beside a flood, and without one."""
    with serve(environment=os.environ) as server:
        other = Visitor(server.url, "cnn", "lang=en&cnn_view=damage", token="o" * 32)
        alone = [other.send("cnn_number", int_value=number) for number in range(8)]
        seen, until = Seen(), time.monotonic() + seconds
        threads = [
            threading.Thread(target=flood, args=(server.url, number, until, seen))
            for number in range(tabs)
        ]
        for thread in threads:
            thread.start()
        time.sleep(SETTLED)
        number = 100
        while time.monotonic() < until:
            number += 1
            seen.waits.append(other.send("cnn_number", int_value=number))
            time.sleep(1)
        for thread in threads:
            thread.join()
    print(f"alone: median {1000 * median(alone[1:]):.0f} ms")
    print(f"beside {tabs} tabs: {len(seen.waits)} answers, {len(seen.failures)} failures")
    print(f"median {1000 * median(seen.waits):.0f} ms, longest {1000 * max(seen.waits):.0f} ms")
    for failure in sorted(set(seen.failures + other.failures))[:5]:
        print(failure[:200])


def measure_class(options: argparse.Namespace) -> None:
    """All that a class waits for and costs."""
    digits, seen = drawings(200), Seen()
    with serve(environment=os.environ) as server:
        process = psutil.Process(server.process.pid)
        first = Visitor(server.url, "draw").send("draw_canvas", json_value=digits[0])
        print(f"first digit of a cold server, after its page stands: {1000 * first:.0f} ms")
        time.sleep(SETTLED)
        print("at rest: web {} MB, engine {} MB".format(*megabytes(process)))
        if options.training:
            Visitor(server.url, "train").send("train_start", trigger_value=True)
            time.sleep(SETTLED)
        before, until = processor(process), time.monotonic() + options.seconds
        threads = [
            threading.Thread(target=draw, args=(server.url, digits, until, seen, seed))
            for seed in range(options.visitors)
        ]
        for thread in threads:
            thread.start()
        time.sleep(options.seconds * 0.6)
        web, engine = megabytes(process)
        for thread in threads:
            thread.join()
        cost = 1000 * (processor(process) - before) / max(1, len(seen.waits))
    waits = 1000 * np.array(seen.waits)
    print(f"{options.visitors} visitors, {len(waits)} readings, {len(seen.failures)} failures")
    print(f"median {median(waits):.0f} ms, 95 % {np.quantile(waits, 0.95):.0f} ms")
    print(f"processor a reading: web {cost[0]:.1f} ms, engine {cost[1]:.1f} ms")
    print(f"while they draw: web {web} MB, engine {engine} MB")
    for failure in sorted(set(seen.failures))[:5]:
        print(failure[:200])


if __name__ == "__main__":
    main()
