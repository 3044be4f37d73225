"""A deep link to /draw on a server that nobody has visited, against a bare Streamlit app.

    python -m benchmarks.cold_page [--rounds 7]

Seconds from opening the address to a page that stands: heading and canvas there, script at its end.
Both servers have just become healthy.
Servers are new for each visit and run in turn; the ratio is of the medians.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.browsing import browser
from benchmarks.serving import serve

HELLO = 'import streamlit as st\n\nst.title("Hello")\nst.write("world")\n'


def visit(chromium, url: str, sign_of_life: str) -> float:
    context = chromium.new_context()  # nothing cached, as for a visitor who was never here
    page = context.new_page()
    begun = time.perf_counter()
    page.goto(url)
    page.wait_for_selector("h1")
    page.wait_for_selector(sign_of_life)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    seconds = time.perf_counter() - begun
    context.close()
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    hello, draw = [], []
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        (Path(folder) / "app.py").write_text(HELLO)
        for _ in range(rounds):
            with serve(Path(folder)) as server:
                hello.append(visit(chromium, server.url, "text=world"))
            with serve() as server:
                draw.append(visit(chromium, server.url + "/draw", ".st-key-draw_canvas canvas"))
            print(f"hello {hello[-1]:.2f} s   /draw {draw[-1]:.2f} s", flush=True)
    print(f"median: hello {median(hello):.2f} s, /draw {median(draw):.2f} s")
    print(f"ratio: {median(draw) / median(hello):.2f}")


if __name__ == "__main__":
    main()
