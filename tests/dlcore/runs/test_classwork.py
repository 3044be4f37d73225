"""What a class does of the exercises: in its room, until each leaves, and no more than that."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
import sqlalchemy as sql

from dlcore.errors import LabError
from dlcore.runs import classwork, classwork_tables
from dlcore.runs.classwork import Answered, outdated
from tests.dlcore.runs.examples import OTHER, OWNER, record
from tests.dlcore.runs.test_trouble import _execute

ROOM = "7b"
AND, COUNT = "neuron-and", "convolution-count"


def joined(store, *owners: str) -> None:
    for owner in owners:
        assert store.classwork.join(owner, ROOM, f"name of {owner[0]}")


def test_what_a_student_does_is_seen_in_the_room_from_every_server(url, stores):
    store, elsewhere = stores(url), stores(url)
    joined(store, OWNER, OTHER)
    store.classwork.note_guess(OWNER, AND, "3")
    store.classwork.note_guess(OWNER, AND, "2")
    store.classwork.note_check(OWNER, AND, passed=False)
    elsewhere.classwork.note_guess(OWNER, AND, "4")  # too late: it is no guess any more
    elsewhere.classwork.note_check(OWNER, AND, passed=True)
    store.classwork.note_check(OWNER, AND, passed=False)  # what is passed stays so
    elsewhere.classwork.note_guess(OWNER, COUNT, 18_496)
    by_name = {student.alias: student.answers for student in elsewhere.classwork.of_room(ROOM)}
    assert by_name == {
        f"name of {OWNER[0]}": {AND: Answered("2", True), COUNT: Answered(18_496, False)},
        f"name of {OTHER[0]}": {},
    }
    assert store.classwork.of_room("another") == []
    assert store.classwork.membership(OWNER) == (ROOM, f"name of {OWNER[0]}")


def test_whoever_leaves_leaves_nothing(url, stores):
    store = stores(url)
    joined(store, OWNER, OTHER)
    store.classwork.note_guess(OWNER, AND, "2")
    assert store.classwork.leave(OWNER)
    assert store.classwork.membership(OWNER) == ("", "")
    store.classwork.note_guess(OWNER, AND, "2")  # of another window, which has not heard of it
    store.classwork.note_check(OWNER, AND, passed=True)
    assert len(store.classwork.of_room(ROOM)) == 1
    joined(store, OWNER)
    assert [student.answers for student in store.classwork.of_room(ROOM)] == [{}, {}]
    assert store.classwork.join(OWNER, "8a", "Ada")  # and so does whoever goes elsewhere
    assert len(store.classwork.of_room(ROOM)) == 1


def test_whoever_leaves_while_something_is_written_leaves_nothing(url, stores):
    store, elsewhere = stores(url), stores(url)
    joined(store, OWNER)
    written = Event()

    def write(connection) -> None:
        classwork_tables.note(connection, OWNER, AND, time.time(), guess="2")
        written.set()
        time.sleep(0.5)  # the other one leaves meanwhile

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(elsewhere._database.writing, write)
        assert written.wait(9)
        assert store.classwork.leave(OWNER)
        writing.result()
    count = sql.select(sql.func.count()).select_from(classwork_tables.ANSWERS)
    assert store._database.reading(lambda connection: connection.execute(count).scalar()) == 0


def test_two_windows_may_join_at_once(url, stores):
    store, elsewhere = stores(url), stores(url)
    joining = Event()

    def join(connection) -> None:
        row = {"owner": OWNER, "room": "8a", "alias": "Ada", "latest": time.time()}
        classwork_tables.join(connection, row)
        joining.set()
        time.sleep(0.5)  # the other one joins meanwhile

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(elsewhere._database.writing, join)
        assert joining.wait(9)
        joined(store, OWNER)
        first.result()
    assert store.trouble is None  # which would be that of everybody
    assert store.classwork.membership(OWNER) == (ROOM, f"name of {OWNER[0]}")


@pytest.mark.parametrize(
    ("room", "alias"),
    [
        ("", "Ada"),
        ("7 b", "Ada"),
        ("x" * 41, "Ada"),
        ("7b/..", "Ada"),
        ("7b", ""),
        ("7b", " \x00*"),
    ],
)
def test_names_that_are_none_are_refused(url, stores, room, alias):
    store = stores(url)
    with pytest.raises(LabError):
        store.classwork.join(OWNER, room, alias)
    assert store.trouble is None
    assert store.classwork.membership(OWNER) == ("", "")


def test_a_name_is_plain_and_no_longer_than_it_may_be(url, stores):
    store = stores(url)
    assert store.classwork.join(OWNER, ROOM, "a\u202eb\n" + "x" * 100)
    assert store.classwork.membership(OWNER) == (ROOM, "ab " + "x" * 37)


@pytest.mark.parametrize(
    ("exercise", "guess"),
    [
        ("nonsense", "2"),
        (AND, "5"),
        (AND, 2),
        (COUNT, -1),
        (COUNT, "x"),
        (COUNT, True),
        (AND, None),
    ],
)
def test_what_is_no_guess_is_not_kept(url, stores, exercise, guess):
    store = stores(url)
    joined(store, OWNER)
    store.classwork.note_guess(OWNER, exercise, guess)
    store.classwork.note_check(OWNER, "nonsense", passed=True)
    assert store.classwork.of_room(ROOM)[0].answers == {}
    assert store.trouble is None


def test_a_room_and_a_server_have_an_end(url, stores, monkeypatch):
    store = stores(url)
    monkeypatch.setattr(classwork, "MOST_STUDENTS", 2)
    monkeypatch.setattr(classwork, "MOST_OF_ALL", 3)
    joined(store, OWNER, OTHER)
    with pytest.raises(LabError, match="full"):
        store.classwork.join("c" * 64, ROOM, "Cem")
    joined(store, OTHER)  # who is there already may come again
    assert store.classwork.join("c" * 64, "8a", "Cem")
    with pytest.raises(LabError, match="no place"):
        store.classwork.join("d" * 64, "8a", "Dua")
    assert len(store.classwork.of_room(ROOM)) == 2


def test_who_is_long_gone_is_forgotten(url, stores):
    store = stores(url)
    joined(store, OWNER, OTHER)
    for owner, guess in ((OWNER, "2"), (OTHER, "3")):
        store.classwork.note_guess(owner, AND, guess)
    _execute(
        url, f"UPDATE students SET latest = {outdated(time.time()) - 9} WHERE owner = '{OWNER}'"
    )
    store._tended = float("-inf")
    store.tend()
    (left,) = store.classwork.of_room(ROOM)
    assert left.answers == {AND: Answered("3", False)}
    assert store.classwork.membership(OWNER) == ("", "")


def test_a_database_of_before_gets_the_tables(url, stores):
    first = stores(url)
    first.save(record("old", status="done"))
    first.close()
    for table in ("students", "answers"):
        _execute(url, f"DROP TABLE {table}")
    store = stores(url)
    assert store.get("old")
    joined(store, OWNER)
    assert store.classwork.membership(OWNER)[0] == ROOM


def test_a_class_that_guesses_at_once_is_heard(url, stores):
    store = stores(url)
    owners = [f"{number:064x}" for number in range(30)]
    joined(store, *owners)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda owner: store.classwork.note_guess(owner, AND, "2"), owners))
        list(pool.map(lambda _again: store.classwork.note_guess(OWNER, AND, "2"), range(8)))
    found = store.classwork.of_room(ROOM)
    assert [student.answers[AND].guess for student in found] == ["2"] * 30
    assert store.trouble is None


def test_without_a_database_nothing_is_kept_and_nothing_breaks(stores):
    store = stores("sqlite:////dev/null/nowhere.db")
    assert store.classwork.membership(OWNER) is None
    assert not store.classwork.join(OWNER, ROOM, "Ada")
    store.classwork.note_guess(OWNER, AND, "2")
    assert store.classwork.of_room(ROOM) is None
