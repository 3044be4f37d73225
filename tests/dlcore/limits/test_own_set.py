"""The experiments on a set of one's own: to the end, against NumPy, as a program, and bad input."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from dlcore import tasks
from dlcore.cnn import CnnConfig
from dlcore.data import DataError
from dlcore.data.formats import to_npz
from dlcore.limits import kept
from dlcore.limits.bias import BiasConfig, metrics
from dlcore.limits.bias import run as run_bias
from dlcore.limits.bias.config import FEWEST_IMAGES
from dlcore.limits.bias.networks import NETWORKS
from dlcore.limits.bias.script import script as bias_script
from dlcore.limits.experiment import Experiment
from dlcore.limits.membership import MembershipConfig
from dlcore.limits.membership import run as run_membership
from dlcore.limits.membership.images import FEWEST, most_images, sides
from dlcore.limits.membership.script import script as membership_script
from dlcore.mlp import MlpConfig
from dlcore.training.script import OWN_SET
from dlcore.validation import ConfigError
from tests.dlcore.training.sets import bars

NAMES = ("α", "<b>|*x*|</b>", "三")
WRITERS = 4


@pytest.fixture(scope="module")
def data():
    """96 images to learn from and 24 to test with."""
    made = bars(3, 40, NAMES)
    return replace(made, writers_test=np.arange(len(made.y_test), dtype=np.int32) % WRITERS)


@pytest.fixture(scope="module")
def membership(data):
    network = CnnConfig((2,), dense_units=0, classes=3)
    return MembershipConfig(
        images=30, epochs=2, label_noise=0.3, cures=(), network=network, set=data.fingerprint
    )


@pytest.fixture(scope="module")
def bias(data):
    return BiasConfig(
        digit=1, rival=2, left=2, epochs=2, collected=5, set=data.fingerprint, classes=3
    )


@pytest.fixture
def small(monkeypatch):
    """All networks are softmax regressions."""
    for name, one in NETWORKS.items():
        monkeypatch.setitem(NETWORKS, name, replace(one, network=MlpConfig(())))


def quiet() -> Experiment:
    return Experiment(lambda report: None, lambda: False)


def asked(task, config, data):
    return task(config, lambda report: None, lambda: False, supply=to_npz(data))


def test_an_attack_on_a_network_of_three_classes(data, membership):
    config = replace(membership, cures=("private",))
    found = asked(tasks.membership, config, data)
    own = sides(config, data)
    assert (own.y_in < 3).all()
    assert set(own.y_in) == {0, 1, 2}
    assert (found.classes, found.name) == (NAMES, "Bars")
    assert [one.name for one in found.networks] == ["plain", "private"]
    for one in found.networks:
        smaller = one.inside[:, None] < one.outside
        equal = one.inside[:, None] == one.outside
        assert one.attack.auc == pytest.approx((smaller + equal / 2).mean())
    said = found.cards.probabilities
    assert said.shape == (60, 3)
    of_label = said[np.arange(60), found.cards.labels]
    np.testing.assert_allclose(found.cards.losses, -np.log(of_label), rtol=1e-4, atol=1e-6)
    again = kept.unpack(kept.pack(found))
    assert (again.classes, again.config) == (NAMES, config)


@pytest.mark.slow
def test_recall_of_a_class_and_of_a_hand(data, bias, small):
    found = asked(tasks.bias, bias, data)
    assert (found.names, found.name) == (NAMES, "Bars")
    assert found.available == (data.y_train == 1).sum()
    assert [one.name for one in found.networks] == list(NETWORKS)
    for one in found.networks:
        assert one.guesses.max() < 3
        right = one.guesses == data.y_test
        for grouping, groups, count in (
            ("digit", data.y_test, 3),
            ("hand", data.writers_test, WRITERS),
        ):
            shares = metrics.recalls(found, one, grouping)
            assert len(shares) == count
            for number, share in enumerate(shares):
                assert share.value == pytest.approx(right[groups == number].mean())
    assert found.network("thinned").rare == 2
    again = kept.unpack(kept.pack(found))
    np.testing.assert_array_equal(again.writers, data.writers_test)


@pytest.mark.slow
def test_a_class_of_which_none_are_left_is_never_said(data, bias, small):
    found = run_bias(replace(bias, left=0, epochs=60), data, quiet())
    assert {"weights", "augmentation"}.isdisjoint(one.name for one in found.networks)
    thinned, full = found.network("thinned"), found.network("full")
    assert thinned.rare == 0
    assert not (thinned.guesses == 1).any()
    assert metrics.right_of(found, full, found.rare).value > 0.9


@pytest.mark.slow
def test_writing_is_measured_in_any_set(data, bias, small):
    found = run_bias(replace(bias, kind="thin", images=60), data, quiet())
    assert found.network("thinned").rare == 2
    assert set(found.parts) == {"stroke", "slant"}


def test_what_came_along_has_to_be_what_is_asked_about(data, membership, bias):
    for task, config in ((tasks.membership, membership), (tasks.bias, bias)):
        with pytest.raises(DataError, match="did not come along"):
            task(config, lambda report: None, lambda: False)
        with pytest.raises(DataError, match="must have the fingerprint"):
            asked(task, config, bars(3, 20))


def test_a_set_that_is_too_small_is_refused(membership, bias):
    few = bars(3, 13)  # 10 or 11 of each to learn from
    assert len(few.x_train) < 3 * FEWEST
    with pytest.raises(ConfigError, match=rf"at least.*This set has {len(few.x_train)}"):
        run_membership(replace(membership, set=few.fingerprint), few, quiet())
    assert most_images(3 * FEWEST) == FEWEST
    fewer = bars(3, 5)
    assert len(fewer.x_train) < FEWEST_IMAGES
    with pytest.raises(ConfigError, match=f"This set has {len(fewer.x_train)}"):
        run_bias(replace(bias, set=fewer.fingerprint), fewer, quiet())


def test_more_than_there_are_is_refused_with_how_many_there_could_be(data, membership):
    with pytest.raises(ConfigError, match="at most 32"):
        sides(replace(membership, images=33), data)


def test_settings_that_make_no_experiment(bias):
    for changes, said in (
        ({"set": "mine"}, "set must be"),
        ({"digit": 3}, "digit must be"),
        ({"rival": 3}, "rival must be"),
        ({"rival": 1}, "the same class"),
        ({"classes": 2, "rival": 0, "left": 0}, "nothing to tell apart"),
        ({"classes": 1}, "classes must be"),
    ):
        with pytest.raises(ConfigError, match=said):
            replace(bias, **changes)
    with pytest.raises(ConfigError, match="set must be"):
        MembershipConfig(set="mine")
    replace(bias, classes=2, rival=0, left=1)
    replace(bias, kind="thin", digit=9)  # there the class is of no account


@pytest.mark.slow
def test_the_programs_read_the_file_of_the_set(
    data, membership, bias, small, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / OWN_SET).write_bytes(to_npz(data))
    bias = replace(bias, kind="left", left=0, collected=0)
    for program in (membership_script(membership), bias_script(bias)):
        exec(compile(program, "own.py", "exec"), {"__name__": "__main__"})
    said = capsys.readouterr().out
    attacked = run_membership(membership, data, quiet()).network("plain")
    auc, accuracy = re.search(r"plain: AUC (\S+), accuracy (\S+)\. ", said).groups()
    assert float(auc) == pytest.approx(attacked.attack.auc, abs=0.02)
    assert float(accuracy) == pytest.approx(attacked.accuracy, abs=0.02)
    found = run_bias(bias, data, quiet())
    accuracy = re.search(r"^Thinned: accuracy ([\d.]+),", said, re.MULTILINE)[1]
    right = metrics.accuracy(found, found.network("thinned")).value
    assert float(accuracy) == pytest.approx(right, abs=0.05)
