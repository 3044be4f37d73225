"""The experiment as a whole."""

from __future__ import annotations

from dlcore.data import Mnist
from dlcore.limits.experiment import Experiment
from dlcore.limits.membership.config import MembershipConfig, MembershipResult


def run(config: MembershipConfig, data: Mnist, experiment: Experiment) -> MembershipResult:
    """Does it."""
    experiment.begin(1)
    experiment.next_part()
    return MembershipResult(
        config=config, source=data.source, seconds=experiment.seconds, stopped=experiment.stopped
    )


def headline(result: MembershipResult) -> dict[str, float]:
    """The two numbers that the page ends with, by name."""
    return {"seed": float(result.config.seed)}
