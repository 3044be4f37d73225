"""The process apart: `python -m dlcore.engine.metered_process`, started by `MeteredProcess`.

Reads calls from standard input, writes results to standard output, and leaves when standard input
is closed, in the middle of a call too.
"""

import contextlib
import math
import os
import pickle
import queue
import sys
import threading
import time
from pathlib import Path
from typing import Any

try:
    import resource
except ImportError:  # Windows keeps no such limits
    resource = None  # type: ignore[assignment]

Question = tuple[float | None, Any, tuple[Any, ...]]
"""How many seconds of processor time there are (None is any number), a function, its arguments."""


def main() -> None:
    """Answer until standard input is closed."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # for whatever prints
    questions: queue.SimpleQueue[Question] = queue.SimpleQueue()
    threading.Thread(target=_read, args=[questions], name="questions", daemon=True).start()
    if resource:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # out of time is no fault to be looked at
    with contextlib.suppress(OSError):  # only Linux has it
        Path("/proc/self/oom_score_adj").write_text("1000")  # first to go where memory runs out
    while True:
        seconds, task, args = questions.get()
        _grant(seconds)
        answers.write(_answer(task, args))
        answers.flush()


def _read(questions: "queue.SimpleQueue[Question]") -> None:
    try:
        while True:
            questions.put(pickle.load(sys.stdin.buffer))
    finally:
        os._exit(0)  # nobody is there any more, or nobody who can be understood


def _grant(seconds: float | None) -> None:
    """Sees to it that the system ends this process once it has used so much more."""
    if not resource:
        return
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    if seconds is None:
        soft = most
    else:
        soft = math.ceil(time.process_time() + seconds)
        soft = soft if most == resource.RLIM_INFINITY else min(soft, most)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, most))


def _answer(task: Any, args: tuple[Any, ...]) -> bytes:
    try:
        return pickle.dumps((task(*args), None), protocol=pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # the caller's to deal with
        return pickle.dumps((None, error))


if __name__ == "__main__":
    main()
