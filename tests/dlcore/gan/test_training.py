"""A run: what it reports, how it stops, goes on and goes wrong, and what comes out."""

from dataclasses import replace
from itertools import count

import msgpack
import numpy as np
import pytest

from dlcore import registry
from dlcore.gan import GanRunConfig, GanState, SideConfig, draw, train_gan, training
from dlcore.gan.compiled import CompiledGan, StateError
from dlcore.gan.film import Frame, fixed_labels, fixed_noise
from dlcore.gan.model import METRICS
from dlcore.gan.training import learning_rate_share, make_gan_plan
from dlcore.training.monitor import TrainingDiverged
from dlcore.validation import ConfigError


def never():
    return False


@pytest.fixture
def run(few, tiny_run):
    """Trains on few images; returns the result and all reports."""

    def run(config=None, should_stop=never, state=None):
        reports = []
        config = config or tiny_run()
        return train_gan(config, few, reports.append, should_stop, state), reports

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
    for report in reports:
        msgpack.packb(report, strict_types=True)

    assert (result.steps, result.epochs_done, result.source) == (40, 2.0, "sample")
    assert (result.stopped, result.trouble, result.state) == (False, None, None)
    generator = registry.load_bytes(result.generator)
    assert result.parameters == generator.count_params()
    assert sum(result.verdict.counts) == 200
    assert 0 <= result.verdict.agreement <= 1
    assert result.floor < result.verdict.distance
    assert result.frames[0].step == 0


def test_previews_are_drawn_from_the_same_noise(run, tiny_run):
    result, reports = run()
    previews = [report["preview"] for report in reports if "preview" in report]
    assert tuple(map(Frame.of_preview, previews)) == result.frames
    assert sum(previews[0]["counts"]) == 200
    assert result.frames[0].images.shape == (50, 28, 28)
    fresh = training._fresh(tiny_run()).ema_generator
    drawn = draw(fresh, fixed_noise(3, 0), fixed_labels())
    np.testing.assert_array_equal(result.frames[0].images, drawn)


def test_the_same_seed_trains_the_same_and_leaves_the_pool_clean(run, tiny_run):
    """The second and third run take the compiled game of the first."""
    first, _ = run()
    other, _ = run(replace(tiny_run(), seed=1))
    again, _ = run()
    weights = [registry.load_bytes(it.generator).get_weights()[-1] for it in (first, other, again)]
    np.testing.assert_allclose(weights[2], weights[0], atol=1e-5)
    assert (weights[1] != weights[0]).any()


def test_a_stopped_run_can_be_gone_on_with(run, few):
    asked = count()
    stopped, _ = run(should_stop=lambda: next(asked) >= 6)
    assert stopped.stopped
    assert 0 < stopped.steps < 40
    ended, reports = run(state=stopped.state)
    assert (ended.stopped, ended.steps) == (False, 40)
    assert points(reports, "d_loss")[0][0] == stopped.steps + 2
    assert ended.frames[: len(stopped.frames)] == stopped.frames
    assert ended.frames[-1].seconds >= stopped.state.seconds


def test_what_is_restored_is_what_was_there(few, tiny_run):
    config = tiny_run()
    plan = make_gan_plan(config, few)
    compiled = CompiledGan(training.GanCompileConfig.of(config.gan, plan.per_execution))
    compiled.reset(config.gan, training._fresh(config), 3)
    kept = compiled.state(7)
    before = [v.numpy() for v in compiled.model.variables]
    compiled.reset(config.gan, training._fresh(replace(config, seed=9)), 4)
    assert compiled.restore(kept) == 7
    for variable, old in zip(compiled.model.variables, before, strict=True):
        np.testing.assert_array_equal(variable.numpy(), old)


def test_a_stop_before_the_first_step(run):
    result, _ = run(should_stop=lambda: True)
    assert (result.stopped, result.steps) == (True, 0)
    assert result.state


@pytest.mark.parametrize("arrays", [b"", b"PK", b"\x00" * 100])
def test_a_state_that_is_none(run, arrays):
    with pytest.raises(StateError, match="This run cannot be gone on with"):
        run(state=GanState(arrays, (), 0.0))


def test_a_loss_that_is_no_number_keeps_the_last_good_generator(run, tiny):
    wild = SideConfig("sgd", 1.0, beta_1=0.9)
    gan = tiny(loss="lsgan", generator=wild, discriminator=wild)
    result, reports = run(GanRunConfig(gan, batch_size=16, epochs=30))
    assert isinstance(result.trouble, TrainingDiverged)
    assert "no longer a finite number after step" in str(result.trouble)
    assert (result.stopped, result.state) == (False, None)
    assert result.steps < 600
    generator = registry.load_bytes(result.generator)
    assert all(np.isfinite(weights).all() for weights in generator.get_weights())
    assert sum(result.verdict.counts) == 200
    assert np.isfinite([y for name in METRICS for _, y in points(reports, name)]).all()


def test_too_few_images_for_a_step(run, tiny_run):
    with pytest.raises(ConfigError, match=r"A step needs 160 images.*Received: 32 images"):
        run(tiny_run(train_share=0.1, discriminator_steps=10))


def test_a_plan_has_full_steps_only(few, tiny_run):
    plan = make_gan_plan(tiny_run(discriminator_steps=3), few)
    assert (plan.images, plan.steps_per_epoch, plan.steps) == (48, 6, 12)


def test_the_rate_falls_in_the_second_half():
    assert [learning_rate_share(done) for done in (0, 0.3, 0.5)] == [1, 1, 1]
    assert learning_rate_share(0.75) == pytest.approx(0.5)
    assert learning_rate_share(1) == pytest.approx(0)


def test_a_run_without_digits_is_not_asked_for_agreement(run, tiny_run):
    result, reports = run(tiny_run(epochs=1, conditional=False, loss="non-saturating"))
    assert result.verdict.agreement is None
    assert not points(reports, "agreement")
    assert points(reports, "evenness")
