"""The Frechet distance against SciPy's matrix root and Gaussians whose distance is known."""

import numpy as np
import pytest
from scipy.linalg import sqrtm

from dlcore.metrics import Gaussian, frechet_distance

RANDOM = np.random.default_rng(0)


def _heusel(first: Gaussian, second: Gaussian) -> float:
    """Equation 6 as it is printed."""
    root = sqrtm(first.covariance @ second.covariance)
    return float(
        np.sum((first.mean - second.mean) ** 2)
        + np.trace(first.covariance + second.covariance - 2 * root).real
    )


def _features(count: int, size: int) -> np.ndarray:
    return RANDOM.normal(size=(count, size)) @ RANDOM.normal(size=(size, size))


def test_it_is_the_printed_equation():
    first, second = Gaussian.fit(_features(300, 12)), Gaussian.fit(_features(200, 12) + 1)
    assert frechet_distance(first, second) == pytest.approx(_heusel(first, second), rel=1e-8)


def test_diagonal_gaussians_differ_by_means_and_deviations():
    first = Gaussian(np.array([0.0, 1.0]), np.diag([4.0, 9.0]), 10)
    second = Gaussian(np.array([3.0, 1.0]), np.diag([1.0, 25.0]), 10)
    assert frechet_distance(first, second) == pytest.approx(3**2 + (2 - 1) ** 2 + (3 - 5) ** 2)


def test_large_samples_come_near_to_the_known_distance():
    near = Gaussian.fit(RANDOM.normal(0, 1, (200_000, 2)))
    far = Gaussian.fit(RANDOM.normal(2, 3, (200_000, 2)))
    assert frechet_distance(near, far) == pytest.approx(2 * (2**2 + 2**2), rel=0.02)


def test_it_is_symmetric_and_zero_for_the_same():
    first, second = Gaussian.fit(_features(50, 4)), Gaussian.fit(_features(60, 4))
    there, back = frechet_distance(first, second), frechet_distance(second, first)
    assert there == pytest.approx(back)
    assert there > 0
    assert frechet_distance(first, first) == pytest.approx(0, abs=1e-9)


def test_features_that_never_vary_and_few_examples_do_no_harm():
    few = Gaussian.fit(np.hstack([_features(5, 8), np.zeros((5, 3))]).astype(np.float32))
    other = Gaussian.fit(np.hstack([_features(6, 8), np.zeros((6, 3))]).astype(np.float32))
    distance = frechet_distance(few, other)
    assert np.isfinite(distance)
    assert distance > 0


def test_a_fit_is_numpys():
    features = _features(40, 3)
    fit = Gaussian.fit(features)
    np.testing.assert_allclose(fit.mean, features.mean(axis=0))
    np.testing.assert_allclose(fit.covariance, np.cov(features.T))
    assert fit.count == 40


@pytest.mark.parametrize(
    ("features", "message"),
    [
        (np.zeros((1, 3)), r"n > 1. Received: \(1, 3\)"),
        (np.zeros(3), r"\(n, d\)"),
        (np.array([[1.0], [np.nan]]), "finite"),
    ],
)
def test_features_that_cannot_be_fitted(features, message):
    with pytest.raises(ValueError, match=message):
        Gaussian.fit(features)


def test_distances_are_between_the_same_features():
    with pytest.raises(ValueError, match="as many features"):
        frechet_distance(Gaussian.fit(_features(9, 2)), Gaussian.fit(_features(9, 3)))
