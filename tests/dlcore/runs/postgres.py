"""A PostgreSQL server of Debian's package, in a folder of its own, on a free port."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from glob import glob
from pathlib import Path


def missing() -> str:
    """Why there can be none here; "" where there can."""
    if not _program("initdb"):
        return "needs PostgreSQL's initdb: apt-get install postgresql"
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "needs psycopg"
    return ""


def _program(name: str) -> str:
    """Debian keeps the server's programs out of the path."""
    places = [*sorted(glob("/usr/lib/postgresql/*/bin"), reverse=True), os.environ["PATH"]]
    return shutil.which(name, path=os.pathsep.join(places)) or ""


class Postgres:
    """A server that can be killed and started again; it runs as no root, which it refuses."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="dlcore-postgres-"))
        self._user = None
        if os.getuid() == 0:
            names = {entry.pw_name for entry in pwd.getpwall()}
            self._user = "postgres" if "postgres" in names else "nobody"
            shutil.chown(self._folder, self._user)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.url = f"postgresql+psycopg://lab@127.0.0.1:{self._port}/postgres"
        self._run("initdb", "--username=lab", "--auth=trust", "--no-sync", "--encoding=UTF8")
        self.start()

    def start(self) -> None:
        settings = f"-p {self._port} -k {self._folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run("pg_ctl", "start", "--wait", "-o", settings, "-l", str(self._folder / "log"))

    def kill(self) -> None:
        """As `kill -9` of every process of it would: no word to whoever is connected."""
        self._run("pg_ctl", "stop", "--mode=immediate", "--wait")

    def close(self) -> None:
        self._run("pg_ctl", "stop", "--mode=immediate", "--wait", check=False)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        subprocess.run(
            [_program(program), "-D", str(self._folder / "data"), *arguments],
            user=self._user,
            check=check,
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
        )
