"""Runs beside one another: what differs in their settings, their curves, and what they read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Series = Mapping[str, NDArray[np.float64]]  # by name, (n, 2) each: steps, values
Config = TypeVar("Config")

AXES = ("step", "epoch", "seconds")
"""What a curve can be drawn over; all but the first are series themselves."""
CORE_WATTS = 10.0
"""Taken for what one busy core of a server draws, with its share of memory and power supply."""


# Settings.


def fields_of(config: Any) -> dict[str, Any]:
    """All settings of a configuration, by their dotted names ("network.dropout").

    A configuration within it stands there with its class, and then with its own settings.
    """
    found: dict[str, Any] = {}
    for one in fields(config):
        value = getattr(config, one.name)
        if is_dataclass(value):
            found[one.name] = type(value)
            found |= {f"{one.name}.{name}": inner for name, inner in fields_of(value).items()}
        else:
            found[one.name] = value
    return found


def differences(config: Any, usual: Any) -> list[tuple[str, Any]]:
    """What is set otherwise than usual: dotted names and values, in the order of the classes.

    Where a part is of another class altogether, its class is named and all of its settings are.
    """
    expected = fields_of(usual)
    return [
        (name, value)
        for name, value in fields_of(config).items()
        if name not in expected or expected[name] != value
    ]


def differing(configs: Sequence[Any]) -> list[tuple[str, tuple[Any, ...]]]:
    """The settings that all configurations have, but not alike: name, and the value in each."""
    all_fields = [fields_of(config) for config in configs]
    return [
        (name, values)
        for name in (all_fields[0] if all_fields else ())
        if all(name in found for found in all_fields)
        for values in [tuple(found[name] for found in all_fields)]
        if any(value != values[0] for value in values)
    ]


def nearest(config: Config, candidates: Mapping[str, Config]) -> str:
    """The name of the candidate from which the fewest settings differ; the first of several."""
    return min(candidates, key=lambda name: len(differences(config, candidates[name])))


# Curves.


def smoothed(values: NDArray[np.float64], weight: float) -> NDArray[np.float64]:
    """An exponential moving average that is not drawn towards 0 at its beginning.

    As TensorBoard's: m_t = weight m_(t-1) + (1 - weight) v_t from m_0 = 0, divided by
    1 - weight^t, which is how much of m_t is made of values at all (Kingma and Ba 2015, section 3).

    Args:
        values: (n,); what is not finite stays where it is and is not counted.
        weight: of the past, 0 to below 1; 0 changes nothing.

    Returns:
        (n,).
    """
    mean, made_of = 0.0, 0.0
    found = np.array(values, float)
    for i, value in enumerate(found.tolist()):
        if math.isfinite(value):
            mean = weight * mean + (1 - weight) * value
            made_of = weight * made_of + (1 - weight)
            found[i] = mean / made_of
    return found


def along(series: Series, name: str, axis: str) -> NDArray[np.float64] | None:
    """One series of a run over another axis.

    Args:
        series: of a run, all over its steps.
        name: of one of them.
        axis: one of `AXES`.

    Returns:
        (n, 2); None where the run has no such series, or has not noted this axis.
    """
    points = series.get(name)
    if points is None or not len(points):
        return None
    if axis == "step":
        return points
    scale = series.get(axis)
    if scale is None or not len(scale):
        return None
    # Both are 0 before the first step, which no run reports.
    steps, places = np.vstack([np.zeros((1, 2)), scale]).T
    return np.column_stack([np.interp(points[:, 0], steps, places), points[:, 1]])


def shared_series(runs: Sequence[Series]) -> list[str]:
    """Names of the series that all of some runs have, but for those that are axes."""
    return [
        name
        for name in (runs[0] if runs else ())
        if name not in AXES and all(len(run.get(name, ())) for run in runs)
    ]


# Results.


def watt_hours(seconds: float, watts: float = CORE_WATTS) -> float:
    """An estimate of the energy of a training: so long, so many watts."""
    return seconds * watts / 3600


@dataclass(frozen=True)
class Disagreement:
    """Which test images one of two networks reads and the other does not.

    Attributes:
        only_first, only_second: numbers of the images that it alone reads, ascending.
        neither: those that neither reads.
    """

    only_first: NDArray[np.int32]
    only_second: NDArray[np.int32]
    neither: NDArray[np.int32]

    @classmethod
    def of(cls, wrong: NDArray[np.int32], wrong_of_second: NDArray[np.int32]) -> Disagreement:
        """By the numbers of all test images that each of them misreads."""
        return cls(
            np.setdiff1d(wrong_of_second, wrong),
            np.setdiff1d(wrong, wrong_of_second),
            np.intersect1d(wrong, wrong_of_second),
        )

    @property
    def chance(self) -> float:
        """How often two equally good networks would be at least so far apart, in [0, 1].

        The exact test of McNemar (1947): where just one of two equals is right, it is either with
        probability 1/2.
        """
        least, most = sorted((len(self.only_first), len(self.only_second)))
        count, ways, tail = least + most, 1, 0
        for k in range(least + 1):
            tail += ways
            ways = ways * (count - k) // (k + 1)
        return min(1.0, 2 * tail / 2**count)  # of ints of any length
