"""What several visitors draw together: each drawing once, none lost, and each its owner's alone."""

from __future__ import annotations

import secrets
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from dlcore.data import DataError
from dlcore.runs import gatherings
from dlcore.runs.gatherings import Attendance, EndedError, GatheringError, outdated
from dlcore.runs.quota import Quota
from tests.dlcore.runs.examples import OTHER, OWNER, record
from tests.dlcore.runs.test_trouble import _execute

MAKER = "c" * 64
NAMES = ("α", "β", "<b>γ</b>")


def image(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (28, 28)).astype(np.uint8)


def mark() -> str:
    return secrets.token_hex(8)


def begun(store, **more) -> str:
    name = secrets.token_urlsafe(16)
    assert store.gatherings.begin(name, MAKER, NAMES, 10, **more)
    return name


def test_drawings_are_there_for_every_server(url, stores):
    store, elsewhere = stores(url), stores(url)
    name = begun(store)
    assert store.gatherings.add(name, OWNER, 0, image(1), mark()) == (1, 0, 0)
    assert elsewhere.gatherings.add(name, OTHER, 2, image(2), mark()) == (0, 0, 1)
    assert store.gatherings.add(name, OWNER, 2, image(3), mark()) == (1, 0, 1)
    found = elsewhere.gatherings.find(name)
    assert (found.classes, found.each, found.count, found.closed) == (NAMES, 10, 3, None)
    tally = store.gatherings.tally(name, OWNER)
    assert (tally.all, tally.own) == ((1, 0, 2), (1, 0, 1))
    assert store.gatherings.hands(name) == Attendance(all=2, present=2)
    latest = elsewhere.gatherings.latest(name, 2)
    assert [one.label for one in latest] == [2, 2]
    np.testing.assert_array_equal(latest[0].image, image(3))
    assert [one.label for one in store.gatherings.latest(name, 9, OTHER)] == [2]


def test_one_that_is_begun_again_is_the_same_one_and_nobody_elses(url, stores):
    store = stores(url)
    name = begun(store)
    assert store.gatherings.begin(name, MAKER, NAMES, 10)
    assert not store.gatherings.begin(name, OWNER, NAMES, 10)
    assert store.trouble is None
    assert [one.id for one in store.gatherings.of_owner(MAKER)] == [name]


def test_who_drew_is_known_by_a_number_alone(url, stores):
    store = stores(url)
    name = begun(store)
    for seed, (owner, label) in enumerate([(OTHER, 1), (OWNER, 0), (OTHER, 0)]):
        store.gatherings.add(name, owner, label, image(seed), mark())
    harvest = store.gatherings.harvest(name, MAKER)
    assert harvest.writers.tolist() == [0, 1, 0]
    assert harvest.labels.tolist() == [1, 0, 0]
    np.testing.assert_array_equal(harvest.images, [image(0), image(1), image(2)])
    assert store.gatherings.harvest(name, OWNER) is None
    assert len(store.gatherings.harvest(begun(store), MAKER).images) == 0


def test_a_drawing_that_comes_again_is_the_same_one(url, stores):
    store = stores(url)
    name, once = begun(store), mark()
    for _again in range(3):
        assert store.gatherings.add(name, OWNER, 0, image(), once) == (1, 0, 0)
    assert store.gatherings.add(name, OTHER, 0, image(), once) == (1, 0, 0)  # another's
    assert store.gatherings.find(name).count == 2


def test_each_takes_back_their_own_and_no_others(url, stores):
    store = stores(url)
    name, another = begun(store), begun(store)
    store.gatherings.add(name, OWNER, 0, image(1), mark())
    store.gatherings.add(name, OTHER, 1, image(2), mark())
    store.gatherings.add(name, OWNER, 2, image(3), mark())
    theirs = store.gatherings.latest(name, 1, OTHER)[0].id
    assert store.gatherings.take_back(name, OWNER, theirs) is None
    assert store.gatherings.take_back(another, OTHER, theirs) is None  # by another's address
    assert store.gatherings.throw_out(name, OWNER, theirs) == 0  # not the maker
    assert store.gatherings.throw_out(another, MAKER, theirs) == 0
    assert store.gatherings.find(name).count == 3
    assert store.gatherings.take_back(name, OWNER) == 2  # the last one
    assert store.gatherings.take_back(name, OTHER, theirs) == 1
    assert store.gatherings.take_back(name, OTHER) is None
    assert [one.label for one in store.gatherings.latest(name, 9)] == [0]
    assert store.gatherings.find(name).count == 1


def test_the_id_of_a_drawing_that_is_gone_is_given_to_no_other(url, stores):
    store = stores(url)
    name = begun(store)
    store.gatherings.add(name, OWNER, 0, image(), mark())
    gone = store.gatherings.latest(name, 1)[0].id
    store.gatherings.take_back(name, OWNER)
    store.gatherings.add(name, OWNER, 0, image(), mark())
    assert store.gatherings.latest(name, 1)[0].id > gone


def test_the_maker_throws_out_one_drawing_or_a_whole_hand(url, stores):
    store = stores(url)
    name = begun(store)
    for seed in range(6):
        store.gatherings.add(name, (OWNER, OTHER)[seed % 2], 0, image(seed), mark())
    last = store.gatherings.latest(name, 1)[0].id
    assert store.gatherings.throw_out(name, MAKER, last) == 1
    assert store.gatherings.throw_out(name, MAKER, last) == 0
    theirs = store.gatherings.latest(name, 1, OTHER)[0].id
    assert store.gatherings.throw_out(name, MAKER, theirs, whole_hand=True) == 2
    assert store.gatherings.find(name).count == 3
    assert store.gatherings.hands(name).all == 1


def test_what_is_closed_takes_nothing_more_and_keeps_what_it_has(url, stores):
    store = stores(url)
    name = begun(store)
    store.gatherings.add(name, OWNER, 0, image(), mark())
    assert store.gatherings.close(name, OWNER, closed=True) is False  # not theirs
    assert store.gatherings.close(name, MAKER, closed=True)
    with pytest.raises(EndedError, match="closed"):
        store.gatherings.add(name, OWNER, 0, image(), mark())
    assert store.gatherings.tally(name, OWNER).own == (1, 0, 0)
    assert store.gatherings.take_back(name, OWNER) == 0  # still one's own
    assert store.gatherings.close(name, MAKER, closed=False)
    assert store.gatherings.add(name, OWNER, 0, image(), mark()) == (1, 0, 0)


def test_what_is_deleted_is_gone_for_all(url, stores):
    store = stores(url)
    name, other = begun(store), begun(store)
    for one in (name, other):
        store.gatherings.add(one, OWNER, 0, image(), mark())
    assert store.gatherings.delete(name, OWNER) is False
    assert store.gatherings.delete(name, MAKER)
    assert store.gatherings.find(name) is None
    assert store.gatherings.tally(name, OWNER) is None
    assert store.gatherings.latest(name, 9) == []
    assert [one.id for one in store.gatherings.of_owner(MAKER)] == [other]
    with pytest.raises(EndedError, match="no such gathering"):
        store.gatherings.add(name, OWNER, 0, image(), mark())


def test_what_is_no_drawing_is_refused(url, stores):
    store = stores(url)
    name = begun(store)
    for label in (-1, 3, 10**9):
        with pytest.raises(GatheringError, match="no such class"):
            store.gatherings.add(name, OWNER, label, image(), mark())
    for nonsense in (
        np.ones((27, 28), np.uint8),
        np.ones((28, 28), float),
        np.ones(784, np.uint8),
        np.zeros((28, 28), np.uint8),
        b"784 bytes",
    ):
        with pytest.raises(GatheringError, match="28 × 28"):
            store.gatherings.add(name, OWNER, 0, nonsense, mark())
    for nonsense in ("", "no hex digits", "'; --"):
        with pytest.raises(GatheringError):
            store.gatherings.add(name, OWNER, 0, image(), nonsense)
    assert store.gatherings.find(name).count == 0


def test_strange_ids_and_a_store_in_memory_have_none(store):
    for name in ("", "short", "x" * 65, "../../etc/passwd-0123", "'; drop table gathered; --"):
        assert store.gatherings.find(name) is None
        assert store.gatherings.latest(name, 9) == []
        assert store.gatherings.tally(name, OWNER) is None
        assert not store.gatherings.close(name, MAKER, closed=True)
        assert not store.gatherings.delete(name, MAKER)
        assert not store.gatherings.throw_out(name, MAKER, 1)
        with pytest.raises(EndedError):
            store.gatherings.add(name, OWNER, 0, image(), mark())
    with pytest.raises(DataError):
        store.gatherings.begin("x" * 22, MAKER, ("one",), 10)
    assert store.gatherings.begin("x" * 22, MAKER, NAMES, 10) == store.has_database


def test_limits_are_said(url, stores, monkeypatch):
    store = stores(url)
    name = begun(store)
    monkeypatch.setattr(gatherings, "MOST_OF_ONE", 2)
    monkeypatch.setattr(gatherings, "MOST_DRAWINGS", 3)
    monkeypatch.setattr(gatherings, "MOST_GATHERINGS", 1)
    for _time in range(2):
        store.gatherings.add(name, OWNER, 0, image(), mark())
    with pytest.raises(GatheringError, match="You have 2 drawings"):
        store.gatherings.add(name, OWNER, 1, image(), mark())
    store.gatherings.add(name, OTHER, 0, image(), mark())
    with pytest.raises(GatheringError, match="full: it has 3"):
        store.gatherings.add(name, OTHER, 0, image(), mark())
    store.gatherings.take_back(name, OWNER)
    store.gatherings.add(name, OTHER, 0, image(), mark())
    with pytest.raises(GatheringError, match="You have 1 gatherings"):
        begun(store)


def test_what_has_no_room_is_refused(url, stores):
    store = stores(url, Quota(owner_bytes=25_000, total_bytes=35_000))
    first, second = begun(store), begun(store)
    store.gatherings.add(first, OWNER, 0, image(), mark())
    store.gatherings.add(second, OWNER, 0, image(), mark())
    with pytest.raises(GatheringError, match="no room"):  # of one maker
        store.gatherings.add(second, OTHER, 0, image(), mark())
    name = secrets.token_urlsafe(16)
    store.gatherings.begin(name, OWNER, NAMES, 10)
    store.gatherings.add(name, OWNER, 0, image(), mark())
    with pytest.raises(GatheringError, match="no room"):  # of all
        store.gatherings.add(name, OWNER, 0, image(), mark())


def test_nothing_is_lost_and_nothing_twice_when_forty_draw_at_once(url, stores):
    """One of each comes a second time, as after a lost answer. PostgreSQL has two servers."""
    first = stores(url)
    servers = first, first if url.startswith("sqlite") else stores(url)
    name, start = begun(servers[0]), threading.Barrier(40)

    def draw(visitor: int) -> int:
        owner = f"{visitor:064x}"
        start.wait(20)
        for number in range(20):
            for _again in range(1 + (number == 7)):
                drawing = (number % 3, image(100 * visitor + number), f"{number:08x}")
                own = servers[visitor % 2].gatherings.add(name, owner, *drawing)
                while own is None:  # as the sheet does where the database is busy
                    servers[visitor % 2].tend()
                    time.sleep(0.1)
                    own = servers[visitor % 2].gatherings.add(name, owner, *drawing)
        return sum(own)

    with ThreadPoolExecutor(40) as class_:
        assert list(class_.map(draw, range(40))) == [20] * 40
    harvest = servers[1].gatherings.harvest(name, MAKER)
    assert servers[0].gatherings.find(name).count == len(harvest.images) == 800
    assert np.bincount(harvest.writers).tolist() == [20] * 40
    made = {
        image(100 * visitor + number).tobytes() for visitor in range(40) for number in range(20)
    }
    assert {one.tobytes() for one in harvest.images} == made


def test_it_is_closed_between_two_drawings(url, stores):
    """Whatever was said to be kept is; whatever comes after is refused."""
    store = stores(url)
    name, kept, refused = begun(store), [], []

    def draw(visitor: int) -> None:
        for _number in range(200):
            try:
                if store.gatherings.add(name, f"{visitor:064x}", 0, image(), mark()):
                    kept.append(visitor)
            except EndedError:
                refused.append(visitor)
                return

    with ThreadPoolExecutor(4) as class_:
        for visitor in range(4):
            class_.submit(draw, visitor)
        time.sleep(0.1)
        store.gatherings.close(name, MAKER, closed=True)
        there = store.gatherings.find(name).count
    assert sorted(refused) == [0, 1, 2, 3]
    assert store.gatherings.find(name).count == there == len(kept)


def test_what_nobody_draws_in_goes_after_a_while(url, stores):
    store = stores(url)
    old, new = begun(store), begun(store)
    store.gatherings.add(old, OWNER, 0, image(), mark())
    _execute(url, f"UPDATE gatherings SET latest = {outdated(time.time()) - 9} WHERE id = '{old}'")
    store._tended = float("-inf")
    store.tend()
    assert [one.id for one in store.gatherings.of_owner(MAKER)] == [new]
    assert store.gatherings.latest(old, 9) == []


def test_a_database_of_before_gets_the_tables(url, stores):
    first = stores(url)
    first.save(record("old", status="done"))
    first.close()
    for table in ("gathered", "gatherings"):
        _execute(url, f"DROP TABLE {table}")
    store = stores(url)
    assert store.get("old")
    assert store.gatherings.add(begun(store), OWNER, 0, image(), mark()) == (1, 0, 0)


def test_a_database_of_before_that_is_only_read_has_none(tmp_path, stores):
    address = f"sqlite:///{tmp_path}/folder/runs.db"
    first = stores(address)
    first.save(record("old", status="done"))
    first.close()
    _execute(address, "DROP TABLE gatherings")
    (tmp_path / "folder").chmod(0o500)
    try:
        store = stores(address)
        assert store.gatherings.of_owner(OWNER) == []
        assert not store.is_silent
        assert store.get("old")
    finally:
        (tmp_path / "folder").chmod(0o700)
