"""Training on sets of other classes than the ten digits, the smallest that there can be too."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix

from dlcore import registry, tasks
from dlcore.cnn import CnnConfig
from dlcore.data import DataError
from dlcore.data.dataset import DIGITS
from dlcore.data.formats import to_npz
from dlcore.mlp import MlpConfig
from dlcore.reports import Held, Orders
from dlcore.rnn import RnnConfig
from dlcore.runs import codec
from dlcore.training import DataRecipe, TrainConfig, train
from dlcore.validation import ConfigError
from tests.dlcore.training.sets import bars

GREEK = ("α", "β", "<b>γ</b>")
SMALL = MlpConfig((8,), classes=3)
TINY = TrainConfig(SMALL, batch_size=16, epochs=2, learning_rate=1e-2)


def never():
    return False


def unheard(report):
    pass


def trained(config, data, should_stop=never):
    return train(config, data, unheard, should_stop)


@pytest.mark.parametrize(
    ("network", "data"),
    [
        (SMALL, bars(3, 20, GREEK)),
        (CnnConfig((4,), dense_units=8, classes=2), bars(2, 2)),  # two images to learn from
        (RnnConfig("simple", 4, classes=100), bars(100, 3)),
    ],
    ids=["three", "two images", "a hundred"],
)
def test_every_kind_of_network_learns_from_any_set(network, data):
    result = trained(replace(TINY, network=network), data)
    assert result.classes == data.classes
    assert (result.source, result.fingerprint) == ("own", data.fingerprint)
    model = registry.load_bytes(result.model)
    assert model.output_shape == (None, len(data.classes))
    assert registry.class_names(result.model) == data.classes
    guesses = model.predict(data.x_test[..., None] / np.float32(255), verbose=0).argmax(axis=1)
    truth = confusion_matrix(data.y_test, guesses, labels=range(len(data.classes)))
    np.testing.assert_array_equal(result.confusion, truth)
    wrong = np.flatnonzero(guesses != data.y_test)
    np.testing.assert_array_equal(result.wrong, wrong)
    np.testing.assert_array_equal(result.guesses, guesses[wrong])


def test_what_is_easy_is_learnt():
    config = replace(TINY, network=MlpConfig((), classes=3), epochs=20)
    result = trained(config, bars(3, 20, GREEK))
    assert result.test_accuracy == 1.0
    assert result.mistakes == ()


def test_digits_are_what_they_were(few):
    result = trained(replace(TINY, network=MlpConfig((8,)), epochs=1), few)
    assert result.classes == registry.class_names(result.model) == DIGITS


@pytest.mark.parametrize(
    "schedule", ["one_cycle", pytest.param("range_test", marks=pytest.mark.slow)]
)
def test_a_run_of_one_step_an_epoch_has_its_schedule(schedule):
    for epochs in (1, 2):
        result = trained(replace(TINY, schedule=schedule, epochs=epochs), bars(3, 4, GREEK))
        assert np.isfinite(result.test_loss)


def test_all_that_is_done_to_a_set_knows_its_classes():
    """Random labels of all three classes, one of them rare, weights for it, and a patience."""
    data = bars(3, 40, GREEK)
    recipe = DataRecipe(0.9, thinned_digit=2, thinned_to=3, class_weights=True)
    result = trained(replace(TINY, data=recipe, patience=1), data)
    assert result.confusion.shape == (3, 3)
    rarest = replace(TINY, data=DataRecipe(thinned_digit=1, thinned_to=0, class_weights=True))
    assert trained(rarest, data).confusion.shape == (3, 3)


def test_a_set_of_other_classes_than_the_network_is_refused_in_a_sentence(few):
    for network, data, said in (
        (SMALL, few, "tells 3 classes apart, but the data set has 10"),
        (MlpConfig((8,)), bars(3, 4, GREEK), "tells 10 classes apart, but the data set has 3"),
    ):
        with pytest.raises(ConfigError, match=said):
            trained(replace(TINY, network=network), data)
    with pytest.raises(ConfigError, match=r"below 3\. Received: 3"):
        trained(replace(TINY, data=DataRecipe(thinned_digit=3)), bars(3, 4, GREEK))


class TestTask:
    """The set that comes along must be the one that the config names."""

    data = bars(3, 4, GREEK)
    own = replace(TINY, data=DataRecipe(set=data.fingerprint))

    def test_a_set_comes_along(self):
        reports = []
        result = tasks.train(self.own, reports.append, never, supply=to_npz(self.data))
        assert (result.classes, result.fingerprint) == (GREEK, self.data.fingerprint)
        assert reports[0] == {"phase": "data"}

    def test_it_goes_on_after_a_rest(self):
        orders = Orders(never)

        def pause(report):
            if report.get("progress", {}).get("step"):
                orders.pause()

        supply = to_npz(self.data)
        config = replace(self.own, epochs=6)
        left = tasks.train(config, pause, orders, supply=supply)
        assert isinstance(left, Held)
        whole = tasks.train(config, unheard, never, supply=supply)
        rested = tasks.train(config, unheard, never, left.checkpoint, supply=supply)
        assert rested.test_loss == pytest.approx(whole.test_loss, rel=1e-5)

    def test_another_set_or_none_is_refused(self):
        other = to_npz(bars(3, 5, GREEK))
        for config, supply, said in (
            (self.own, other, "must have the fingerprint"),
            (self.own, b"", "did not come along"),
            (self.own, b"no zip", "damaged|file"),
            (TINY, other, "must have the fingerprint -"),
        ):
            with pytest.raises(DataError, match=said):
                tasks.train(config, unheard, never, supply=supply)


def test_a_run_of_before_is_one_on_digits():
    """What was written down before there were other sets is read as it was meant."""
    old = codec.to_text(TrainConfig()).replace(',"classes":10', "").replace(',"set":""', "")
    assert '"classes"' not in old
    assert '"set"' not in old
    assert codec.from_text(old) == TrainConfig()


def test_a_fingerprint_is_one_or_nothing():
    for value in ("1", "0123456789ABCDEF", 5, None):
        with pytest.raises(ConfigError, match="16 hex digits"):
            DataRecipe(set=value)
