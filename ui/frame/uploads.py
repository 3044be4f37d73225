"""How many files of visitors this server holds.

Streamlit holds each file that is sent until its session ends, under whatever name the client gives
it: one client alone could fill the memory, and so could a class that brings its sets in the same
minute. A page shows `MOST_FILES` at most, so the latest are enough; and of all visitors' files
those that came first are those that have been read.
"""

from __future__ import annotations

from typing import Any

MOST_FILES = 20
SMALL = 20  # MB of what is no data set: a picture, a network, a table
MOST_BYTES = 100 << 20  # two of the largest, see .streamlit/config.toml
MOST_OF_ALL = 300 << 20  # bytes of the files of all sessions

Sizes = list[tuple[tuple[str, str], int]]  # of files by session and id, oldest first


def bound(manager: Any) -> None:
    """From now on it forgets the oldest files of a session that has sent too many, and of all.

    Args:
        manager: the `MemoryUploadedFileManager` of Streamlit's runtime.
    """
    add = manager.add_file
    came: dict[tuple[str, str], int] = {}  # bytes by session and file, in the order of coming

    def add_file(session_id: str, file: Any) -> None:
        manager.remove_file(session_id, file.file_id)  # a file that comes again is the latest
        came.pop((session_id, file.file_id), None)
        add(session_id, file)
        came[session_id, file.file_id] = len(file.data)
        for gone in [one for one in came if not _is_held(manager, *one)]:
            del came[gone]
        own = [one for one in came.items() if one[0][0] == session_id]
        _forget(manager, came, _too_many(own, MOST_FILES, MOST_BYTES))
        _forget(manager, came, _too_many(list(came.items()), len(came), MOST_OF_ALL))

    manager.add_file = add_file


def _is_held(manager: Any, session_id: str, file_id: str) -> bool:
    return file_id in manager.file_storage.get(session_id, {})


def _forget(manager: Any, came: dict[tuple[str, str], int], files: list[tuple[str, str]]) -> None:
    for session_id, file_id in files:
        manager.remove_file(session_id, file_id)
        del came[session_id, file_id]


def _too_many(sizes: Sizes, most: int, most_bytes: int) -> list[tuple[str, str]]:
    """Those, oldest first, without which the rest is few and small enough; never the latest."""
    count, total, leave = len(sizes), sum(size for _file, size in sizes), []
    for file, size in sizes[:-1]:
        if count <= most and total <= most_bytes:
            break
        leave.append(file)
        count, total = count - 1, total - size
    return leave
