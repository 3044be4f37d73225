"""A run: what it reports, how it stops, goes on and goes wrong, and what comes out."""

import pickle
from dataclasses import replace
from itertools import count

import msgpack
import numpy as np
import pytest

from dlcore import registry
from dlcore.gan import GanRunConfig, SideConfig, draw, train_gan, training, watch
from dlcore.gan.compiled import CompiledGan
from dlcore.gan.film import fixed_labels, fixed_noise, unpack
from dlcore.gan.model import METRICS
from dlcore.gan.training import learning_rate_share, make_gan_plan
from dlcore.reports import Held, Orders
from dlcore.training.monitor import TrainingDiverged
from dlcore.training.state import Position, StateError, TrainState
from dlcore.validation import ConfigError


def never():
    return False


@pytest.fixture
def run(few, tiny_run):
    """Trains on few images; returns the result and all reports."""

    def run(config=None, should_stop=never, checkpoint=b""):
        reports = []
        config = config or tiny_run()
        return train_gan(config, few, reports.append, should_stop, checkpoint), reports

    return run


def points(reports, name):
    return [point for report in reports for point in report.get("series", {}).get(name, [])]


def test_a_run_reports_itself_and_leaves_a_generator(run, few, tiny_run):
    result, reports = run()
    # Two epochs of 20 steps, two steps at a time.
    for name in METRICS:
        assert [x for x, _ in points(reports, name)] == list(range(2, 41, 2))
        assert np.isfinite([y for _, y in points(reports, name)]).all()
    phases = [report["phase"] for report in reports if "phase" in report]
    assert phases[0] == "building"
    assert phases[-1] == "evaluating"
    last = [report["progress"] for report in reports if "progress" in report][-1]
    assert (last["epoch"], last["epochs"], last["step"]) == (2, 2, 20)
    assert (last["steps_per_epoch"], last["seconds_left"]) == (20, 0)
    for report in reports:
        msgpack.packb(report, strict_types=True)

    assert (result.steps, result.epochs_done, result.source) == (40, 2.0, "sample")
    assert (result.stopped, result.trouble) == (False, None)
    assert last_checkpoint(reports) == b""
    generator = registry.load_bytes(result.model)
    assert result.parameters == generator.count_params()
    assert sum(result.assessment.counts) == 200
    assert 0 <= result.assessment.agreement <= 1
    assert result.floor < result.assessment.distance


def last_checkpoint(reports):
    return [report["checkpoint"] for report in reports if "checkpoint" in report][-1]


def pictures(reports):
    return [report["picture"] for report in reports if "picture" in report]


def test_pictures_are_drawn_from_the_same_noise(run, tiny_run):
    _, reports = run()
    first = pictures(reports)[0]
    assert first["step"] == 0
    assert sum(first["facts"]["counts"]) == 200
    assert unpack(first["packed"]).shape == (50, 28, 28)
    fresh = training._fresh(tiny_run()).ema_generator
    drawn = draw(fresh, fixed_noise(3, 0), fixed_labels())
    np.testing.assert_array_equal(unpack(first["packed"]), drawn)


@pytest.mark.slow
def test_a_picture_tells_what_the_series_tell(run, monkeypatch):
    """With each group of steps a picture that is measured, too."""
    for name in ("LOOK_SECONDS", "DISTANCE_SECONDS"):
        monkeypatch.setattr(watch, name, 0.0)
    for name in ("LOOK_SHARE", "DISTANCE_SHARE"):
        monkeypatch.setattr(watch, name, 1.0)
    monkeypatch.setattr("dlcore.reports.REPORT_SECONDS", 0.0)
    result, reports = run()
    shown = pictures(reports)
    assert [picture["step"] for picture in shown] == list(range(0, 41, 2))
    for name in ("agreement", "evenness", "distance"):
        told = [[picture["step"], picture["facts"][name]] for picture in shown]
        assert points(reports, name) == told
    assert [picture["seconds"] for picture in shown] == sorted(p["seconds"] for p in shown)
    assert {picture["facts"]["floor"] for picture in shown} == {result.floor}


def test_the_same_seed_trains_the_same_and_leaves_the_pool_clean(run, tiny_run):
    """The second and third run take the compiled game of the first."""
    first, _ = run()
    other, _ = run(replace(tiny_run(), seed=1))
    again, _ = run()
    weights = [registry.load_bytes(it.model).get_weights()[-1] for it in (first, other, again)]
    np.testing.assert_allclose(weights[2], weights[0], atol=1e-5)
    assert (weights[1] != weights[0]).any()


def test_a_stopped_run_can_be_gone_on_with(run, few, patient):
    asked = count()
    stopped, before = run(should_stop=lambda: next(asked) >= 6)
    assert stopped.stopped
    assert 0 < stopped.steps < 40
    checkpoint = last_checkpoint(before)
    ended, reports = run(checkpoint=checkpoint)
    assert (ended.stopped, ended.steps) == (False, 40)
    assert points(reports, "d_loss")[0][0] == stopped.steps + 2
    assert last_checkpoint(reports) == b""
    first = pictures(reports)[0]
    assert first["step"] == stopped.steps
    seconds = TrainState.from_bytes(checkpoint).position.seconds
    assert first["seconds"] >= seconds >= pictures(before)[-1]["seconds"]


@pytest.mark.slow
def test_a_game_that_was_paused_is_the_one_that_was_not(run, patient):
    whole, _ = run()
    checkpoint = b""
    for asked_at in (4, 9):
        asked, orders = count(), Orders()
        orders._should_stop = lambda a=asked, n=asked_at, o=orders: next(a) >= n and o.pause()
        held, reports = run(should_stop=orders, checkpoint=checkpoint)
        assert isinstance(held, Held)
        newest = next(report["snapshot"] for report in reversed(reports) if "snapshot" in report)
        assert registry.load_bytes(newest).count_params()
        checkpoint = held.checkpoint
    ended, _ = run(checkpoint=checkpoint)
    for one, other in zip(
        registry.load_bytes(ended.model).get_weights(),
        registry.load_bytes(whole.model).get_weights(),
        strict=True,
    ):
        np.testing.assert_array_equal(one, other)


@pytest.mark.slow
def test_a_stop_does_not_wait_for_steps_that_take_long_and_it_can_be_gone_on_with(run, held_up):
    stopped, reports = run(should_stop=held_up.there.is_set)
    assert (stopped.stopped, stopped.steps) == (True, 0)
    held_up.go_on.set()
    ended, _ = run(checkpoint=last_checkpoint(reports))
    whole, _ = run()
    weights = [registry.load_bytes(it.model).get_weights()[-1] for it in (ended, whole)]
    np.testing.assert_allclose(*weights, atol=1e-5)


def test_of_a_slow_generator_a_stop_looks_at_few_drawings(few, tiny_run, monkeypatch):
    monkeypatch.setattr(watch, "LIVE_SAMPLES", 10)
    monkeypatch.setattr(watch, "LIVE_OF_EACH", 1)
    some, seen = watch.Watch(tiny_run(), few), []
    monkeypatch.setattr(some, "_judged", lambda images: seen.append(len(images)))
    generator = training._fresh(tiny_run()).generator
    for slow_seconds, in_a_hurry in ((0.0, True), (60.0, True), (0.0, False)):
        monkeypatch.setattr(watch, "SLOW_SECONDS", slow_seconds)
        some.assess(generator, in_a_hurry)
    assert seen == [10, 100, 100]


def test_what_is_restored_is_what_was_there(few, tiny_run):
    config = tiny_run()
    plan = make_gan_plan(config, few)
    compiled = CompiledGan(training.GanCompileConfig.of(config.gan, plan.per_execution))
    compiled.reset(config.gan, training._fresh(config), 3)
    kept = TrainState(Position(7), compiled.arrays()).to_bytes()
    before = [v.numpy() for v in compiled.model.variables]
    compiled.reset(config.gan, training._fresh(replace(config, seed=9)), 4)
    state = TrainState.from_bytes(kept)
    compiled.restore(state)
    assert state.position.steps == 7
    for variable, old in zip(compiled.model.variables, before, strict=True):
        np.testing.assert_array_equal(variable.numpy(), old)


def test_a_stop_before_the_first_step(run, patient):
    result, reports = run(should_stop=lambda: True)
    assert (result.stopped, result.steps) == (True, 0)
    assert last_checkpoint(reports)


@pytest.mark.parametrize("checkpoint", [b"PK", b"\x00" * 100])
def test_a_checkpoint_that_is_none(run, checkpoint):
    with pytest.raises(StateError, match="This run cannot be gone on with"):
        run(checkpoint=checkpoint)


def test_a_loss_that_is_no_number_keeps_the_last_good_generator(run, tiny):
    wild = SideConfig("sgd", 1.0, beta_1=0.9)
    gan = tiny(loss="lsgan", generator=wild, discriminator=wild)
    result, reports = run(GanRunConfig(gan, batch_size=16, epochs=30))
    assert isinstance(result.trouble, TrainingDiverged)
    assert "no longer a finite number after step" in str(result.trouble)
    assert not result.stopped
    assert last_checkpoint(reports) == b""
    assert result.steps < 600
    generator = registry.load_bytes(result.model)
    assert all(np.isfinite(weights).all() for weights in generator.get_weights())
    assert sum(result.assessment.counts) == 200
    assert np.isfinite([y for name in METRICS for _, y in points(reports, name)]).all()


@pytest.mark.slow
def test_a_game_that_went_wrong_leaves_the_pool_clean(run, tiny):
    """The same compiled game, with rates that work before and after ones that do not."""

    def config(rate):
        side = SideConfig("sgd", rate, beta_1=0.9)
        gan = tiny(loss="lsgan", generator=side, discriminator=side)
        return GanRunConfig(gan, batch_size=16, epochs=1)

    before, wrong, after = (run(config(rate))[0] for rate in (1e-3, 1.0, 1e-3))
    assert (before.trouble, after.trouble) == (None, None)
    assert wrong.trouble
    assert pickle.loads(pickle.dumps(wrong)).trouble.values == wrong.trouble.values
    weights = [registry.load_bytes(it.model).get_weights() for it in (before, after)]
    for one, two in zip(*weights, strict=True):
        np.testing.assert_allclose(one, two, atol=1e-5)


def test_too_few_images_for_a_step(run, tiny_run):
    with pytest.raises(ConfigError, match=r"A step needs 160 images.*Received: 32 images"):
        run(tiny_run(train_share=0.1, discriminator_steps=10))


def test_a_plan_has_full_steps_only(few, tiny_run):
    plan = make_gan_plan(tiny_run(discriminator_steps=3), few)
    assert (plan.batch_size, plan.steps_per_epoch, plan.steps) == (48, 6, 12)


def test_the_rate_falls_in_the_second_half():
    assert [learning_rate_share(done) for done in (0, 0.3, 0.5)] == [1, 1, 1]
    assert learning_rate_share(0.75) == pytest.approx(0.5)
    assert learning_rate_share(1) == pytest.approx(0)


def test_a_run_without_digits_is_not_asked_for_agreement(run, tiny_run):
    result, reports = run(tiny_run(epochs=1, conditional=False, loss="non-saturating"))
    assert result.assessment.agreement is None
    assert not points(reports, "agreement")
    assert points(reports, "evenness")
