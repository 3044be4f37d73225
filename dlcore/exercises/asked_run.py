"""A run of the visitor's that an exercise asks for: is there one, and is it done?"""

from __future__ import annotations

from dataclasses import dataclass

from dlcore.exercises.exercise import Checked
from dlcore.messages import N_

WATCHED = "watched"  # an address can name anybody's run


@dataclass(frozen=True)
class AskedRun:
    """How far it is.

    Attributes:
        status: as `dlcore.engine.Run` has it; "" where there is none, `WATCHED` where it is not
            the visitor's own.
        stopped: it was ended before it was done.
        set: of the set that it was done with, see `DataSet.fingerprint`; "" for MNIST.
    """

    status: str = ""
    stopped: bool = False
    set: str = ""


_OF_OTHERS = {
    "": N_("There is no run yet. Press Start, and check when it is done."),
    WATCHED: N_("This run was started elsewhere. Start one of your own."),
    "failed": N_("This run has failed, so nothing is known. Start another one."),
    "interrupted": N_("This run has failed, so nothing is known. Start another one."),
}
_GOING = N_("This run is not done yet. Check when it is.")
_STOPPED = N_("This run was stopped before it was done. Start it again and let it finish.")


def not_done(run: AskedRun) -> Checked | None:
    """Why there is nothing to measure yet; None where the run is done."""
    if run.status != "done":
        return Checked(False, _OF_OTHERS.get(run.status, _GOING))
    return Checked(False, _STOPPED) if run.stopped else None
