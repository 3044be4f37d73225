"""What a running training says about itself, and what it is told meanwhile.

A training function takes two callables and knows nothing of who is behind them: `report`, to say
how far it is, and `should_stop`, to ask whether it has been told to end early. Where that is an
instance of `Orders`, it can also be told to pause, and to go on with other settings.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self, TypedDict


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

    phase: str  # "data", "judging", "building", "training", "evaluating"
    fraction: float  # of the phase, in [0, 1]
    progress: Progress
    picture: RunPicture  # a run keeps these, and can be gone through like a film
    series: dict[str, list[list[float]]]  # new points [x, y]; x = steps since the training began
    snapshot: Any  # what the network can do at this moment, in a form of the training's own
    checkpoint: bytes  # to go on from, in a form of the training's own; empty where it is through
    rewind: int  # it goes on from this step: what was reported after it does not hold
    changes: list[list[Any]]  # new ones [step, name, value]: settings that it goes on with


ReportCallback = Callable[[Report], None]
"""Called with each report; returns at once."""

StopCallback = Callable[[], bool]
"""True once the training has been told to end early."""


@dataclass(frozen=True)
class Held:
    """What a training returns that was paused, in place of its result.

    Attributes:
        checkpoint: to go on from; see `Report`.
    """

    checkpoint: bytes = field(repr=False)


class Orders:
    """What a training is told while it goes; a `StopCallback`. Thread-safe.

    Args:
        should_stop: says, beside `stop`, when it has to end.
    """

    def __init__(self, should_stop: StopCallback = lambda: False) -> None:
        self._should_stop = should_stop
        self._stop = threading.Event()
        self._pause = threading.Event()
        self._changes: dict[str, float] = {}
        self._lock = threading.Lock()

    @classmethod
    def of(cls, should_stop: StopCallback) -> Self:
        """The orders that a training was handed; of a plain callable, to stop and no others."""
        return should_stop if isinstance(should_stop, cls) else cls(should_stop)

    def __call__(self) -> bool:
        """Whether to end early: to stop, or to pause."""
        return self._pause.is_set() or self._stop.is_set() or self._should_stop()

    @property
    def paused(self) -> bool:
        """Whether it is to be gone on with; whoever says stop meanwhile wants its result."""
        return self._pause.is_set() and not self._stop.is_set()

    @property
    def changed(self) -> bool:
        """Whether there are changes that nobody has taken yet."""
        return bool(self._changes)

    def stop(self) -> None:
        """Say that it is to end, and to be measured as it is by then."""
        self._stop.set()

    def pause(self) -> None:
        """Say that it is to end, and to leave a checkpoint instead of a result."""
        self._pause.set()

    def change(self, settings: Mapping[str, float]) -> None:
        """Say that it is to go on with other settings; the newest value of each counts."""
        with self._lock:
            self._changes = {**self._changes, **settings}

    def take_changes(self) -> dict[str, float]:
        """The changes that have come since this was last asked."""
        with self._lock:
            changes, self._changes = self._changes, {}
            return changes


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

    def note_change(self, step: int, name: str, value: float) -> None:
        """Notes that it goes on with another setting from this step on."""
        self._pending.setdefault("changes", []).append([step, name, value])

    def flush(self) -> None:
        """Sends what is left."""
        if self._pending:
            pending, self._pending = self._pending, {}
            self._last = time.monotonic()
            self._report(pending)
