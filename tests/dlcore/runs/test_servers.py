"""Which servers live: by their locks on this machine, by their heartbeats on others."""

from __future__ import annotations

from pathlib import Path

import pytest

from dlcore.runs import store as module
from dlcore.runs.servers import SILENT_SECONDS, Heartbeats, Presence
from tests.dlcore.runs.examples import record


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(module, "TEND_SECONDS", 0.0)


def test_a_server_is_alive_as_long_as_it_holds_its_file(tmp_path):
    def place(server: str) -> Path:
        return tmp_path / f"{server}.lock"

    one, other = Presence(place), Presence(place)
    assert other.sign_of(one.id) == "absent"
    one.show()
    one.show()
    assert place(one.id).stat().st_mode & 0o777 == 0o600
    assert other.sign_of(one.id) == "alive"
    one.close()
    assert other.sign_of(one.id) == "absent"
    place("killed").touch()  # what a process leaves that has no time to tidy up
    assert other.sign_of("killed") == "dead"
    assert not place("killed").exists()


def test_a_heart_that_stands_still_is_noticed_by_ones_own_clock():
    now = 0.0
    hearts = Heartbeats(lambda: now)
    assert not hearts.is_silent("one", 7)
    now += SILENT_SECONDS
    assert not hearts.is_silent("one", 7)
    now += 1
    assert hearts.is_silent("one", 7)
    assert not hearts.is_silent("one", 8)
    assert not hearts.is_silent("other", 7)


def _on_another_machine(store, folder: Path) -> None:
    presence = store._database._presence
    presence.close()
    presence._place = lambda server: folder / server
    presence.show()


def test_a_server_on_another_machine_is_interrupted_when_it_falls_silent(
    server, stores, tmp_path, monkeypatch
):
    here, there = stores(server.url), stores(server.url)
    now = 0.0
    here._database._heartbeats = Heartbeats(lambda: now)
    _on_another_machine(there, tmp_path)
    there.save(record("far"))
    for _ in range(3):
        here.tend()
        there.tend()  # lives, and shows it
        now += SILENT_SECONDS + 1
    assert here.get("far").status == "running"
    here.tend()
    now += SILENT_SECONDS + 1
    assert here.interrupted() == ["far"]
    assert here.get("far").status == "interrupted"
    # It was only asleep.
    there.tend()
    there.save(record("far"))
    assert here.get("far").status == "running"


def test_a_file_is_no_place_for_servers_on_other_machines(stores, tmp_path):
    """Whoever copied a database has not copied its servers."""
    url = f"sqlite:///{tmp_path}/runs.db"
    first = stores(url)
    first.save(record())
    first._database._presence.close()
    second = stores(url)
    assert second.get("run").status == "interrupted"
