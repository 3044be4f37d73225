"""Databases that go wrong in every way: one sentence, nothing lost, and all is well again after."""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sql
from sqlalchemy import event

from dlcore.runs import database, tables
from dlcore.runs import store as module
from dlcore.runs.store import Store
from dlcore.runs.trouble import StoreError
from tests.dlcore.runs.examples import (
    OTHER,
    OWNER,
    PICTURES,
    SERIES,
    TRAIN_RESULT,
    record,
    same,
)

HEAVY = bytes(50_000)  # needs more room than a file has by chance


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """A store tries again whenever it is asked to."""
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.0)
    monkeypatch.setattr(module, "TEND_SECONDS", 0.0)
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)


@contextlib.contextmanager
def locked(store: Store) -> Iterator[None]:
    """Another program writes and does not end."""
    other = sqlite3.connect(str(store._url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


@contextlib.contextmanager
def held_alone(store: Store) -> Iterator[None]:
    """Another program lets nobody even read."""
    store._database._engine.dispose()
    other = sqlite3.connect(str(store._url.database), isolation_level=None)
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    other.execute("DELETE FROM members")
    yield
    other.close()


@contextlib.contextmanager
def full(store: Store) -> Iterator[None]:
    """The file may not grow by a page, which SQLite says as it says a full disk."""
    with _on_connect(store, "PRAGMA max_page_count=1"):
        yield


@contextlib.contextmanager
def read_only(store: Store) -> Iterator[None]:
    with _on_connect(store, "PRAGMA query_only=1"):
        yield


@contextlib.contextmanager
def _on_connect(store: Store, pragma: str) -> Iterator[None]:
    engine = store._database._engine

    def restrict(connection, _record):
        connection.execute(pragma)

    event.listen(engine, "connect", restrict)
    engine.dispose()
    yield
    event.remove(engine, "connect", restrict)
    engine.dispose()


@pytest.fixture(params=[locked, held_alone, full, read_only, "killed"])
def broken(request, tmp_path, stores) -> tuple[Store, Callable, str]:
    """A store that works, a way to break it for a while, and its address."""
    if request.param == "killed":
        server = request.getfixturevalue("server")

        @contextlib.contextmanager
        def killed(_store: Store) -> Iterator[None]:
            server.kill()
            yield
            server.start()

        address, way = server.url, killed
        from tests.dlcore.runs.conftest import _empty

        _empty(address)
    else:
        address, way = f"sqlite:///{tmp_path}/runs.db", request.param
    return stores(address), way, address


def test_what_is_saved_in_trouble_is_read_at_once_and_written_later(broken, stores):
    store, way, address = broken
    store.save(record(), series={"loss": [(1, 0.5)]}, checkpoint=b"old", pictures=PICTURES[:1])
    with way(store):
        store.save(record(name="x"), series=SERIES, checkpoint=HEAVY, pictures=PICTURES)
        assert isinstance(store.trouble, StoreError)
        store.save(record(status="done"), result=TRAIN_RESULT)
        store.save(record("young", created=2000.0), pictures=PICTURES)
        store.tend()
        assert isinstance(store.trouble, StoreError)
        assert [run.id for run in store.of_owner(OWNER)] == ["young", "run"]
        assert store.of_owner(OTHER) == []
        assert store.get("run").status == "done"
        assert same(store.series("run"), SERIES)
        assert store.checkpoint("run") == HEAVY
        assert same(store.result("run"), TRAIN_RESULT)
        assert same(store.pictures("run"), PICTURES)
    store.tend()
    assert store.trouble is None
    assert store._waiting.ids() == []
    for one in (store, stores(address)):
        assert same(one.result("run"), TRAIN_RESULT)
        assert same(one.pictures("young"), PICTURES)
        assert (one.get("run").status, one.checkpoint("run")) == ("done", HEAVY)


def test_what_the_owner_decides_in_trouble_is_written_later(broken, stores):
    store, way, address = broken
    with way(store):
        for run_id in ("named", "gone", "back"):
            store.save(record(run_id, status="done"), checkpoint=HEAVY)
        assert store.trouble
        assert not store.rename("named", OTHER, "x")
        assert store.rename("named", OWNER, "Mine")
        assert store.pin("named", OWNER, True)
        assert store.delete("gone", OWNER)
        assert not store.rename("gone", OWNER, "x")
        assert store.delete("back", OWNER)
        assert store.restore("back", OWNER)
        assert store.join_room(OTHER, "room", "Bo")
        store.save(record("of-room", owner=OTHER, status="done"))
        seen = [(run.id, run.name, run.pinned) for run in store.of_owner(OWNER)]
        assert sorted(seen) == [("back", "", False), ("named", "Mine", True)]
        assert store.get("gone") is None
        assert [run.alias for run in store.of_room("room")] == ["Bo"]
    store.tend()
    assert store.trouble is None
    again = stores(address)
    store.save(record("later", owner=OTHER))
    assert again.get("named").name == "Mine"
    assert again.get("gone") is None
    assert again.restore("gone", OWNER)
    assert {run.id for run in again.of_room("room")} == {"of-room", "later"}


def test_a_decision_on_what_was_kept_before_holds_where_it_can_be_read(tmp_path, stores):
    store = stores(f"sqlite:///{tmp_path}/runs.db")
    store.save(record(status="done"), series=SERIES)
    with locked(store):
        assert store.rename("run", OWNER, "Mine")
        assert store.get("run").name == "Mine"
        assert same(store.series("run"), SERIES)
        assert store.delete("run", OWNER)
        assert store.of_owner(OWNER) == []
        assert store.restore("run", OWNER)
    store.tend()
    assert store.get("run").name == "Mine"
    assert same(store.series("run"), SERIES)


def test_each_trouble_has_its_sentence(tmp_path, stores, server):
    store = stores(f"sqlite:///{tmp_path}/runs.db")
    for way, said in ((locked, "busy"), (full, "full"), (read_only, "cannot be written")):
        with way(store):
            store.save(record(said.split()[0]), checkpoint=HEAVY)
            assert said in str(store.trouble)
        store.tend()
    assert store.trouble is None
    other = stores("postgresql://lab@127.0.0.1:9/none")
    assert "cannot be reached" in str(other.trouble)


def test_a_place_that_cannot_be_written_to_is_said_at_the_start(stores, caplog):
    for _ in range(2):
        with caplog.at_level(logging.WARNING):
            store = stores("sqlite:////proc/dlcore/runs.db")
        store.save(record(), series=SERIES)
        store.tend()
        assert "cannot be written to" in str(store.trouble)
        assert same(store.series("run"), SERIES)
    assert caplog.text.count("cannot be written to") == 2  # not with each attempt


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path, stores):
    file = tmp_path / "runs.db"
    file.write_bytes(b"a letter, and no database" * 100)
    before = file.read_bytes()
    store = stores(f"sqlite:///{file}")
    store.save(record())
    store.tend()
    assert "no database" in str(store.trouble)
    assert store.get("run")
    assert file.read_bytes() == before


def test_a_file_that_was_taken_away_is_made_again(tmp_path, stores):
    address = f"sqlite:///{tmp_path}/runs.db"
    store = stores(address)
    for number, pattern in enumerate(("runs.db", "runs.db*")):
        store.save(record(), checkpoint=b"state")
        for file in tmp_path.glob(pattern):
            file.unlink()
        store.tend()
        store.save(record("later", status="done", created=float(number)), result=TRAIN_RESULT)
        assert store.trouble is None
        assert [run.created for run in stores(address).of_owner(OWNER)] == [float(number)]
        assert same(stores(address).result("later"), TRAIN_RESULT)


def test_a_database_of_a_newer_version_is_left_as_it_is(url, stores):
    first = stores(url)
    first.save(record("old", status="done"), series=SERIES)
    first.close()
    _execute(url, "UPDATE version SET number = 99")
    before = _content(url)
    store = stores(url)
    store.save(record())
    store.tend()
    assert "version 99" in str(store.trouble)
    assert [run.id for run in store.of_owner(OWNER)] == ["run"]
    store.close()
    assert _content(url) == before


def test_an_older_database_is_brought_up_to_date(url, stores, monkeypatch):
    first = stores(url)
    first.save(record("old", status="done"), series=SERIES)
    first.close()

    def add_colour(connection):
        connection.exec_driver_sql("ALTER TABLE runs ADD COLUMN colour TEXT")

    def fill_colour(connection):
        connection.exec_driver_sql("UPDATE runs SET colour = 'red'")

    with monkeypatch.context() as newer:
        newer.setattr(tables, "MIGRATIONS", (add_colour, fill_colour))
        assert stores(url).trouble is None
        assert stores(url).trouble is None  # and not a second time
        assert _execute(url, "SELECT colour FROM runs") == [("red",)]
        assert _execute(url, "SELECT number FROM version") == [(3,)]
    assert "version 3" in str(stores(url).trouble)


def test_a_migration_that_fails_leaves_all_as_it_was(url, stores, monkeypatch):
    first = stores(url)
    first.save(record("old", status="done"))
    first.close()

    def add_and_fail(connection):
        connection.exec_driver_sql("ALTER TABLE runs ADD COLUMN colour TEXT")
        connection.exec_driver_sql("SELECT nothing FROM nowhere")

    with monkeypatch.context() as newer:
        newer.setattr(tables, "MIGRATIONS", (add_and_fail,))
        assert stores(url).trouble
    assert stores(url).get("old")
    with pytest.raises(sql.exc.DBAPIError):
        _execute(url, "SELECT colour FROM runs")


def test_a_database_that_hangs_holds_nobody_up(tmp_path, stores, monkeypatch):
    """Told from one that is slow only by how long it takes, so the wait is made short."""
    import threading

    store = stores(f"sqlite:///{tmp_path}/runs.db")
    store.save(record(), series=SERIES)
    monkeypatch.setattr(store, "_patience", 0.05)
    go_on = threading.Event()
    of_owner = store._database.of_owner
    store._database.of_owner = lambda owner: go_on.wait() and of_owner(owner)
    assert store.of_owner(OWNER) == []
    assert "in time" in str(store.trouble)
    store.save(record("new"))
    assert [run.id for run in store.of_owner(OWNER)] == ["new"]
    go_on.set()
    store._patience = 3.0
    store.tend()
    assert store.trouble is None
    assert len(store.of_owner(OWNER)) == 2


def test_a_server_that_comes_later_gets_it_all(stores, server):
    from tests.dlcore.runs.conftest import _empty

    _empty(server.url)
    server.kill()
    try:
        store = stores(server.url)
        assert "cannot be reached" in str(store.trouble)
        store.save(record(), series=SERIES)
    finally:
        server.start()
    store.tend()
    assert store.trouble is None
    assert same(stores(server.url).series("run"), SERIES)


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Path]:
    """A disk of 400 kB."""
    mounted = (
        os.getuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(tmp_path)],
            check=False,
            stderr=subprocess.DEVNULL,
        ).returncode
    )
    if not mounted:
        pytest.skip("needs the right to mount a disk: the same with max_page_count is tested above")
    yield tmp_path
    subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)


def test_a_full_disk(small_disk, stores):
    address = f"sqlite:///{small_disk}/runs.db"
    store = stores(address)
    store.save(record("old"), series=SERIES)
    filler = small_disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    store.save(record(status="done"), result=TRAIN_RESULT, checkpoint=bytes(50_000))
    assert "full" in str(store.trouble)
    assert same(store.result("run"), TRAIN_RESULT)
    assert same(store.series("old"), SERIES)
    filler.unlink()
    store.tend()
    assert store.trouble is None
    assert same(stores(address).result("run"), TRAIN_RESULT)


def test_a_disk_that_is_only_for_reading(small_disk, stores):
    address = f"sqlite:///{small_disk}/runs.db"
    first = stores(address)
    first.save(record("old", status="done"), series=SERIES)
    first.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    store = stores(address)
    store.save(record(), series=SERIES)
    store.tend()
    assert "cannot be written to" in str(store.trouble)
    assert [run.id for run in store.of_owner(OWNER)] == ["old", "run"]
    assert same(store.series("old"), SERIES)
    assert store.rename("old", OWNER, "Mine")
    assert store.get("old").name == "Mine"
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    store.tend()
    assert store.trouble is None
    again = stores(address)
    assert again.get("old").name == "Mine"
    assert same(again.series("run"), SERIES)


def _execute(url: str, statement: str) -> list[tuple]:
    engine = sql.create_engine(url)
    try:
        with engine.begin() as connection:
            result = connection.exec_driver_sql(statement)
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        engine.dispose()


def _content(url: str) -> object:
    if url.startswith("sqlite"):
        return Path(url.removeprefix("sqlite:///")).read_bytes()
    names = ("runs", "parts", "version", "servers", "members", "sets")
    return [_execute(url, f"SELECT * FROM {name}") for name in names]
