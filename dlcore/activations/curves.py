"""Several activations and their derivatives over one range of x, in one call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from dlcore.activations.autodiff import value_and_derivative
from dlcore.activations.formula import parse
from dlcore.activations.functions import LARGEST_X, evaluate
from dlcore.errors import LabError
from dlcore.parameters import Value
from dlcore.validation import ConfigError, check_number, check_whole

OWN = "own"
"""The name of a formula of one's own, beside those of Keras."""
FLAT = 0.1
"""|f'| below which a zone counts as flat: there a unit learns slowly."""
NARROWEST = 1e-3
MOST = 12


@dataclass(frozen=True)
class ActivationChoice:
    """One activation with its parameters, or `OWN` with a formula.

    Attributes:
        name: key of `dlcore.activations.SCALARS`, or `OWN`.
        parameters: Keras keywords; those left out keep their defaults.
        formula: for `OWN`, text as `formula.parse` takes it.
    """

    name: str
    parameters: Mapping[str, Value] = field(default_factory=dict)
    formula: str = ""


@dataclass(frozen=True)
class ActivationCurve:
    """One function over the range of `ActivationCurves`.

    Attributes:
        name: as in its `ActivationChoice`.
        y, dy: f and f', float64 (points,); not finite where Keras gives nothing finite.
        y_at, dy_at: both at `ActivationCurves.at`.
    """

    name: str
    y: np.ndarray
    dy: np.ndarray
    y_at: float
    dy_at: float


@dataclass(frozen=True)
class ActivationCurves:
    """Several functions over one range.

    Attributes:
        x: float64 (points,), from low to high.
        at: one x more.
        lines: an `ActivationCurve` for each choice, in its order.
    """

    x: np.ndarray
    at: float
    lines: tuple[ActivationCurve, ...]


def curves(
    choices: Sequence[ActivationChoice], low: float, high: float, points: int = 401, at: float = 0.0
) -> ActivationCurves:
    """Evaluates several functions and their derivatives at once.

    Args:
        choices: at most 12.
        low, high: the range of x, in [-1e4, 1e4], at least 0.001 wide.
        points: 2 to 2001, evenly spread.
        at: one x more at which they are evaluated, in [-1e4, 1e4].

    Raises:
        ConfigError: a range that is empty, reversed or too large, or a parameter out of range.
        LabError: a formula that cannot be read.
    """
    check_range(low, high)
    check_whole("points", points, 2, 2001)
    check_number("x", at, -LARGEST_X, LARGEST_X)
    check_whole("functions", len(choices), 0, MOST)
    x = np.linspace(low, high, points)
    asked = np.append(x, at)
    return ActivationCurves(x, float(at), tuple(_curve(choice, asked) for choice in choices))


def check_range(low: float, high: float) -> None:
    """Raises ConfigError unless both lie in [-1e4, 1e4], high at least 0.001 above low."""
    check_number("x_min", low, -LARGEST_X, LARGEST_X)
    check_number("x_max", high, -LARGEST_X, LARGEST_X)
    if high - low < NARROWEST:
        raise ConfigError(
            "The range has to run from a smaller to a larger x, at least {narrowest:g} apart. "
            "Received: from {low:g} to {high:g}",
            narrowest=NARROWEST,
            low=low,
            high=high,
        )


def _curve(choice: ActivationChoice, x: np.ndarray) -> ActivationCurve:
    y, dy = _values(choice, x)
    return ActivationCurve(choice.name, y[:-1], dy[:-1], float(y[-1]), float(dy[-1]))


def _values(choice: ActivationChoice, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    if choice.name != OWN:
        return evaluate(choice.name, x, **choice.parameters)
    formula = parse(choice.formula)
    try:
        return value_and_derivative(formula, x)
    except LabError:
        raise
    except Exception as error:
        raise LabError(
            "Keras cannot compute this formula: {reason}", reason=str(error).split("\n")[0][:120]
        ) from None


@dataclass(frozen=True)
class Gap:
    """Where a curve has no finite value or slope.

    Attributes:
        first: the smallest such x.
        count: how many points.
    """

    first: float
    count: int


def gap(x: np.ndarray, *series: np.ndarray) -> Gap | None:
    """Where any of the series, each (n,) like x, is NaN or infinite; None where none is."""
    missing = ~np.all([np.isfinite(s) for s in series], axis=0)
    return Gap(float(x[missing][0]), int(missing.sum())) if missing.any() else None


def flat_zones(x: np.ndarray, dy: np.ndarray, level: float = FLAT) -> list[tuple[float, float]]:
    """The intervals of x where |f'| < level, from the samples of f'.

    The ends are found by linear interpolation between samples; what is not finite is in no zone.

    Args:
        x: (n,) rising.
        dy: (n,) derivatives.
    """
    excess = np.where(np.isfinite(dy), np.abs(dy), np.inf) - level
    return list(_runs(x, excess))


def _runs(x: np.ndarray, excess: np.ndarray) -> Iterator[tuple[float, float]]:
    below = np.concatenate([[False], excess < 0, [False]]).astype(int)
    starts = np.flatnonzero(np.diff(below) == 1)
    ends = np.flatnonzero(np.diff(below) == -1) - 1
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        first = _crossing(x, excess, start, start - 1)
        last = _crossing(x, excess, end, end + 1)
        if last > first:
            yield first, last


def _crossing(x: np.ndarray, excess: np.ndarray, inside: int, outside: int) -> float:
    if not 0 <= outside < len(x) or not np.isfinite(excess[outside]):
        return float(x[inside])
    share = excess[inside] / (excess[inside] - excess[outside])
    return float(x[inside] + share * (x[outside] - x[inside]))
