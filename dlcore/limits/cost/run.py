"""The experiment as a whole: two trainings race to one accuracy, then a network is made small."""

from __future__ import annotations

import contextlib
from math import nan

from dlcore.data import Mnist
from dlcore.limits.cost.config import RACERS, CostConfig, CostResult, Race, Saving
from dlcore.limits.cost.race import race
from dlcore.limits.cost.savings import savings
from dlcore.limits.experiment import Experiment
from dlcore.training.config import PRESETS
from dlcore.training.plan import make_plan
from dlcore.training.pool import NothingLearnt

_PARTS = len(RACERS) + 3  # pruning, 8 bits, a student


def run(config: CostConfig, data: Mnist, experiment: Experiment) -> CostResult:
    """Does it.

    Raises:
        ConfigError: too few images to train on and validate with.
    """
    races: dict[str, Race] = {}
    saved: list[Saving] = []
    train_images = len(make_plan(PRESETS[RACERS[0]], data).x_train)

    def found() -> CostResult:
        return CostResult(
            config=config,
            source=data.source,
            seconds=experiment.seconds,
            stopped=experiment.stopped,
            train_images=train_images,
            test_images=len(data.x_test),
            races=tuple(races.values()),
            savings=tuple(saved),
        )

    experiment.begin(_PARTS)
    with contextlib.suppress(NothingLearnt):
        for name in RACERS:
            experiment.next_part()
            for one in race(name, config, data, experiment):
                races[name] = one
                experiment.show(found())
            if experiment.stopped:
                return found()
        for measured in savings(config, data, found().student_images, experiment):
            saved.extend(measured)
            experiment.show(found())
    return found()


def headline(result: CostResult) -> dict[str, float]:
    """The two numbers that the page ends with, by name.

    Returns:
        "times_cheaper": multiply-adds of the tutorial's training by those of the fast one, where
        both came to the goal. "student_accuracy": of the one with a teacher, on test images. What 8
        bits cost is no such number: it is the same for every seed.
    """
    fast, tutorial = (result.race(name) for name in RACERS)
    both = fast and tutorial and fast.reached and tutorial.reached
    taught = result.saving("taught")
    return {
        "times_cheaper": tutorial.work / fast.work if both and fast and tutorial else nan,
        "student_accuracy": taught.accuracy if taught else nan,
    }
