"""A whole Dask cluster in one process and its child: a scheduler, a nanny, and one worker."""

import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any

import dask
from distributed import Nanny, Scheduler, Security, Worker

from dlcore.engine.line import RESOURCE

LOOPBACK = "127.0.0.1"

CONFIG = {
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    # Dask keeps the last 1,000 messages of each connection: with a picture in each, 300 MB.
    "distributed.admin.low-level-log-length": 10,
    "distributed.worker.profile.enabled": False,  # a sampling thread that nobody looks at
    # Dask's default gives numerical libraries one thread, right for many workers on a machine.
    "distributed.nanny.pre-spawn-environ": {},
}


class _NoHttp:
    """Leaves out the plain HTTP server that each Dask node opens, dashboard or not."""

    def start_http_server(self, *args: Any, **kwargs: Any) -> None:
        pass


class QuietScheduler(_NoHttp, Scheduler):
    """A scheduler that listens on its TLS port alone."""


class QuietWorker(_NoHttp, Worker):
    """A worker that listens on its TLS port alone."""


@contextlib.asynccontextmanager
async def scheduler(security: Security) -> AsyncIterator[Scheduler]:
    """A scheduler on a free port of the loopback interface, TLS only."""
    with dask.config.set(CONFIG):
        async with QuietScheduler(
            host=LOOPBACK,
            port=0,
            protocol="tls://",
            security=security,
            allowed_failures=1,  # a call whose worker died is tried once more, not three times
        ) as running:
            yield running


@contextlib.asynccontextmanager
async def worker(address: str, security: Security, threads: int) -> AsyncIterator[Nanny]:
    """One worker process that trains one model at a time, and a nanny that replaces it.

    Args:
        address: of the scheduler.
        security: the scheduler's.
        threads: tasks at the same time, the training included.
    """
    async with Nanny(
        address,
        host=LOOPBACK,
        protocol="tls://",
        security=security,
        nthreads=threads,
        resources={RESOURCE: 1},
        memory_limit=0,  # Dask's own limits would pause or kill a worker in mid-training
        worker_class=QuietWorker,
        silence_logs=logging.WARNING,
    ) as nanny:
        yield nanny
