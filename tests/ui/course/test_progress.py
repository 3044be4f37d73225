"""Progress as text, as a file, and what a stranger may send in its place."""

from __future__ import annotations

import json

from dlcore.exercises import EXERCISES
from ui.course import progress
from ui.course.path import PATHS, STATIONS, around
from ui.frame.catalogue import COURSE, LIMITS, NEURON

SOME = frozenset({"neuron-xor", "losses-pull"})


def test_progress_comes_back_from_text_and_file():
    assert progress.read(progress.written(SOME)) == SOME
    assert progress.from_file(progress.to_file(SOME).encode()) == SOME
    assert progress.written(()) == ""
    assert progress.from_file(progress.to_file(()).encode()) == frozenset()
    assert len(progress.written(EXERCISES)) < 4_000  # a browser's cookie holds no more


def test_what_is_no_progress_is_nothing():
    for text in ("", "....", "neuron-xors", "neuron-xor\x00", "<b>", "a" * 10**6):
        assert progress.read(text) == frozenset()
    assert progress.read("nonsense.neuron-xor") == {"neuron-xor"}
    for content in (
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"done": 1}',
        b'{"done": {}}',
        b"[" * 19_000,
    ):
        assert progress.from_file(content) is None
    assert progress.from_file(b"[" * 19_000) is None
    odd = json.dumps({"done": [1, None, ["neuron-and"], "neuron-and"]}).encode()
    assert progress.from_file(odd) == {"neuron-and"}
    assert progress.from_file(b'{"done": []}' + b" " * progress.MOST_BYTES) is None


def test_the_paths_go_over_stations_in_their_order():
    order = [station.page.name for station in STATIONS]
    for path in PATHS.values():
        places = [order.index(name) for name in path.pages]
        assert places == sorted(set(places))
        assert [station.page.name for station in path.stations] == list(path.pages)
    assert around(NEURON)[2].name == order[1]
    assert around(LIMITS)[2] is COURSE
