"""Points of the plane to learn from, made with a seed: classes that touch, wind or enclose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.messages import N_
from dlcore.neuron.features import SPAN
from dlcore.neuron.points import MAX_POINTS, PointSet
from dlcore.validation import check_fields, one_of, real, whole

Drawn = tuple[NDArray[np.float64], NDArray[np.float64]]  # x (n, 2) before noise, y (n,)
_RADIUS = 5.0  # how far from the middle the points go


@dataclass(frozen=True)
class Dataset:
    """A distribution of points with a class or a value each.

    Attributes:
        title, note: English msgids: its name, and what it asks of a network.
        classes: 0 for values, else 2-4.
        draw: n points before noise, classes in turn.
        spread: standard deviation of x1 and of x2 that a noise of 1 adds.
        reference: where it comes from; "" for what needs none.
    """

    title: str
    note: str
    classes: int
    draw: Callable[[np.random.Generator, int], Drawn]
    spread: float = 1.5
    reference: str = ""


def _clouds(centres: tuple[tuple[float, float], ...]) -> Callable[..., Drawn]:
    """Gaussians with a standard deviation of 0.7, one a class; noise comes on top."""

    def draw(rng: np.random.Generator, count: int) -> Drawn:
        y = np.arange(count) % len(centres)
        return np.array(centres)[y] + rng.normal(0, 0.7, (count, 2)), y.astype(float)

    return draw


def _xor(rng: np.random.Generator, count: int) -> Drawn:
    """Quadrants, with a gap of 0.3 on either side of the axes."""
    y = np.arange(count) % 2
    x = rng.uniform(0.3, _RADIUS, (count, 2))
    side = rng.choice((-1.0, 1.0), count)
    return x * np.stack([side, np.where(y == 1, -side, side)], axis=1), y.astype(float)


def _circle(rng: np.random.Generator, count: int) -> Drawn:
    """A disc in a ring, with a gap of a fifth of the radius between them."""
    y = np.arange(count) % 2
    low, high = np.where(y == 1, 0.0, 0.7), np.where(y == 1, 0.5, 1.0)
    return _polar(_RADIUS * rng.uniform(low, high), rng.uniform(0, 2 * np.pi, count)), _float(y)


def _spiral(rng: np.random.Generator, count: int) -> Drawn:
    """Two arms, each 1.75 times around; evenly along the radius."""
    y = np.arange(count) % 2
    along = rng.uniform(0, 1, count)
    return _polar(_RADIUS * along, 1.75 * 2 * np.pi * along + np.pi * y), _float(y)


def _moons(rng: np.random.Generator, count: int) -> Drawn:
    """Two half circles of radius 3, each with its end within the other."""
    y = np.arange(count) % 2
    angle = rng.uniform(0, np.pi, count)
    upper = np.stack([3 * np.cos(angle) - 1.5, 3 * np.sin(angle) - 0.75], axis=1)
    return np.where(y[:, None] == 1, upper, -upper), _float(y)


def _plane(rng: np.random.Generator, count: int) -> Drawn:
    x = rng.uniform(-_RADIUS, _RADIUS, (count, 2))
    return x, x.sum(axis=1) / (2 * _RADIUS)


def _hill(rng: np.random.Generator, count: int) -> Drawn:
    """Three hills and three hollows, cones with a foot of radius 2."""
    x = rng.uniform(-_RADIUS, _RADIUS, (count, 2))
    places = np.array([(-4, 2.5), (0, 2.5), (4, 2.5), (-4, -2.5), (0, -2.5), (4, -2.5)])
    signs = np.array([1, -1, 1, -1, 1, -1])
    distance = np.linalg.norm(x[:, None] - places, axis=-1)  # (n, hills)
    heights = signs * np.maximum(1 - distance / 2, 0)
    return x, heights[np.arange(count), np.abs(heights).argmax(axis=1)]


def _polar(radius: NDArray[np.float64], angle: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)


def _float(y: NDArray[np.int_]) -> NDArray[np.float64]:
    return y.astype(float)


_PLAYGROUND = "Smilkov, Carter et al.: TensorFlow Playground (2016)"

DATASETS: dict[str, Dataset] = {
    "clouds": Dataset(
        N_("Two clouds"),
        N_("A straight line parts them: one neuron is enough."),
        2,
        _clouds(((-2.0, -2.0), (2.0, 2.0))),
        reference=_PLAYGROUND,
    ),
    "xor": Dataset(
        N_("XOR"),
        N_(
            "Opposite quarters belong together: no straight line parts them. Six neurons do, or "
            "one that sees x₁ times x₂."
        ),
        2,
        _xor,
        reference="Minsky and Papert: Perceptrons (1969)",
    ),
    "circle": Dataset(
        N_("Circle"),
        N_("One class encloses the other: a few neurons fence it in, or the squares of x₁ and x₂."),
        2,
        _circle,
        reference=_PLAYGROUND,
    ),
    "spiral": Dataset(
        N_("Spiral"),
        N_(
            "Two arms around one another: the hardest of them, it takes several layers or features."
        ),
        2,
        _spiral,
        spread=0.6,
        reference="Lang and Witbrock: Learning to tell two spirals apart (1988)",
    ),
    "moons": Dataset(
        N_("Two moons"),
        N_("Each reaches into the other: the boundary has to bend twice."),
        2,
        _moons,
        reference="Pedregosa et al.: Scikit-learn (2011)",
    ),
    "clouds3": Dataset(
        N_("Three clouds"),
        N_("Three classes: three outputs, and softmax between them."),
        3,
        _clouds(((0.0, 3.0), (-2.6, -1.5), (2.6, -1.5))),
    ),
    "clouds4": Dataset(
        N_("Four clouds"),
        N_("Four classes, one in each quarter: straight lines part them."),
        4,
        _clouds(((2.5, 2.5), (-2.5, 2.5), (-2.5, -2.5), (2.5, -2.5))),
    ),
    "plane": Dataset(
        N_("Plane (regression)"),
        N_("A value that rises evenly: one neuron without a curve fits it exactly."),
        0,
        _plane,
        reference=_PLAYGROUND,
    ),
    "hill": Dataset(
        N_("Hills (regression)"),
        N_("Three hills and three hollows: what is flat between them has to stay flat."),
        0,
        _hill,
        reference=_PLAYGROUND,
    ),
}
"""By name; a new one is a new entry."""


@dataclass(frozen=True)
class PointsConfig:
    """Which points, and how clean they are.

    Attributes:
        kind: a name in `DATASETS`.
        count: points in all, 10 to 1000.
        noise: 0 to 1, times `Dataset.spread`: how far points stray, normally distributed. What
            would leave the plane is put on its edge.
        label_noise: share of the training points, 0 to 0.5, that get another class, or where there
            are values any value in [-1, 1]. The test points keep theirs.
        test_share: share held back, 0 to 0.9; at least one point stays to train on.
        seed: of everything.

    Raises:
        ConfigError: a value outside its range.
    """

    kind: str = one_of("circle", DATASETS)
    count: int = whole(400, 10, MAX_POINTS)
    noise: float = real(0.1, 0.0, 1.0)
    label_noise: float = real(0.0, 0.0, 0.5)
    test_share: float = real(0.5, 0.0, 0.9)
    seed: int = whole(0, 0, 9999)

    def __post_init__(self) -> None:
        check_fields(self)

    @property
    def classes(self) -> int:
        """0 for values, else 2-4; what `NeuronConfig.classes` has to be."""
        return DATASETS[self.kind].classes


def make_points(config: PointsConfig) -> PointSet:
    """Draws them: the same points for the same settings.

    Places, noise, labels and what is held back are drawn apart, so that more noise moves the same
    points further and another share of test points leaves them all where they are.
    """
    dataset = DATASETS[config.kind]
    place, stray, labels, held = np.random.default_rng(config.seed).spawn(4)
    x, y = dataset.draw(place, config.count)
    x = x + config.noise * dataset.spread * stray.normal(size=x.shape)
    test = np.zeros(config.count, bool)
    test[held.permutation(config.count)[: round(config.test_share * config.count)]] = True
    y = _mislabelled(config, labels, y, ~test)
    return PointSet(
        np.clip(x, -SPAN, SPAN).astype(np.float32), y.astype(np.float32), dataset.classes, test
    )


def _mislabelled(
    config: PointsConfig,
    rng: np.random.Generator,
    y: NDArray[np.float64],
    train: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """With so many of the training points' labels changed."""
    chosen = np.flatnonzero(train)
    chosen = rng.permutation(chosen)[: round(config.label_noise * len(chosen))]
    y = y.copy()
    if config.classes:
        y[chosen] = (y[chosen] + rng.integers(1, config.classes, len(chosen))) % config.classes
    else:
        y[chosen] = rng.uniform(-1, 1, len(chosen))
    return y
