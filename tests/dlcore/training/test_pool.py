"""The pool of compiled models; that a used one trains as a new one, test_training shows."""

import threading

import pytest

from dlcore.training import leavable
from dlcore.training.pool import ModelPool, NothingLearnt


def test_pool_lends_a_model_once_and_keeps_the_last():
    pool = ModelPool(2, lambda key: [key])
    with pool.borrow("a") as one, pool.borrow("a") as other:
        assert one is not other
        assert one == ["a"]
    with pool.borrow("b"), pool.borrow("c"):
        pass
    assert list(pool._idle) == ["c", "b"]


def test_a_model_that_is_still_busy_comes_back_later():
    pool, over = ModelPool(2, lambda key: [key]), threading.Event()
    with pool.borrow("a") as busy:
        pool.hold(busy, over)
    with pool.borrow("a") as other:
        assert other is not busy
    (until,) = [thread for thread in threading.enumerate() if thread.name == "dlcore-pool"]
    over.set()
    until.join(10)
    assert pool._idle["a"] is busy
    with pool.borrow("a") as again:
        assert again is busy
    assert pool._idle["a"] is busy


def test_a_model_that_nobody_waits_for_any_more_is_made_for_the_next(monkeypatch):
    monkeypatch.setattr(leavable, "PATIENCE_SECONDS", 0.0)
    go_on = threading.Event()
    pool = ModelPool(2, lambda key: go_on.wait() and [key])
    with pytest.raises(NothingLearnt), pool.borrow("a", lambda: True):
        raise AssertionError("there is nothing to lend")
    (until,) = [thread for thread in threading.enumerate() if thread.name == "dlcore-pool"]
    go_on.set()
    until.join(10)
    assert pool._idle["a"] == ["a"]


def test_what_cannot_be_made_says_why():
    with pytest.raises(ZeroDivisionError), ModelPool(2, lambda key: 1 / 0).borrow("a"):
        raise AssertionError("there is nothing to lend")
