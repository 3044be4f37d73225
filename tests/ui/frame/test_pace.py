"""How long a training will take, by those that went before it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dlcore.addition.config import AdditionConfig
from dlcore.engine import Engine, Run
from dlcore.gan.config import GanConfig
from dlcore.gan.run_config import GanRunConfig
from dlcore.training import PRESETS, TrainConfig
from ui.frame import pace
from ui.frame.jobs import ADDITION, GAN, TRAIN

TURNS = GanRunConfig(GanConfig(discriminator_steps=2), batch_size=50, epochs=4)


@pytest.fixture
def went(monkeypatch):
    """Notes that a run of this job went so fast: so many examples a second, 30 steps an epoch."""
    handle = Engine()
    monkeypatch.setattr(pace, "engine", lambda: handle)

    def went(job, config, per_second=100.0, changes=()):
        run = Run(job.task, config, print)
        handle._shelf.add(run)
        progress = {"epoch": 1, "epochs": 9, "step": 30, "steps_per_epoch": 30}
        progress["examples_per_second"] = per_second
        run.receive({"progress": progress, "changes": changes})

    return went


@pytest.mark.parametrize(
    ("job", "config", "seconds"),
    [
        (TRAIN, TrainConfig(batch_size=50, epochs=4), 4 * 30 * 50 / 100),
        (ADDITION, AdditionConfig(batch_size=50, epochs=4), 4 * 30 * 50 / 100),
        (GAN, TURNS, 4 * 30 * 2 * 50 / 100),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_a_training_like_one_before_takes_as_long(went, job, config, seconds):
    assert pace.seconds(job, config) is None
    went(job, config)
    assert pace.seconds(job, config) == seconds
    went(job, config, per_second=200.0)
    assert pace.seconds(job, config) == seconds / 2


def test_a_run_that_was_changed_while_it_went_is_no_measure(went):
    config = TrainConfig(batch_size=50, epochs=4)
    went(TRAIN, config)
    usual = pace.seconds(TRAIN, config)
    went(TRAIN, config, per_second=1.0, changes=[[7, "batch_size", 16.0]])
    assert pace.seconds(TRAIN, config) == usual


def test_epochs_and_shares_count_and_other_networks_do_not(went):
    config = TrainConfig(batch_size=50, epochs=4, train_share=0.5)
    went(TRAIN, config)
    whole = replace(config, epochs=8, train_share=1.0, learning_rate=0.5, seed=4)
    assert pace.seconds(TRAIN, whole) == 4 * pace.seconds(TRAIN, config)
    for other in (replace(config, batch_size=64), replace(config, network=PRESETS["tiny"].network)):
        assert pace.seconds(TRAIN, other) is None


def test_a_run_that_has_no_pace_yet_says_nothing(went):
    config = TrainConfig()
    went(TRAIN, config, per_second=0.0)
    assert pace.seconds(TRAIN, config) is None


def test_too_long_is_far_beyond_the_limit(went):
    limit = pace.engine().limits.run_minutes * 60
    assert not pace.is_too_long(None)
    assert not pace.is_too_long(limit * 2)
    assert pace.is_too_long(limit * 5)
