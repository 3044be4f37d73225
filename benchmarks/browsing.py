"""A browser window for the benchmarks."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from playwright.sync_api import Browser, sync_playwright

from benchmarks.serving import BROWSER_FLAGS, chromium_path


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=BROWSER_FLAGS)
        yield chromium
        chromium.close()
