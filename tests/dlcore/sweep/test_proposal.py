"""What a search tries next, on functions whose highest point is known."""

from __future__ import annotations

import math
import sys
from dataclasses import replace

import pytest

from dlcore.sweep import SweepAxis, SweepConfig, SweepTrial
from dlcore.sweep import proposal as of_sweep
from dlcore.sweep.proposal import SearchError, propose

RATES = SweepAxis("learning_rate", (1e-4, 1.0))
DROPOUT = SweepAxis("network.dropout", (0.0, 0.8))
SEARCH = SweepConfig(axes=(RATES, DROPOUT), method="search", trials=24)


def height(rate: float, dropout: float) -> float:
    """At most 1, where the rate is 0.01 and the dropout 0.3."""
    return math.exp(-((math.log10(rate) + 2) ** 2) - 4 * (dropout - 0.3) ** 2)


def searched(config: SweepConfig, measure=height) -> list[SweepTrial]:
    trials: list[SweepTrial] = []
    while proposal := propose(config, trials):
        accuracy = measure(*proposal.values)
        trials.append(SweepTrial(proposal.values, "done", (accuracy,), accuracy))
    return trials


def test_a_grid_goes_through_its_points():
    trials = searched(SweepConfig(), lambda rate, size: 0.5)
    assert [trial.values for trial in trials] == SweepConfig().points()


def test_a_search_finds_better_than_where_it_began_and_than_chance():
    found = searched(SEARCH)
    accuracies = [trial.val_accuracy for trial in found]
    assert len(found) == 24
    assert max(accuracies) > 0.9
    assert max(accuracies) > max(accuracies[:5])
    later, first = accuracies[12:], accuracies[:5]
    assert sum(later) / len(later) > sum(first) / len(first)


def test_values_stay_between_and_can_be_read():
    for rate, dropout in (trial.values for trial in searched(SEARCH)):
        assert 1e-4 <= rate <= 1
        assert 0 <= dropout <= 0.8
        assert float(f"{rate:.3g}") == rate
        assert SEARCH.config_of((rate, dropout)).learning_rate == rate


def test_the_same_seed_searches_alike_and_from_any_point_on():
    whole = searched(SEARCH)
    assert [propose(SEARCH, whole[:n]).values for n in (0, 7, 23)] == [
        whole[n].values for n in (0, 7, 23)
    ]
    other = replace(SEARCH, base=replace(SEARCH.base, seed=1))
    assert searched(other)[0].values != whole[0].values


def test_choices_are_tried_once_each():
    axes = (SweepAxis("optimizer", ("sgd", "adam", "rmsprop")), SweepAxis("batch_size", (16, 32)))
    config = SweepConfig(axes=axes, method="search", trials=24)
    found = searched(config, lambda optimizer, size: 0.9 if optimizer == "adam" else 0.1)
    assert sorted(trial.values for trial in found) == sorted(config.points())


def test_what_is_worse_than_half_of_the_others_is_given_up():
    before = [SweepTrial((0.01 * n, 0.1), "done", (0.5 + 0.01 * n, 0.8), 0.8) for n in range(1, 6)]
    proposal = propose(SEARCH, before)
    assert proposal.is_hopeless([0.2])
    assert not propose(SEARCH, before).is_hopeless([0.9])
    assert not propose(SEARCH, before[:4]).is_hopeless([0.2])  # too few to say
    assert not propose(SweepConfig(), []).is_hopeless([0.0])


def test_one_that_diverged_is_learnt_from():
    """It left no network; no region is worse."""
    failed = SweepTrial((0.9, 0.1), "failed", (0.9,))
    pruned = SweepTrial((0.5, 0.1), "pruned", (0.3,), 0.3)
    study = of_sweep._study(SEARCH, [failed, pruned], 0)
    assert [trial.state.name for trial in study.trials] == ["COMPLETE", "PRUNED"]
    assert study.trials[0].value == 0.0
    assert propose(SEARCH, [failed, pruned]).values


def test_without_optuna_that_is_one_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "optuna", None)
    with pytest.raises(SearchError, match="optuna"):
        propose(SEARCH, [])
    assert propose(SweepConfig(), [])
