"""The experiment as a whole."""

from __future__ import annotations

from dlcore.data import Mnist
from dlcore.limits.confidence.config import ConfidenceConfig, ConfidenceResult
from dlcore.limits.experiment import Experiment


def run(config: ConfidenceConfig, data: Mnist, experiment: Experiment) -> ConfidenceResult:
    """Does it."""
    experiment.begin(1)
    experiment.next_part()
    return ConfidenceResult(
        config=config, source=data.source, seconds=experiment.seconds, stopped=experiment.stopped
    )


def headline(result: ConfidenceResult) -> dict[str, float]:
    """The two numbers that the page ends with, by name."""
    return {"seed": float(result.config.seed)}
