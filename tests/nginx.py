"""The sample configuration of deploy/ in a real nginx, in front of a server."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.serving import ROOT, Server, free_port, wait_for

SAMPLE = ROOT / "deploy" / "nginx.conf"
# What a distribution's nginx.conf says around it, kept in a folder of the test's.
_AROUND = """
{user}
pid {folder}/nginx.pid;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{sample}
}}
"""


def path() -> str:
    """Where nginx is; skips the test where there is none, but not where all is tested."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        said = "no nginx found: install it"
        pytest.fail(said) if os.environ.get("CI") == "true" else pytest.skip(said)
    return found


@contextlib.contextmanager
def in_front_of(server: Server, folder: Path) -> Iterator[str]:
    """nginx with the sample, before a server that is at /lab.

    Args:
        server: what it passes on to.
        folder: an empty one, for all that it writes.

    Yields:
        Where it is: scheme, host and port.
    """
    port, sample = free_port(), SAMPLE.read_text("utf-8")
    for ours, theirs in (
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("http://127.0.0.1:8501;", f"{server.url.removesuffix('/lab')};"),
    ):
        assert sample.count(ours) == 1
        sample = sample.replace(ours, theirs)
    # One that root starts would give its workers another user, who may not look into the folder.
    user = "user root;" if os.getuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(_AROUND.format(user=user, folder=folder, sample=sample), "utf-8")
    process = subprocess.Popen(
        [path(), "-p", folder, "-e", folder / "error.log", "-c", configuration, "-g", "daemon off;"]
    )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(f"{url}/lab/_stcore/health", process)
        yield url
    finally:
        process.terminate()
        process.wait(30)


def head(url: str) -> tuple[int, dict[str, str]]:
    """Status and headers of an address, redirections followed."""
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}
    except urllib.error.HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}
