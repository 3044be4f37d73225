"""A Streamlit server of our own and a Chromium, for browser tests and benchmarks."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER_FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run"]
BROWSER_FLAGS += ["--disable-background-networking"]
_START_SECONDS = 60


@dataclass
class Server:
    """A running server: its address, its process, and the file it writes what it says to."""

    url: str
    process: subprocess.Popen
    log: Path

    def engine_processes(self) -> list[psutil.Process]:
        """The engine, its nanny and its worker, oldest first."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        return sorted(children, key=lambda p: p.create_time())

    def worker(self) -> psutil.Process:
        """The process that trains: the one with TensorFlow in it is the largest."""
        return max(self.engine_processes(), key=lambda p: p.memory_info().rss)


@contextlib.contextmanager
def serve(
    folder: Path = ROOT, environment: Mapping[str, str] | None = None, base: str = ""
) -> Iterator[Server]:
    """Serves the app.py of a folder on a free port, and ends it.

    Args:
        folder: this repository, a copy of it, or another app.
        environment: variables of the server; this process' own where left out.
        base: path below which everything is, "/" in front; an empty text for none.
    """
    port = free_port()
    log = Path(tempfile.mkstemp(prefix="dlcore-server-", suffix=".log")[1])
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with log.open("wb") as said:
        process = subprocess.Popen(
            [
                *(*command, "--server.address", "127.0.0.1", "--server.headless", "true"),
                *("--server.baseUrlPath", base),
            ],
            cwd=folder,
            env=dict(environment) if environment is not None else None,
            start_new_session=True,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    server = Server(f"http://127.0.0.1:{port}{base}", process, log)
    try:
        wait_for(f"{server.url}/_stcore/health", process)
        yield server
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)
        log.unlink()


def free_port() -> int:
    """A port of the loopback interface that nothing listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(url: str, process: subprocess.Popen) -> None:
    """Returns once an address answers; raises where the process ends before, or nothing comes."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(url):
            return
        assert process.poll() is None, "the server ended as it started"
        time.sleep(0.02)
    raise TimeoutError(f"no answer from {url} after {_START_SECONDS} s")


def chromium_path() -> str | None:
    """The browser that CHROMIUM names, else the first known one on the path."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
