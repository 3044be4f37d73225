"""Whose time is over, by a clock of the test's own."""

import pytest

from dlcore.engine.limits import Limits
from dlcore.engine.reaper import Reaper
from dlcore.engine.run import Run
from dlcore.engine.shelf import Shelf


@pytest.fixture
def shelf():
    return Shelf()


@pytest.fixture
def run(shelf):
    run = Run(print, None, lambda *told: None, owner="somebody")
    shelf.add(run)
    return run


@pytest.fixture
def look(shelf):
    return Reaper(shelf, Limits(run_minutes=30, unseen_minutes=10)).look


def test_what_waits_unseen_leaves_the_line(run, look):
    look(run.seen + 599)
    assert run.status == "queued"
    look(run.seen + 601)
    assert (run.status, run.stopped_by, run.result) == ("done", "unseen", None)


def test_a_page_that_shows_it_keeps_its_place(run, look, monkeypatch):
    monkeypatch.setattr("time.time", lambda: run.created + 500)
    run.note_seen()
    look(run.created + 1000)
    assert run.status == "queued"
    look(run.created + 1101)
    assert run.stopped_by == "unseen"


def test_what_runs_may_be_left_alone_but_not_for_ever(run, look):
    run.begin()
    look(run.started + 1799)
    assert (run.status, run.stopped_by) == ("running", None)
    look(run.started + 1801)
    assert (run.status, run.stopped_by) == ("stopping", "limit")


def test_waiting_is_no_part_of_the_time_it_may_run(run, look, monkeypatch):
    monkeypatch.setattr("time.time", lambda: run.created + 3000)
    run.begin()
    look(run.created + 4000)
    assert run.status == "running"


def test_what_was_stopped_by_its_owner_stays_so(run, look):
    run.begin()
    run.stop()
    look(run.started + 1801)
    assert run.stopped_by == "asked"


def test_what_nobody_owns_has_all_the_time_it_wants(shelf, look):
    waiting, running = (Run(print, None, print) for _ in range(2))
    shelf.add(waiting)
    shelf.add(running)
    running.begin()
    look(running.started + 1e6)
    assert (waiting.status, running.status) == ("queued", "running")


def test_what_is_over_was_stopped_by_nobody(run, look):
    run.begin()
    run.finish("result")
    look(run.started + 1801)
    run.stop()
    assert (run.status, run.stopped_by) == ("done", None)
