"""A run that rests and goes on, in the same process or another, and one that is steered."""

from dataclasses import replace

import keras
import numpy as np
import pytest

from dlcore import registry
from dlcore.cnn import CnnConfig
from dlcore.mlp import MlpConfig
from dlcore.reports import Held, Orders
from dlcore.rnn import RnnConfig
from dlcore.training import (
    Augmentation,
    DataRecipe,
    Regularisation,
    TrainConfig,
    fit_monitor,
    train,
)
from dlcore.training.architectures import build_network
from dlcore.training.best import Best
from dlcore.training.monitor import Monitor
from dlcore.training.order import shuffled
from dlcore.training.state import StateError

NETWORK = CnnConfig((4,), batch_norm=True, dense_units=8, dropout=0.2)
RECURRENT = RnnConfig("simple", 4, dropout=0.2)
TINY = TrainConfig(NETWORK, batch_size=16, epochs=3, learning_rate=3e-3)  # 18 steps of 16 images
CASES = {  # and after which groups of two steps each is paused: within an epoch, at its end, after
    "adam": (TINY, (3,)),
    "one cycle": (replace(TINY, schedule="one_cycle", optimizer="momentum"), (4, 9)),
    "short batches": (replace(TINY, network=RECURRENT, batch_size=17), (9, 5)),
    "all that can be set": (
        replace(
            TINY,
            network=MlpConfig((8,), dropout=0.2),
            schedule="range_test",
            regularisation=Regularisation(l2=1e-3, weight_decay=0.01, clip_norm=1.0),
            data=DataRecipe(0.2, 3, 5, class_weights=True),
            augmentation=Augmentation(2, 15, 0.1),
        ),
        (3, 7),
    ),
    "the best": (replace(TINY, patience=1, learning_rate=0.05), (9.5, 1)),
}


class After(Orders):
    """Gives an order after so many groups of steps, or half a group later, while validating."""

    def __init__(self, moment: float, order: str = "pause", **settings: float) -> None:
        super().__init__()
        self._orders = {moment: (lambda: self.change(settings)) if settings else order}
        self._moment = 0.0

    def and_after(self, moment: float, order: str) -> "After":
        self._orders[moment] = order
        return self

    def at_once(self, moment: float, order: str) -> "After":
        before = self._orders[moment]
        self._orders[moment] = lambda: (before(), getattr(self, order)())
        return self

    def note(self, moment: float) -> None:
        self._moment += moment
        order = self._orders.pop(self._moment, lambda: None)
        (getattr(self, order) if isinstance(order, str) else order)()


@pytest.fixture
def run(few, patient, monkeypatch):
    """Trains on few images, told this and that, from a checkpoint; returns result and reports."""
    update, validate = fit_monitor.Pace.update, Monitor._validate
    told = []

    def note(moment):
        for orders in told:
            orders.note(moment)

    def end_group(self, examples):
        note(1.0)
        update(self, examples)

    def begin_validation(self):
        note(0.5)
        found = validate(self)
        note(-0.5)
        return found

    monkeypatch.setattr(fit_monitor.Pace, "update", end_group)
    monkeypatch.setattr(Monitor, "_validate", begin_validation)

    def run(config=TINY, orders=None, checkpoint=b""):
        reports = []
        told[:] = [orders] if isinstance(orders, After) else []
        return train(config, few, reports.append, orders or Orders(), checkpoint), reports

    return run


def points(reports, name):
    return [point for report in reports for point in report.get("series", {}).get(name, [])]


def weights(result):
    return registry.load_bytes(result.model).get_weights()


def test_an_order_is_the_one_in_which_keras_goes_through_examples():
    seen = []

    class Note(keras.layers.Layer):
        def call(self, x):
            seen.append(x)
            return x

    model = keras.Sequential([keras.Input((1,)), Note(), keras.layers.Dense(1)])
    model.compile("sgd", "mse", run_eagerly=True)
    seen.clear()
    keras.utils.set_random_seed(7)
    x = np.arange(50, dtype=np.float32)[:, None]
    model.fit(x, x * 0, batch_size=16, epochs=2, verbose=0)
    taken = np.concatenate([np.asarray(batch)[:, 0] for batch in seen]).astype(int)
    keras.utils.set_random_seed(7)
    np.random.rand(3)  # whatever else there was
    keras.random.normal((3,))
    np.testing.assert_array_equal(taken, np.tile(shuffled(50), 2))


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=[] if case in ("one cycle", "the best") else pytest.mark.slow)
        for case in CASES
    ],
)
def test_a_run_that_was_paused_is_the_one_that_was_not(run, case):
    config, pauses = CASES[case]
    whole, told = run(config)
    checkpoint, parts = b"", []
    for groups in pauses:
        held, reports = run(config, After(groups), checkpoint)
        assert isinstance(held, Held)
        assert bool(checkpoint) == any("rewind" in report for report in reports)
        checkpoint = held.checkpoint
        parts += reports
    rest, reports = run(config, checkpoint=checkpoint)
    parts += reports
    for one, other in zip(weights(rest), weights(whole), strict=True):
        np.testing.assert_array_equal(one, other)
    for name in ("loss", "accuracy", "val_loss", "epoch"):
        np.testing.assert_allclose(points(parts, name), points(told, name), 1e-5, 1e-6)
    assert rest.test_loss == whole.test_loss
    assert (rest.epochs_done, rest.best_epoch) == (whole.epochs_done, whole.best_epoch)
    assert rest.history == whole.history or rest.history is not None
    seconds = [y for _, y in points(parts, "seconds")]
    assert seconds == sorted(seconds)


@pytest.mark.slow
def test_a_checkpoint_of_each_epoch_leads_to_the_same_end(run, monkeypatch):
    # However fast: an epoch can be through before one is due, and the next before it is told.
    monkeypatch.setattr("dlcore.reports.REPORT_SECONDS", 0.0)
    monkeypatch.setattr(fit_monitor, "KEEP_EPOCH_SECONDS", 0.0)
    monkeypatch.setattr(fit_monitor, "KEEP_SHARE", 1.0)
    whole, told = run()
    checkpoints = [report["checkpoint"] for report in told if "checkpoint" in report]
    assert checkpoints[-1] == b""  # there is nothing left to do
    rest, again = run(checkpoint=checkpoints[0])
    assert [report["rewind"] for report in again if "rewind" in report] == [18]
    for one, other in zip(weights(rest), weights(whole), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_stop_leaves_a_result_and_what_to_go_on_from(run):
    whole, _ = run()
    stopped, reports = run(orders=After(4, "stop"))
    assert (stopped.stopped, stopped.epochs_done) == (True, 8 / 18)
    checkpoint = [report["checkpoint"] for report in reports if "checkpoint" in report][-1]
    rest, _ = run(checkpoint=checkpoint)
    for one, other in zip(weights(rest), weights(whole), strict=True):
        np.testing.assert_array_equal(one, other)


def test_what_is_paused_can_be_measured_as_it_is(run):
    held, _ = run(orders=After(4))
    ending = Orders()
    ending.stop()
    result, reports = run(orders=ending, checkpoint=held.checkpoint)
    assert (result.stopped, result.epochs_done) == (True, 8 / 18)
    assert points(reports, "loss") == []
    assert result.images_per_second > 0  # of before
    stopped, _ = run(orders=After(4, "stop"))
    assert result.test_loss == stopped.test_loss


def test_who_says_stop_after_pause_gets_a_result(run):
    orders = After(4)
    orders.stop()
    result, _ = run(orders=orders)
    assert result.stopped


def test_other_settings_are_taken_up_after_the_steps_under_way(run):
    changed, reports = run(orders=After(4, learning_rate=0.5))
    assert [report["changes"] for report in reports if "changes" in report] == [
        [[8, "learning_rate", 0.5]]
    ]
    plain, _ = run()
    assert changed.epochs_done == 3
    assert any((a != b).any() for a, b in zip(weights(changed), weights(plain), strict=True))


def test_a_changed_run_is_what_plain_keras_does_with_the_same_changes(run, few):
    """Learning rate and batch size, from the ninth step on."""
    config = replace(TINY, network=CnnConfig((4,), dense_units=8), epochs=1)
    changed, reports = run(config, After(4, learning_rate=0.02, batch_size=32))
    keras.utils.set_random_seed(config.seed)
    model = build_network(config.network)
    model.compile("adam", "sparse_categorical_crossentropy")
    keras.utils.set_random_seed(config.seed)
    order = shuffled(288)
    images, labels = few.x_train[..., None].astype("float32") / 255, few.y_train
    rates = [(3e-3, order[:128], 16), (0.02, order[128:], 32)]
    for rate, some, size in rates:
        model.optimizer.learning_rate = rate
        model.fit(images[some], labels[some], batch_size=size, shuffle=False, verbose=0)
    for one, other in zip(weights(changed), model.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-6)
    assert [x for x, _ in points(reports, "loss")] == [2, 4, 6, 8, 9, 10, 11, 12, 13]
    assert points(reports, "epoch")[-1] == [13, 1.0]


def test_dropout_can_be_switched_on_and_off(run):
    config = replace(TINY, network=replace(NETWORK, dropout=0.0))
    held, _ = run(config, After(4, dropout=0.5))
    assert held.epochs_done == 3
    names = [
        layer["class_name"] for layer in registry.load_bytes(held.model).get_config()["layers"]
    ]
    assert "Dropout" in names


@pytest.mark.slow
def test_a_paused_run_remembers_its_changes(run):
    whole, _ = run(orders=After(4, learning_rate=0.02))
    held, _ = run(orders=After(4, learning_rate=0.02).and_after(12, "pause"))
    assert isinstance(held, Held)
    rest, _ = run(checkpoint=held.checkpoint)
    for one, other in zip(weights(rest), weights(whole), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.slow
def test_a_change_just_before_a_pause_holds_when_it_goes_on(run):
    whole, _ = run(orders=After(4, learning_rate=0.02))
    both = After(4, learning_rate=0.02).at_once(4, "pause")
    held, reports = run(orders=both)
    assert [report["changes"] for report in reports if "changes" in report] == [
        [[8, "learning_rate", 0.02]]
    ]
    rest, _ = run(checkpoint=held.checkpoint)
    for one, other in zip(weights(rest), weights(whole), strict=True):
        np.testing.assert_array_equal(one, other)


def test_settings_that_do_not_exist_change_nothing(run):
    orders = Orders()
    orders.change({"learning_rate": -1.0, "filters": 3.0})
    result, reports = run(orders=orders)
    assert not any("changes" in report for report in reports)
    assert result.epochs_done == 3


def test_early_stopping_is_what_keras_does(few, run):
    config = replace(TINY, patience=1, epochs=12, learning_rate=0.05)
    result, _ = run(config)
    keras.utils.set_random_seed(config.seed)
    model = build_network(config.network)
    model.compile("adam", "sparse_categorical_crossentropy")
    model.optimizer.learning_rate = config.learning_rate
    stopping = keras.callbacks.EarlyStopping("val_loss", patience=1, restore_best_weights=True)
    told = model.fit(
        few.x_train[..., None].astype("float32") / 255,
        few.y_train,
        batch_size=16,
        epochs=12,
        validation_split=0.1,
        callbacks=[stopping],
        verbose=0,
    )
    assert 1 < result.epochs_done < 12
    assert result.epochs_done == len(told.history["loss"])
    assert result.best_epoch == stopping.best_epoch + 1
    for one, other in zip(weights(result), model.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-4)


def test_the_best_is_the_lowest_and_patience_counts_epochs():
    best = Best(2)
    said = [
        best.goes_on(loss, epoch, lambda: [np.zeros(1)]) for epoch, loss in enumerate([3, 1, 2, 2])
    ]
    assert said == [True, True, True, False]
    assert (best.epoch, best.ended) == (1, True)


@pytest.mark.parametrize("checkpoint", [b"nonsense", b"PK\x03\x04 cut off"])
def test_what_is_no_checkpoint_is_refused_with_a_sentence(run, checkpoint):
    with pytest.raises(StateError, match="cannot be gone on with"):
        run(checkpoint=checkpoint)


def test_a_checkpoint_of_another_network_is_refused(run):
    held, _ = run(orders=After(4))
    with pytest.raises(StateError, match="cannot be gone on with"):
        run(replace(TINY, network=CnnConfig((5,), dense_units=8)), checkpoint=held.checkpoint)
