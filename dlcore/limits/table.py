"""Which experiments there are: a record each, walked by what ships, a benchmark and tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from dlcore.data import Mnist
from dlcore.limits import bias, confidence, cost, explanation, membership
from dlcore.limits.experiment import Experiment
from dlcore.training.result import TaskResult


@dataclass(frozen=True)
class ExperimentRecord:
    """One of them.

    Attributes:
        config: the one whose result ships; a page begins with it, or with one that is shorter.
        run: does it.
        headline: from a result to the numbers that the page ends with, by name.
    """

    config: Any
    run: Callable[[Any, Mnist, Experiment], TaskResult | None]
    headline: Callable[[Any], dict[str, float]]


def _record(package: ModuleType, config: Any) -> ExperimentRecord:
    return ExperimentRecord(config, package.run, package.headline)


EXPERIMENTS: Mapping[str, ExperimentRecord] = {
    "membership": _record(membership, membership.MembershipConfig()),
    "bias": _record(bias, bias.BiasConfig()),
    "confidence": _record(confidence, confidence.ConfidenceConfig()),
    "explanation": _record(explanation, explanation.ExplanationConfig()),
    "cost": _record(cost, cost.CostConfig(seconds=300.0)),  # until both have come to 99 %
}
"""By name."""
