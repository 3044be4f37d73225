"""Writes runs down while they go: one thread, twice a second, only what has changed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import metadata
from platform import python_version
from typing import Any
from weakref import WeakKeyDictionary

import dlcore
from dlcore.engine.run import Run, Status
from dlcore.runs.record import UNDER_WAY, RunRecord, kind_of
from dlcore.runs.store import Store
from dlcore.runs.summary import figures

EVERY_SECONDS = 0.5

_NOTHING = object()
_log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Of what trainings run on here, by name; imports none of it."""
    found = {"python": python_version(), "dlcore": dlcore.__version__}
    for name, package in (
        ("keras", "keras"),
        ("tensorflow", "tensorflow-cpu"),
        ("tensorflow", "tensorflow"),
        ("numpy", "numpy"),
    ):
        try:
            found[name] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found


@dataclass
class _Kept:
    """A run, and what of it was written last.

    Attributes:
        version: of the run.
        parts: snapshot, checkpoint, result and supply, by the names that `Store.save` gives them.
        steps: of the pictures.
        points: how far each series goes.
    """

    run: Run
    version: int = -1
    parts: dict[str, Any] = field(default_factory=dict)
    steps: tuple[int, ...] = ()
    points: dict[str, Any] = field(default_factory=dict)


class Recorder:
    """Follows runs and saves them in a store, which it also tends.

    Args:
        store: where they go.
        versions: of what they run on, by name; called when a run is written.
    """

    def __init__(self, store: Store, versions: Callable[[], Mapping[str, str]] = versions) -> None:
        self._store = store
        self._versions = versions
        self._lock = threading.Lock()
        self._kept: dict[str, _Kept] = {}
        self._resting: WeakKeyDictionary[Run, int] = WeakKeyDictionary()  # by run, its version
        self._awake = threading.Event()
        self._closed = False
        self._thread = threading.Thread(target=self._follow, name="dlcore-recorder", daemon=True)
        self._thread.start()

    def keep(self, run: Run) -> None:
        """Saves a run from now on, for as long as anybody else has it: it may be gone on with."""
        with self._lock:
            self._kept[run.id] = _Kept(run)
        self._awake.set()

    def is_behind(self, run: Run) -> bool:
        """Whether there is something of a run that is still to be written."""
        with self._lock:
            return run.id in self._kept

    def close(self, timeout: float = 10.0) -> None:
        """Writes what is left and ends.

        Args:
            timeout: seconds to wait for that.
        """
        self._closed = True
        self._awake.set()
        self._thread.join(timeout)

    def _follow(self) -> None:
        while not self._closed:
            self._awake.wait(EVERY_SECONDS)
            self._awake.clear()
            self._look()
            try:
                self._store.tend()
            except Exception:  # without this thread nothing would be kept any more
                _log.exception("The runs cannot be tended.")
        self._look()

    def _look(self) -> None:
        for run, version in list(self._resting.items()):
            if run.version != version:
                del self._resting[run]
                self.keep(run)
        with self._lock:
            kept = list(self._kept.values())
        for one in kept:
            try:
                self._save(one)
            except Exception:  # of one run, and the others are to be kept all the same
                _log.exception("The run %s cannot be kept.", one.run.id)
                self._forget(one)

    def _save(self, one: _Kept) -> None:
        run = one.run
        version, status = run.version, run.status  # read first: what comes later is for next time
        if version == one.version:
            return
        record, changed = record_of(run, status, self._versions()), _changed(one)
        self._store.save(record, **changed)
        one.version = version
        if status not in UNDER_WAY:
            self._forget(one)
            self._resting[run] = version

    def _forget(self, one: _Kept) -> None:
        with self._lock:
            if self._kept.get(one.run.id) is one:
                del self._kept[one.run.id]


def record_of(run: Run, status: Status, ran_on: Mapping[str, str]) -> RunRecord:
    """What is known of a run at a glance, as it is now; what its owner decides is left out.

    Args:
        status: what it said before anything else of it was read.
        ran_on: versions of what it runs on, by name.
    """
    kind = kind_of(run.config)
    failure = run.failure
    return RunRecord(
        id=run.id,
        kind=kind,
        owner=run.owner,
        config=run.config,
        status=status,
        created=run.created,
        started=run.started,
        finished=run.finished,
        figures=figures(kind, run.history, run.progress, run.result),
        changes=run.changes,
        error=str(failure.error) if failure else "",
        versions=ran_on,
        data=run.result.fingerprint if run.result else "",
    )


def _changed(one: _Kept) -> dict[str, Any]:
    """What has to be written besides the record, as `Store.save` takes it."""
    run, changed = one.run, {}
    for name in ("snapshot", "checkpoint", "result"):
        now = getattr(run, name)
        empty = not now and name not in one.parts and run.status in UNDER_WAY
        if now is not None and now is not one.parts.get(name, _NOTHING) and not empty:
            changed[name] = one.parts[name] = now
    if run.supply and "supply" not in one.parts:
        changed["supply"] = one.parts["supply"] = run.supply
    pictures = run.pictures
    steps = tuple(picture["step"] for picture in pictures)
    if steps != one.steps:
        changed["pictures"], one.steps = pictures, steps
    history = run.history
    points = {name: (len(series), series[-1]) for name, series in history.items() if series}
    if points != one.points:
        changed["series"], one.points = history, points
    return changed
