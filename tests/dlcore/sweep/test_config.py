"""Which sweeps there are, and which are refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dlcore.mlp import MlpConfig
from dlcore.sweep import MOST, SweepAxis, SweepConfig
from dlcore.training import PRESETS, TrainConfig
from dlcore.validation import ConfigError

RATES = SweepAxis("learning_rate", (0.001, 0.01))
SIZES = SweepAxis("batch_size", (16, 32, 64))


def test_a_grid_is_each_with_each():
    base = TrainConfig(epochs=3)
    config = SweepConfig(base, (RATES, SIZES))
    found = [config.config_of(point) for point in config.points()]
    rates_and_sizes = [(rate, size) for rate in (0.001, 0.01) for size in (16, 32, 64)]
    assert found == [
        replace(base, learning_rate=rate, batch_size=size) for rate, size in rates_and_sizes
    ]
    assert config.count == 6


def test_settings_within_a_network_and_a_group_are_set():
    axes = (SweepAxis("network.dropout", (0.0, 0.5)), SweepAxis("regularisation.l2", (0.001,)))
    config = SweepConfig(PRESETS["fast"], axes).config_of((0.5, 0.001))
    assert (config.network.dropout, config.regularisation.l2) == (0.5, 0.001)
    assert config.network.filters == PRESETS["fast"].network.filters


def test_a_search_among_choices_alone_has_no_more_trainings_than_there_are():
    assert SweepConfig(axes=(RATES, SIZES), method="search", trials=20).count == 20
    chosen = SweepAxis("optimizer", ("sgd", "adam"))
    assert SweepConfig(axes=(SIZES, chosen), method="search", trials=20).count == 6


def test_what_lies_between_counts_for_real_numbers_alone():
    assert RATES.is_continuous
    assert RATES.is_logarithmic
    assert not SIZES.is_continuous
    assert not SweepAxis("network.dropout", (0.0, 0.5)).is_logarithmic
    assert not SweepAxis("learning_rate", (0.001,)).is_continuous


REFUSED = {
    "no value": lambda: SweepAxis("learning_rate", ()),
    "a value twice": lambda: SweepAxis("learning_rate", (0.1, 0.1)),
    "a list": lambda: SweepAxis("learning_rate", [0.1]),
    "one setting": lambda: SweepConfig(axes=(RATES,)),
    "a setting twice": lambda: SweepConfig(axes=(RATES, RATES)),
    "no such setting": lambda: SweepConfig(axes=(RATES, SweepAxis("mood", (1,)))),
    "none within": lambda: SweepConfig(axes=(RATES, SweepAxis("epochs.mood", (1,)))),
    "not of this network": lambda: SweepConfig(
        TrainConfig(MlpConfig()), (RATES, SweepAxis("network.filters", ((4,),)))
    ),
    "a value outside": lambda: SweepConfig(axes=(RATES, SweepAxis("batch_size", (0,)))),
    "another type": lambda: SweepConfig(axes=(RATES, SweepAxis("batch_size", ("16",)))),
    "a range test": lambda: SweepConfig(TrainConfig(schedule="range_test"), (RATES, SIZES)),
    "a range test among others": lambda: SweepConfig(
        axes=(RATES, SweepAxis("schedule", ("constant", "range_test")))
    ),
    "no method": lambda: SweepConfig(method="luck"),
    "no training": lambda: SweepConfig(method="search", trials=0),
    "too many to search": lambda: SweepConfig(method="search", trials=MOST + 1),
    "too many in a grid": lambda: SweepConfig(
        axes=(RATES, SweepAxis("seed", tuple(range(MOST // 2 + 1))))
    ),
    "no base": lambda: SweepConfig(base=None),
}


def test_what_makes_no_sense_is_refused_in_a_sentence(subtests):
    for name, make in REFUSED.items():
        with subtests.test(name), pytest.raises(ConfigError) as caught:
            make()
        assert str(caught.value)


def test_as_many_as_there_may_be_are_no_more():
    assert SweepConfig(axes=(RATES, SweepAxis("seed", tuple(range(MOST // 2))))).count == MOST
