import numpy as np
import pytest
from scipy.signal import correlate2d

from dlcore.explain import features
from dlcore.explain.network import ExplainError


def test_maps_are_correlations_with_the_filters(smooth, colours):
    kernel = features.filters(smooth, "first")
    bias = smooth.model.get_layer("first").get_weights()[1]
    maps = features.feature_maps(smooth, colours[:1], "first")
    assert maps.shape == (1, 10, 8, 4)
    for unit in range(4):
        total = sum(
            correlate2d(colours[0, :, :, c], kernel[:, :, c, unit], mode="valid") for c in range(3)
        )
        np.testing.assert_allclose(maps[0, :, :, unit], np.tanh(total + bias[unit]), atol=1e-5)


def test_a_layer_without_maps_gives_its_units(smooth, colours):
    maps = features.feature_maps(smooth, colours, "both")
    units = features.feature_maps(smooth, colours, "mean")
    np.testing.assert_allclose(units, maps.mean(axis=(1, 2)), atol=1e-6)


def test_big_batches_go_in_pieces(smooth, colours):
    many = np.tile(colours, (100, 1, 1, 1))
    units = features.feature_maps(smooth, many, "mean")
    assert units.shape == (600, 4)
    few = features.feature_maps(smooth, colours, "mean")
    np.testing.assert_allclose(units[-6:], few, atol=1e-6)


def test_the_strongest_images_come_first(shipped, digits):
    layer = shipped.last_convolution()
    peaks = features.feature_maps(shipped, digits[0], layer)[..., 3].max(axis=(1, 2))
    found = features.strongest_images(shipped, digits[0], layer, 3, count=5)
    np.testing.assert_allclose(found.values, np.sort(peaks)[::-1][:5], rtol=1e-5)
    np.testing.assert_allclose(peaks[found.indices], found.values, rtol=1e-5)


def test_what_has_no_filters_is_refused(smooth):
    with pytest.raises(ExplainError, match="GlobalAveragePooling2D"):
        features.filters(smooth, "mean")


@pytest.mark.parametrize("unit", [-1, 4])
def test_a_unit_that_is_not_there_is_refused(smooth, colours, unit):
    with pytest.raises(ExplainError, match="from 0 to 3"):
        features.strongest_images(smooth, colours, "first", unit)
