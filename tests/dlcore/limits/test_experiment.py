"""What an experiment tells: how far it is, what is known already; and that it ends when told to."""

from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np
import pytest

from dlcore import cnn
from dlcore.data import Mnist, sample
from dlcore.limits import kept
from dlcore.limits.experiment import Experiment
from dlcore.limits.membership import MembershipConfig, MembershipResult
from dlcore.limits.table import EXPERIMENTS
from dlcore.training import TrainConfig
from dlcore.training.recipe import DataRecipe

TINY = TrainConfig(
    cnn.CnnConfig(filters=(2,), dense_units=0),
    batch_size=16,
    epochs=3,
    data=DataRecipe(validation_share=0.5),
)


def _digits(count: int) -> Mnist:
    data = sample()
    return Mnist(*(array[:count] for array in (data.x_train, data.y_train)),
                 *(array[:50] for array in (data.x_test, data.y_test)), data.source)  # fmt: skip


class Listener:
    """Keeps all that is reported."""

    def __init__(self) -> None:
        self.reports: list[dict] = []

    def __call__(self, report) -> None:
        self.reports.append(dict(report))

    def newest(self, name: str):
        return next(one[name] for one in reversed(self.reports) if name in one)


@pytest.fixture
def unhurried(monkeypatch):
    """Whatever there is to tell is told at once."""
    monkeypatch.setattr("dlcore.reports.REPORT_SECONDS", 0.0)


def test_progress_counts_parts_and_what_is_done_of_each(unhurried):
    told = Listener()
    experiment = Experiment(told, lambda: False)
    experiment.begin(4)
    shares = []
    for _part in range(4):
        experiment.next_part()
        for done in (1, 2):
            experiment.at(done, 2)
            progress = told.newest("progress")
            steps = (progress["epoch"] - 1) * 2 + progress["step"]
            shares.append(steps / (progress["epochs"] * progress["steps_per_epoch"]))
    assert shares == [n / 8 for n in range(1, 9)]
    assert progress["seconds_left"] == 0.0


def test_a_result_so_far_comes_as_it_was(unhurried):
    told = Listener()
    found = MembershipResult(
        config=MembershipConfig(seed=7), source="sample", seconds=0.5, stopped=False
    )
    Experiment(told, lambda: False).show(found)
    assert kept.unpack(told.newest("snapshot")["found"]).config == found.config


def test_a_training_is_a_part_and_its_curves_grow(unhurried):
    told, lengths = Listener(), []
    experiment = Experiment(told, lambda: False)
    experiment.begin(2)
    experiment.next_part()
    trained = experiment.train(
        TINY, _digits(200), lambda so_far: lengths.append(len(so_far["val_loss"]))
    )
    assert lengths == [1, 2, 3]
    assert {"loss", "val_loss"} <= trained.curves.keys()
    steps = trained.curves["val_loss"][:, 0]
    np.testing.assert_array_equal(steps, [7, 14, 21])  # 100 images in batches of 16
    progress = told.newest("progress")
    assert (progress["epoch"], progress["step"]) == (1, progress["steps_per_epoch"])


def test_a_training_ends_where_the_experiment_does():
    calls = iter(range(10_000))
    trained = Experiment(lambda report: None, lambda: next(calls) > 4).train(TINY, _digits(400))
    assert trained is None or trained.result.stopped


def test_what_ships_is_what_its_card_says():
    for name, record in EXPERIMENTS.items():
        found = kept.shipped(name)
        card = json.loads((kept.FOLDER / f"{name}.json").read_text("utf-8"))
        assert found.config == record.config, name
        assert card["config"] == json.loads(json.dumps(asdict(record.config))), name
        headline = record.headline(found)
        assert card["headline"].keys() == headline.keys(), name
        for key, value in headline.items():
            assert card["headline"][key][0] == pytest.approx(value, nan_ok=True), (name, key)
