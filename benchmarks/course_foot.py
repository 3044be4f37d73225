"""What the bar and the exercises at the foot of a page cost it, warm: messages and time.

    python -m benchmarks.course_foot [--runs 30]

Both are those of one call, in runs of whole pages, with the engine started before.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.testing.v1 import AppTest

from ui.course import foot
from ui.frame.catalogue import ACTIVATIONS, LOSSES, OPTIMIZERS
from ui.frame.engine import engine

APP = Path(__file__).parents[1] / "app.py"


@contextmanager
def measured() -> Iterator[list[tuple[int, float]]]:
    """What each call of `foot.show` meanwhile sends, and seconds that it takes."""
    found: list[tuple[int, float]] = []
    sent: list[Any] = []
    show, enqueue = foot.show, ScriptRunContext.enqueue

    def counted(context: ScriptRunContext, message: Any) -> None:
        sent.append(message)
        enqueue(context, message)

    def timed(*args: Any) -> None:
        before, begun = len(sent), time.perf_counter()
        show(*args)
        found.append((len(sent) - before, time.perf_counter() - begun))

    with patch.object(foot, "show", timed), patch.object(ScriptRunContext, "enqueue", counted):
        yield found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=30)
    runs = parser.parse_args().runs
    engine().start()
    engine().wait_ready(120)
    for page in (ACTIVATIONS, LOSSES, OPTIMIZERS):
        at = AppTest.from_file(APP, default_timeout=60).switch_page(page.file)
        with measured() as found:
            for _run in range(runs + 1):
                at.run()
        messages, seconds = zip(*found[1:], strict=True)  # the first one imports
        print(f"/{page.name}: {max(messages)} messages, {1000 * median(seconds):.1f} ms")
    engine().close()


if __name__ == "__main__":
    main()
