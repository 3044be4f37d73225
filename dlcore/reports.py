"""What a running training says about itself, and how it is told to stop.

A training function takes two callables and knows nothing of who is behind them: `report`, to say
how far it is, and `should_stop`, to ask whether it has been told to end early.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, TypedDict


class Progress(TypedDict, total=False):
    """How far a training is.

    `epoch` and `step` count from 1, `step` within its epoch; `seconds_left` is an estimate for all
    epochs together.
    """

    epoch: int
    epochs: int
    step: int
    steps_per_epoch: int
    examples_per_second: float
    seconds_left: float


class RunPicture(TypedDict):
    """What a training has to show at one moment.

    Attributes:
        step: since the training began.
        seconds: of training.
        packed: the picture, in a form of the training's own, and small: a run keeps many.
        facts: what is known of this moment, under names of the training's own.
    """

    step: int
    seconds: float
    packed: bytes
    facts: dict[str, Any]


class Report(TypedDict, total=False):
    """What has changed since the last report; whatever is left out stays as it was.

    Holds plain Python numbers, strings, bytes, lists and dicts only, so that msgpack can carry it.
    From another process, a list arrives as a tuple.
    """

    phase: str  # "data", "building", "training", "evaluating"
    fraction: float  # of the phase, in [0, 1]
    progress: Progress
    picture: RunPicture  # a run keeps these, and can be gone through like a film
    series: dict[str, list[list[float]]]  # new points [x, y]; x = steps since the training began
    snapshot: Any  # what the network can do at this moment, in a form of the training's own


ReportCallback = Callable[[Report], None]
"""Called with each report; returns at once."""

StopCallback = Callable[[], bool]
"""True once the training has been told to end early."""

REPORT_SECONDS = 0.2  # often enough to watch, seldom enough to cost nothing


class Reporter:
    """Gathers what there is to say and says it at most every `REPORT_SECONDS`."""

    def __init__(self, report: ReportCallback) -> None:
        self._report = report
        self._pending: Report = {}
        self._last = float("-inf")

    def tell(self, **changes: Any) -> None:
        """Notes the changed fields of a report, and sends it when its time has come."""
        self._pending.update(changes)  # type: ignore[typeddict-item]
        if time.monotonic() - self._last >= REPORT_SECONDS:
            self.flush()

    def add_points(self, x: int, values: Mapping[str, float]) -> None:
        """Notes a new point of each series; sent with the next `tell` or `flush`."""
        series = self._pending.setdefault("series", {})
        for name, y in values.items():
            series.setdefault(name, []).append([x, y])

    def flush(self) -> None:
        """Sends what is left."""
        if self._pending:
            pending, self._pending = self._pending, {}
            self._last = time.monotonic()
            self._report(pending)
