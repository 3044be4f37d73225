"""What a cluster tells web processes: small msgpack messages on Dask's topics.

Each web process has a topic of its own, where every message names a run and says one thing about
it. One topic, for all, says which workers are warm.
"""

from typing import Any

Event = dict[str, Any]

WARM_TOPIC = "dlcore-warm"


def topic(client: str) -> str:
    """The Dask topic on which everything for one client is published."""
    return f"dlcore-{client}"


def place(ticket: str, place: int) -> Event:
    """So many trainings must end before this one starts."""
    return {"run": ticket, "place": place}


def turn(ticket: str, worker: str) -> Event:
    """It is this training's turn, at this worker."""
    return {"run": ticket, "turn": worker}


def started(ticket: str) -> Event:
    """The worker has begun with the training."""
    return {"run": ticket, "started": True}


def report(ticket: str, report: Any) -> Event:
    """The training reports."""
    return {"run": ticket, "report": report}


def lost(ticket: str, worker: str) -> Event:
    """The worker died with the training."""
    return {"run": ticket, "lost": worker}


def warm(worker: str) -> Event:
    """The worker is warm."""
    return {"warm": worker}


def gone(worker: str) -> Event:
    """The worker is no more."""
    return {"gone": worker}
