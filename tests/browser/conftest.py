"""A real server and a real browser: what a visitor gets."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
START_SECONDS = 60
PATIENCE = 60_000  # ms, for a slow machine; nothing that passes waits so long

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(240))


@dataclass
class Lab:
    """A running lab: its address and its processes."""

    url: str
    process: subprocess.Popen

    def engine_processes(self) -> list[psutil.Process]:
        """The engine, its nanny and its worker, oldest first."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        return sorted(children, key=lambda p: p.create_time())

    def worker(self) -> psutil.Process:
        """The process that trains: the one with TensorFlow in it is the largest."""
        return max(self.engine_processes(), key=lambda p: p.memory_info().rss)


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@contextlib.contextmanager
def serve(home: Path, folder: Path = ROOT) -> Iterator[Lab]:
    """Serves the lab as the README says, on the sample of MNIST that comes with it.

    Args:
        home: an empty directory, so that no data set of this machine's user is found.
        folder: a copy of this repository, or the repository itself.
    """
    port = free_port()
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("DLCORE_", "STREAMLIT_"))}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    process = subprocess.Popen(
        [*command, "--server.address", "127.0.0.1", "--server.headless", "true"],
        cwd=folder,
        env={**clean, "HOME": str(home), "KERAS_HOME": str(home / ".keras")},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    lab = Lab(f"http://127.0.0.1:{port}", process)
    try:
        _wait_until_healthy(lab)
        yield lab
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def _wait_until_healthy(lab: Lab) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(lab.url + "/_stcore/health"):
            return
        assert lab.process.poll() is None, "the server ended as it started"
        time.sleep(0.1)
    raise TimeoutError(f"no healthy server after {START_SECONDS} s")


@pytest.fixture(scope="session")
def lab(tmp_path_factory) -> Iterator[Lab]:
    with serve(tmp_path_factory.mktemp("home")) as lab:
        yield lab


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        said = "no Chromium found: install one, or name it in CHROMIUM"
        pytest.fail(said) if os.environ.get("CI") == "true" else pytest.skip(said)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of its own, and so a visitor of its own; pages must raise nothing in it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
