"""The experiment as a whole."""

from __future__ import annotations

from dlcore.data import Mnist
from dlcore.limits.bias.config import BiasConfig, BiasResult
from dlcore.limits.experiment import Experiment


def run(config: BiasConfig, data: Mnist, experiment: Experiment) -> BiasResult:
    """Does it."""
    experiment.begin(1)
    experiment.next_part()
    return BiasResult(
        config=config, source=data.source, seconds=experiment.seconds, stopped=experiment.stopped
    )


def headline(result: BiasResult) -> dict[str, float]:
    """The two numbers that the page ends with, by name."""
    return {"seed": float(result.config.seed)}
