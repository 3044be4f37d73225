"""The experiment on few images: what it finds, what is left of it when it is stopped."""

import itertools
import math
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from dlcore.data import Mnist
from dlcore.limits import cost, kept
from dlcore.limits.cost import distillation, operations, race, savings
from dlcore.limits.cost.config import CostConfig, CostResult, Race, Saving
from dlcore.limits.experiment import Experiment
from dlcore.training import PRESETS
from dlcore.validation import ConfigError

SHORT = CostConfig(seconds=300.0, student_images=100)  # no test waits for so long


def experiment(stop=lambda: False, shown=None):
    def report(said):
        if shown is not None and "snapshot" in said:
            shown.append(kept.unpack(said["snapshot"]["found"]))

    return Experiment(report, stop)


@pytest.fixture
def brief(monkeypatch):
    monkeypatch.setitem(PRESETS, "tutorial", replace(PRESETS["tutorial"], epochs=1))
    monkeypatch.setattr(distillation, "SHOWN", 300)
    monkeypatch.setattr(savings, "SHARES", (0.0, 0.9))
    monkeypatch.setattr(savings, "TUNED", 128)


@pytest.mark.slow
def test_all_of_it_is_found_and_can_be_written_down(brief, few):
    shown = []
    found = cost.run(SHORT, few, experiment(shown=shown))
    assert shown
    fast, tutorial = found.races
    assert (fast.name, tutorial.name) == cost.config.RACERS
    assert found.train_images == fast.epoch_images == 288
    for one in found.races:
        assert one.begun
        assert not one.reached
        assert (np.diff(one.images) > 0).all()
        assert (np.diff(one.seconds) > 0).all()
        assert one.multiply_adds == operations.forward(PRESETS[one.name].network)
        assert one.work == 3 * one.multiply_adds * one.images[-1]
        assert 0 <= one.test_accuracy <= 1
    assert fast.images[-1] == PRESETS["fast"].epochs * 288  # it has seen all there is
    names = [(one.name, one.share) for one in found.savings]
    assert names == [
        ("whole", 0.0),
        ("tuned", 0.0),
        ("pruned", 0.9),
        ("tuned", 0.9),
        ("quantised", 0.0),
        ("alone", 0.0),
        ("taught", 0.0),
    ]
    whole, pruned, tuned = (found.saving(*one) for one in (names[0], names[2], names[3]))
    kernels = 225_034 - 32 - 64 - 128 - 10
    for one in (pruned, tuned):  # what is 0 stays so
        assert one.parameters <= kernels - int(0.9 * kernels) + 234
        assert one.multiply_adds < whole.multiply_adds == 2_631_040
        assert one.bytes < 0.3 * whole.bytes
    assert found.saving("taught").parameters <= 4935
    headline = cost.headline(found)
    assert math.isnan(headline["times_cheaper"])  # neither came to the goal
    assert headline["student_accuracy"] == found.saving("taught").accuracy
    again = kept.unpack(kept.pack(found))
    assert again.savings == found.savings
    np.testing.assert_array_equal(again.races[1].accuracy, tutorial.accuracy)


@pytest.mark.slow
def test_a_training_ends_at_the_goal_and_the_same_seed_gives_the_same(monkeypatch, few):
    said = iter([0.5, 0.97, 0.9])
    monkeypatch.setattr(race, "accuracy", lambda *_: next(said))
    *_, last = race.race("fast", CostConfig(goal=0.97), few, experiment())
    assert last.reached
    assert last.accuracy.tolist() == [0.5, 0.97]
    assert last.test_accuracy == 0.9
    monkeypatch.undo()
    curves = [
        [*race.race("fast", SHORT, few, experiment())][-1].accuracy.tolist() for _again in range(2)
    ]
    assert curves[0] == curves[1]


def test_a_training_ends_when_its_time_is_over(monkeypatch, few):
    clock = SimpleNamespace(monotonic=itertools.count().__next__, process_time=lambda: 0.0)
    monkeypatch.setattr(race, "time", clock)  # a second goes by whenever somebody looks
    found = [*race.race("fast", replace(SHORT, seconds=2.0), few, experiment())]
    assert 0 < found[-1].images[-1] < PRESETS["fast"].epochs * 288
    assert found[-1].seconds[-1] >= 2


def test_a_stop_leaves_what_is_known(brief, few):
    for after in (0, 1, 12):
        asked = iter(range(10**6))

        def stop(after=after, asked=asked):
            return next(asked) >= after

        found = cost.run(SHORT, few, experiment(stop))
        assert found.stopped
        assert len(found.races) + len(found.savings) < 9
        assert all(map(math.isnan, cost.headline(found).values()))
        kept.pack(found)


def test_students_have_no_more_images_than_there_are(brief, few):
    asked = replace(SHORT, student_images=20_000)
    done = iter(range(10**6))
    found = cost.run(asked, few, experiment(lambda: next(done) >= 3))
    assert found.student_images == found.train_images == 288


def test_too_few_images_are_refused(few):
    one = Mnist(few.x_train[:1], few.y_train[:1], few.x_test, few.y_test, "file")
    with pytest.raises(ConfigError, match="at least 2 images"):
        cost.run(SHORT, one, experiment())


def test_the_headline_compares_where_both_came_to_the_goal():
    def ran(name, images):
        return Race(
            name=name,
            parameters=1,
            multiply_adds=10,
            epoch_images=100,
            images=np.array([images]),
            seconds=np.ones(1),
            core_seconds=np.ones(1),
            accuracy=np.array([0.99]),
            reached=True,
        )

    def measured(name, accuracy):
        numbers = {"bytes": 1, "parameters": 1, "multiply_adds": 1.0, "milliseconds": 1.0}
        return Saving(name=name, accuracy=accuracy, **numbers)

    found = CostResult(
        config=CostConfig(),
        source="file",
        seconds=1.0,
        stopped=False,
        train_images=100,
        test_images=10,
        races=(ran("fast", 50.0), ran("tutorial", 600.0)),
        savings=(measured("whole", 0.99), measured("taught", 0.97)),
    )
    assert cost.headline(found) == pytest.approx({"times_cheaper": 12, "student_accuracy": 0.97})
