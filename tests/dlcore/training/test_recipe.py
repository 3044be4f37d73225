"""What is done to images and labels: shares counted, scikit-learn's weights, and what stays."""

import numpy as np
import pytest
from sklearn.utils.class_weight import compute_class_weight

from dlcore.training import DataRecipe, TrainConfig
from dlcore.training.plan import make_plan
from dlcore.training.recipe import class_weights, noisy, thinned


def plan(few, share=1.0, **recipe):
    return make_plan(TrainConfig(data=DataRecipe(**recipe), train_share=share, seed=3), few)


def test_noise_replaces_its_share_by_digits_that_are_all_alike():
    labels = np.random.default_rng(0).integers(10, size=20_000, dtype=np.uint8)
    made = noisy(labels, 0.3, seed=1)
    # A replaced label is the true one again in one case of ten.
    assert np.mean(made != labels) == pytest.approx(0.27, abs=0.01)
    wrong = made[made != labels]
    np.testing.assert_allclose(np.bincount(wrong) / len(wrong), 0.1, atol=0.015)
    np.testing.assert_array_equal(made, noisy(labels, 0.3, seed=1))
    assert np.any(made != noisy(labels, 0.3, seed=2))
    assert made.dtype == labels.dtype


def test_all_labels_at_random_have_nothing_to_do_with_the_digit():
    labels = np.repeat(np.arange(10, dtype=np.uint8), 2_000)
    assert np.mean(noisy(labels, 1.0, seed=0) == labels) == pytest.approx(0.1, abs=0.01)


def test_without_noise_nothing_is_copied():
    labels = np.zeros(5, np.uint8)
    assert noisy(labels, 0.0, seed=0) is labels


def test_noise_leaves_validation_and_test_as_they_are(few):
    made = plan(few, label_noise=1.0)
    np.testing.assert_array_equal(made.y_val, few.y_train[288:320])
    np.testing.assert_array_equal(made.x_train, few.x_train[:288])
    assert np.mean(made.y_train != few.y_train[:288]) > 0.5


def test_thinning_keeps_the_first_images_of_one_digit(few):
    made = plan(few, thinned_digit=3, thinned_to=5)
    there = np.flatnonzero(few.y_train[:288] == 3)
    assert len(there) > 5
    kept = np.delete(np.arange(288), there[5:])
    np.testing.assert_array_equal(made.x_train, few.x_train[kept])
    np.testing.assert_array_equal(made.y_train, few.y_train[kept])
    assert len(made.x_val) == 32
    assert made.steps_per_epoch == -(-len(kept) // 128)


def test_a_digit_can_be_taken_away_and_one_that_is_rare_stays_whole():
    labels = np.array([1, 2, 1, 2, 1], np.uint8)
    np.testing.assert_array_equal(
        thinned(labels, DataRecipe(thinned_digit=1, thinned_to=0)), [1, 3]
    )
    np.testing.assert_array_equal(thinned(labels, DataRecipe(thinned_digit=2)), np.arange(5))


def test_weights_are_scikit_learns(few):
    made = plan(few, thinned_digit=7, thinned_to=4, label_noise=0.1, class_weights=True)
    digits = np.unique(made.y_train)
    expected = compute_class_weight("balanced", classes=digits, y=made.y_train)
    assert made.class_weight == pytest.approx(dict(zip(digits.tolist(), expected, strict=True)))
    assert class_weights(np.array([4, 4, 4, 9], np.uint8)) == {4: 4 / 6, 9: 2.0}
    assert plan(few).class_weight is None


@pytest.mark.parametrize("share", [0.01, 0.1, 0.25, 0.5])
def test_validation_takes_the_last_share(few, share):
    made = plan(few, validation_share=share)
    cut = int(320 * (1 - share))
    np.testing.assert_array_equal(made.x_train, few.x_train[:cut])
    np.testing.assert_array_equal(made.x_val, few.x_train[cut:])
    assert len(made.x_val) >= 1


def test_untouched_images_are_not_copied(few):
    assert plan(few, label_noise=0.5, class_weights=True).x_train.base is not None


def test_a_recipe_that_leaves_no_image_is_refused(few):
    ones = np.flatnonzero(few.y_train == few.y_train[0])[:1]
    data = type(few)(few.x_train[ones], few.y_train[ones], few.x_test, few.y_test, "sample")
    with pytest.raises(ValueError, match="must leave at least 2 images"):
        plan(data, thinned_digit=int(few.y_train[0]), thinned_to=0)
