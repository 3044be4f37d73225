"""Stores of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from dlcore.runs.store import Store
from tests.dlcore.runs import postgres
from tests.dlcore.runs.postgres import Postgres


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    """A PostgreSQL that runs."""
    if reason := postgres.missing():
        pytest.skip(reason)
    one = Postgres()
    yield one
    one.close()


@pytest.fixture
def stores() -> Iterator[Callable[..., Store]]:
    """Opens stores that are closed after the test."""
    opened = []

    def open_store(*args, **kwargs) -> Store:
        opened.append(Store.open(*args, **kwargs))
        return opened[-1]

    yield open_store
    for store in opened:
        store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/folder/runs.db"
    address = request.getfixturevalue("server").url
    _empty(address)
    return address


@pytest.fixture(params=["sqlite", "memory", "postgresql"])
def store(request, tmp_path, stores) -> Store:
    """An empty one of each kind."""
    if request.param == "sqlite":
        return stores(f"sqlite:///{tmp_path}/runs.db")
    if request.param == "memory":
        return stores("sqlite://")
    address = request.getfixturevalue("server").url
    _empty(address)
    return stores(address)


def _empty(address: str) -> None:
    import psycopg

    with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
