"""Surfaces against NumPy formulas, finite differences and what is known of them."""

import numpy as np
import pytest

from dlcore.errors import LabError
from dlcore.optimizers import OPTIMIZERS
from dlcore.optimizers.surfaces import SURFACES
from dlcore.optimizers.terrain import derivatives, terrain

FORMULAS = {
    "bowl": lambda x, y: x**2 + y**2,
    "ravine": lambda x, y: 0.5 * x**2 + 25 * y**2,
    "rosenbrock": lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    "beale": lambda x, y: (
        (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2
    ),
    "himmelblau": lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "saddle": lambda x, y: x**2 - y**2 + y**4 / 4,
}
GRADIENTS = {
    "bowl": lambda x, y: (2 * x, 2 * y),
    "ravine": lambda x, y: (x, 50 * y),
    "rosenbrock": lambda x, y: (-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)),
    "beale": lambda x, y: (
        2 * (1.5 - x + x * y) * (y - 1)
        + 2 * (2.25 - x + x * y**2) * (y**2 - 1)
        + 2 * (2.625 - x + x * y**3) * (y**3 - 1),
        2 * (1.5 - x + x * y) * x
        + 4 * (2.25 - x + x * y**2) * x * y
        + 6 * (2.625 - x + x * y**3) * x * y**2,
    ),
    "himmelblau": lambda x, y: (
        4 * x * (x**2 + y - 11) + 2 * (x + y**2 - 7),
        2 * (x**2 + y - 11) + 4 * y * (x + y**2 - 7),
    ),
    "saddle": lambda x, y: (2 * x, -2 * y + y**3),
}


def everywhere(name: str, count: int = 41) -> np.ndarray:
    """Points all over the view, its borders included: (count², 2) float64."""
    left, right, bottom, top = SURFACES[name].view
    grid = np.meshgrid(np.linspace(left, right, count), np.linspace(bottom, top, count))
    return np.stack(grid, axis=-1).reshape(-1, 2)


def test_every_formula_has_its_truth():
    assert set(FORMULAS) == set(GRADIENTS) == set(SURFACES) - {"mnist"}


@pytest.mark.parametrize("name", FORMULAS)
def test_values_and_gradients_are_those_of_the_formula(name):
    points = everywhere(name)
    found = derivatives(name, points)
    np.testing.assert_allclose(found.losses, FORMULAS[name](*points.T), rtol=1e-9, atol=1e-9)
    expected = np.stack(GRADIENTS[name](*points.T), axis=1)
    np.testing.assert_allclose(found.gradients, expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", FORMULAS)
def test_in_the_precision_of_a_training_too(name):
    """float32: where terms cancel, what is left is exact to 1e-5 of the terms."""
    points = everywhere(name).astype(np.float32)
    found, exact = derivatives(name, points), derivatives(name, points.astype(float))
    for part in ("losses", "gradients"):
        expected = getattr(exact, part)
        scale = np.abs(expected).max()
        np.testing.assert_allclose(getattr(found, part), expected, rtol=1e-5, atol=1e-6 * scale)


@pytest.mark.parametrize("name", SURFACES)
def test_gradients_and_hessians_agree_with_central_differences(name):
    points, step = everywhere(name, 9), 1e-5
    found = derivatives(name, points)
    for axis in (0, 1):
        shift = step * np.eye(2)[axis]
        above, below = derivatives(name, points + shift), derivatives(name, points - shift)
        np.testing.assert_allclose(
            found.gradients[:, axis],
            (above.losses - below.losses) / (2 * step),
            rtol=1e-5,
            atol=1e-5,
        )
        np.testing.assert_allclose(
            found.hessians[:, axis],
            (above.gradients - below.gradients) / (2 * step),
            rtol=1e-5,
            atol=1e-4,
        )


@pytest.mark.parametrize("name", SURFACES)
def test_minima_are_minima(name):
    ground = terrain(name)
    assert ground.minima
    found = derivatives(name, np.array(ground.minima))
    np.testing.assert_allclose(found.gradients, 0, atol=1e-4)
    assert (np.linalg.eigvalsh(found.hessians) > 0).all()
    left, right, bottom, top = SURFACES[name].view
    assert all(left < x < right and bottom < y < top for x, y in ground.minima)


@pytest.mark.parametrize("name", FORMULAS)
def test_no_point_of_the_view_is_lower_than_the_lowest(name):
    surface = SURFACES[name]
    assert derivatives(name, np.array(surface.minima)).losses.min() == pytest.approx(
        surface.lowest, abs=1e-12
    )
    assert terrain(name).z.min() >= surface.lowest


@pytest.mark.parametrize("name", SURFACES)
def test_the_contour_is_the_function(name):
    ground = terrain(name)
    assert ground.z.shape == (len(ground.y), len(ground.x))
    assert (ground.x[0], ground.x[-1], ground.y[0], ground.y[-1]) == SURFACES[name].view
    row, column = 7, 11
    point = np.array([[ground.x[column], ground.y[row]]])
    assert ground.z[row, column] == pytest.approx(derivatives(name, point).losses[0], rel=1e-5)
    assert terrain(name) is ground  # worked out once


def test_an_unknown_surface_is_refused():
    with pytest.raises(LabError, match="surface must be one of ravine, bowl"):
        terrain("moon")


@pytest.mark.parametrize("name", SURFACES)
def test_each_record_is_complete(name):
    surface = SURFACES[name]
    left, right, bottom, top = surface.view
    assert left < surface.start[0] < right
    assert bottom < surface.start[1] < top
    assert {record.step for record in OPTIMIZERS.values()} == set(surface.usual_rates)
    assert surface.title
    assert surface.note
    assert surface.formula
