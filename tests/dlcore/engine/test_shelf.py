import pytest

from dlcore.engine import EngineUnavailable, TooManyRuns
from dlcore.engine.run import Past, Run
from dlcore.engine.shelf import Shelf


def place_run(shelf):
    run = Run(print, None, lambda *told: None)
    shelf.add(run)
    return run


def finish(shelf, run, size=1):
    shelf.note_size(run.id, size)
    run.finish("result")


def test_runs_are_found_by_id_and_only_so():
    shelf = Shelf()
    run = place_run(shelf)
    assert shelf.get(run.id) is run
    assert shelf.get("anything else") is None


def test_what_is_forgotten_is_gone_unless_it_is_under_way():
    shelf = Shelf()
    run = place_run(shelf)
    shelf.forget(run)
    assert shelf.get(run.id) is run
    finish(shelf, run)
    shelf.forget(run)
    shelf.forget(run)
    assert shelf.get(run.id) is None


def test_active_ones_only():
    shelf = Shelf()
    first, second = place_run(shelf), place_run(shelf)
    finish(shelf, first)
    assert shelf.active() == [second]


def test_the_oldest_finished_go_first():
    shelf = Shelf(max_finished=2)
    active, *others = (place_run(shelf) for _ in range(4))
    for run in others:
        finish(shelf, run)
    place_run(shelf)
    assert shelf.get(active.id) is active
    assert [shelf.get(run.id) for run in others] == [None, *others[1:]]


def test_results_are_bounded_in_bytes_but_the_newest_stays():
    shelf = Shelf(max_bytes=100)
    small, large = place_run(shelf), place_run(shelf)
    finish(shelf, small, 10)
    finish(shelf, large, 1000)
    place_run(shelf)
    assert shelf.get(small.id) is None
    assert shelf.get(large.id) is large


def test_what_is_recalled_counts_with_its_result_and_is_not_the_first_to_go():
    shelf = Shelf(max_bytes=100)
    old = place_run(shelf)
    finish(shelf, old, 10)
    past = Past(id="long ago", status="done", finished=1.0)
    recalled = Run(print, None, print, past=past)
    assert shelf.keep(recalled, 1000) is recalled
    assert shelf.keep(Run(print, None, print, past=past)) is recalled
    place_run(shelf)
    assert shelf.get(old.id) is None
    assert shelf.get("long ago") is recalled


def test_what_a_run_was_supplied_with_counts():
    shelf = Shelf(max_bytes=100)
    supplied = Run(print, None, print, supply=bytes(90))
    shelf.add(supplied)
    finish(shelf, supplied, 1)
    finish(shelf, place_run(shelf), 20)
    place_run(shelf)
    assert shelf.get(supplied.id) is None


def test_too_many_active_are_refused():
    shelf = Shelf(max_active=2)
    first, _ = place_run(shelf), place_run(shelf)
    with pytest.raises(EngineUnavailable, match="At most 2"):
        place_run(shelf)
    finish(shelf, first)
    place_run(shelf)


def test_too_many_of_one_owner_are_refused_and_nobody_elses():
    shelf = Shelf(max_of_owner=1)
    first, other, again = (Run(print, None, print, owner=name) for name in "aba")
    shelf.add(first)
    shelf.add(other)
    place_run(shelf)
    place_run(shelf)
    with pytest.raises(TooManyRuns, match="At most 1"):
        shelf.add(again)
    assert shelf.get(again.id) is None
    finish(shelf, first)
    shelf.add(again)
