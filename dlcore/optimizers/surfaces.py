"""Test functions for optimizers: losses of two numbers, with their minima."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlcore.messages import N_
from dlcore.optimizers import landscape

Point = tuple[float, float]


@dataclass(frozen=True)
class Surface:
    """A loss over the plane.

    Attributes:
        title, note: English msgids.
        function: a Keras tensor (..., 2) to its losses (...).
        formula: LaTeX.
        view: the region that is looked at: x from, x to, y from, y to.
        start: the usual first point of a descent.
        usual_rates: learning rates that suit it, by `OptimizerRecord.step`.
        minima: all of them in the view; empty where `terrain.terrain` has to find them.
        lowest: the loss at the deepest minimum; zero where it is not known, for a loss that cannot
            be negative.
        code: the formula in Python, in x and y; empty where it takes more than a line.
        resolution: points of the contour's grid on a side.
        jit: whether XLA compiles every optimizer's steps on it, and not only the usual ones'.
        reference: where it comes from; empty for the plainest.
    """

    title: str
    note: str
    function: Callable[[Any], Any]
    formula: str
    view: tuple[float, float, float, float]
    start: Point
    usual_rates: Mapping[str, float]
    minima: tuple[Point, ...] = ()
    lowest: float = 0.0
    code: str = ""
    resolution: int = 81
    jit: bool = False
    reference: str = ""

    @property
    def diagonal(self) -> float:
        """Length of the view's diagonal, the unit of `outcomes`."""
        left, right, bottom, top = self.view
        return float(np.hypot(right - left, top - bottom))


def _split(point: Any) -> tuple[Any, Any]:
    return point[..., 0], point[..., 1]


def _bowl(point: Any) -> Any:
    x, y = _split(point)
    return x**2 + y**2


def _ravine(point: Any) -> Any:
    x, y = _split(point)
    return x**2 / 2 + 25 * y**2


def _rosenbrock(point: Any) -> Any:
    x, y = _split(point)
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def _beale(point: Any) -> Any:
    x, y = _split(point)
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


def _himmelblau(point: Any) -> Any:
    x, y = _split(point)
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def _saddle(point: Any) -> Any:
    x, y = _split(point)
    return x**2 - y**2 + y**4 / 4


SURFACES: dict[str, Surface] = {
    "ravine": Surface(
        N_("Ravine"),
        N_(
            "A long valley, fifty times as steep across as along. Whoever follows the slope "
            "bounces between its walls."
        ),
        _ravine,
        r"\tfrac12 x^2 + 25\,y^2",
        view=(-5.0, 5.0, -2.0, 2.0),
        start=(-4.5, 1.5),
        code="x**2 / 2 + 25 * y**2",
        usual_rates={"gradient": 0.032, "rate": 0.1},
        minima=((0.0, 0.0),),
    ),
    "bowl": Surface(
        N_("Bowl"),
        N_("Round: the slope points straight at the minimum. The easiest ground there is."),
        _bowl,
        r"x^2 + y^2",
        view=(-3.0, 3.0, -3.0, 3.0),
        start=(-2.5, 2.0),
        code="x**2 + y**2",
        usual_rates={"gradient": 0.1, "rate": 0.1},
        minima=((0.0, 0.0),),
    ),
    "rosenbrock": Surface(
        N_("Rosenbrock"),
        N_(
            "A bent valley, easily found, along whose nearly flat floor it is a long way to the "
            "minimum."
        ),
        _rosenbrock,
        r"(1-x)^2 + 100\,(y-x^2)^2",
        view=(-2.0, 2.0, -1.0, 3.0),
        start=(-1.2, 1.0),
        code="(1 - x) ** 2 + 100 * (y - x**2) ** 2",
        usual_rates={"gradient": 0.001, "rate": 0.1},
        minima=((1.0, 1.0),),
        reference="Rosenbrock: An automatic method for finding the greatest or least value of a "
        "function (1960)",
    ),
    "beale": Surface(
        N_("Beale"),
        N_("One minimum on a wide plain between four steep corners."),
        _beale,
        r"(1.5-x+xy)^2 + (2.25-x+xy^2)^2 + (2.625-x+xy^3)^2",
        view=(-4.5, 4.5, -4.5, 4.5),
        start=(1.0, 1.5),
        code="(1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2",
        usual_rates={"gradient": 0.01, "rate": 0.1},
        minima=((3.0, 0.5),),
        reference="Beale: On an iterative method for finding a local minimum (1958)",
    ),
    "himmelblau": Surface(
        N_("Himmelblau"),
        N_("Four minima of the same depth: which one is found depends on the start and the way."),
        _himmelblau,
        r"(x^2+y-11)^2 + (x+y^2-7)^2",
        view=(-5.0, 5.0, -5.0, 5.0),
        start=(0.0, 0.0),
        code="(x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2",
        usual_rates={"gradient": 0.01, "rate": 0.1},
        minima=(
            (3.0, 2.0),
            (-2.805118086952745, 3.131312518250573),
            (-3.779310253377747, -3.283185991286170),
            (3.584428340330492, -1.848126526964404),
        ),
        reference="Himmelblau: Applied nonlinear programming (1972)",
    ),
    "saddle": Surface(
        N_("Saddle"),
        N_(
            "At the origin it is flat and yet no minimum: up along x, down along y. The two minima "
            "lie beside it."
        ),
        _saddle,
        r"x^2 - y^2 + \tfrac14 y^4",
        view=(-2.5, 2.5, -2.5, 2.5),
        start=(2.0, 0.001),
        code="x**2 - y**2 + y**4 / 4",
        usual_rates={"gradient": 0.1, "rate": 0.1},
        minima=((0.0, 2**0.5), (0.0, -(2**0.5))),
        lowest=-1.0,
    ),
    "mnist": Surface(
        N_("A network on MNIST"),
        N_(
            "The real thing: the loss of a small network (784-16-10, tanh) on 500 test images, on "
            "the plane through three points in the space of its 12,730 weights. (0, 0) is a random "
            "start, (1, 0) what training made of it, (0, 1) a network trained from another start."
        ),
        landscape.loss,
        r"L\big(\theta_0 + x\,(\theta_1-\theta_0) + y\,(\theta_2-\theta_0)\big)",
        view=(-0.5, 1.5, -0.5, 1.5),
        start=(0.05, 0.05),
        usual_rates={"gradient": 0.03, "rate": 0.03},
        resolution=61,
        jit=True,
        reference="Garipov et al.: Loss surfaces, mode connectivity, and fast ensembling of DNNs "
        "(2018); Li et al.: Visualizing the loss landscape of neural nets (2018)",
    ),
}
"""Every surface by name. A new one is a new entry."""
