"""Megabytes of the web process and of the engine: at rest, training, and after twenty runs.

    DLCORE_MNIST=mnist.npz python -m benchmarks.memory [--runs 20]
    DLCORE_MNIST=mnist.npz python -m benchmarks.memory --limit 1.0

Drives the real pages in a browser. The ratio is of the engine after the last short run to the
engine after the second, once everything that is kept is there.

With a limit, in GB, it says what works on a server that has no more, web server and engine
together. The sum over all processes of what each has to itself and its share of what several have
(PSS) is taken ten times a second; whenever it is above the limit the largest process is killed, as
the kernel does in a container. A kernel would first give back pages of files, of which TensorFlow
maps many, so what works here works there.
"""

from __future__ import annotations

import argparse
import contextlib
import threading
import time

import psutil
from playwright.sync_api import Error as PlaywrightError

from benchmarks.browsing import browser
from benchmarks.serving import Server, serve

SHORT = "/train?lang=en&train_architecture=tiny&train_epochs=1&train_share=5"
FULL = "/train?lang=en&train_architecture=tutorial&train_epochs=1"


CHART = ".js-plotly-plot .main-svg"
DONE = "text=Done in"
# What is done, where, what is clicked, and what then stands there.
DEEDS: tuple[tuple[str, str, str | None, str], ...] = (
    ("home", "/?lang=en", None, "text=Structure is knowledge"),
    (
        "a digit read",
        "/draw?lang=en&draw_example=none",
        ".st-key-draw_sample_7 button",
        ".st-key-draw_result h2",
    ),
    ("activations", "/activations?lang=en&activations_view=all", None, CHART),
    ("losses", "/losses?lang=en&losses_view=more", None, CHART),
    ("optimizers", "/optimizers?lang=en&optimizers_view=two", None, CHART),
    ("convolution", "/convolution?lang=en", None, ".st-key-convolution_window"),
    ("inside a CNN", "/cnn?lang=en", None, CHART),
    ("inside an RNN", "/rnn?lang=en&rnn_view=rows", None, CHART),
    (
        "digits generated",
        "/gan?lang=en&gan_view=generate",
        ".st-key-gan_generate button",
        ".st-key-gan_samples .js-plotly-plot image",
    ),
    ("the smallest network trained", SHORT, ".st-key-train_start button", DONE),
    ("a CNN trained on all of MNIST", FULL, ".st-key-train_start button", DONE),
    (
        "an LSTM trained on a fifth of it",
        "/train?lang=en&train_architecture=rnn-lstm&train_epochs=1&train_share=20",
        ".st-key-train_start button",
        DONE,
    ),
    (
        "a GAN in training",
        "/gan?lang=en&gan_view=train",
        ".st-key-gan_start button",
        ".st-key-gan_film_chart .chart-film:not([hidden])",
    ),
)
PATIENCE = 60_000  # ms for each of them


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


class Limit:
    """Kills the largest process whenever all together take more than so many bytes."""

    def __init__(self, server: Server, most: float) -> None:
        self._server, self._most = server, most
        self._over = threading.Event()
        self.peak, self.killed = 0.0, 0

    def __enter__(self) -> Limit:
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            sizes = self.sizes()
            total = sum(sizes.values())
            self.peak = max(self.peak, total)
            if total > self._most:
                self.killed += 1
                with contextlib.suppress(psutil.NoSuchProcess):
                    psutil.Process(max(sizes, key=lambda pid: sizes[pid])).kill()

    def sizes(self) -> dict[int, float]:
        """PSS of the web server, of the engine and of the engine's worker, by process."""
        sizes = {}
        for process in (psutil.Process(self._server.process.pid), *self._server.engine_processes()):
            with contextlib.suppress(psutil.NoSuchProcess):
                sizes[process.pid] = process.memory_full_info().pss
        return sizes

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()


def try_everything(limit_gb: float) -> None:
    with serve() as server, browser() as chromium, Limit(server, limit_gb * 1e9) as limit:
        page = chromium.new_page()
        page.set_default_timeout(PATIENCE)
        for name, address, click, shown in DEEDS:
            limit.peak, limit.killed = 0.0, 0
            began = time.monotonic()
            try:
                page.goto(server.url + address)
                if click:
                    page.locator(click).first.click()
                page.locator(shown).first.wait_for(state="attached")
                said = f"works, {time.monotonic() - began:.1f} s"
            except PlaywrightError:
                alerts = page.locator("[data-testid=stAlert]").all_inner_texts()
                said = f"does not: {' / '.join(alerts) or 'no word'}"
            print(f"{name}: {said}; at most {limit.peak / 1e6:.0f} MB, killed {limit.killed}")
        now = sorted(limit.sizes().values(), reverse=True)
        print("at the end, MB of each process:", *(f"{size / 1e6:.0f}" for size in now))


def train(page, address: str) -> None:
    page.goto(address)
    page.locator(".st-key-train_start button").click()
    page.get_by_text("Done in").wait_for(timeout=600_000)


def has_tensorflow(pid: int) -> bool:
    return any("tensorflow" in m.path for m in psutil.Process(pid).memory_maps())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--limit", type=float, help="GB for everything together")
    arguments = parser.parse_args()
    if arguments.limit:
        try_everything(arguments.limit)
        return
    runs = arguments.runs
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
