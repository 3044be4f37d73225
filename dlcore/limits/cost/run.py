"""The experiment as a whole."""

from __future__ import annotations

from dlcore.data import Mnist
from dlcore.limits.cost.config import CostConfig, CostResult
from dlcore.limits.experiment import Experiment


def run(config: CostConfig, data: Mnist, experiment: Experiment) -> CostResult:
    """Does it."""
    experiment.begin(1)
    experiment.next_part()
    return CostResult(
        config=config, source=data.source, seconds=experiment.seconds, stopped=experiment.stopped
    )


def headline(result: CostResult) -> dict[str, float]:
    """The two numbers that the page ends with, by name."""
    return {"seed": float(result.config.seed)}
