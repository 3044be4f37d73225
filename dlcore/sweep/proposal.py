"""Which training of a sweep comes next: by a grid, or by a search with Optuna.

A proposal follows from the trainings before it alone, so that a sweep that was paused, in whatever
process, goes on as if it never had been.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from dlcore.errors import LabError
from dlcore.sweep.config import SweepAxis, SweepConfig, Values
from dlcore.sweep.trial import SweepTrial

if TYPE_CHECKING:
    import optuna

_FIRST = 5  # trainings at random, before there is something to learn from
_ATTEMPTS = 20  # to find a point that was not there yet
_DIGITS = 3  # of a number that is found: more are no use, and nobody could read them
_SEEDS = 2**32


class SearchError(LabError):
    """There is no search here; says why in one sentence."""


def trouble() -> SearchError | None:
    """Why there is no search here; None where there is one."""
    if find_spec("optuna"):
        return None
    return SearchError(
        "This needs packages that are not installed on this server: pip install {packages}",
        packages="optuna",
    )


def _goes_on(curve: Sequence[float]) -> bool:
    return False


@dataclass(frozen=True)
class Proposal:
    """The next training.

    Attributes:
        values: of the axes.
        is_hopeless: asked after each epoch, with its accuracies on the validation images so far:
            whether it is to be given up.
    """

    values: Values
    is_hopeless: Callable[[Sequence[float]], bool] = _goes_on


def propose(config: SweepConfig, trials: Sequence[SweepTrial]) -> Proposal | None:
    """What comes after these; None where the sweep is through.

    Raises:
        SearchError: Optuna is asked for and not installed.
    """
    if len(trials) >= config.count:
        return None
    if config.method == "grid":
        return Proposal(config.points()[len(trials)])
    return _searched(config, trials)


def _searched(config: SweepConfig, trials: Sequence[SweepTrial]) -> Proposal:
    """By a tree-structured Parzen estimator (Bergstra et al. 2011), pruned at the median."""
    known = {trial.values for trial in trials}
    for attempt in range(_ATTEMPTS):
        study = _study(config, trials, attempt)
        asked = study.ask({axis.field: _range(axis) for axis in config.axes})
        values = tuple(_value(axis, asked.params[axis.field]) for axis in config.axes)
        if values not in known:
            break
    else:
        values = next((point for point in config.points() if point not in known), values)

    def is_hopeless(curve: Sequence[float]) -> bool:
        asked.report(curve[-1], len(curve) - 1)
        return asked.should_prune()

    return Proposal(values, is_hopeless)


def _study(config: SweepConfig, trials: Sequence[SweepTrial], attempt: int) -> optuna.Study:
    if why := trouble():
        raise why
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    seed = (config.seed + len(trials) + 1000 * attempt) % _SEEDS
    study = optuna.create_study(
        direction="maximize",
        sampler=optuna.samplers.TPESampler(seed=seed, n_startup_trials=_FIRST),
        pruner=optuna.pruners.MedianPruner(n_startup_trials=_FIRST),
    )
    study.add_trials([_told(config, trial) for trial in trials])
    return study


def _told(config: SweepConfig, trial: SweepTrial) -> optuna.trial.FrozenTrial:
    """A training as Optuna knows it; of one that diverged it learns that nothing is worse."""
    import optuna

    pruned = trial.state == "pruned"
    return optuna.trial.create_trial(
        state=optuna.trial.TrialState.PRUNED if pruned else optuna.trial.TrialState.COMPLETE,
        value=None if pruned else trial.val_accuracy or 0.0,
        params={
            axis.field: value if axis.is_continuous else axis.values.index(value)
            for axis, value in zip(config.axes, trial.values, strict=True)
        },
        distributions={axis.field: _range(axis) for axis in config.axes},
        intermediate_values=dict(enumerate(trial.curve)),
    )


def _range(axis: SweepAxis) -> optuna.distributions.BaseDistribution:
    """What a value may be; where there is nothing in between, its place among the values."""
    from optuna.distributions import CategoricalDistribution, FloatDistribution

    if axis.is_continuous:
        return FloatDistribution(min(axis.values), max(axis.values), log=axis.is_logarithmic)
    return CategoricalDistribution(range(len(axis.values)))


def _value(axis: SweepAxis, found: Any) -> Any:
    if not axis.is_continuous:
        return axis.values[found]
    return min(max(float(f"{found:.{_DIGITS}g}"), min(axis.values)), max(axis.values))
