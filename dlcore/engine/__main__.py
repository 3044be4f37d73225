"""The engine process: `python -m dlcore.engine`, started by the web process.

Writes the address and the credentials of its cluster to standard output as one line, and leaves
when standard input is closed, which the operating system sees to even if the web process is killed.
"""

import argparse
import asyncio
import logging
import os
import sys
import threading
from collections.abc import Coroutine
from typing import Any

from distributed import Security

from dlcore.engine import cluster
from dlcore.engine.credentials import Credentials

NICENESS = 5


def main() -> None:
    """Run the engine until standard input is closed."""
    parser = argparse.ArgumentParser(prog="python -m dlcore.engine", description=__doc__)
    parser.add_argument("--threads", type=int, default=4, help="tasks at the same time")
    arguments = parser.parse_args()
    _step_back()
    logging.getLogger("distributed").setLevel(logging.WARNING)
    asyncio.run(_serve(arguments.threads, _take_standard_output()))


def _step_back() -> None:
    # Pages come first: importing TensorFlow or training must not hold up the web process on a
    # server of one or two cores. Alone on the machine, it costs nothing.
    if hasattr(os, "nice"):
        os.nice(NICENESS)


def _take_standard_output() -> int:
    # Whatever prints later, here or in the worker, goes to standard error: the web process reads
    # the pipe once and would leave the writer blocked.
    pipe = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return pipe


async def _serve(threads: int, pipe: int) -> None:
    security = Security.temporary()
    async with cluster.scheduler(security) as scheduler:
        _announce(scheduler.address, security, pipe)  # connecting and the worker's start overlap
        async with cluster.worker(scheduler.address, security, threads) as nanny:
            await _first_of(_standard_input_closed(), nanny.finished(), scheduler.finished())


def _announce(address: str, security: Security, pipe: int) -> None:
    tls = security.get_tls_config_for_role("client")
    credentials = Credentials(address, tls["ca_file"], tls["cert"], tls["key"])
    with os.fdopen(pipe, "wb") as stream:
        stream.write(credentials.to_line())


async def _standard_input_closed() -> None:
    loop, closed = asyncio.get_running_loop(), asyncio.Event()

    def read() -> None:
        sys.stdin.buffer.read()
        loop.call_soon_threadsafe(closed.set)

    # A daemon, unlike asyncio's own threads: it must not hold up the exit when the nanny gives up.
    threading.Thread(target=read, name="standard-input", daemon=True).start()
    await closed.wait()


async def _first_of(*events: Coroutine[Any, Any, Any]) -> None:
    tasks = [asyncio.create_task(event) for event in events]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)


if __name__ == "__main__":
    main()
