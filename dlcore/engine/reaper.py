"""Ends the runs whose time is over; lives on the engine's event loop."""

import asyncio
import time

from dlcore.engine.limits import Limits
from dlcore.engine.run import Run
from dlcore.engine.shelf import Shelf

PERIOD_SECONDS = 0.5


class Reaper:
    """Looks through the runs twice a second.

    What nobody owns was started by no page, and has all the time it wants.

    Args:
        shelf: the runs.
        limits: how long each may run, and wait without being looked at.
    """

    def __init__(self, shelf: Shelf, limits: Limits) -> None:
        self._shelf = shelf
        self._limits = limits

    async def live(self) -> None:
        """Look again and again until cancelled."""
        while True:
            self.look(time.time())
            await asyncio.sleep(PERIOD_SECONDS)

    def look(self, now: float) -> None:
        """Stop what runs for too long, and take out of the line what nobody waits for any more.

        Args:
            now: seconds since the epoch.
        """
        for run in self._shelf.active():
            if run.owner is None:
                continue
            if self._is_forgotten(run, now):
                run.stop("unseen")
            elif self._is_too_long(run, now):
                run.stop("limit")

    def _is_forgotten(self, run: Run, now: float) -> bool:
        return run.status == "queued" and now - run.seen > self._limits.unseen_minutes * 60

    def _is_too_long(self, run: Run, now: float) -> bool:
        going = run.status in ("running", "pausing") and run.since is not None
        return going and now - (run.since or now) > self._limits.run_minutes * 60
