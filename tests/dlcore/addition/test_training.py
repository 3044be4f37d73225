"""A training to add: what it reports, how it stops, and what comes out."""

from dataclasses import replace
from itertools import count

import msgpack
import numpy as np
import pytest

from dlcore import registry
from dlcore.addition.evaluation import Evaluation
from dlcore.addition.sums import TEST, TEST_SUMS, VALIDATION, VALIDATION_SUMS, held_out
from dlcore.addition.training import (
    HURRIED_SUMS,
    steps_per_execution,
    train_addition,
    training_batches,
)
from dlcore.reports import Held, Orders
from dlcore.training.fit_monitor import TrainingDiverged


def points(reports, name):
    return [point for report in reports for point in report.get("series", {}).get(name, [])]


def test_result_is_what_its_model_does(trained, tiny):
    result, _ = trained
    model = registry.load_bytes(result.model)
    evaluation = Evaluation(held_out(TEST, TEST_SUMS, 2), tiny)
    np.testing.assert_array_equal(result.accuracy, evaluation.table(model))
    np.testing.assert_array_equal(result.test_sums, evaluation.counts)
    assert result.parameters == model.count_params()
    assert not model.compiled
    assert (result.stopped, result.epochs_done) == (False, 3.0)
    assert list(result.mistakes) == evaluation.mistakes(model, 3)


def test_reports_are_plain_and_cover_the_whole_run(trained, tiny):
    _, reports = trained
    for report in reports:
        assert msgpack.unpackb(msgpack.packb(report)) == report
    assert [x for x, _ in points(reports, "loss")] == [4, 8, 12]
    for name in ("right_1", "right_2"):
        assert [x for x, _ in points(reports, name)] == [0, 4, 8, 12]
    assert points(reports, "right_3") == []
    last = [report["progress"] for report in reports if "progress" in report][-1]
    assert (last["epoch"], last["step"], last["steps_per_epoch"]) == (3, 4, 4)
    assert next(r["phase"] for r in reports if "phase" in r) == "building"


def test_the_newest_snapshot_is_of_watched_sums(trained, tiny):
    result, reports = trained
    newest = [report["snapshot"] for report in reports if "snapshot" in report][-1]
    evaluation = Evaluation(held_out(VALIDATION, VALIDATION_SUMS, 2), tiny)
    model = registry.load_bytes(result.model)
    np.testing.assert_allclose(newest["accuracy"], evaluation.table(model))
    assert newest["examples"] == [
        [e.question, e.said, e.answer] for e in evaluation.examples(model, 4)
    ]
    assert points(reports, "right_2")[-1][1] == newest["accuracy"][1][1]


def test_a_used_model_trains_as_a_new_one(trained, tiny):
    result, _ = trained
    other = train_addition(replace(tiny, seed=6, learning_rate=0.1), lambda r: None, lambda: False)
    again = train_addition(tiny, lambda r: None, lambda: False)
    weights, changed = (registry.load_bytes(r.model).get_weights() for r in (again, other))
    for one, two in zip(weights, registry.load_bytes(result.model).get_weights(), strict=True):
        np.testing.assert_allclose(one, two, atol=1e-4)
    assert np.abs(weights[0] - changed[0]).max() > 0.01


@pytest.mark.parametrize(
    "asked_before",
    [0, pytest.param(1, marks=pytest.mark.slow)],
    ids=["after an epoch", "after two"],
)
def test_a_training_that_was_paused_is_the_one_that_was_not(trained, tiny, patient, asked_before):
    whole, told = trained
    asked, orders = count(), Orders()
    orders._should_stop = lambda: next(asked) == asked_before and orders.pause()
    first = []
    held = train_addition(tiny, first.append, orders)
    assert isinstance(held, Held)
    then = []
    rest = train_addition(tiny, then.append, lambda: False, held.checkpoint)
    for one, other in zip(
        registry.load_bytes(rest.model).get_weights(),
        registry.load_bytes(whole.model).get_weights(),
        strict=True,
    ):
        np.testing.assert_array_equal(one, other)
    for name in ("loss", "right_2"):
        found = points(first, name) + points(then, name)
        np.testing.assert_allclose(found, points(told, name), rtol=1e-5)


def test_stop_before_the_first_step(tiny, patient):
    result = train_addition(tiny, lambda r: None, lambda: True)
    assert (result.stopped, result.epochs_done) == (True, 0.0)
    assert result.accuracy.shape == (2, 2)


def test_stop_is_honoured_after_a_group_of_steps(tiny, patient):
    answers = iter([False, False])
    result = train_addition(tiny, lambda r: None, lambda: next(answers, True))
    assert (result.stopped, result.epochs_done) == (True, 2.0)


def test_a_stop_does_not_wait_for_steps_that_take_long(tiny, held_up):
    result = train_addition(tiny, lambda r: None, held_up.there.is_set)
    assert (result.stopped, result.epochs_done) == (True, 0.0)
    assert result.test_sums.max() == HURRIED_SUMS
    model = registry.load_bytes(result.model)
    sums = held_out(TEST, HURRIED_SUMS, 2)
    np.testing.assert_array_equal(result.accuracy, Evaluation(sums, tiny).table(model))


def test_divergence_names_the_step(tiny, monkeypatch):
    monkeypatch.setattr("dlcore.training.fit_monitor.math.isfinite", lambda loss: False)
    with pytest.raises(TrainingDiverged, match=r"after step 4 of 12, with adam at .* rate 0\.02"):
        train_addition(tiny, lambda r: None, lambda: False)


def test_batches_are_new_all_the_time_and_from_the_seed(tiny):
    one, same, other = (training_batches(config) for config in (tiny, tiny, replace(tiny, seed=9)))
    seen = [next(one) for _ in range(8)]
    assert all(len(answers) == 16 for _, answers in seen)
    assert not np.array_equal(seen[0][0][0], seen[4][0][0])  # the next epoch
    for (inputs, answers), (inputs_2, answers_2) in zip(seen, same, strict=False):
        np.testing.assert_array_equal(inputs[0], inputs_2[0])
        np.testing.assert_array_equal(answers, answers_2)
    assert not np.array_equal(next(other)[0][0], seen[0][0][0])


@pytest.mark.parametrize(("steps", "expected"), [(160, 8), (80, 8), (12, 4), (7, 1), (1, 1)])
def test_no_group_of_steps_runs_over_an_epoch(steps, expected):
    assert steps_per_execution(steps) == expected
    assert steps % expected == 0


@pytest.mark.parametrize(("work", "expected"), [(1e3, 8), (1e9, 4), (1.3e9, 2), (1e12, 1)])
def test_groups_of_slow_steps_are_shorter(work, expected):
    assert steps_per_execution(160, work) == expected
