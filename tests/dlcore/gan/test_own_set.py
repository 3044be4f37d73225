"""A GAN of other classes than digits: what it learns, who reads it, and what it goes on from."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import count

import numpy as np
import pytest

from dlcore import registry, tasks
from dlcore.data import DataError
from dlcore.data.formats import to_npz
from dlcore.gan import GanConfig, GanRunConfig, train_gan, training
from dlcore.gan.film import unpack
from dlcore.gan.generator import set_judge
from dlcore.gan.generator.drawing import class_count
from dlcore.gan.generator.neighbours import neighbours_in
from dlcore.gan.generator.samples import samples
from dlcore.gan.generator.set_judge import SetJudge, learn_judge
from dlcore.gan.generator.shipped import DrawingError
from dlcore.gan.training import make_gan_plan
from dlcore.reports import Held, Orders
from dlcore.runs.codec import pack
from dlcore.runs.codec import unpack as unpacked
from dlcore.training import PRESETS
from dlcore.training.pool import NothingLearnt
from dlcore.validation import ConfigError
from tests.dlcore.training.sets import bars

CLASSES = ("|", "<b>—</b>", "שלום")


@pytest.fixture(scope="module", autouse=True)
def short():
    """Few steps of everything."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(set_judge, "IMAGES_SEEN", 2000)
        patch.setattr(set_judge, "PRESETS", {"fast": PRESETS["mlp"]})  # compiled in an instant
        patch.setattr(training, "LEAST_IMAGES", 320)
        yield


@pytest.fixture(scope="module")
def data():
    return bars(3, 20, CLASSES)


@pytest.fixture
def config(tiny, data):
    gan = tiny(classes=3, class_weight=0.3)
    return GanRunConfig(gan, batch_size=16, epochs=2, set=data.fingerprint)


def run(config, data, should_stop=lambda: False, checkpoint=b""):
    reports = []
    return train_gan(config, data, reports.append, should_stop, checkpoint), reports


@pytest.fixture(scope="module")
def trained(data):
    gan = GanConfig(latent_dim=3, width=4, discriminator_width=4, classes=3, class_weight=0.3)
    return run(GanRunConfig(gan, batch_size=16, epochs=2, set=data.fingerprint), data)


def test_a_run_leaves_a_generator_of_these_classes_and_who_reads_them(trained, data):
    result, reports = trained
    assert result.classes == registry.class_names(result.model) == CLASSES
    assert class_count(registry.load_bytes(result.model)) == 3
    assert registry.class_names(result.judge.model) == CLASSES
    assert result.judge.accuracy > 0.9
    assert (np.array(result.judge.spread) > 0).all()
    assert len(result.assessment.counts) == 3
    assert result.assessment.distance > 0
    assert result.fingerprint == data.fingerprint
    phases = [report["phase"] for report in reports if "phase" in report]
    assert phases[0] == "judging"
    facts = [report["picture"]["facts"] for report in reports if "picture" in report]
    assert sum(facts[0]["counts"]) == 198
    assert facts[0]["judge_accuracy"] == result.judge.accuracy
    assert facts[0]["variety"] >= 0


def test_a_picture_has_columns_of_one_class_each(trained):
    _result, reports = trained
    shown = next(report["picture"] for report in reports if "picture" in report)
    assert unpack(shown["packed"]).shape == (5 * 9, 28, 28)


def test_it_draws_each_of_its_classes_and_no_other(trained):
    result, _ = trained
    asked = (result.model, result.judge)
    sheet = drawn((2, 0, 1, 1), *asked)
    assert sheet.asked.tolist() == [2, 0, 1, 1]
    assert sheet.images.shape == (4, 28, 28)
    assert len(sheet.readings.counts) == 3
    assert sheet.variety is not None
    with pytest.raises(DrawingError, match="Only the classes 0 to 2"):
        drawn((3,), *asked)
    nobody = drawn((0, 1), result.model, None)
    assert (nobody.readings, nobody.variety) == (None, None)


def drawn(labels, model, judge):
    return samples(labels, 1, np.inf, judge, hashlib.sha256(model).hexdigest(), model)


def test_a_result_is_kept_with_its_judge(trained):
    result, _ = trained
    again = unpacked(pack(result))
    assert again.judge == result.judge
    assert again.classes == CLASSES


@pytest.mark.slow
def test_a_run_that_was_paused_is_the_one_that_was_not_and_keeps_its_judge(
    config, data, trained, patient, monkeypatch
):
    asked, orders = count(), Orders()
    monkeypatch.setattr(training, "learn_judge", lambda *args: trained[0].judge)
    orders._should_stop = lambda: next(asked) >= 4 and orders.pause()
    held, _ = run(config, data, orders)
    assert isinstance(held, Held)
    monkeypatch.setattr(training, "learn_judge", None)  # it is there already
    ended, reports = run(config, data, checkpoint=held.checkpoint)
    assert "judging" not in [report.get("phase") for report in reports]
    assert ended.judge == trained[0].judge
    for one, other in zip(
        registry.load_bytes(ended.model).get_weights(),
        registry.load_bytes(trained[0].model).get_weights(),
        strict=True,
    ):
        np.testing.assert_array_equal(one, other)


def test_a_judge_that_was_cut_short_judges_nothing(config, data):
    with pytest.raises(NothingLearnt):
        run(config, data, lambda: True)


def test_a_judge_says_how_far_it_is(data):
    shares = []
    judge = learn_judge(data, lambda: False, shares.append)
    assert shares == sorted(shares)
    assert 0 < shares[-1] <= 1
    assert SetJudge.of(judge.arrays()) == judge


def test_a_small_set_is_repeated_until_an_epoch_has_steps(config, data):
    plan = make_gan_plan(config, data)
    assert (plan.different, plan.copies) == (48, 7)
    assert plan.examples == 336
    assert plan.steps_per_epoch == 21
    wide = replace(config, batch_size=256)
    assert make_gan_plan(wide, data).steps_per_epoch == 1


@pytest.mark.slow
def test_a_set_of_one_image_a_class_is_enough_to_run(tiny):
    data = bars(3, 2, CLASSES)
    assert len(data.x_train) == len(data.x_test) == 3
    config = GanRunConfig(tiny(classes=3), batch_size=16, epochs=1, set=data.fingerprint)
    result, _ = run(config, data)
    assert result.steps == 20
    assert result.judge.spread == (0.0, 0.0, 0.0)
    assert np.isfinite(result.assessment.distance)


def test_players_of_other_classes_than_the_set_are_refused(config, data):
    with pytest.raises(ConfigError, match="draws 10 classes, but the data set has 3"):
        run(replace(config, gan=replace(config.gan, classes=10)), data)


@pytest.mark.parametrize("value", ["x", "0123456789ABCDEF", None, 7])
def test_a_fingerprint_is_one(value):
    with pytest.raises(ConfigError, match="set must be one of"):
        GanRunConfig(set=value)


@pytest.mark.slow
def test_the_task_takes_the_set_along(config, data):
    def ask(supply, config=config):
        return tasks.train_gan(config, lambda report: None, lambda: False, b"", supply)

    assert ask(to_npz(data)).classes == CLASSES
    with pytest.raises(DataError, match="did not come along"):
        ask(b"")
    with pytest.raises(DataError, match="fingerprint"):
        ask(to_npz(bars(3, 4, CLASSES)))


def test_the_nearest_images_are_those_of_the_set(data):
    found = neighbours_in(data.x_train[:2], data)
    np.testing.assert_array_equal(found.images, data.x_train[:2])
    assert found.distance.max() == pytest.approx(0, abs=1e-3)
    assert (found.searched, found.source) == (48, "own")
    assert found.usual > 0


@pytest.mark.slow
def test_of_a_run_that_is_told_nothing_the_judge_reads_what_it_draws(tiny, data):
    gan = tiny(classes=3, conditional=False)
    config = GanRunConfig(gan, batch_size=16, epochs=1, set=data.fingerprint)
    result, _ = run(config, data)
    assert result.assessment.agreement is None
    sheet = drawn((0,) * 4, result.model, result.judge)
    assert sheet.asked is None
    assert sheet.readings.counts.sum() == 4
