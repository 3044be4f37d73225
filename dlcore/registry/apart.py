"""Computing with a network from a visitor's file: in a process apart, and only for so long.

What such a network costs is known only in part before it runs.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

from dlcore.engine.metered import MeteredProcess, OutOfTime
from dlcore.messages import N_
from dlcore.registry.at_hand import find_fit
from dlcore.registry.keras_file import RegistryError

T = TypeVar("T")

SECONDS = 20  # of processor time, for one answer
_SAID = N_(
    "This network takes more than {seconds} s of this server's processor for an answer, so none is "
    "given."
)
_too_slow: deque[tuple[str, Callable]] = deque(maxlen=1_000)  # found out once, not with each stroke


def ask(task: Callable[..., T], args: tuple[Any, ...], digest: str, data: bytes | None = None) -> T:
    """Asks such a network something, in the one process that this one has for all of them.

    Args:
        task: takes `args`, the digest and the bytes; see `at_hand.find_model`.

    Raises:
        RegistryError: this takes too much processor time, or even to see what the network is did.
        EngineTimeout, WorkerLost: see `MeteredProcess.call`.
        Exception: whatever the task raises.
    """
    if not any((digest, slow) in _too_slow for slow in (find_fit, task)):
        try:
            return _process().call(task, *args, digest, data)
        except OutOfTime:
            _too_slow.append((digest, task))
    raise RegistryError(_SAID, seconds=SECONDS)


@cache
def _process() -> MeteredProcess:
    return MeteredProcess(_import_keras, SECONDS)


def _import_keras() -> None:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    import_module("keras")
