"""How many files of one visitor this server holds.

Streamlit holds each file that is sent until its session ends, under whatever name the client gives
it: one client alone could fill the memory. A page shows `MOST_FILES` at most, so the latest are
enough.
"""

from __future__ import annotations

from typing import Any

MOST_FILES = 20
MOST_BYTES = 40 << 20  # two of the largest, see .streamlit/config.toml


def bound(manager: Any) -> None:
    """From now on it forgets the oldest files of a session that has sent too many.

    Args:
        manager: the `MemoryUploadedFileManager` of Streamlit's runtime.
    """
    add = manager.add_file

    def add_file(session_id: str, file: Any) -> None:
        manager.remove_file(session_id, file.file_id)  # a file that comes again is the latest
        add(session_id, file)
        held = dict(manager.file_storage.get(session_id, {}))
        for old in _too_many([(key, len(one.data)) for key, one in held.items()]):
            manager.remove_file(session_id, old)

    manager.add_file = add_file


def _too_many(sizes: list[tuple[str, int]]) -> list[str]:
    """The names of those, oldest first, without which the rest is few and small enough."""
    count, total, leave = len(sizes), sum(size for _name, size in sizes), []
    for name, size in sizes[:-1]:
        if count <= MOST_FILES and total <= MOST_BYTES:
            break
        leave.append(name)
        count, total = count - 1, total - size
    return leave
