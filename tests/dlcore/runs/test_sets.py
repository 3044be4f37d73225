"""Data sets that are kept beside runs: each only its owner's, and none thrown away for another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dlcore.runs import sets
from dlcore.runs.quota import Quota
from dlcore.runs.sets import FullError, SetRecord
from tests.dlcore.runs.examples import OTHER, OWNER, record
from tests.dlcore.runs.test_trouble import _execute


def of_set(name: str, **more) -> SetRecord:
    return SetRecord(name, OWNER, f"{name} αβγ", 1.0, classes=3, images=30, size=0, **more)


def test_a_set_is_kept_overwritten_and_taken_away(url, stores):
    store = stores(url)
    assert store.keep_set(of_set("one"), b"first")
    assert store.keep_set(replace(of_set("two"), changed=2.0), b"second")
    assert store.keep_set(replace(of_set("one"), name=" a\nnew\0name "), b"larger than before")
    again = stores(url)
    found = again.sets_of(OWNER)
    assert [one.id for one in found] == ["two", "one"]
    assert found[1] == replace(of_set("one"), name="a newname", size=18)
    assert again.set_content("one", OWNER) == b"larger than before"
    assert again.delete_set("one", OWNER)
    assert not again.delete_set("one", OWNER)
    assert [one.id for one in store.sets_of(OWNER)] == ["two"]


def test_a_set_is_its_owners_alone(url, stores):
    store = stores(url)
    store.keep_set(of_set("one"), b"content")
    assert store.sets_of(OTHER) == []
    assert store.set_content("one", OTHER) is None
    assert not store.delete_set("one", OTHER)
    assert not store.keep_set(replace(of_set("one"), owner=OTHER), b"mine now")
    assert store.set_content("one", OWNER) == b"content"


def test_what_has_no_room_is_refused_and_nothing_goes_for_it(url, stores, monkeypatch):
    store = stores(url, Quota(owner_bytes=500, total_bytes=750))
    store.keep_set(of_set("one"), bytes(60))
    with pytest.raises(FullError, match="and your others"):
        store.keep_set(of_set("two"), bytes(41))
    assert store.keep_set(of_set("one"), bytes(100))  # in place of itself
    store.keep_set(replace(of_set("theirs"), owner=OTHER), bytes(50))
    with pytest.raises(FullError, match="no room for more"):
        store.keep_set(replace(of_set("more"), owner=OTHER), bytes(1))
    monkeypatch.setattr(sets, "MOST_SETS", 1)
    with pytest.raises(FullError, match="keep 1 data sets"):
        store.keep_set(of_set("two"), b"")
    assert [(one.id, one.size) for one in store.sets_of(OWNER)] == [("one", 100)]


def test_what_is_half_drawn_takes_no_sets_place(url, stores, monkeypatch):
    store = stores(url, Quota(owner_bytes=500, total_bytes=1000))
    monkeypatch.setattr(sets, "MOST_SETS", 1)
    assert store.keep_set(of_set("draft-1"), bytes(60))
    assert store.keep_set(of_set("one"), bytes(100))
    assert store.keep_set(of_set("draft-1"), bytes(70))
    with pytest.raises(FullError, match="keep 1 data sets"):
        store.keep_set(of_set("two"), b"")
    with pytest.raises(FullError, match="no room for more"):
        store.keep_set(of_set("draft-2"), bytes(90))


def test_strange_ids_and_a_store_in_memory_have_none(store):
    for name in ("", "x" * 65, "../etc", "'; drop table sets; --"):
        assert not store.keep_set(of_set(name), b"")
        assert store.set_content(name, OWNER) is None
        assert not store.delete_set(name, OWNER)
    assert store.sets_of(OWNER) == []


def test_a_database_of_before_gets_the_table(url, stores):
    first = stores(url)
    first.save(record("old", status="done"))
    first.close()
    _execute(url, "DROP TABLE sets")
    store = stores(url)
    assert store.get("old")
    assert store.keep_set(of_set("one"), b"content")
    assert [one.id for one in store.sets_of(OWNER)] == ["one"]


def test_a_database_of_before_that_is_only_read_has_no_sets(tmp_path, stores):
    address = f"sqlite:///{tmp_path}/folder/runs.db"
    first = stores(address)
    first.save(record("old", status="done"))
    first.close()
    _execute(address, "DROP TABLE sets")
    (tmp_path / "folder").chmod(0o500)
    try:
        store = stores(address)
        assert store.sets_of(OWNER) == []
        assert not store.is_silent
        assert store.get("old")
    finally:
        (tmp_path / "folder").chmod(0o700)
