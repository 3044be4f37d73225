"""A training as the web process sees it: asked for, waiting, running, at rest, over."""

import secrets
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dlcore.reports import Held, Progress, Report, RunPicture
from dlcore.thinned import Thinned

Status = Literal[
    "queued", "running", "stopping", "pausing", "paused", "done", "failed", "interrupted"
]
UNDER_WAY = ("queued", "running", "stopping", "pausing")
MAX_PICTURES = 60  # of some 20 kB each
StopReason = Literal["asked", "limit", "unseen"]
FailureKind = Literal["worker_lost", "engine_lost", "exception"]
Order = Literal["stop", "pause", "change"]
Change = tuple[int, str, float]  # from this step on, this setting, to this value
Tell = Callable[["Run", Order, Mapping[str, float]], None]


@dataclass(frozen=True)
class Failure:
    """Why a run has failed.

    `kind` is "exception" when the training itself raised, "worker_lost" when the process it ran in
    died, and "engine_lost" when the whole engine died or could not be reached any more. `error`
    is what was raised, and so what a page can translate.
    """

    kind: FailureKind
    error: Exception


@dataclass(frozen=True, kw_only=True)
class Past:
    """What is known of a run of an earlier web process; the fields are those of `Run`."""

    id: str
    status: Status
    owner: str | None = None
    created: float = 0.0
    started: float | None = None
    finished: float | None = None
    history: Mapping[str, Iterable[tuple[float, float]]] = field(default_factory=dict)
    pictures: Iterable[RunPicture] = ()
    changes: Iterable[Change] = ()
    checkpoint: bytes = b""
    snapshot: Any = None
    progress: Progress | None = None
    result: Any = None
    failure: Failure | None = None
    supply: bytes = b""


class Run:
    """One training: what was asked for, how far it is, and what came out.

    Thread-safe: pages read it from their script threads while the engine's thread updates it.
    Whatever ends a run first decides how it ended; what comes later is ignored. A run that is over
    and has left a checkpoint can be gone on with: then it is under way again, the same run.

    Args:
        task: the function that trains.
        config: what it is called with.
        tell: called with the run and an order, from the thread that gives it.
        owner: who started it, in whatever words the caller has for that; None for nobody.
        past: of an earlier web process, to be shown or to be gone on with.
        supply: what the task needs besides, see `Engine.start_run`; the past has its own.
    """

    def __init__(
        self,
        task: Callable[..., Any],
        config: Any,
        tell: Tell,
        owner: str | None = None,
        past: Past | None = None,
        supply: bytes = b"",
    ) -> None:
        self.task = task
        self.config = config
        self._tell = tell
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._stopped_by: StopReason | None = None
        self._place = 0
        self._version = 0
        self._phase: str | None = None
        self._fraction: float | None = None
        self._ending = False
        self._stretch = secrets.token_hex(4)
        begun = Past(id=secrets.token_urlsafe(16), status="queued", owner=owner, supply=supply)
        self._take_in(past or begun)
        self._seen = time.time()

    def _take_in(self, past: Past) -> None:
        self.id = past.id
        self.owner = past.owner
        self.supply = past.supply
        self.created = past.created or time.time()
        self._status: Status = past.status
        self._progress = past.progress
        self._snapshot = past.snapshot
        self._checkpoint = past.checkpoint
        self._changes = tuple(past.changes)
        self._series = {name: _thinned(points) for name, points in past.history.items()}
        self._pictures = _thinned(past.pictures, MAX_PICTURES)
        self._started = self._since = past.started
        self._finished = past.finished
        self._result = past.result
        self._failure = past.failure
        if past.status not in UNDER_WAY:
            self._over.set()

    # What a page reads. Each of these is one attribute, replaced as a whole and never changed in
    # place, so that reading it needs no lock.

    @property
    def status(self) -> Status:
        """Where the run is: one of `UNDER_WAY`, paused, done, failed or interrupted.

        "interrupted" is one whose web process died: whatever had been reported by then is here.
        """
        return self._status

    @property
    def ticket(self) -> str:
        """Names this stretch of the run to a cluster: another one after each `go_on`.

        So that nothing which still comes of the one before is taken for this one's.
        """
        return f"{self.id}.{self._stretch}"

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
    def checkpoint(self) -> bytes:
        """What the training can be gone on with; empty where there is nothing to go on with."""
        return self._checkpoint

    @property
    def changes(self) -> tuple[Change, ...]:
        """Settings that were changed while it went, in their order."""
        return self._changes

    @property
    def started(self) -> float | None:
        """When the training first began, seconds since the epoch; None before."""
        return self._started

    @property
    def since(self) -> float | None:
        """When it last began or was gone on with; None before."""
        return self._since

    @property
    def finished(self) -> float | None:
        """When the run ended in whatever way, seconds since the epoch; None before."""
        return self._finished

    @property
    def result(self) -> Any:
        """What the training returned; None before, after a failure, or if it never started.

        Of a run that is in line again it is what was there before.
        """
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
        """Whether nothing is under way: it has ended, or is at rest."""
        return self._over.is_set()

    @property
    def ending(self) -> bool:
        """Whether it is gone on with only to be measured as it is."""
        return self._ending

    @property
    def can_go_on(self) -> bool:
        """Whether it can be gone on with: at rest, or ended early with a checkpoint."""
        return self.over and (self._status in ("paused", "interrupted") or bool(self._checkpoint))

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
        """Block until nothing is under way.

        Args:
            timeout: seconds; None waits for ever.

        Returns:
            Whether it is over.
        """
        return self._over.wait(timeout)

    def note_seen(self) -> None:
        """Note that somebody waits for it; a page that shows it does so with each refresh."""
        self._seen = time.time()

    def stop(self, reason: StopReason = "asked") -> None:
        """Ask the training to end: a queued one is cancelled, a running one ends early.

        One that waits to go on is as it was before: so nothing is lost of what it has learnt.
        """
        with self._lock:
            if self._status == "queued":
                self._stopped_by = reason
                self._end("paused" if self._checkpoint and self._result is None else "done")
            elif self._status in ("running", "pausing"):
                self._stopped_by = reason
                self._move("stopping")
            else:
                return
        self._tell(self, "stop", {})

    def pause(self) -> None:
        """Ask the training to rest where it is: it can be gone on with as if it never had."""
        with self._lock:
            if self._status == "queued":
                self._end("paused")
            elif self._status == "running":
                self._move("pausing")
            else:
                return
        self._tell(self, "pause", {})

    def change(self, settings: Mapping[str, float]) -> None:
        """Ask the training to go on with other settings; nothing happens unless it is running.

        Args:
            settings: by name, whichever the task knows; see `changes` for when they took effect.
        """
        if self._status == "running":
            self._tell(self, "change", settings)

    # What the engine does.

    def go_on(self, *, ending: bool = False) -> bool:
        """Note that it is in line again.

        Args:
            ending: only to be measured as it is.

        Returns:
            Whether it has been at rest until now.
        """
        with self._lock:
            if not self.over:
                return False
            self._ending = ending
            self._stretch = secrets.token_hex(4)
            self._stopped_by = "asked" if ending else None
            self._finished = self._failure = None  # the result stays: it may leave the line again
            self._phase = self._fraction = None
            self._seen = time.time()
            self._over.clear()
            self._move("queued")
            return True

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
                self._place = 0
                self._result = None
                self._since = time.time()
                self._started = self._started or self._since
                self._move("stopping" if self._ending else "running")

    def receive(self, report: Report) -> None:
        """Take in what the training reports; whatever the report leaves out stays as it was."""
        with self._lock:
            if self.over:
                return
            if "rewind" in report:
                self._rewind(report["rewind"])
            self._receive_phase(report)
            self._progress = report.get("progress", self._progress)
            if "picture" in report:
                self._pictures.append(report["picture"])
            self._snapshot = report.get("snapshot", self._snapshot)
            self._checkpoint = report.get("checkpoint", self._checkpoint)
            changes = ((step, name, value) for step, name, value in report.get("changes", ()))
            self._changes = (*self._changes, *changes)
            for name, points in report.get("series", {}).items():
                series = self._series.setdefault(name, Thinned())
                for x, y in points:
                    series.append((x, y))
            self._version += 1

    def _rewind(self, step: int) -> None:
        """Forgets what was reported after a step that it goes on from."""
        for series in self._series.values():
            series.cut(lambda point: point[0] <= step)
        self._pictures.cut(lambda picture: picture["step"] <= step)
        self._changes = tuple(change for change in self._changes if change[0] <= step)

    def _receive_phase(self, report: Report) -> None:
        phase = report.get("phase", self._phase)
        if phase != self._phase:
            self._phase, self._fraction = phase, None  # the old fraction was of the old phase
        self._fraction = report.get("fraction", self._fraction)

    def finish(self, result: Any) -> None:
        """End the run with what the training returned."""
        with self._lock:
            if self.over:
                return
            if isinstance(result, Held):
                self._checkpoint = result.checkpoint
                self._end("paused")
            else:
                self._result = result
                self._end("done")

    def fail(self, failure: Failure) -> None:
        """End the run without a result."""
        with self._lock:
            if not self.over:
                self._failure = failure
                self._end("failed")

    def _end(self, status: Status) -> None:
        self._place = 0
        self._finished = time.time()
        self._move(status)
        self._over.set()

    def _move(self, status: Status) -> None:
        self._status = status
        self._version += 1


def _thinned(items: Iterable[Any], most: int | None = None) -> Thinned[Any]:
    thinned: Thinned[Any] = Thinned(most) if most else Thinned()
    for item in items:
        thinned.append(item)
    return thinned
