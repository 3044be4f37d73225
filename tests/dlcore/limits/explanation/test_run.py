"""The experiment: what it finds, what is left of it at a stop, and the same for the same seed."""

from dataclasses import fields, replace

import numpy as np
import pytest

from dlcore.limits.experiment import Experiment
from dlcore.limits.explanation import ExplanationConfig, headline, run
from dlcore.limits.explanation.config import NETWORKS
from dlcore.limits.explanation.methods import METHODS
from dlcore.limits.explanation.run import _chosen
from dlcore.limits.kept import pack, unpack
from dlcore.validation import ConfigError

SMALL = ExplanationConfig(images=3, draws=2)


def done(config, data, report=lambda report: None, should_stop=lambda: False):
    return run(config, data, Experiment(report, should_stop))


def test_it_finds_all_there_is(spare, data):
    found = done(SMALL, data)
    m, k, n = len(METHODS), 3, 3
    assert found.layers == ("last", "second", "first")
    assert found.maps.shape == (m, k + 1, n, 28, 28)
    assert found.similarity.shape == (3, m, k + 1, n)
    assert found.alone.shape == (3, m, k, n)
    assert found.deletion.shape == found.insertion.shape == (m + 1, n, 29)
    assert found.all_random
    assert found.removed
    assert found.draws == 2
    assert not found.stopped
    np.testing.assert_allclose(found.similarity[:, :, 0], 1, atol=1e-6)
    np.testing.assert_allclose(found.similarity[:, -1], 1, atol=1e-6)  # the control
    np.testing.assert_array_equal(found.alone[:, :, 0], found.similarity[:, :, 1])
    np.testing.assert_allclose(
        found.deletion[:, :, 0], found.probabilities[None].repeat(6, 0), 1e-5
    )
    np.testing.assert_allclose(found.insertion[:, :, -1], found.deletion[:, :, 0], atol=1e-6)
    assert np.isfinite(found.accuracy).all()


def test_the_copy_answers_as_what_was_copied(spare, small, data):
    found = done(SMALL, data)
    said = small.predict(found.images[..., None] / np.float32(255), verbose=0)
    np.testing.assert_array_equal(found.answers, said.argmax(axis=1))
    assert set(data.y_test) >= set(found.truth)


def test_the_same_seed_finds_the_same_and_another_other_images(spare, data):
    first, again = done(SMALL, data), done(SMALL, data)
    for field in fields(first):
        if field.name != "seconds":
            a, b = getattr(first, field.name), getattr(again, field.name)
            assert np.array_equal(a, b, equal_nan=True) if isinstance(a, np.ndarray) else a == b
    other = done(replace(SMALL, seed=1), data)
    assert (other.images != first.images).any()


def test_what_it_finds_can_be_written_down(spare, data):
    found = done(SMALL, data)
    again = unpack(pack(found))
    np.testing.assert_array_equal(again.maps, found.maps)
    assert again.config == SMALL


def test_a_network_that_never_learnt_has_other_weights(spare, small, data):
    untrained = done(replace(SMALL, network="untrained"), data)
    assert (untrained.probabilities != done(SMALL, data).probabilities).any()


def test_a_stop_leaves_what_is_known_by_then(spare, data):
    """After ever more questions whether to stop; NaN where nothing is known."""
    moments, removed = [], []
    for patience in (0, 3, 7, 11, 17, 22, 30):
        asked = iter(range(10_000))
        found = done(SMALL, data, should_stop=lambda a=asked, p=patience: next(a) >= p)
        if patience < 5:
            assert found is None
            continue
        assert found.stopped
        moments.append(found.moments)
        removed.append(found.removed)
        assert np.isnan(found.similarity[:, :, found.moments :]).all()
        pack(found)
    assert moments == sorted(moments)
    assert moments[0] == 1
    assert not removed[0]
    assert removed[-1]


def test_numbers_are_shown_from_the_first_explanation_on(spare, data):
    shown = []
    done(replace(SMALL, draws=1), data, lambda report: shown.append(report.get("snapshot")))
    first = unpack(next(one["found"] for one in shown if one))
    assert np.isfinite(first.accuracy[0])
    assert first.images.shape == (3, 28, 28)


def test_the_headline_is_of_integrated_gradients_with_all_layers_random(spare, data):
    found = done(SMALL, data)
    at = list(METHODS).index("integrated")
    assert headline(found) == {
        "similarity_strength": pytest.approx(found.similarity[0, at, -1].mean()),
        "similarity_signed": pytest.approx(found.similarity[1, at, -1].mean()),
    }


def test_digits_are_chosen_about_equally_often():
    labels = np.repeat(np.arange(10), [50, 5, 30, 2, 40, 40, 40, 40, 40, 40]).astype(np.uint8)
    counts = np.bincount(labels[_chosen(labels, 20, 0)], minlength=10)
    np.testing.assert_array_equal(counts, 2)
    assert len(set(_chosen(labels, 20, 0))) == 20
    assert len(_chosen(labels[:7], 20, 0)) == 7  # all there are


def test_what_cannot_be_is_refused():
    assert ExplanationConfig().network == NETWORKS[0]
    for wrong in ({"images": 0}, {"images": 51}, {"draws": 0}, {"network": "lstm"}, {"seed": -1}):
        with pytest.raises(ConfigError):
            ExplanationConfig(**wrong)
