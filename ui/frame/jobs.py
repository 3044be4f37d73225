"""The kinds of training that a visitor can have a run of: a record each, walked by who needs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dlcore import tasks
from dlcore.engine import Run
from ui.frame import catalogue
from ui.frame.catalogue import Page
from ui.frame.i18n import N_


@dataclass(frozen=True)
class Job:
    """A kind of training.

    Attributes:
        task: what the engine is asked for, of `dlcore.tasks`.
        name: what the keys of its buttons and containers begin with: "train" for "train_start".
        key: of the run that a visitor started or opened, in the address and in the session.
        page: where it is started and watched.
        pace: how fast a run goes and how long it still takes, with the fields "pace" and "time".
    """

    task: Callable[..., Any]
    name: str
    key: str
    page: Page
    pace: str


TRAIN = Job(
    tasks.train, "train", "run", catalogue.TRAIN, N_(" · {pace:,.0f} images/s · {time} left")
)
ADDITION = Job(
    tasks.train_addition,
    "addition",
    "addition_run",
    catalogue.RNN,
    N_(" · {pace:,.0f} sums/s · {time} left"),
)
GAN = Job(
    tasks.train_gan,
    "gan",
    "gan_run",
    catalogue.GAN,
    N_(" · {pace:,.0f} images/s · {time} left"),
)

JOBS = (TRAIN, ADDITION, GAN)


def of(run: Run) -> Job:
    """The kind of a run."""
    return next(job for job in JOBS if job.task is run.task)
