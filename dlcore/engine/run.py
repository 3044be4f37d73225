"""A training as the web process sees it: asked for, waiting, running, over."""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from dlcore.reports import Progress, Report, RunPicture
from dlcore.thinned import Thinned

Status = Literal["queued", "running", "stopping", "done", "failed"]
MAX_PICTURES = 60  # of some 20 kB each
StopReason = Literal["asked", "limit", "unseen"]
FailureKind = Literal["worker_lost", "engine_lost", "exception"]
_Record = tuple[dict[str, Thinned[tuple[float, float]]], Thinned[RunPicture]]


@dataclass(frozen=True)
class Failure:
    """Why a run has failed.

    `kind` is "exception" when the training itself raised, "worker_lost" when the process it ran in
    died, and "engine_lost" when the whole engine died or could not be reached any more. `error`
    is what was raised, and so what a page can translate.
    """

    kind: FailureKind
    error: Exception


def _empty_record() -> _Record:
    return {}, Thinned(MAX_PICTURES)


class Run:
    """One training: what was asked for, how far it is, and what came out.

    Thread-safe: pages read it from their script threads while the engine's thread updates it.
    Whatever ends a run first decides how it ended; what comes later is ignored.

    Args:
        task: the function that trains.
        config: what it is called with.
        on_stop: called with the run, once, from the thread that calls `stop`.
        after: the run that this one goes on from: it begins with the series and the pictures that
            are there, and changes nothing in it.
        owner: who started it, in whatever words the caller has for that; None for nobody.
    """

    def __init__(
        self,
        task: Callable[..., Any],
        config: Any,
        on_stop: Callable[["Run"], None],
        after: "Run | None" = None,
        owner: str | None = None,
    ) -> None:
        self.id = secrets.token_urlsafe(16)
        self.owner = owner
        self.task = task
        self.config = config
        self.created = time.time()
        self._seen = self.created
        self._stopped_by: StopReason | None = None
        self._on_stop = on_stop
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._status: Status = "queued"
        self._place = 0
        self._version = 0
        self._phase: str | None = None
        self._fraction: float | None = None
        self._progress: Progress | None = None
        self._snapshot: Any = None
        self._series, self._pictures = after._record() if after else _empty_record()
        self._started: float | None = None
        self._finished: float | None = None
        self._result: Any = None
        self._failure: Failure | None = None

    # What a page reads. Each of these is one attribute, replaced as a whole and never changed in
    # place, so that reading it needs no lock.

    @property
    def status(self) -> Status:
        """Where the run is: queued, running, stopping, done or failed."""
        return self._status

    @property
    def place(self) -> int:
        """How many trainings must end before this one starts; 0 once its turn has come."""
        return self._place

    @property
    def version(self) -> int:
        """A number that grows with each change."""
        return self._version

    @property
    def phase(self) -> str | None:
        """What the training last said it was doing; None before it said anything."""
        return self._phase

    @property
    def fraction(self) -> float | None:
        """How much of the phase is over, in [0, 1]; None where the training does not know."""
        return self._fraction

    @property
    def progress(self) -> Progress | None:
        """The last reported progress; None before the first."""
        return self._progress

    @property
    def snapshot(self) -> Any:
        """What the network could do when it last showed it; None before."""
        return self._snapshot

    @property
    def started(self) -> float | None:
        """When the training began, seconds since the epoch; None before."""
        return self._started

    @property
    def finished(self) -> float | None:
        """When the run ended in whatever way, seconds since the epoch; None before."""
        return self._finished

    @property
    def result(self) -> Any:
        """What the training returned; None before, after a failure, or if it never started."""
        return self._result

    @property
    def failure(self) -> Failure | None:
        """Why the run failed; None unless its status is "failed"."""
        return self._failure

    @property
    def stopped_by(self) -> StopReason | None:
        """Why it was stopped: by its owner, at the limit of its time, or in line and forgotten.

        None where nobody told it to stop, or only after it was over.
        """
        return self._stopped_by

    @property
    def seen(self) -> float:
        """When a page last showed it, at first when it was made; seconds since the epoch."""
        return self._seen

    @property
    def over(self) -> bool:
        """Whether the run has ended."""
        return self._over.is_set()

    @property
    def history(self) -> dict[str, list[tuple[float, float]]]:
        """Points (x, y) by name of series, thinned to at most 500 each."""
        with self._lock:
            return {name: series.items() for name, series in self._series.items()}

    @property
    def pictures(self) -> list[RunPicture]:
        """What the training has shown, oldest first, thinned to at most `MAX_PICTURES`."""
        with self._lock:
            return self._pictures.items()

    # What a page does.

    def wait(self, timeout: float | None = None) -> bool:
        """Block until the run has ended.

        Args:
            timeout: seconds; None waits for ever.

        Returns:
            Whether it has ended.
        """
        return self._over.wait(timeout)

    def note_seen(self) -> None:
        """Note that somebody waits for it; a page that shows it does so with each refresh."""
        self._seen = time.time()

    def stop(self, reason: StopReason = "asked") -> None:
        """Ask the training to end: a queued one is cancelled, a running one ends early."""
        with self._lock:
            if self._status == "queued":
                self._stopped_by = reason
                self._end("done")
            elif self._status == "running":
                self._stopped_by = reason
                self._status = "stopping"
                self._version += 1
            else:
                return
        self._on_stop(self)

    # What the engine does.

    def move_to(self, place: int) -> None:
        """Note the place in line."""
        with self._lock:
            if self._status == "queued" and place != self._place:
                self._place = place
                self._version += 1

    def begin(self) -> None:
        """Note that the training has begun."""
        with self._lock:
            if self._status == "queued":
                self._status = "running"
                self._place = 0
                self._started = time.time()
                self._version += 1

    def receive(self, report: Report) -> None:
        """Take in what the training reports; whatever the report leaves out stays as it was."""
        with self._lock:
            if self.over:
                return
            self._receive_phase(report)
            self._progress = report.get("progress", self._progress)
            if "picture" in report:
                self._pictures.append(report["picture"])
            self._snapshot = report.get("snapshot", self._snapshot)
            for name, points in report.get("series", {}).items():
                series = self._series.setdefault(name, Thinned())
                for x, y in points:
                    series.append((x, y))
            self._version += 1

    def _record(self) -> _Record:
        """A copy of what has been reported for good."""
        with self._lock:
            series = {name: series.copy() for name, series in self._series.items()}
            return series, self._pictures.copy()

    def _receive_phase(self, report: Report) -> None:
        phase = report.get("phase", self._phase)
        if phase != self._phase:
            self._phase, self._fraction = phase, None  # the old fraction was of the old phase
        self._fraction = report.get("fraction", self._fraction)

    def finish(self, result: Any) -> None:
        """End the run with what the training returned."""
        with self._lock:
            if not self.over:
                self._result = result
                self._end("done")

    def fail(self, failure: Failure) -> None:
        """End the run without a result."""
        with self._lock:
            if not self.over:
                self._failure = failure
                self._end("failed")

    def _end(self, status: Status) -> None:
        self._status = status
        self._place = 0
        self._finished = time.time()
        self._version += 1
        self._over.set()
