"""The pool of compiled models; that a used one trains as a new one, test_training shows."""

from dlcore.training.pool import ModelPool


def test_pool_lends_a_model_once_and_keeps_the_last():
    pool = ModelPool(2, lambda key: [key])
    with pool.borrow("a") as one, pool.borrow("a") as other:
        assert one is not other
        assert one == ["a"]
    with pool.borrow("b"), pool.borrow("c"):
        pass
    assert list(pool._idle) == ["c", "b"]
