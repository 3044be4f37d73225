import os
import pathlib

import engine_chores
import pytest
from engine_helpers import PATIENCE

from dlcore.engine import Engine


@pytest.fixture(scope="session")
def warm_marks(tmp_path_factory):
    """A directory with one file for each worker process that was warmed up."""
    directory = tmp_path_factory.mktemp("warm")
    os.environ[engine_chores.WARM_MARKS] = str(directory)
    yield pathlib.Path(directory)
    del os.environ[engine_chores.WARM_MARKS]


@pytest.fixture(scope="session")
def shared_engine(warm_marks):
    """One engine for all tests that leave it as they found it, or as good as new."""
    engine = Engine(warm_task=engine_chores.warm_up)
    engine.start()
    yield engine
    engine.close()


@pytest.fixture
def engine(shared_engine):
    """The shared engine, ready, with nothing to do."""
    assert shared_engine.wait_ready(PATIENCE), shared_engine.error
    yield shared_engine
    for run in shared_engine._shelf.active():
        run.stop()
        assert run.wait(PATIENCE)
