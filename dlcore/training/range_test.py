"""What a range test of the learning rate has shown (Smith 2017).

A training whose learning rate grows by the same factor at each step, from far too low to far too
high, falls slowly at first, then fast, and then rises again: so one run says which rates will do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.optimizers.schedules import range_test_rate

SMOOTHING = 0.1  # standard deviation of the Gaussian that smooths, in decades of the rate
MARGIN = 10.0  # from the rate of the lowest loss down to the suggested one
_FEWEST = 8  # points that say anything
_LEARNT = 0.95  # of the loss at the beginning; above, nothing has been learnt
_WORST = 2.0  # times the loss at the beginning; all that is worse is the same


@dataclass(frozen=True)
class RangeTest:
    """Loss against learning rate.

    Attributes:
        rates: (n,) increasing.
        measured: (n,) training losses, those above twice the first ones cut off there.
        losses: (n,) the same, smoothed.
        suggestion: a tenth of the rate at which the loss is lowest, the rule of Howard and Gugger
            (2020): there it still falls fast, and is well below where it diverges. None where
            nothing was learnt.
        diverges: the rate at which the loss has risen half the way back to where it began; None
            where it has not.
    """

    rates: NDArray[np.float64]
    measured: NDArray[np.float64]
    losses: NDArray[np.float64]
    suggestion: float | None = None
    diverges: float | None = None


def read_range_test(points: Sequence[Sequence[float]]) -> RangeTest:
    """Reads the training loss of a run whose schedule was "range_test".

    Args:
        points: [share of the run that was done, mean loss since the point before] each. May end
            early, and may be empty.
    """
    table = np.asarray(points, float).reshape(-1, 2)
    table = table[np.isfinite(table[:, 1])]
    ends = table[:, 0]
    middles = (np.append(0, ends[:-1]) + ends) / 2
    rates = range_test_rate(middles)
    if not len(rates):
        return RangeTest(rates, rates, rates)
    first = float(np.median(table[: max(1, len(table) // 10), 1]))
    measured = np.minimum(table[:, 1], _WORST * first)
    losses = _smoothed(rates, measured)
    lowest = int(losses.argmin())
    if len(rates) < _FEWEST or losses[lowest] > _LEARNT * first:
        return RangeTest(rates, measured, losses)
    risen = losses[lowest:] > (first + losses[lowest]) / 2
    return RangeTest(
        rates,
        measured,
        losses,
        suggestion=float(rates[lowest] / MARGIN),
        diverges=float(rates[lowest + risen.argmax()]) if risen.any() else None,
    )


def _smoothed(rates: NDArray[np.float64], losses: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means weighted by a Gaussian of the distance between the logarithms of the rates."""
    decades = np.log10(rates)
    apart = (decades[:, None] - decades) / SMOOTHING
    weights = np.exp(-(apart**2) / 2)
    return weights @ losses / weights.sum(axis=1)
