"""The way back of a run that is kept: whole, or not at all."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from dlcore.engine import Run
from dlcore.runs.store import Store
from dlcore.runs.trouble import slow
from tests.pages.runs import curves, record
from ui.frame import jobs, keeping
from ui.frame.i18n import explain
from ui.runs.kept import KeptRun


def test_those_who_come_at_once_have_one_store(monkeypatch):
    def slow_open():
        time.sleep(0.05)
        return object()

    keeping._opened.cache_clear()
    monkeypatch.setattr(Store, "open", slow_open)
    with ThreadPoolExecutor(8) as visitors:
        stores = {id(found) for found in visitors.map(lambda _: keeping.store(), range(8))}
    keeping._opened.cache_clear()
    assert len(stores) == 1


class Taker:
    """What `recall` asks of an engine."""

    def recall(self, task, config, past, size):
        self.size = size
        return Run(task, config, print, past=past)


@pytest.fixture
def store(monkeypatch):
    opened = Store.open("sqlite://")
    monkeypatch.setattr(keeping, "store", lambda: opened)
    yield opened
    opened.close()


def recalled():
    return keeping.recall(Taker(), jobs.TRAIN, "run-1")


def test_the_sentence_of_a_failure_may_have_braces(store):
    store.save(record(1, "me", status="failed", error="Node {{node relu}} of {x} has no shape }"))
    run = recalled()
    assert run.status == "failed"
    assert "{{node relu}} of {x} has no shape }" in explain(run.failure.error)


def test_what_a_run_had_left_before_it_was_gone_on_with_is_not_its_result(store, result):
    store.save(record(1, "me"), result=result, checkpoint=b"1234")
    assert recalled().result.model == result.model
    store.save(record(1, "me", status="interrupted"))
    run = recalled()
    assert (run.status, run.result, run.checkpoint) == ("interrupted", None, b"1234")


def test_nor_is_it_compared_or_taken_away(store, result, monkeypatch):
    monkeypatch.setattr("ui.runs.kept.store", lambda: store)
    store.save(record(1, "me"), result=result)
    for status, there in (("done", True), ("running", False), ("paused", False)):
        run = KeptRun(record(1, "me", status=status), "a name")
        assert (run.measured is not None, run.result is not None) == (there, there)


def test_its_size_is_known_to_who_takes_it(store, result):
    store.save(record(1, "me"), result=result, checkpoint=b"1234")
    taker = Taker()
    keeping.recall(taker, jobs.TRAIN, "run-1")
    assert taker.size == store.get("run-1").size - 4


def test_half_a_run_is_none(store, monkeypatch):
    store.save(record(1, "me", status="paused"), series=curves(1), checkpoint=b"1234")

    def hang(run_id):
        store._note(slow())

    monkeypatch.setattr(store, "checkpoint", hang)
    assert recalled() is None
    assert keeping.may_come_back(jobs.TRAIN, "run-1")


def test_what_another_server_is_busy_with_may_come_back_and_what_nobody_knows_does_not(store):
    store.save(record(1, "me", status="running"))
    assert recalled() is None
    assert keeping.may_come_back(jobs.TRAIN, "run-1")
    assert not keeping.may_come_back(jobs.GAN, "run-1")
    assert not keeping.may_come_back(jobs.TRAIN, "run-2")
