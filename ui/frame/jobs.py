"""What a visitor can have a run of, trainings and experiments: a record each, walked by who needs
it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from dlcore import tasks
from dlcore.addition.config import AdditionConfig
from dlcore.engine import Run
from dlcore.gan.run_config import GanRunConfig
from dlcore.training import TrainConfig
from ui.frame import catalogue
from ui.frame.catalogue import Page
from ui.frame.i18n import N_


@dataclass(frozen=True)
class Size:
    """What the time of a training depends on.

    Attributes:
        alike: two trainings with the same go equally fast.
        epochs: how many.
        share: of the data that an epoch goes through, in (0, 1].
        step: examples in a step.
    """

    alike: object
    epochs: int
    share: float
    step: int


@dataclass(frozen=True)
class Job:
    """A kind of training, or an experiment.

    Attributes:
        task: what the engine is asked for, of `dlcore.tasks`.
        name: what the keys of its buttons and containers begin with: "train" for "train_start".
        key: of the run that a visitor started or opened, in the address and in the session.
        page: where it is started and watched.
        size: from a config of this kind to what its time depends on.
        pace: how fast a run goes and how long it still takes, with the fields "pace" and "time".
        place: how far it is, with the fields of `Progress`.
        left: what there is of one that was ended early, with the fields of its result.
        kept: it is written down, and outlives the server.
    """

    task: Callable[..., Any]
    name: str
    key: str
    page: Page
    size: Callable[[Any], Size]
    pace: str
    place: str = N_("Epoch {epoch}/{epochs} · step {step}/{steps_per_epoch}")
    left: str = N_("Epochs done: {epochs_done:.1f}. What it had learnt by then is below.")
    kept: bool = True


def _train_size(config: TrainConfig) -> Size:
    made_of = (config.network, config.optimizer, config.augmentation, config.data.set)
    return Size((*made_of, config.batch_size), config.epochs, config.train_share, config.batch_size)


def _addition_size(config: AdditionConfig) -> Size:
    alike = replace(config, epochs=1, learning_rate=1.0, seed=0)
    return Size(alike, config.epochs, 1.0, config.batch_size)


def _gan_size(config: GanRunConfig) -> Size:
    step = config.batch_size * config.gan.discriminator_steps
    return Size(
        (config.gan, config.batch_size, config.set), config.epochs, config.train_share, step
    )


TRAIN = Job(
    tasks.train,
    "train",
    "run",
    catalogue.TRAIN,
    _train_size,
    N_(" · {pace:,.0f} images/s · {time} left"),
)
ADDITION = Job(
    tasks.train_addition,
    "addition",
    "addition_run",
    catalogue.RNN,
    _addition_size,
    N_(" · {pace:,.0f} sums/s · {time} left"),
)
GAN = Job(
    tasks.train_gan,
    "gan",
    "gan_run",
    catalogue.GAN,
    _gan_size,
    N_(" · {pace:,.0f} images/s · {time} left"),
)
SWEEP = Job(
    tasks.sweep,
    "sweep",
    "sweep_run",
    catalogue.RUNS,
    lambda config: _train_size(config.base),
    N_(" · {pace:,.0f} images/s · {time} left"),
    N_("Training {epoch} of {epochs} · step {step}/{steps_per_epoch}"),
)

TRAININGS = (TRAIN, ADDITION, GAN, SWEEP)


def _experiment(task: Callable[..., Any]) -> Job:
    """An experiment on what deep learning cannot do: short, and so not written down."""
    name = task.__name__
    return Job(
        task,
        name,
        f"{name}_run",
        catalogue.LIMITS,
        lambda config: Size(config, 1, 1.0, 1),
        N_(" · {time} left"),
        N_("Part {epoch} of {epochs} · {step}/{steps_per_epoch}"),
        N_("What was known by then is below."),
        kept=False,
    )


MEMBERSHIP = _experiment(tasks.membership)
BIAS = _experiment(tasks.bias)
CONFIDENCE = _experiment(tasks.confidence)
EXPLANATION = _experiment(tasks.explanation)
COST = _experiment(tasks.cost)
EXPERIMENTS = (MEMBERSHIP, BIAS, CONFIDENCE, EXPLANATION, COST)

INTAKE = Job(
    tasks.take_in,
    "data_intake",
    "data_intake",
    catalogue.DATA,
    lambda config: Size(config, 1, 1.0, 1),
    N_(" · {time} left"),
    left=N_("What was known by then is below."),
    kept=False,
)
"""A visitor's file that is read, or a known set that is fetched."""

FEW = Job(
    tasks.learn_few,
    "data_few",
    "data_few_run",
    catalogue.DATA,
    lambda config: Size(config, config.epochs, 1.0, 1),
    N_(" · {time} left"),
    N_("Pass {epoch} of {epochs} · step {step}/{steps_per_epoch}"),
    N_("What was known by then is below."),
    kept=False,
)

JOBS = (*TRAININGS, *EXPERIMENTS, INTAKE, FEW)


def of(run: Run) -> Job:
    """The kind of a run."""
    return next(job for job in JOBS if job.task is run.task)
