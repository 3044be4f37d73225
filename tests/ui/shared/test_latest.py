"""What is at hand is the newest, and no more of it than there is room for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dlcore.data.formats import from_npz
from dlcore.data.symbols import symbols
from ui.shared.latest import Latest
from ui.shared.sets import kept


def test_the_newest_stay_and_one_that_is_too_large_alone():
    held: Latest[bytes] = Latest(10, len)
    for name in "abc":
        held.put(name, bytes(4))
    assert [held.get(name) for name in "abc"] == [None, bytes(4), bytes(4)]
    held.get("b")
    held.put("d", bytes(4))
    assert held.get("c") is None  # b was asked for later
    held.put("large", bytes(99))
    assert held.get("large") == bytes(99)
    assert held.get("d") is None


def test_what_is_at_hand_is_not_made_again():
    held: Latest[bytes] = Latest(10, len)
    assert held.made("a", lambda: b"1") == held.made("a", lambda: b"2") == b"1"


def test_a_file_is_written_once_and_anew_where_anything_in_it_differs(monkeypatch):
    whole = symbols()
    few = replace(
        whole,
        **{
            f"{one}_{part}": getattr(whole, f"{one}_{part}")[:40]
            for one in ("x", "y", "writers")
            for part in ("train", "test")
        },
    )
    monkeypatch.setattr(kept, "_WRITTEN", Latest(10**7, len))
    written = kept.npz(few)
    assert kept.npz(replace(few)) is written
    for other in (
        replace(few, name="other"),
        replace(few, licence="other"),
        replace(few, source="own"),
        replace(few, classes=few.classes[::-1]),
        replace(few, writers_train=np.zeros(40, np.int32)),
        replace(few, writers_train=None, writers_test=None),
        replace(few, y_train=few.y_train[::-1]),
    ):
        found = from_npz(kept.npz(other))
        assert (found.name, found.licence, found.source) == (
            other.name,
            other.licence,
            other.source,
        )
        assert found.classes == other.classes
        assert (found.writers_train is None) == (other.writers_train is None)
        assert found.fingerprint == other.fingerprint
