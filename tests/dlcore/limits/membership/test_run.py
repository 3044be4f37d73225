"""The whole experiment on a tiny network, what is left of it when it is stopped, and bad input."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from dlcore.cnn import CnnConfig
from dlcore.data import Mnist
from dlcore.limits.experiment import Experiment
from dlcore.limits.kept import pack, unpack
from dlcore.limits.membership import MembershipConfig, headline, private_training, run
from dlcore.limits.membership.config import CURES, PLAIN
from dlcore.limits.membership.images import sides
from dlcore.limits.membership.private_training import promise
from dlcore.training import TrainingDiverged
from dlcore.training.pool import NothingLearnt
from dlcore.validation import ConfigError

TINY = MembershipConfig(
    images=60, epochs=2, label_noise=0.3, patience=1, network=CnnConfig((4,), dense_units=8)
)


def experiment(should_stop=lambda: False, report=lambda report: None) -> Experiment:
    return Experiment(report, should_stop)


@pytest.fixture(scope="module")
def found(few):
    return run(TINY, few, experiment())


def test_every_network_is_attacked(found):
    assert [one.name for one in found.networks] == [PLAIN, *CURES]
    for one in found.networks:
        assert one.inside.shape == one.outside.shape == (60,)
        assert one.inside.dtype == np.float32
        assert np.isfinite(one.inside).all()
        assert 0 <= one.accuracy <= 1
        assert 0 <= one.right_inside <= 1
        assert len(one.training) == len(one.validation) == 2
        assert list(one.training[:, 0]) == [1, 2]
        assert np.isfinite(one.epsilon) == (one.name == "private")
    assert found.network("private").epsilon == promise(TINY)
    assert not found.stopped
    assert set(headline(found)) == {"auc", "auc_cured"}


def test_all_networks_begin_with_the_same_weights_but_end_apart(found):
    losses = {one.inside.tobytes() for one in found.networks}
    assert len(losses) >= 4  # early stopping may end where the plain one does


def test_what_is_played_with_is_what_the_plain_network_said(found):
    cards, plain = found.cards, found.network(PLAIN)
    assert len(cards.labels) == 120
    np.testing.assert_array_equal(cards.losses[cards.inside], plain.inside)
    np.testing.assert_array_equal(cards.losses[~cards.inside], plain.outside)
    said = cards.probabilities[np.arange(120), cards.labels]
    np.testing.assert_allclose(cards.losses, -np.log(said), rtol=1e-4, atol=1e-6)


def test_it_is_kept_and_small(found):
    again = unpack(pack(found))
    np.testing.assert_array_equal(again.networks[3].inside, found.networks[3].inside)
    assert again.config == found.config
    assert len(pack(found)) < 300_000


def test_the_same_seed_finds_the_same_and_another_takes_other_images(found, few):
    config = replace(TINY, cures=("private",))
    again = run(config, few, experiment())
    for name in (PLAIN, "private"):
        np.testing.assert_allclose(
            again.network(name).inside, found.network(name).inside, rtol=1e-3, atol=1e-4
        )
    other = sides(replace(TINY, seed=1), few)
    assert (other.x_in != sides(TINY, few).x_in).any()


def test_sides_are_apart_and_equally_noisy(few):
    numbered = Mnist(
        np.arange(3000, dtype=np.uint16).reshape(-1, 1, 1).view(np.uint8).reshape(-1, 2, 1),
        np.zeros(3000, np.uint8),
        few.x_test,
        few.y_test,
        "sample",
    )
    own = sides(replace(TINY, images=1200, label_noise=0.5), numbered)
    groups = [{tuple(x.ravel()) for x in one} for one in (own.x_in, own.x_out, own.x_val)]
    assert [len(one) for one in groups] == [1200, 1200, 500]
    assert len(set.union(*groups)) == 2900
    for labels in (own.y_in, own.y_out):  # 0.5 replaced, nine tenths of them by another
        assert np.mean(labels != 0) == pytest.approx(0.45, abs=0.06)
    assert not own.y_val.any()
    cut = int(len(own.learnt.x_train) * (1 - own.validation_share))
    assert cut == 1200


def test_as_many_are_learnt_as_were_asked_for():
    for count in (1, 2, 3, 10, 499, 500, 501, 4999, 5000):
        images = np.zeros((count, 1, 1), np.uint8)
        validated = images[: min(count, 500)]
        own = sides(replace(TINY, images=1), _blank(10))
        own = replace(own, x_in=images, x_val=validated)
        assert int((count + len(validated)) * (1 - own.validation_share)) == count
        assert 0.01 <= own.validation_share <= 0.5


def _blank(count: int) -> Mnist:
    images, labels = np.zeros((count, 28, 28), np.uint8), np.zeros(count, np.uint8)
    return Mnist(images, labels, images, labels, "sample")


def test_too_few_images_are_refused_with_how_many_there_could_be(few):
    with pytest.raises(ConfigError, match="at most 106"):
        run(replace(TINY, images=107), few, experiment())
    assert len(sides(replace(TINY, images=106), few).x_out) == 106


def test_zero_epochs_leave_the_first_weights(few):
    result = run(replace(TINY, epochs=0), few, experiment())
    (plain,) = result.networks
    assert plain.measured
    assert plain.validation.shape == (0, 2)
    assert np.isnan(headline(result)["auc_cured"])


def test_one_image_is_an_experiment(few):
    result = run(replace(TINY, images=1, epochs=1, cures=("private",)), few, experiment())
    assert len(result.networks) == 2
    assert headline(result)["auc"] in (0.0, 0.5, 1.0)


def test_a_stop_leaves_what_is_known(few):
    asked = []

    def stop_late() -> bool:
        asked.append(1)
        return len(asked) > 12

    result = run(replace(TINY, epochs=20, cures=("private",)), few, experiment(stop_late))
    assert result.stopped
    assert len(result.networks) < 2
    nothing = run(TINY, few, experiment(lambda: True))
    assert nothing.networks == ()
    assert np.isnan(headline(nothing)["auc"])


def test_it_tells_before_a_network_is_trained(few, monkeypatch):
    monkeypatch.setattr("dlcore.reports.REPORT_SECONDS", 0.0)
    told = []
    run(replace(TINY, cures=("private",)), few, experiment(report=told.append))
    shown = [unpack(one["snapshot"]["found"]) for one in told if "snapshot" in one]
    first = shown[0].networks[0]
    assert (first.name, first.measured, len(first.validation)) == (PLAIN, False, 1)
    going = [one.networks[-1] for one in shown if len(one.networks) == 2]
    assert not going[0].measured
    assert going[-1].measured
    done = [one["progress"] for one in told if "progress" in one]
    assert {one["epochs"] for one in done} == {2}


def test_a_network_that_diverges_is_left_out(few, monkeypatch):
    def diverge(*arguments):
        raise TrainingDiverged("Gone after step {step}.", step=3)

    module = import_module("dlcore.limits.membership.run")  # the package has a function `run`
    monkeypatch.setattr(module, "train_privately", diverge)
    result = run(replace(TINY, cures=("private", "early")), few, experiment())
    assert [one.name for one in result.networks] == [PLAIN, "early"]
    assert "step 3" in str(result.trouble)


def test_settings_outside_their_range_are_refused():
    for changes in (
        {"images": 0},
        {"images": 5001},
        {"epochs": 201},
        {"label_noise": 1.1},
        {"cures": ("magic",)},
        {"cures": ("l2", "l2")},
        {"noise": -1.0},
        {"network": CnnConfig(batch_norm=True)},
        {"network": CnnConfig(dropout=0.5)},
        {"network": None},
    ):
        with pytest.raises(ConfigError):
            MembershipConfig(**changes)


def test_a_stop_while_the_private_network_is_made_keeps_the_others(monkeypatch, few):
    class Stopped:
        def borrow(self, *_):
            raise NothingLearnt

    monkeypatch.setattr(private_training, "NETWORKS", Stopped())
    found = run(replace(TINY, cures=("private",)), few, experiment())
    assert [one.name for one in found.networks] == [PLAIN]
