"""Neither one visitor nor many can fill the memory with files."""

from __future__ import annotations

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from ui.frame import uploads


@pytest.fixture
def manager() -> MemoryUploadedFileManager:
    made = MemoryUploadedFileManager("/upload")
    uploads.bound(made)
    return made


def send(manager, name: str, size: int = 1, session: str = "a") -> None:
    file = UploadedFileRec(name, f"{name}.png", "image/png", bytes(size))
    manager.add_file(session_id=session, file=file)


def held(manager, session: str = "a") -> list[str]:
    return list(manager.file_storage.get(session, {}))


def test_of_many_files_the_latest_stay(manager):
    for number in range(1000):
        send(manager, str(number))
    send(manager, "of another", session="b")
    assert held(manager) == [str(number) for number in range(1000 - uploads.MOST_FILES, 1000)]
    assert held(manager, "b") == ["of another"]


def test_a_file_that_comes_again_is_the_latest(manager, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_FILES", 4)
    for name in ("1", "2", "3", "4", "1", "5"):
        send(manager, name)
    assert held(manager) == ["3", "4", "1", "5"]


def test_large_files_are_fewer(manager, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 100)
    for name in ("1", "2", "3"):
        send(manager, name, 50)
    assert held(manager) == ["2", "3"]
    send(manager, "large", 99)
    assert held(manager) == ["large"]
    send(manager, "larger", 101)
    assert held(manager) == ["larger"]  # what was sent last is there, and nothing beside it


def test_a_session_that_ends_leaves_nothing(manager):
    send(manager, "1")
    manager.remove_session_files("a")
    send(manager, "2")
    assert held(manager) == ["2"]


def test_files_of_all_are_bound_and_the_oldest_go_of_whomever(manager, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_OF_ALL", 100)
    for session in "abcd":
        send(manager, "1", 30, session)
    assert [held(manager, session) for session in "abcd"] == [[], ["1"], ["1"], ["1"]]
    manager.remove_session_files("b")
    send(manager, "2", 40, "e")
    assert [held(manager, session) for session in "cde"] == [["1"], ["1"], ["2"]]
    send(manager, "1", 30, "c")  # again: now it is the latest
    send(manager, "2", 20, "a")
    assert [held(manager, session) for session in "ace"] == [["2"], ["1"], ["2"]]
    assert held(manager, "d") == []
