"""The experiment on few images: which networks there are, on what, and what is left of a stop."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from dlcore.data import Mnist, sample
from dlcore.limits import kept
from dlcore.limits.bias import BiasConfig, headline, networks, run
from dlcore.limits.bias.networks import CURES, NETWORKS, Stock
from dlcore.limits.experiment import Experiment
from dlcore.mlp import MlpConfig
from dlcore.validation import ConfigError

FEW = BiasConfig(images=600, left=5, collected=20, epochs=1)


@pytest.fixture
def data():
    digits = sample()
    return Mnist(
        digits.x_train[:600],
        digits.y_train[:600],
        digits.x_test[:300],
        digits.y_test[:300],
        "sample",
    )


@pytest.fixture
def small(monkeypatch):
    """All networks are softmax regressions."""
    for name, one in NETWORKS.items():
        monkeypatch.setitem(NETWORKS, name, replace(one, network=MlpConfig(())))


def experiment(stop_after=99):
    """One that ends once so many partial results were shown."""
    shown = []
    made = Experiment(
        lambda report: shown.extend(filter(None, [report.get("snapshot")])),
        lambda: len(shown) > stop_after,
    )
    return made, shown


def test_every_network_is_trained_on_what_it_is_said_to_be(data, small):
    made, shown = experiment()
    found = run(FEW, data, made)
    eights = int((data.y_train == 8).sum())
    rest = 600 - eights
    threes = int((data.y_train == 3).sum())
    assert found.available == eights
    counted = {one.name: (one.images, one.shown, one.rare) for one in found.networks}
    assert counted == {
        "thinned": (rest + 5, rest + 5, 5),
        "full": (600, 600, eights),
        "weights": (rest + 5, 600, 5),
        "data": (rest + 25, rest + 25, 25),
        "augmentation": (600, 600, 5),
        "opposite": (605 - threes, 605 - threes, eights),
        "simple": (rest + 5, rest + 5, 5),
    }
    assert list(counted) == list(NETWORKS)
    same = found.network("simple").guesses, found.network("thinned").guesses
    np.testing.assert_array_equal(*same)  # here both are softmax regression, of one seed
    first = kept.unpack(shown[0]["found"])
    assert first.networks == ()  # what is there to train on is known at once
    assert first.available == eights
    again = kept.unpack(kept.pack(found))
    np.testing.assert_array_equal(again.network("data").guesses, found.network("data").guesses)
    assert not found.stopped
    assert headline(found).keys() == {"rare_recall", "rare_recall_cured"}
    assert (found.labels[found.places] == 8).all()
    np.testing.assert_array_equal(found.examples, data.x_test[found.places])


@pytest.mark.slow
def test_a_stop_leaves_the_networks_that_are_done(data, small):
    made, _shown = experiment(2)
    found = run(FEW, data, made)
    assert found.stopped
    assert 0 < len(found.networks) < len(NETWORKS)
    made, _shown = experiment(0)
    found = run(FEW, data, made)
    assert found.networks == ()
    assert all(math.isnan(value) for value in headline(found).values())


def stock(kind="digit", count=600):
    """Images of one pixel each, which is their number."""
    data = sample()
    rare = np.arange(count) % 10 == 0
    return Stock(
        data.x_train[:count],
        np.where(rare, 8, 1).astype(np.uint8),
        rare,
        np.arange(count) % 10 == 1,
        (np.arange(count) % 5).astype(np.uint8),
    )


def test_the_rare_are_first_in_their_order_and_come_again_in_turn():
    config, there = replace(FEW, left=4), stock()
    made = NETWORKS["weights"].mixture(there, config, np.random.default_rng(0))
    again = made.images[:56]
    np.testing.assert_array_equal(again, np.resize(there.images[[0, 10, 20, 30]], (56, 28, 28)))
    assert (made.labels[:56] == 8).all()
    assert (made.labels == 8).sum() == 60
    np.testing.assert_array_equal(made.images[-1], there.images[599])


def test_writing_is_made_from_that_of_others():
    for kind in ("thin", "thick", "left", "right"):
        there, config = stock(), replace(FEW, kind=kind, left=0)
        made = NETWORKS["augmentation"].mixture(there, config, np.random.default_rng(0))
        assert made.rare == 0
        assert made.different == len(made.labels) == 600
        assert (made.labels == 1).all()  # of those that are not rare, with their labels


def test_what_cannot_be_is_left_out():
    random = np.random.default_rng(0)

    def there(**settings):
        config = replace(FEW, **settings)
        return {name for name in CURES if NETWORKS[name].mixture(stock(), config, random)}

    assert there() == set(CURES)
    assert there(left=0) == {"data"}
    assert there(left=0, kind="left") == {"data", "augmentation"}
    assert there(left=0, collected=0) == set()
    assert there(left=60) == set()  # nothing is missing


def test_settings_with_which_nothing_can_be_concluded():
    for settings, said in (
        ({"rival": 8}, "Both networks would lack the 8"),
        ({"images": 1}, "no network to speak of"),
        ({"epochs": 0}, "nothing is learnt"),
        ({"kind": "wide"}, "kind must be one of"),
        ({"left": -1}, "left must be"),
    ):
        with pytest.raises(ConfigError, match=said):
            BiasConfig(**settings)
    BiasConfig(kind="left", digit=3)  # there the other digit is of no account
    assert BiasConfig(kind="left").opposite[0] == "right"
    assert networks.CURES == CURES
