"""Files on the web that a data set is made of, and where they are kept once they are here."""

from __future__ import annotations

import hashlib
import http.client
import logging
import os
import tempfile
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

CONNECT_SECONDS = 3.0
RETRY_SECONDS = 600.0

ProgressCallback = Callable[[float], None]
"""Called with the share of the download that is there, in [0, 1]."""

_log = logging.getLogger(__name__)


def keras_datasets() -> Path:
    """Where Keras keeps data sets: below KERAS_HOME, or .keras in the home directory."""
    home = os.environ.get("KERAS_HOME") or Path.home() / ".keras"
    return Path(home).expanduser() / "datasets"


@dataclass
class Origin:
    """A file on the web that is left alone for a while after it could not be reached.

    Attributes:
        url: where it is.
        digest: of its content, in hexadecimal digits.
        algorithm: of the digest, as hashlib names it.
        offline_until: no attempt before this `time.monotonic()`.
    """

    url: str
    digest: str
    algorithm: str = "sha256"
    offline_until: float = 0.0

    def fetch(self, target: Path, progress: ProgressCallback) -> bool:
        """Downloads to `target`, which appears whole or not at all.

        Returns:
            Whether the file is there now; False within seconds where there is no network.
        """
        return self._attempt(lambda: self._download(target, progress))

    def is_reachable(self) -> bool:
        """Whether a download would begin; False within seconds where there is no network."""
        return self._attempt(lambda: _open_url(self.url).close())

    def _attempt(self, action: Callable[[], None]) -> bool:
        if time.monotonic() < self.offline_until:
            return False
        try:
            action()
        except (OSError, http.client.HTTPException) as error:
            _log.warning("%s could not be downloaded: %s", self.url, error)
            self.offline_until = time.monotonic() + RETRY_SECONDS
            return False
        return True

    def _download(self, target: Path, progress: ProgressCallback) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = tempfile.NamedTemporaryFile(dir=target.parent, delete=False)  # noqa: SIM115
        try:
            with part, _open_url(self.url) as response:
                self._copy(response, part, progress)
            os.replace(part.name, target)  # closed by now, as Windows wants it
        except BaseException:
            os.unlink(part.name)
            raise

    def _copy(
        self, response: http.client.HTTPResponse, part: IO[bytes], progress: ProgressCallback
    ) -> None:
        digest = hashlib.new(self.algorithm, usedforsecurity=False)
        while block := response.read(1 << 18):
            digest.update(block)
            part.write(block)
            if response.length is not None:  # what is left to come
                progress(part.tell() / (part.tell() + response.length))
        part.flush()
        if digest.hexdigest() != self.digest:
            raise OSError(f"expected {self.algorithm} {self.digest}, received {digest.hexdigest()}")


def _open_url(url: str) -> http.client.HTTPResponse:
    """Opens a URL within `CONNECT_SECONDS`, the name look-up included, which has no time-out."""
    executor = ThreadPoolExecutor(max_workers=1)
    try:
        opening = executor.submit(urllib.request.urlopen, url, timeout=CONNECT_SECONDS)
        return opening.result(CONNECT_SECONDS)
    finally:
        executor.shutdown(wait=False)
