"""Megabytes of the web process and of the engine: at rest, training, and after twenty runs.

    DLCORE_MNIST=mnist.npz python -m benchmarks.memory [--runs 20]

Drives the real pages in a browser. The ratio is of the engine after the last short run to the
engine after the second, once everything that is kept is there.
"""

from __future__ import annotations

import argparse
import threading
import time

import psutil

from benchmarks.browsing import browser
from benchmarks.serving import serve

SHORT = "/train?lang=en&train_architecture=tiny&train_epochs=1&train_share=5"
FULL = "/train?lang=en&train_architecture=tutorial&train_epochs=1"


def web(pid: int) -> float:
    return psutil.Process(pid).memory_info().rss / 1e6


def engine(pid: int) -> float:
    children = psutil.Process(pid).children(recursive=True)
    return sum(p.memory_info().rss for p in children if p.is_running()) / 1e6


class Peak:
    """The most that the engine takes between enter and exit, sampled ten times a second."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._over = threading.Event()
        self.mb = 0.0

    def __enter__(self) -> Peak:
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            try:
                self.mb = max(self.mb, engine(self._pid))
            except psutil.NoSuchProcess:
                continue  # a process ended between list and look

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()


def train(page, address: str) -> None:
    page.goto(address)
    page.locator(".st-key-train_start button").click()
    page.get_by_text("Done in").wait_for(timeout=600_000)


def has_tensorflow(pid: int) -> bool:
    return any("tensorflow" in m.path for m in psutil.Process(pid).memory_maps())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    runs = parser.parse_args().runs
    with serve() as server, browser() as chromium:
        url, pid = server.url, server.process.pid
        page = chromium.new_page()
        page.goto(url + "/draw")
        page.locator(".st-key-draw_sample_7 button").click()
        page.locator(".st-key-draw_result h2").wait_for(timeout=120_000)
        print(f"at rest, a digit read: web {web(pid):.0f} MB, engine {engine(pid):.0f} MB")
        with Peak(pid) as peak:
            train(page, url + FULL)
        print(f"training on all of MNIST: web {web(pid):.0f} MB, engine at most {peak.mb:.0f} MB")
        after = []
        for number in range(1, runs + 1):
            train(page, url + SHORT)
            time.sleep(1)
            after.append(engine(pid))
            if number in (1, 2, runs // 2, runs):
                print(
                    f"after {number} short runs: web {web(pid):.0f} MB, engine {after[-1]:.0f} MB"
                )
        print(f"TensorFlow in the web process: {'yes' if has_tensorflow(pid) else 'no'}")
        print(f"ratio: {after[-1] / after[1]:.3f}")


if __name__ == "__main__":
    main()
