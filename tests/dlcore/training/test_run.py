"""A training run: what it reports, how it stops, and what comes out."""

import threading
from dataclasses import replace
from itertools import count

import keras
import msgpack
import numpy as np
import pytest
from sklearn.metrics import confusion_matrix

from dlcore import registry
from dlcore.cnn import CnnConfig, build_cnn
from dlcore.registry.weight_history import WeightHistory
from dlcore.rnn import RnnConfig
from dlcore.training import TrainConfig, TrainingDiverged, train
from dlcore.training import run as training
from dlcore.training.architectures import build_network
from dlcore.training.compiled import CompiledNetwork
from dlcore.training.pool import ModelPool

NETWORK = CnnConfig((4,), dense_units=8, dropout=0.2)
RECURRENT = RnnConfig("simple", 4, dropout=0.2, read="columns")
TINY = TrainConfig(NETWORK, batch_size=16, epochs=2, learning_rate=3e-3)  # 18 steps of 16 images


def never():
    return False


@pytest.fixture
def run(few, patient):
    """Trains on few images; returns the result and all reports."""

    def run(config=TINY, should_stop=never, data=few):
        reports = []
        return train(config, data, reports.append, should_stop), reports

    return run


def points(reports, name):
    return [point for report in reports for point in report.get("series", {}).get(name, [])]


def test_result_is_what_keras_measures(run, few):
    result, _ = run()
    model = registry.load_bytes(result.model)
    images = few.x_test[..., None].astype("float32") / 255
    model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    loss, accuracy = model.evaluate(images, few.y_test, verbose=0)
    assert result.test_loss == pytest.approx(loss, rel=1e-4)
    assert result.test_accuracy == pytest.approx(accuracy)
    guesses = model.predict(images, verbose=0).argmax(axis=1)
    np.testing.assert_array_equal(
        result.confusion, confusion_matrix(few.y_test, guesses, labels=range(10))
    )
    assert result.parameters == model.count_params()
    assert (result.source, result.test_images) == ("sample", 100)
    assert (result.stopped, result.epochs_done) == (False, 2.0)


def test_mistakes_are_wrong_and_sorted(run, few):
    result, _ = run()
    assert 0 < len(result.mistakes) <= 24
    assert all(mistake.truth != mistake.guess for mistake in result.mistakes)
    confidences = [mistake.confidence for mistake in result.mistakes]
    assert confidences == sorted(confidences, reverse=True)
    where = [(few.x_test == mistake.image).all(axis=(1, 2)) for mistake in result.mistakes]
    assert [int(few.y_test[found][0]) for found in where] == [m.truth for m in result.mistakes]


def test_model_carries_no_optimizer(run):
    model = registry.load_bytes(run()[0].model)
    assert not model.compiled
    assert model.input_shape == (None, 28, 28, 1)


def test_reports_cover_the_whole_run(run):
    _, reports = run()
    steps = [x for x, _ in points(reports, "loss")]
    assert steps == list(range(2, 37, 2))
    assert [x for x, _ in points(reports, "accuracy")] == steps
    assert [x for x, _ in points(reports, "val_loss")] == [18, 36]
    assert [x for x, _ in points(reports, "val_accuracy")] == [18, 36]
    last = [report["progress"] for report in reports if "progress" in report][-1]
    assert (last["epoch"], last["epochs"]) == (2, 2)
    assert (last["step"], last["steps_per_epoch"]) == (18, 18)
    assert last["seconds_left"] == 0


def test_reports_are_plain(run):
    for report in run()[1]:
        assert msgpack.unpackb(msgpack.packb(report)) == report


def test_epoch_that_ends_within_a_group(run):
    _, reports = run(replace(TINY, batch_size=17))  # 17 steps of 288 images, the last of 16
    assert [x for x, _ in points(reports, "loss")][:9] == [2, 4, 6, 8, 10, 12, 14, 16, 17]


def plain_keras(config, data):
    """The same run as plain Keras; returns each step's own loss and accuracy."""
    keras.utils.set_random_seed(config.seed)
    model = build_network(config.network)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.optimizer.learning_rate = config.learning_rate
    steps = []

    def note(step, logs):
        steps.append((logs["loss"], logs["accuracy"]))
        model.reset_metrics()

    model.fit(
        data.x_train[..., None].astype("float32") / 255,
        data.y_train,
        batch_size=config.batch_size,
        epochs=config.epochs,
        validation_split=0.1,
        callbacks=[keras.callbacks.LambdaCallback(on_train_batch_end=note)],
        verbose=0,
    )
    return np.array(steps)


@pytest.mark.parametrize("network", [NETWORK, RECURRENT], ids=["cnn", "rnn"])
def test_series_are_the_true_means_of_each_group_of_steps(run, few, network):
    """Also: the run is the one that plain Keras does with the same seed, step by step."""
    config = replace(TINY, network=network)
    _, reports = run(config)
    of_groups = plain_keras(config, few).reshape(-1, 2, 2).mean(axis=1)  # groups of 2 steps
    loss, accuracy = (np.array(points(reports, name))[:, 1] for name in ("loss", "accuracy"))
    np.testing.assert_allclose(loss, of_groups[:, 0], rtol=1e-3)
    np.testing.assert_allclose(accuracy, of_groups[:, 1], atol=1 / 32 + 1e-6)


@pytest.mark.parametrize(
    ("schedule", "network"),
    [
        pytest.param("constant", NETWORK, id="constant"),
        pytest.param("one_cycle", NETWORK, id="one cycle", marks=pytest.mark.slow),
        pytest.param("constant", RECURRENT, id="rnn", marks=pytest.mark.slow),
    ],
)
def test_used_model_trains_as_a_new_one(run, monkeypatch, schedule, network):
    config = replace(TINY, network=network, schedule=schedule, seed=3)
    monkeypatch.setattr(training, "_COMPILED", ModelPool(4, CompiledNetwork))
    new, _ = run(config)
    run(replace(config, seed=4, learning_rate=0.1, epochs=1))
    used, _ = run(config)
    assert len(training._COMPILED._idle) == 1
    assert used.test_loss == pytest.approx(new.test_loss, rel=1e-4)


def test_the_history_ends_with_the_network_and_begins_before_it_learnt(run, few):
    result, _reports = run()
    history = WeightHistory.from_bytes(result.history)
    assert history.model == result.model
    assert history.epochs[0] == 0
    assert history.epochs[-1] == result.epochs_done
    model = registry.load_bytes(result.model)
    final = model.get_weights()
    shapes = [part.shape for part in final]
    for part, whole in zip(history.unpacked(-1, shapes), final, strict=True):
        np.testing.assert_allclose(part, whole, atol=1e-3, rtol=1e-3)
    keras.utils.set_random_seed(TINY.seed)
    untrained = build_cnn(TINY.network).get_weights()
    for part, whole in zip(history.unpacked(0, shapes), untrained, strict=True):
        np.testing.assert_allclose(part, whole, atol=1e-3, rtol=1e-3)


def test_a_training_that_was_stopped_has_its_last_moment(run):
    asked = iter([False] * 6)
    result, _reports = run(should_stop=lambda: next(asked, True))
    epochs = WeightHistory.from_bytes(result.history).epochs
    assert epochs[-1] == np.float32(result.epochs_done)
    assert 0 < result.epochs_done < TINY.epochs


def test_seed_matters(run):
    assert run()[0].test_loss != run(replace(TINY, seed=1))[0].test_loss


def test_stop_before_the_first_step(run):
    result, reports = run(should_stop=lambda: True)
    assert (result.stopped, result.epochs_done) == (True, 0.0)
    assert result.confusion.sum() == 100
    assert points(reports, "loss") == []


@pytest.mark.parametrize(
    ("asked", "steps", "validated"), [(2, 2, 0), (9, 16, 0), (10, 18, 0), (11, 18, 0), (12, 20, 1)]
)
def test_stop_is_honoured_after_each_group_and_while_validating(run, asked, steps, validated):
    """Asked once before, after each of 9 groups of 2 steps, and after validating an epoch."""
    answers = count(1)
    result, reports = run(should_stop=lambda: next(answers) >= asked)
    assert (result.stopped, result.epochs_done) == (True, steps / 18)
    assert len(points(reports, "val_loss")) == validated
    assert points(reports, "loss")[-1][0] == steps
    assert next(answers) == asked + 1  # not asked again: the answer stands


def test_divergence_names_the_step_and_leaves_nothing_behind(run):
    network = CnnConfig((4, 4), activation="leaky_relu", dense_units=8)
    healthy = replace(TINY, network=network, optimizer="momentum")
    before, _ = run(healthy)
    with pytest.raises(TrainingDiverged, match=r"after step \d+ of 36, with momentum at .* 10\.0"):
        run(replace(healthy, learning_rate=10.0))
    assert run(healthy)[0].test_loss == pytest.approx(before.test_loss, rel=1e-4)


def test_too_few_images_are_refused(run, few):
    one = replace(few, x_train=few.x_train[:1], y_train=few.y_train[:1])
    with pytest.raises(ValueError, match=r"at least 2 images .* Received: 1\.0 of 1 images"):
        run(data=one)


def test_two_images_are_enough(run, few):
    two = replace(few, x_train=few.x_train[:2], y_train=few.y_train[:2])
    result, reports = run(replace(TINY, epochs=1), data=two)
    assert result.epochs_done == 1
    assert len(points(reports, "val_loss")) == 1


def test_after_a_stop_it_is_tested_on_what_there_is_time_for(run, few, monkeypatch):
    monkeypatch.setattr(training, "HURRY_SECONDS", 0.0)
    result, _ = run(should_stop=lambda: True)
    assert result.sampled
    assert result.test_images == result.confusion.sum() == 50
    assert not run()[0].sampled


@pytest.mark.slow
def test_a_stop_does_not_wait_for_steps_that_take_long(held_up, few, monkeypatch):
    pool = ModelPool(4, CompiledNetwork)
    monkeypatch.setattr(training, "_COMPILED", pool)
    reports = []
    result = train(TINY, few, reports.append, held_up.there.is_set)
    assert (result.stopped, result.epochs_done) == (True, 0.0)
    keras.utils.set_random_seed(TINY.seed)
    untrained = build_cnn(TINY.network).get_weights()
    kept = registry.load_bytes(result.model).get_weights()
    for array, whole in zip(kept, untrained, strict=True):
        np.testing.assert_array_equal(array, whole)
    assert not pool._idle  # a run that came now would get a model of its own
    (until,) = [thread for thread in threading.enumerate() if thread.name == "dlcore-pool"]
    told = len(reports)
    held_up.go_on.set()
    until.join(60)
    assert len(pool._idle) == 1
    assert len(reports) == told  # what was left is silent
    again = train(TINY, few, reports.append, never)
    assert again.epochs_done == 2
