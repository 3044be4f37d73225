import numpy as np
import pytest

from dlcore import registry
from dlcore.cnn import attacks
from dlcore.data import held_out


def test_no_pixel_goes_farther_than_epsilon(seven):
    for target in (None, 3):
        found = attacks.adversarial_example(seven.image, seven.truth, target, 0.15, "cnn")
        change = found.image - seven.image
        assert found.largest == pytest.approx(np.abs(change).max())
        assert found.largest <= 0.15 + 1e-6
        assert found.length == pytest.approx(np.linalg.norm(change), rel=1e-4)
        assert found.image.min() >= 0
        assert found.image.max() <= 1
        expected = registry.load("cnn").predict(found.image[None, ..., None], verbose=0)[0]
        np.testing.assert_allclose(found.probabilities, expected, atol=1e-5)


def test_a_targeted_attack_comes_nearer_to_its_target(seven):
    found = attacks.adversarial_example(seven.image, seven.truth, 3, 0.3, "cnn")
    whole = registry.load("cnn").predict(seven.image[None, ..., None], verbose=0)[0]
    assert found.probabilities[3] > 10 * whole[3]


def test_the_curve_begins_at_the_accuracy_and_falls(monkeypatch):
    monkeypatch.setattr(attacks, "CURVE_IMAGES", 100)
    found = attacks.curve(None, "cnn")
    images, truth = (part[: found.images] for part in held_out.first_images())
    answers = registry.load("cnn").predict(images, verbose=0).argmax(axis=1)
    assert found.attacked[0] == found.random[0] == pytest.approx(np.mean(answers == truth))
    assert found.attacked[-1] < 0.3
    assert all(a <= r + 0.03 for a, r in zip(found.attacked, found.random, strict=True))
