"""The experiment as a whole."""

from __future__ import annotations

from dlcore.data import Mnist
from dlcore.limits.experiment import Experiment
from dlcore.limits.explanation.config import ExplanationConfig, ExplanationResult


def run(config: ExplanationConfig, data: Mnist, experiment: Experiment) -> ExplanationResult:
    """Does it."""
    experiment.begin(1)
    experiment.next_part()
    return ExplanationResult(
        config=config, source=data.source, seconds=experiment.seconds, stopped=experiment.stopped
    )


def headline(result: ExplanationResult) -> dict[str, float]:
    """The two numbers that the page ends with, by name."""
    return {"seed": float(result.config.seed)}
