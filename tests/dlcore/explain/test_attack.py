import numpy as np
import pytest

from dlcore.explain import attack
from dlcore.explain.network import ExplainError


def test_fgsm_of_a_linear_model_follows_the_weights(linear):
    images = np.full((1, 4, 5, 2), 0.5, np.float32)
    weights = linear.model.layers[-1].get_weights()[0]
    probabilities = linear.predict(images)[0]
    gradient = (weights @ (probabilities - np.eye(3)[1])).reshape(4, 5, 2)
    found = attack.fgsm(linear, images, 1, 0.1)
    np.testing.assert_allclose(found[0], 0.5 + 0.1 * np.sign(gradient), atol=1e-6)


def test_no_pixel_goes_farther_than_epsilon_or_out_of_range(shipped, digits):
    images, labels = digits[0][:20], digits[1][:20]
    for attacked in (
        attack.fgsm(shipped, images, labels, 0.15),
        attack.targeted(shipped, images, (labels + 1) % 10, 0.15, steps=8),
    ):
        assert np.abs(attacked - images).max() <= 0.15 + 1e-6
        assert attacked.min() >= 0
        assert attacked.max() <= 1


def test_no_epsilon_no_change(shipped, digits):
    np.testing.assert_array_equal(attack.fgsm(shipped, *digits, 0.0), digits[0])
    np.testing.assert_array_equal(attack.targeted(shipped, *digits, 0.0, steps=1), digits[0])


def test_a_targeted_attack_is_read_as_its_target_more_often(shipped, digits):
    images, labels = digits[0][:20], digits[1][:20]
    wanted = (labels + 1) % 10
    before = shipped.predict(images)[np.arange(20), wanted]
    attacked = attack.targeted(shipped, images, wanted, 0.3)
    after = shipped.predict(attacked)[np.arange(20), wanted]
    assert np.mean(after > before) > 0.9


def test_the_curve_is_the_accuracy_of_each_attack(shipped, digits):
    curve = attack.accuracy_under_attack(shipped, *digits, [0.0, 0.1, 0.3])
    for epsilon, share in zip([0.0, 0.1, 0.3], curve, strict=True):
        attacked = attack.fgsm(shipped, *digits, epsilon)
        assert share == np.mean(shipped.predict(attacked).argmax(axis=1) == digits[1])
    assert curve[0] > curve[2]


@pytest.mark.parametrize("epsilon", [-0.1, 1.1, np.nan])
def test_an_epsilon_out_of_range_is_refused(shipped, digits, epsilon):
    with pytest.raises(ExplainError, match="Epsilon"):
        attack.fgsm(shipped, *digits, epsilon)


def test_images_out_of_range_and_too_many_steps_are_refused(linear):
    images = np.full((1, 4, 5, 2), 2.0)
    with pytest.raises(ExplainError, match="from 0 to 1"):
        attack.fgsm(linear, images, 0, 0.1)
    with pytest.raises(ExplainError, match="steps"):
        attack.targeted(linear, images / 2, 0, 0.1, steps=0)
