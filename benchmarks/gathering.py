"""A class that draws into one set: from a drawing's last stroke until the page says it is kept.

    python -m benchmarks.gathering [--visitors 40] [--drawings 10] [--every 1.0] [--database URL]

Every visitor is a browser of its own, without a browser: it opens the link of a gathering over a
WebSocket, then sends one drawing a second, as the sheet does, and asks for the counts every four
seconds, as the page does. The clock starts when a drawing is sent and stops when the sheet is told
that it has come, which is after it was written; the pause of a second by which the sheet knows that
a drawing is done is not in it. In the end it is counted what is in the database. The visitors share
the machine with the server. SQLite in a folder of its own, unless another database is named.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import secrets
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import numpy as np
import psutil
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.class_at_once import Visitor
from benchmarks.serving import serve
from dlcore.runs.store import Store
from ui.data.gathering.counts import EVERY

CLASSES = tuple("αβγδε")
MAKER = "m" * 64
AGAIN = 3.0  # seconds, as in ui/data/pad/js/pad.js
SPREAD = 5.0  # seconds within which all of them come


@dataclass
class Class:
    """What all visitors have seen."""

    waits: list[float] = field(default_factory=list)
    openings: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    again: int = 0  # how often a drawing was sent once more


class Drawer(Visitor):
    """A visitor with a sheet.

    Attributes:
        taken: number of the last drawing that the page has said to have.
    """

    taken = 0

    def _note(self, answer: ForwardMsg) -> None:
        super()._note(answer)
        element = answer.delta.new_element
        if element.WhichOneof("type") == "bidi_component":
            data = json.loads(element.bidi_component.json or "{}")
            self.taken = data.get("taken", self.taken)


def drawing(number: int, chance: random.Random) -> dict[str, object]:
    """Three strokes of forty points, as the sheet sends them."""
    strokes = []
    for _stroke in range(3):
        steps = [[chance.uniform(-0.05, 0.05) for _axis in "xy"] for _point in range(40)]
        points = np.clip(0.5 + np.cumsum(steps, axis=0), 0, 1).round(3)
        strokes.append(points.ravel().tolist())
    return {"number": number, "label": number % len(CLASSES), "strokes": strokes}


def kept(visitor: Drawer, sent: dict[str, object], seen: Class) -> float:
    """Sends a drawing, and again as the sheet does where it was not taken; the seconds."""
    begun = time.perf_counter()
    visitor.happen("data_gathering_pad", "drawings", [sent])
    while visitor.taken != sent["number"]:
        seen.again += 1
        time.sleep(AGAIN)
        visitor.happen("data_gathering_pad", "drawings", [sent])
    return time.perf_counter() - begun


def draw(url: str, name: str, options: argparse.Namespace, seen: Class, seed: int) -> None:
    """One visitor, from the link to the last drawing."""
    chance = random.Random(seed)
    try:
        time.sleep(chance.uniform(0, SPREAD))
        query = f"lang=en&data_from=draw&data_gathering={name}"
        begun = time.perf_counter()
        visitor = Drawer(url, "data", query, token=secrets.token_urlsafe(24))
        seen.openings.append(time.perf_counter() - begun)
        refreshed = time.monotonic()
        for number in range(1, options.drawings + 1):
            due = time.monotonic() + options.every
            seen.waits.append(kept(visitor, drawing(number, chance), seen))
            if time.monotonic() - refreshed > EVERY:
                refreshed = time.monotonic()
                visitor.refresh()
            time.sleep(max(0.0, due - time.monotonic()))
        seen.failures.extend(visitor.failures)
        visitor.close()
    except Exception as error:  # a lost connection, a time-out: all of it counts
        seen.failures.append(repr(error))


def measure(database: str, options: argparse.Namespace) -> None:
    """A class at once; what it waited for, and what is there afterwards."""
    store, name, seen = Store.open(database), secrets.token_urlsafe(16), Class()
    assert store.gatherings.begin(name, MAKER, CLASSES, 10), store.trouble
    with serve(environment=os.environ | {"DLCORE_DATABASE": database}) as server:
        draw(server.url, name, argparse.Namespace(drawings=1, every=0.0), Class(), 0)  # warm
        process = psutil.Process(server.process.pid)
        before = sum(process.cpu_times()[:2])
        threads = [
            threading.Thread(target=draw, args=(server.url, name, options, seen, seed))
            for seed in range(1, options.visitors + 1)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        cost = sum(process.cpu_times()[:2]) - before
    there = store.gatherings.harvest(name, MAKER)
    store.close()
    assert there is not None
    waits, openings = 1000 * np.array(seen.waits), 1000 * np.array(seen.openings)
    print(
        f"{options.visitors} visitors, {len(waits)} drawings, {len(seen.failures)} failures, "
        f"{seen.again} sent again"
    )
    print(f"in the database {len(there.images) - 1}, by {there.writers.max()} hands")
    print(f"opened: median {median(openings):.0f} ms, 95 % {np.quantile(openings, 0.95):.0f} ms")
    print(f"kept: median {median(waits):.0f} ms, 95 % {np.quantile(waits, 0.95):.0f} ms")
    print(f"longest {waits.max():.0f} ms; over 300 ms: {np.mean(waits > 300):.1%}")
    print(f"processor a drawing, opening the page and counts included: {cost / len(waits):.4f} s")
    for failure in sorted(set(seen.failures))[:5]:
        print(failure[:200])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", type=int, default=40)
    parser.add_argument("--drawings", type=int, default=10)
    parser.add_argument("--every", type=float, default=1.0, help="seconds from one to the next")
    parser.add_argument("--database", help="address, as of DLCORE_DATABASE; it is written to")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(options.database or f"sqlite:///{Path(folder)}/runs.db", options)


if __name__ == "__main__":
    main()
