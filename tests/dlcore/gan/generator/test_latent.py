"""Ways through the latent space, against NumPy, SciPy and a PCA of samples."""

import numpy as np
import pytest
from scipy import stats
from sklearn.decomposition import PCA

from dlcore.gan.generator.latent import (
    flat_grid,
    principal_directions,
    slerp,
    sphere_grid,
    truncated,
)

RANDOM = np.random.default_rng(3)


def test_slerp_is_shoemakes_formula_for_points_of_one_length():
    a, b = RANDOM.standard_normal((2, 16))
    b *= np.linalg.norm(a) / np.linalg.norm(b)
    angle = np.arccos(a @ b / (a @ a))
    shares = np.linspace(0, 1, 7)
    expected = [
        (np.sin((1 - t) * angle) * a + np.sin(t * angle) * b) / np.sin(angle) for t in shares
    ]
    np.testing.assert_allclose(slerp(a, b, shares), expected, atol=1e-5)


def test_slerp_keeps_to_the_shell_and_turns_evenly():
    a, b = RANDOM.standard_normal((2, 64))
    way = slerp(a, b, np.linspace(0, 1, 11)).astype(float)
    lengths = np.linalg.norm(way, axis=1)
    np.testing.assert_allclose(
        lengths, np.linspace(np.linalg.norm(a), np.linalg.norm(b), 11), rtol=1e-5
    )
    units = way / lengths[:, None]
    angles = np.arccos((units[1:] * units[:-1]).sum(axis=1))
    np.testing.assert_allclose(angles, angles[0], rtol=1e-3)
    np.testing.assert_allclose(way[[0, -1]], [a, b], atol=1e-5)


@pytest.mark.parametrize("factor", [1.0, 2.5])
def test_slerp_between_points_of_one_direction_is_a_straight_line(factor):
    a = RANDOM.standard_normal(8)
    np.testing.assert_allclose(slerp(a, factor * a, [0.5])[0], (1 + factor) / 2 * a, rtol=1e-5)


@pytest.mark.parametrize("size", [2, 8])
def test_slerp_between_opposite_points_goes_round_and_not_through_nothing(size):
    a = RANDOM.standard_normal(size)
    way = slerp(a, -a, np.linspace(0, 1, 5))
    np.testing.assert_allclose(np.linalg.norm(way, axis=1), np.linalg.norm(a), rtol=1e-5)
    np.testing.assert_allclose(way[-1], -a, atol=1e-5)


def test_slerp_has_no_way_from_nowhere():
    with pytest.raises(ValueError, match="must not be 0"):
        slerp(np.zeros(4), np.ones(4), [0.5])


def test_slerp_in_one_dimension_stays_finite():
    assert np.isfinite(slerp(np.array([1.0]), np.array([-2.0]), [0, 0.5, 1])).all()


def test_a_grid_has_its_corners_and_its_edges_are_walks():
    corners = RANDOM.standard_normal((4, 8))
    grid = sphere_grid(corners, 5).reshape(5, 5, 8)
    np.testing.assert_allclose(
        [grid[0, 0], grid[0, -1], grid[-1, 0], grid[-1, -1]], corners, atol=1e-5
    )
    shares = np.linspace(0, 1, 5)
    np.testing.assert_allclose(grid[0], slerp(corners[0], corners[1], shares), atol=1e-5)
    np.testing.assert_allclose(grid[:, 0], slerp(corners[0], corners[2], shares), atol=1e-5)


def test_a_flat_grid_is_bilinear():
    from scipy.interpolate import RegularGridInterpolator

    corners = RANDOM.standard_normal((4, 3))
    interpolate = RegularGridInterpolator(((0, 1), (0, 1)), corners.reshape(2, 2, 3))
    places = [(i / 3, j / 3) for i in range(4) for j in range(4)]
    np.testing.assert_allclose(flat_grid(corners, 4), interpolate(places), atol=1e-6)
    assert flat_grid(np.zeros((4, 0)), 4).shape == (16, 0)


@pytest.mark.parametrize("most", [0.3, 1.0, 2.0])
def test_truncated_noise_is_that_of_the_truncated_normal_distribution(most):
    z = RANDOM.standard_normal(5_000).astype(np.float32)
    cut = truncated(z, most)
    expected = stats.truncnorm(-most, most).ppf(stats.norm.cdf(z.astype(float)))
    np.testing.assert_allclose(cut, expected, atol=1e-5)
    assert stats.kstest(cut, stats.truncnorm(-most, most).cdf).pvalue > 0.01
    redrawn = RANDOM.standard_normal(50_000)
    redrawn = redrawn[np.abs(redrawn) <= most]  # as Brock et al. do
    assert stats.ks_2samp(cut, redrawn).pvalue > 0.01


def test_noise_that_is_not_cut_stays_what_it_is():
    z = RANDOM.standard_normal((3, 4)).astype(np.float32)
    assert truncated(z, np.inf) is z
    np.testing.assert_allclose(truncated(z, 8.0), z, atol=1e-4)
    assert np.isfinite(truncated(np.array([40.0, -40.0]), 1.0)).all()


@pytest.mark.parametrize("most", [0.0, -1.0, np.nan])
def test_noise_cannot_be_cut_to_nothing(most):
    with pytest.raises(ValueError, match="above 0"):
        truncated(np.ones(3, np.float32), most)


def test_directions_are_what_ganspace_finds_by_sampling():
    scale = np.array([3.0, 2.0, 1.2, 0.5, 0.2])
    turn = np.linalg.qr(RANDOM.standard_normal((5, 5)))[0]
    kernel = turn @ np.diag(scale) @ np.linalg.qr(RANDOM.standard_normal((40, 5)))[0].T
    directions, shares = principal_directions(kernel)

    z = RANDOM.standard_normal((40_000, 5))
    answers = z @ kernel + RANDOM.standard_normal(40)
    pca = PCA(3).fit(answers)
    regression = np.linalg.lstsq(pca.transform(answers), z, rcond=None)[0]  # (3, 5)
    found = regression / np.linalg.norm(regression, axis=1, keepdims=True)
    assert (np.abs((found * directions[:3]).sum(axis=1)) > 0.999).all()
    np.testing.assert_allclose(shares[:3], pca.explained_variance_ratio_, atol=0.01)


def test_directions_are_unit_vectors_with_one_sign_and_shares_add_up():
    kernel = RANDOM.standard_normal((6, 30))
    directions, shares = principal_directions(kernel)
    np.testing.assert_allclose(directions @ directions.T, np.eye(6), atol=1e-5)
    assert (directions[np.arange(6), np.abs(directions).argmax(axis=1)] > 0).all()
    assert shares.sum() == pytest.approx(1.0)
    assert (np.diff(shares) <= 0).all()
    assert np.isfinite(principal_directions(np.zeros((3, 5)))[1]).all()
