"""Learning from few, on two symbols that differ plainly: a handful of tiny trainings."""

from __future__ import annotations

from dataclasses import replace

import keras
import numpy as np
import pytest

from dlcore import registry, tasks
from dlcore.data import DataError, DataSet
from dlcore.data.formats.npz import to_npz
from dlcore.data.symbols import symbols
from dlcore.few import FewConfig, learn, read_few
from dlcore.few.network import FEATURES, FewNetwork
from dlcore.few.training import MOST_MISREAD, MOST_TESTED, MOST_WATCHED, chosen, for_the_test
from dlcore.limits.scaled import scaled
from dlcore.validation import ConfigError

TINY = FewConfig(images=4, epochs=20)


def of_classes(*numbers: int, name: str = "own") -> DataSet:
    """The drawn symbols of these classes alone."""
    data, parts = symbols(), {}
    for part in ("train", "test"):
        labels = getattr(data, f"y_{part}")
        of_them = np.isin(labels, numbers)
        parts[f"x_{part}"] = getattr(data, f"x_{part}")[of_them]
        parts[f"y_{part}"] = np.searchsorted(numbers, labels[of_them]).astype(np.uint8)
        parts[f"writers_{part}"] = getattr(data, f"writers_{part}")[of_them]
    classes = tuple(data.classes[i] for i in numbers)
    return replace(data, **parts, classes=classes, source=name)


@pytest.fixture(scope="module")
def learnt():
    """A result of three classes, and what was reported meanwhile."""
    reports = []
    supply = to_npz(of_classes(0, 9, 17))
    result = tasks.learn_few(TINY, reports.append, lambda: False, supply=supply)
    return result, reports


def test_both_networks_learn_and_are_tested_on_all_test_images(learnt):
    result, reports = learnt
    assert result.classes == ("α", "ל", "の")
    assert list(result.tests) == ["transfer", "nothing"]
    for test in result.tests.values():
        np.testing.assert_array_equal(test.confusion.sum(axis=1), [20, 20, 20])
    assert result.tests["transfer"].accuracy > 0.9
    series = {name: [] for name in result.tests}
    for report in reports:
        for name, points in report.get("series", {}).items():
            series[name] += points
    for points in series.values():
        assert [x for x, _ in points] == list(range(1, 21))
    assert series["transfer"][-1][1] == pytest.approx(result.tests["transfer"].accuracy)
    last = reports[-1]["progress"] if "progress" in reports[-1] else reports[-2]["progress"]
    assert (last["epoch"], last["epochs"]) == (40, 40)


def test_the_file_is_a_network_that_answers_as_it_was_tested(learnt):
    result, _ = learnt
    model = registry.load_bytes(result.model)
    assert model.input_shape == (None, 28, 28, 1)
    assert model.output_shape == (None, 3)
    assert registry.class_names(result.model) == result.classes
    data = of_classes(0, 9, 17)
    said = model.predict_on_batch(scaled(data.x_test))
    np.testing.assert_allclose(said.sum(axis=1), 1, rtol=1e-5)
    confusion = np.zeros((3, 3), int)
    np.add.at(confusion, (data.y_test, said.argmax(axis=1)), 1)
    np.testing.assert_array_equal(confusion, result.tests["transfer"].confusion)
    wrong = result.misread
    assert len(wrong.images) == min(confusion.sum() - np.trace(confusion), MOST_MISREAD)
    assert (wrong.truth != wrong.said).all()


def test_a_drawing_is_read_and_its_nearest_is_named(learnt):
    result, _ = learnt
    for number in (0, 5, 11):  # one that was learnt from is nearest to itself
        reading = read_few(np.kron(result.learnt[number], np.ones((9, 9), np.uint8)), *of(result))
        assert reading is not None
        assert result.learnt_labels[reading.nearest] == result.learnt_labels[number]
        assert reading.familiarity > result.strangeness.threshold
        assert reading.probabilities.argmax() == result.learnt_labels[number]
    assert read_few(np.zeros((50, 50), np.uint8), *of(result)) is None


def of(result):
    return result.model, result.learnt


def test_what_is_none_of_them_is_told_apart(learnt):
    strange = learnt[0].strangeness
    assert strange.strangers == "symbols"
    assert strange.area > 0.8
    assert -1 <= strange.threshold <= 1


def test_so_many_of_each_class_are_learnt_from():
    data = of_classes(1, 2)
    which = chosen(data, FewConfig(images=7))
    assert np.bincount(data.y_train[which]).tolist() == [7, 7]
    assert len(set(which.tolist())) == 14
    assert set(which.tolist()) != set(chosen(data, FewConfig(images=7, seed=1)).tolist())
    few = replace(data, x_train=data.x_train[:3], y_train=np.array([0, 1, 1], np.uint8))
    assert np.bincount(few.y_train[chosen(few, FewConfig())]).tolist() == [1, 2]


def test_of_a_large_test_that_is_sorted_each_class_is_tested():
    data = of_classes(1, 2)
    labels = np.repeat(np.arange(2, dtype=np.uint8), MOST_TESTED)
    images = np.zeros((len(labels), 28, 28), np.uint8)
    large = replace(data, x_test=images, y_test=labels, writers_test=None)
    some = for_the_test(large, FewConfig())
    assert len(set(some.tolist())) == MOST_TESTED
    for part in (some, some[:MOST_WATCHED]):
        assert 0.4 < labels[part].mean() < 0.6
    assert sorted(for_the_test(data, FewConfig()).tolist()) == list(range(len(data.y_test)))


def test_the_same_seed_learns_the_same():
    data = of_classes(3, 4)
    config = FewConfig(images=2, epochs=2, compared=False)
    one, other = (learn(config, data, lambda report: None, lambda: False) for _ in range(2))
    assert one is not None
    assert other is not None
    assert list(one.tests) == ["transfer"]
    for a, b in zip(
        *(registry.load_bytes(r.model).get_weights() for r in (one, other)), strict=True
    ):
        np.testing.assert_allclose(a, b, atol=1e-5)


def test_a_stop_leaves_what_there_is():
    data = of_classes(5, 6)
    assert learn(TINY, data, lambda report: None, lambda: True) is None
    points = []

    def note(report):
        points.extend(report.get("series", {}).get("nothing", []))

    result = learn(FewConfig(images=2, epochs=4), data, note, lambda: bool(points))
    assert result is not None
    assert result.stopped
    assert "transfer" in result.tests


def test_a_stop_as_the_second_begins_loses_nothing():
    asked = []

    def note(report):
        if any(x == 2 for x, _ in report.get("series", {}).get("transfer", [])):
            asked.append(False)  # the first is through: it may begin, and is told to stop

    def should_stop():
        if asked:
            asked.append(True)
        return len(asked) > 2

    result = learn(FewConfig(images=2, epochs=2), of_classes(5, 6), note, should_stop)
    assert result is not None
    assert result.stopped
    assert list(result.tests) == ["transfer"]


def test_features_are_those_of_the_network_that_ships():
    network = FewNetwork()
    shipped = registry.load("cnn")
    look = keras.Model(shipped.inputs, shipped.get_layer(FEATURES).output)
    images = scaled(symbols().x_test[:5])
    network.reset(3, np.random.default_rng(0), shipped=True)
    expected = look.predict_on_batch(images).reshape(5, -1)
    np.testing.assert_allclose(network.features(images), expected, rtol=1e-4, atol=1e-5)
    probabilities = network.probabilities(network.features(images))
    assert probabilities.shape == (5, 3)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)
    network.reset(3, np.random.default_rng(0), shipped=False)
    assert abs(network.features(images) - expected).max() > 0.1


def test_what_cannot_be_is_refused():
    for wrong in ({"images": 0}, {"images": 51}, {"epochs": 1}, {"augmented": "yes"}):
        with pytest.raises(ConfigError):
            FewConfig(**wrong)
    with pytest.raises(DataError):
        tasks.learn_few(TINY, lambda report: None, lambda: False, supply=b"no set")
