import numpy as np
import pytest

from dlcore.explain import features
from dlcore.explain.maximisation import exciting_image
from dlcore.explain.network import ExplainError


def test_a_linear_units_image_is_white_where_its_weights_are_positive(linear):
    weights = linear.model.layers[-1].get_weights()[0][:, 1] - (
        linear.model.layers[-1].get_weights()[0][:, [0, 2]].mean(axis=1)
    )
    found = exciting_image(linear, linear.layers[-1].name, 1, jitter=0)
    assert np.corrcoef(found.image.ravel(), weights)[0, 1] > 0.6
    assert found.value > found.before


def test_one_pixels_unit_is_that_pixel(linear):
    found = exciting_image(linear, linear.layers[0].name, 7, jitter=0)
    assert found.image.argmax() == 7


@pytest.mark.parametrize("unit", [0, 1, 5, 9])
def test_it_excites_a_filter_more_than_any_digit_does(shipped, digits, unit):
    excited = features.feature_maps(shipped, digits[0], "activation_2")[..., unit].mean(axis=(1, 2))
    found = exciting_image(shipped, "activation_2", unit, start=digits[0][excited.argmax()])
    assert found.value > excited.max()
    again = features.feature_maps(shipped, found.image[None], "activation_2")[..., unit]
    assert found.value == pytest.approx(again.mean(), rel=1e-4)
    assert found.image.min() >= 0
    assert found.image.max() <= 1


@pytest.mark.parametrize("digit", range(10))
def test_the_image_of_a_class_is_read_as_that_class(shipped, digits, digit):
    scores = shipped.layers[-2].name
    best = features.strongest_images(shipped, digits[0], scores, digit, count=1)
    found = exciting_image(shipped, scores, digit, start=digits[0][best.indices[0]])
    assert shipped.predict(found.image[None]).argmax() == digit
    assert found.value > 0.9 * found.before  # what holds the image back may cost a little


def test_where_nothing_can_be_climbed_the_image_stays(shipped):
    blank = np.zeros((28, 28, 1))
    found = exciting_image(shipped, "dropout", 0, start=blank)
    assert found.value >= found.before


def test_it_begins_where_it_is_told_to(shipped, digits):
    first = exciting_image(shipped, "conv2d", 3, start=digits[0][0], steps=1)
    assert np.abs(first.image - digits[0][0]).mean() < 0.1
    again = exciting_image(shipped, "conv2d", 3, start=digits[0][0], steps=1)
    np.testing.assert_array_equal(first.image, again.image)


@pytest.mark.parametrize(
    ("layer", "unit", "steps", "said"),
    [
        ("conv9", 0, 9, "layer must be one of"),
        ("conv2d", 32, 9, "unit must be from 0 to 31"),
        ("conv2d", 0, 0, "steps must be from 1 to 500"),
    ],
)
def test_what_cannot_be_climbed_is_refused(shipped, layer, unit, steps, said):
    with pytest.raises(ExplainError, match=said):
        exciting_image(shipped, layer, unit, steps=steps)
