"""How much memory this server may use: the machine's, or what its container is held to."""

import os
from collections.abc import Iterator
from pathlib import Path

LEAST = 960_000_000
"""Bytes that web process and engine take when every page has been looked at; see docs/deploy.md."""


def limit(root: Path = Path("/")) -> int:
    """Bytes that all processes of this server may use together.

    Args:
        root: where the file system begins; for tests.
    """
    return min(_of_groups(root), default=_of_machine())


def _of_machine() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # no such question on Windows
        return 1 << 62


def _of_groups(root: Path) -> Iterator[int]:
    """What each control group that this process is in, and those around it, allow (Linux)."""
    base = root / "sys/fs/cgroup"
    for file in (base / "memory.max", base / "memory/memory.limit_in_bytes", *_inner(root, base)):
        try:
            yield min(int(file.read_text()), _of_machine())
        except (OSError, ValueError):  # not there, or "max"
            continue


def _inner(root: Path, base: Path) -> Iterator[Path]:
    try:
        lines = (root / "proc/self/cgroup").read_text().splitlines()
    except OSError:
        return
    for line in lines:
        _number, controllers, path = line.split(":", 2)
        if not controllers:  # version 2
            inner = base / path.lstrip("/")
            yield from (group / "memory.max" for group in (inner, *inner.parents) if group != base)
