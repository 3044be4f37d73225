"""What differs between runs and how their curves are smoothed, against truths of their own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binomtest

from dlcore.addition.config import AdditionConfig
from dlcore.cnn import CnnConfig
from dlcore.gan.run_config import GAN_PRESETS, GanRunConfig
from dlcore.rnn import RnnConfig
from dlcore.runs import compare
from dlcore.training import PRESETS, TrainConfig


def test_a_config_differs_from_itself_in_nothing():
    for config in (*PRESETS.values(), *GAN_PRESETS.values(), AdditionConfig()):
        assert compare.differences(config, config) == []


def test_what_was_set_otherwise_is_found_however_deep_it_lies():
    usual = TrainConfig()
    mine = replace(usual, network=replace(usual.network, dropout=0.5), optimizer="sgd", epochs=3)
    assert compare.differences(mine, usual) == [
        ("network.dropout", 0.5),
        ("optimizer", "sgd"),
        ("epochs", 3),
    ]
    gan = GanRunConfig()
    slow = replace(gan, gan=replace(gan.gan, generator=replace(gan.gan.generator, beta_1=0.9)))
    assert compare.differences(slow, gan) == [("gan.generator.beta_1", 0.9)]


def test_a_network_of_another_kind_is_named_with_all_of_its_settings():
    found = dict(compare.differences(TrainConfig(RnnConfig("gru")), TrainConfig()))
    assert found["network"] is RnnConfig
    assert found["network.cell"] == "gru"


def test_only_what_all_have_and_not_alike_differs():
    runs = [TrainConfig(RnnConfig("gru"), seed=1), TrainConfig(seed=2), TrainConfig(seed=1)]
    found = dict(compare.differing(runs))
    assert found["seed"] == (1, 2, 1)
    assert found["network"] == (RnnConfig, CnnConfig, CnnConfig)
    assert "network.cell" not in found
    assert "epochs" not in found
    assert compare.differing([]) == compare.differing(runs[:1]) == []


def test_the_nearest_preset_of_a_preset_is_itself():
    for name, preset in PRESETS.items():
        assert compare.nearest(preset, PRESETS) == name
        assert compare.nearest(replace(preset, seed=7, epochs=11), PRESETS) == name


@pytest.mark.parametrize("weight", [0.0, 0.6, 0.99])
def test_smoothing_is_the_weighted_mean_of_all_values_so_far(weight):
    values = np.random.default_rng(0).normal(size=60)
    weights = [weight ** np.arange(t, -1, -1.0) for t in range(len(values))]
    expected = [w @ values[: t + 1] / w.sum() for t, w in enumerate(weights)]
    np.testing.assert_allclose(compare.smoothed(values, weight), expected)


def test_smoothing_leaves_a_constant_alone_and_a_gap_where_it_is():
    found = compare.smoothed(np.array([3.0, np.nan, 3.0, np.inf, 3.0]), 0.9)
    np.testing.assert_allclose(found, [3, np.nan, 3, np.inf, 3])
    assert len(compare.smoothed(np.empty(0), 0.5)) == 0


def test_a_series_over_another_axis():
    series = {
        "loss": np.array([[10.0, 2.0], [20.0, 1.0]]),
        "val_loss": np.array([[15.0, 1.5], [5.0, 9.0]]),
        "epoch": np.array([[10.0, 0.5], [20.0, 1.0]]),
        "seconds": np.array([[10.0, 4.0], [20.0, 5.0]]),
    }
    np.testing.assert_allclose(compare.along(series, "loss", "step"), series["loss"])
    np.testing.assert_allclose(compare.along(series, "loss", "seconds"), [[4, 2], [5, 1]])
    np.testing.assert_allclose(compare.along(series, "val_loss", "epoch"), [[0.75, 1.5], [0.25, 9]])
    assert compare.along(series, "accuracy", "step") is None
    assert compare.along({"loss": series["loss"]}, "loss", "seconds") is None


def test_runs_share_the_series_that_all_have():
    points = np.zeros((1, 2))
    image = {"loss": points, "accuracy": points, "epoch": points}
    sums = {"right_1": points, "loss": points, "epoch": points}
    assert compare.shared_series([image, sums]) == ["loss"]
    assert compare.shared_series([image, {"d_loss": points}]) == []
    assert compare.shared_series([image, {"loss": np.empty((0, 2))}]) == []
    assert compare.shared_series([]) == []


def test_energy_is_power_times_time():
    assert compare.watt_hours(3600, 15) == 15
    assert compare.watt_hours(360) == pytest.approx(compare.CORE_WATTS / 10)


def test_who_reads_what():
    rng = np.random.default_rng(1)
    first, second = rng.random((2, 200)) < 0.2
    found = compare.Disagreement.of(*(np.flatnonzero(w).astype(np.int32) for w in (first, second)))
    for number in range(200):
        assert (number in found.only_first) == (second[number] and not first[number])
        assert (number in found.only_second) == (first[number] and not second[number])
        assert (number in found.neither) == (first[number] and second[number])


@pytest.mark.parametrize("counts", [(0, 0), (1, 0), (3, 12), (40, 40), (130, 90), (3000, 2800)])
def test_the_chance_is_that_of_a_fair_coin(counts):
    numbers = np.arange(sum(counts), dtype=np.int32)
    none = np.empty(0, np.int32)
    found = compare.Disagreement(numbers[: counts[0]], numbers[counts[0] :], none)
    expected = binomtest(counts[0], sum(counts)).pvalue if sum(counts) else 1.0
    assert found.chance == pytest.approx(expected, rel=1e-9)
