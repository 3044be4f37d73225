"""What a store promises: the same in SQLite, in PostgreSQL and in memory."""

from __future__ import annotations

import logging
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from threading import Event

import numpy as np
import pytest
import sqlalchemy as sql
from sqlalchemy import event

from dlcore.runs import codec, tables
from dlcore.runs import record as records
from dlcore.runs import store as module
from dlcore.runs.quota import Quota
from dlcore.runs.store import Store, address
from dlcore.runs.trouble import StoreError
from tests.dlcore.runs.examples import (
    CONFIGS,
    OTHER,
    OWNER,
    PICTURES,
    RESULTS,
    SERIES,
    TRAIN_RESULT,
    record,
    same,
)

STRANGE = ("", "x" * 65, "a b", "a\0b", "../etc", "'; drop table runs; --", "ü", "\ud800")


def test_what_is_saved_is_read(store):
    for kind, result in zip(CONFIGS, RESULTS, strict=True):
        saved = record(
            f"run-{kind}",
            kind,
            status="done",
            started=1001.5,
            finished=1002.5,
            name="名 *bold*",
            figures={"accuracy": 0.5, "loss": float("inf")},
            changes=((10, "learning_rate", 0.01),),
            error="It broke.",
            versions={"keras": "3"},
            data="abc",
        )
        parts = {
            "series": SERIES,
            "pictures": PICTURES,
            "checkpoint": b"state",
            "supply": b"images",
        }
        store.save(saved, **parts)
        store.save(saved, snapshot={"accuracy": (0.5,)})
        assert same(store.snapshot(saved.id), {"accuracy": (0.5,)})
        store.save(saved, result=result)
        found = store.get(saved.id)
        assert same(replace(found, size=0), saved)
        assert found.size > 500
        assert same(store.series(saved.id), SERIES)
        assert same(store.pictures(saved.id), PICTURES)
        assert same(store.result(saved.id), result)
        assert store.measured(saved.id).model == b""
        assert store.measured(saved.id).parameters == result.parameters
        assert store.checkpoint(saved.id) == b"state"
        assert store.supply(saved.id) == b"images"
        assert store.snapshot(saved.id) is None  # the result has it
    assert store.trouble is None


def test_what_is_left_out_stays(store):
    store.save(record(), series={"loss": [(1, 0.5)]}, checkpoint=b"state", pictures=PICTURES)
    store.save(record(status="paused"))
    assert store.get("run").status == "paused"
    assert np.array_equal(store.series("run")["loss"], [[1, 0.5]])
    assert store.checkpoint("run") == b"state"
    assert len(store.pictures("run")) == len(PICTURES)


def test_pictures_that_were_thinned_out_go(store):
    store.save(record(), pictures=PICTURES)
    newer = [*PICTURES[::2], {**PICTURES[0], "step": 30}]
    store.save(record(), pictures=newer)
    assert same(store.pictures("run"), newer)


def test_what_is_not_there_is_none_or_empty(store):
    for run_id in ("unknown", *STRANGE):
        assert store.get(run_id) is None
        assert store.series(run_id) == {}
        assert store.pictures(run_id) == []
        assert store.result(run_id) is store.measured(run_id) is None
        assert store.checkpoint(run_id) is store.snapshot(run_id) is store.supply(run_id) is None
        assert not store.rename(run_id, OWNER, "x")
        assert not store.delete(run_id, OWNER)
    assert store.of_owner(OWNER) == store.of_owner(None) == store.of_room("7b") == []
    assert store.trouble is None


def test_lists_are_the_owners_newest_first(store):
    for number in (2, 1, 3):
        store.save(record(f"mine-{number}", created=float(number)))
        store.save(record(f"theirs-{number}", owner=OTHER))
        store.save(record(f"nobodys-{number}", owner=None))
    assert [run.id for run in store.of_owner(OWNER)] == ["mine-3", "mine-2", "mine-1"]
    assert {run.owner for run in store.of_owner(OTHER)} == {OTHER}
    assert store.of_owner(None) == []


def test_only_the_owner_changes_a_run(store):
    store.save(record(status="done"))
    store.save(record("nobodys", owner=None))
    for someone in (OTHER, None, "", OWNER[:-1], "ü"):
        assert not store.rename("run", someone, "x")
        assert not store.pin("run", someone, True)
        assert not store.delete("run", someone)
        assert not store.restore("run", someone)
        assert not store.rename("nobodys", someone, "x")
    assert store.get("run").name == ""
    assert store.rename("run", OWNER, "Mine")
    assert store.pin("run", OWNER, True)
    found = store.get("run")
    assert (found.name, found.pinned) == ("Mine", True)


def test_what_the_owner_decided_outlasts_the_next_save(store):
    store.save(record(name="first"))
    store.rename("run", OWNER, "second")
    store.pin("run", OWNER, True)
    store.save(record(name="first", status="done"), series=SERIES)
    found = store.get("run")
    assert (found.name, found.pinned, found.status) == ("second", True, "done")


def test_a_name_is_a_short_plain_line(store):
    store.save(record())
    for given, kept in (
        ("x" * 10_000, "x" * records.MOST_NAME),
        ("two\nlines\t\x00and \x1b[31mred\u202e", "two lines and [31mred"),
        ("**bold** <b>:star:</b>", "**bold** <b>:star:</b>"),
        (" \u200b\n ", ""),
        ("零\ud800一", "零一"),
    ):
        assert store.rename("run", OWNER, given)
        assert store.get("run").name == kept
    assert store.trouble is None


def test_what_is_deleted_can_be_brought_back_for_a_while(store):
    store.save(record(status="done"), series=SERIES)
    assert store.delete("run", OWNER)
    assert store.get("run") is None
    assert store.of_owner(OWNER) == []
    assert not store.rename("run", OWNER, "x")
    assert store.restore("run", OWNER)
    assert same(store.series("run"), SERIES)
    assert store.get("run").status == "done"


def test_what_was_deleted_long_ago_is_gone(store, monkeypatch):
    monkeypatch.setattr(module, "TEND_SECONDS", 0.0)
    store.save(record(status="done"), series=SERIES, pictures=PICTURES)
    store.save(record("going", status="running"), series=SERIES)
    store.delete("run", OWNER)
    store.tend()
    assert store.restore("run", OWNER)
    store.delete("run", OWNER)
    monkeypatch.setattr(module, "UNDO_SECONDS", -1.0)
    store.tend()
    assert not store.restore("run", OWNER)
    assert store.series("run") == {}
    assert store.get("going")


def test_a_room_shows_what_its_members_begin_from_then_on(store):
    store.save(record("before"))
    assert store.join_room(OWNER, "7b_物理", "  Ada\n*L*  " + "x" * 50)
    store.save(record("after", created=1.0))
    store.save(record("after", created=1.0), series=SERIES)
    store.save(record("theirs", owner=OTHER))
    (found,) = store.of_room("7b_物理")
    assert (found.id, found.room) == ("after", "7b_物理")
    assert found.alias == ("Ada *L* " + "x" * 50)[: records.MOST_ALIAS]
    assert store.membership(OWNER) == (found.room, found.alias)
    assert store.membership(OTHER) == ("", "")
    assert store.join_room(OWNER, "", "")
    assert store.membership(OWNER) == ("", "")
    store.save(record("left"))
    assert [run.id for run in store.of_room("7b_物理")] == ["after"]
    store.delete("after", OWNER)
    assert store.of_room("7b_物理") == []


def test_two_windows_may_join_a_room_at_once(url, stores):
    store, elsewhere = stores(url), stores(url)
    joining = Event()

    def join(connection) -> None:
        row = {"owner": OWNER, "room": "8a", "alias": "Ada"}
        tables.upsert(connection, tables.MEMBERS, row)
        joining.set()
        time.sleep(0.5)  # the other one joins meanwhile

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(elsewhere._database.writing, join)
        assert joining.wait(9)
        assert store.join_room(OWNER, "7b", "Ada")
        first.result()
    assert store.trouble is None  # which would be that of everybody
    store.tend()
    assert store.membership(OWNER) == ("7b", "Ada")
    assert store.join_room(OWNER, "9c", "Ada")
    assert store.membership(OWNER) == ("9c", "Ada")


def test_the_name_of_a_room_is_a_word(store):
    for name in ("a b", "x" * 41, "../x", "a\n", "<b>", "\0"):
        assert not store.join_room(OWNER, name, "Ada")
        assert store.of_room(name) == []


def test_the_oldest_go_when_there_are_too_many(url, stores):
    store = stores(url, Quota(runs=3))
    for number in range(5):
        store.save(record(f"run-{number}", created=float(number), status="done"))
        if number == 0:
            store.pin("run-0", OWNER, True)
    store.save(record("theirs", owner=OTHER, status="done"))
    assert [run.id for run in store.of_owner(OWNER)] == ["run-4", "run-3", "run-0"]
    assert store.get("theirs")


def test_checkpoints_go_before_runs(url, stores):
    store = stores(url, Quota(owner_bytes=10_000))
    for number in range(3):
        run = record(f"run-{number}", created=float(number), status="done")
        store.save(run, checkpoint=bytes(4000))
    left = {run.id: store.checkpoint(run.id) for run in store.of_owner(OWNER)}
    assert {name: bool(data) for name, data in left.items()} == {
        "run-0": False,
        "run-1": True,
        "run-2": True,
    }
    assert store.get("run-0").size == 0


def test_what_was_kept_is_there_after_the_server_has_ended(url, stores):
    first = stores(url)
    first.save(record(status="done"), series=SERIES, result=TRAIN_RESULT)
    first.save(record("going"), checkpoint=b"state")
    first.join_room(OWNER, "room", "Ada")
    first.close()
    second = stores(url)
    assert same(second.result("run"), TRAIN_RESULT)
    assert second.get("going").status == "interrupted"
    assert second.checkpoint("going") == b"state"
    second.save(record("new"))
    assert second.get("new").alias == "Ada"


def test_servers_that_live_are_left_alone(url, stores, monkeypatch):
    monkeypatch.setattr(module, "TEND_SECONDS", 0.0)
    first, second = stores(url), stores(url)
    first.save(record())
    second.tend()
    assert second.interrupted() == []
    assert second.get("run").status == "running"
    second.save(record("other", owner=OTHER))
    assert first.get("other").owner == OTHER


def test_a_run_that_cannot_be_read_hides_no_other(url, stores, caplog):
    store = stores(url)
    store.save(record("good"))
    store.save(record("bad"))
    engine = sql.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sql.text("UPDATE runs SET config = '{\"Future\": {}}' WHERE id = 'bad'"))
    engine.dispose()
    with caplog.at_level(logging.WARNING):
        assert [run.id for run in store.of_owner(OWNER)] == ["good"]
    assert "Future" in caplog.text
    assert store.trouble is None


DAMAGE = {
    "config": ("5", "[1]", codec.to_text(CONFIGS["gan"])),
    "kind": ("nonsense", "gan"),
    "status": ("weird",),
    "created": (1e300, -1e18),
    "started": (1e300,),
    "figures": ('{"dict": {"seconds": "x"}}', "[1]", "null"),
    "changes": ("null", '{"tuple": [1, 2]}', '{"tuple": [{"tuple": [1, "dropout", "x"]}]}'),
    "versions": ("[]",),
}
"""What a row can say by column that no run is."""


def test_a_damaged_run_hides_no_other(tmp_path, stores):
    store = stores(f"sqlite:///{tmp_path}/runs.db")
    store.save(record("good"))
    for column, values in DAMAGE.items():
        for value in values:
            store.save(record("bad"))
            with closing(sqlite3.connect(tmp_path / "runs.db")) as connection, connection:
                connection.execute(f"UPDATE runs SET {column} = ? WHERE id = 'bad'", (value,))
            assert store.get("bad") is None, (column, value)
            assert [run.id for run in store.of_owner(OWNER)] == ["good"], (column, value)


def test_damaged_parts_are_as_if_they_were_not_there(tmp_path, stores):
    store = stores(f"sqlite:///{tmp_path}/runs.db")
    store.save(record(), series=SERIES, pictures=PICTURES, result=TRAIN_RESULT)
    wrong = {"loss": np.zeros(3), "accuracy": np.zeros((2, 5)), "epoch": "x"}
    for content in (b"PK", *map(codec.pack, (CONFIGS["train"], [1, 2], 5, wrong))):
        with closing(sqlite3.connect(tmp_path / "runs.db")) as connection, connection:
            connection.execute("UPDATE parts SET content = ?", (content,))
            connection.execute("UPDATE pictures SET content = ?", (content,))
        assert (store.series("run"), store.pictures("run")) == ({}, [])
        assert (store.result("run"), store.measured("run")) == (None, None)


def test_a_list_is_one_question_that_reads_no_blob(url, stores):
    store = stores(url)
    for number in range(20):
        store.save(record(f"run-{number}", status="done"), checkpoint=bytes(100_000))
    asked = []
    event.listen(
        store._database._engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_rest: asked.append(statement),
    )
    assert len(store.of_owner(OWNER)) == 20
    assert len(asked) == 1
    assert "content" not in asked[0]


def test_what_cannot_be_kept_of_a_run_stops_no_other(url, stores, caplog):
    store = stores(url)
    strange = [{**PICTURES[0], "facts": {"a": object()}}]
    with caplog.at_level(logging.ERROR):
        store.save(record("strange"), pictures=strange)
    assert "strange" in caplog.text
    store.save(record("good"), pictures=PICTURES)
    assert store.trouble is None
    assert [run.id for run in store.of_owner(OWNER)] == ["good"]


def test_addresses():
    assert address("sqlite://") is None
    assert address("sqlite:////folder/x.db").database == "/folder/x.db"
    for text in ("postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"):
        assert address(text).drivername == "postgresql+psycopg"
    for text in ("mysql://u@h/d", "runs.db", "://", "postgresql+asyncpg://u@h/d", "http://x"):
        with pytest.raises(StoreError, match="DLCORE_DATABASE"):
            address(text)


def test_the_usual_place_is_the_users_data_folder(monkeypatch, tmp_path, stores):
    monkeypatch.delenv("DLCORE_DATABASE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    store = stores()
    store.save(record())
    assert store.trouble is None
    file = tmp_path / "dlcore" / "runs.db"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert all(beside.stat().st_mode & 0o077 == 0 for beside in file.parent.iterdir())
    monkeypatch.setenv("DLCORE_DATABASE", f"sqlite:///{tmp_path}/named.db")
    stores().save(record())
    assert (tmp_path / "named.db").exists()


def test_an_address_that_is_none_is_said_and_runs_go_on(stores):
    store = stores("mysql://secret:word@host/db")
    assert isinstance(store.trouble, StoreError)
    assert "secret" not in str(store.trouble)
    store.save(record(), series=SERIES)
    assert same(store.series("run"), SERIES)


def test_a_driver_that_is_not_there_is_said(stores, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "psycopg", None)
    store = stores("postgresql+psycopg://u@127.0.0.1:9/d")
    assert "psycopg" in str(store.trouble)
    store.save(record())
    assert store.get("run")


def test_memory_stays_within_bounds(stores, monkeypatch):
    monkeypatch.setattr(module, "IN_MEMORY", Quota(runs=5, owner_bytes=9_000, total_bytes=9_000))
    store: Store = stores("sqlite://")
    for number in range(20):
        run = record(f"run-{number}", created=time.time(), status="done")
        store.save(run, checkpoint=bytes(1_000), snapshot=bytes(500))
    assert 2 <= len(store.of_owner(OWNER)) <= 10
    assert store.get("run-19")
