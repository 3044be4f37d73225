"""The experiment, small: complete, in part, and the same again; its numbers a second way."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from dlcore import cnn, digits, registry
from dlcore.limits.confidence import fooling, headline, nonsense, outlier_class, run, shifts
from dlcore.limits.confidence.config import (
    COOLED,
    OUTLIER_CLASS,
    READERS,
    REFUSED,
    REFUSING,
    TUTORIAL,
    ConfidenceConfig,
)
from dlcore.limits.confidence.nonsense import NONSENSE
from dlcore.limits.confidence.run import of_inverted
from dlcore.limits.confidence.shifts import LEVELS, SHIFTS
from dlcore.limits.experiment import Experiment
from dlcore.limits.kept import pack, unpack
from dlcore.validation import ConfigError

SMALL = ConfidenceConfig(images=24, pictures=5, outliers=300, digits=300, epochs=8, seed=3)


def experiment(stop_after: int | None = None, reports: list | None = None) -> Experiment:
    """One that is told to stop after it has asked so many times whether it is."""
    asked = iter(range(10**9))
    reports = [] if reports is None else reports
    return Experiment(reports.append, lambda: stop_after is not None and next(asked) >= stop_after)


@pytest.fixture(scope="module")
def found(few):
    return run(SMALL, few, experiment())


def pixels(images):
    return images[..., None].astype(np.float32) / 255


def test_all_of_it_is_there_and_can_be_kept(found):
    assert set(found.along) == set(found.on_pictures) == set(READERS)
    for along in found.along.values():
        assert along.accuracy.shape == (len(SHIFTS), LEVELS)
        assert not np.isnan(along.answered).any()
        assert along.sample_answers.shape == (len(SHIFTS), LEVELS, 6)
    for pictures in found.on_pictures.values():
        assert pictures.answers.shape == (len(NONSENSE), SMALL.pictures)
        assert pictures.fooled_answers.shape == (len(fooling.RADII), 10)
    kept = unpack(pack(found))
    assert headline(kept) == headline(found)
    for field in fields(found.logits):
        ours, theirs = getattr(found.logits, field.name), getattr(kept.logits, field.name)
        np.testing.assert_array_equal(ours, theirs)


def test_samples_are_of_different_digits(found):
    assert len(set(found.sample_labels.tolist())) == 6
    assert np.array_equal(found.sample_labels, found.labels[:6])


def test_numbers_are_those_that_keras_gives(found, few):
    """The same test images, changed and asked about by the models themselves."""
    order = np.random.default_rng([SMALL.seed, 0]).permutation(len(few.x_test))[: SMALL.images]
    images, labels = few.x_test[order], few.y_test[order]
    model = registry.load("cnn-tutorial")
    said = model.predict(1 - pixels(images), verbose=0)
    inverted = of_inverted(found)
    assert inverted.accuracy == pytest.approx((said.argmax(axis=1) == labels).mean())
    assert inverted.confidence == pytest.approx(said.max(axis=1).mean(), abs=1e-5)
    assert headline(found) == {
        "accuracy_inverted": inverted.accuracy,
        "confidence_inverted": inverted.confidence,
    }
    cooled = said ** (1 / found.temperature)
    cooled /= cooled.sum(axis=1, keepdims=True)
    expected = of_inverted(found, COOLED).confidence
    assert expected == pytest.approx(cooled.max(axis=1).mean(), abs=1e-4)
    shipped = registry.load("cnn").predict(pixels(found.gallery.reshape(-1, 28, 28)), verbose=0)
    refused = digits.digit_score(shipped) < registry.threshold(registry.card("cnn"))
    answers = np.where(refused, REFUSED, shipped.argmax(axis=1)).reshape(len(NONSENSE), -1)
    np.testing.assert_array_equal(answers, found.on_pictures[REFUSING].answers[:, :4])


def test_samples_are_answered_as_they_are_shown(found):
    model = registry.load("cnn-tutorial")
    for number, name in enumerate(SHIFTS):
        shown = shifts.changed(name, 5, found.samples, SMALL.seed)
        said = model.predict(shown[..., None], verbose=0)
        along = found.along[TUTORIAL]
        np.testing.assert_array_equal(said.argmax(axis=1), along.sample_answers[number, 5])
        np.testing.assert_allclose(said.max(axis=1), along.sample_confidence[number, 5], atol=1e-3)


def test_noise_is_moved_no_further_than_it_says_and_fools(found):
    begun = np.round(255 * fooling.noise(SMALL.seed)[..., 0])
    for images, radius in zip(found.fooling, fooling.RADII, strict=True):
        assert np.abs(images - begun).max() <= 255 * radius + 1
    said = registry.load("cnn-tutorial").predict(pixels(found.fooling[-1]), verbose=0)
    assert said.argmax(axis=1).tolist() == list(range(10))
    assert said.max(axis=1).min() > 0.9


def test_kept_logits_are_those_of_the_last_level(found):
    changed = found.logits.changed
    accuracy = (changed.argmax(axis=2) == found.labels).mean(axis=1)
    np.testing.assert_allclose(accuracy, found.along[TUTORIAL].accuracy[:, -1])
    answers = found.logits.nonsense.argmax(axis=2)
    np.testing.assert_array_equal(answers, found.on_pictures[TUTORIAL].answers)


def test_what_was_taught_is_refused(found):
    taught = [i for i, name in enumerate(NONSENSE) if name in SMALL.taught]
    before, after = (found.on_pictures[name].answers[taught] for name in (TUTORIAL, OUTLIER_CLASS))
    assert (before != REFUSED).all()
    assert (after == REFUSED).mean() > 0.5


def test_the_same_seed_finds_the_same_and_leaves_the_network_as_it_was(found, few):
    before = [weight.copy() for weight in registry.load("cnn-tutorial").get_weights()]
    again = run(SMALL, few, experiment())
    for name in READERS:
        np.testing.assert_array_equal(again.along[name].accuracy, found.along[name].accuracy)
        np.testing.assert_array_equal(
            again.on_pictures[name].answers, found.on_pictures[name].answers
        )
    for ours, theirs in zip(before, registry.load("cnn-tutorial").get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_untaught_it_answers_as_the_network_it_began_with(few):
    """The eleventh output begins at 0, beside the logits of the ten."""
    config = replace(SMALL, epochs=0)
    model = registry.load("cnn-tutorial")
    images = few.x_test[:9].astype(np.float32) / 255
    with outlier_class.taught(config, few, experiment()) as answering:
        said = answering(images).probabilities
    share = said / said.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(share, model.predict(images[..., None], verbose=0), atol=1e-5)


def test_the_layers_are_the_tutorials_with_one_output_more():
    *ours, last = outlier_class.layer_specs()
    *theirs, end = cnn.layer_specs(cnn.PRESETS["tutorial"])
    assert ours == theirs
    assert last.arguments == {**end.arguments, "units": 11}


def test_outliers_are_as_many_of_each_kind():
    config = replace(SMALL, outliers=10, taught=("noise", "shapes", "lines"))
    drawn = outlier_class.outliers(config, np.random.default_rng(0), experiment())
    expected = np.random.default_rng(0)
    counts = {"noise": 3, "shapes": 3, "lines": 4}
    for name, count in counts.items():
        theirs = nonsense.pictures(name, count, expected)
        np.testing.assert_array_equal(drawn[: len(theirs)], theirs)
        drawn = drawn[len(theirs) :]


def test_stopped_it_leaves_what_it_has(few):
    for stop_after in (0, 12, 76, 100):
        left = run(SMALL, few, experiment(stop_after))
        assert left.stopped
        assert set(left.along) < set(READERS)
        unpack(pack(left))
        assert set(headline(left)) == {"accuracy_inverted", "confidence_inverted"}
    nothing = run(SMALL, few, experiment(0))
    assert np.isnan(list(headline(nothing).values())).all()
    assert len(nothing.samples) == 6  # the digits stand there from the beginning


def test_it_shows_the_first_numbers_before_all_others(few, monkeypatch):
    shown = []
    monkeypatch.setattr(Experiment, "show", lambda self, found: shown.append(found))
    run(SMALL, few, experiment(30))
    first = shown[0].along[TUTORIAL].accuracy
    assert not np.isnan(first[0]).any()  # of inverted digits
    assert np.isnan(first[1:]).all()


def test_one_image_is_enough(few):
    one = replace(SMALL, images=1, pictures=1, epochs=0)
    found = run(one, few, experiment())
    assert found.samples.shape == (1, 28, 28)
    assert set(found.along) == set(READERS)


def test_no_more_images_than_there_are(few):
    found = run(replace(SMALL, images=1000, epochs=0), few, experiment(20))
    assert len(found.labels) == len(few.x_test)
    assert found.temperature > 0


def test_a_config_says_what_it_cannot_be():
    for wrong in ({"images": 0}, {"taught": ("faces",)}, {"epochs": 11}, {"outliers": -1}):
        with pytest.raises(ConfigError):
            ConfidenceConfig(**wrong)
    assert ConfidenceConfig().teaches
    for nothing in ({"taught": ()}, {"outliers": 0}, {"epochs": 0}):
        assert not ConfidenceConfig(**nothing).teaches
