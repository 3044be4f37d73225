"""Whom a network fails: recall of each group, with how sure that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
from numpy.typing import NDArray

from dlcore.limits.bias.config import BiasNetwork, BiasResult
from dlcore.limits.bias.groups import FIFTHS

_NORMAL_95 = 1.959963984540054  # 97.5 % of a normal distribution lie below


@dataclass(frozen=True)
class RightShare:
    """How many of some images are read right.

    Attributes:
        right, of: counts.
    """

    right: int
    of: int

    @property
    def value(self) -> float:
        """In [0, 1]; NaN of none."""
        return self.right / self.of if self.of else nan

    @property
    def interval(self) -> tuple[float, float]:
        """Between which two it lies with 95 % (Wilson 1927): 0 to 1 of none."""
        return wilson(self.right, self.of)


def wilson(right: int, of: int, z: float = _NORMAL_95) -> tuple[float, float]:
    """Wilson's interval of a share: those p from which right/of is at most z deviations away.

    The two solutions of (right/of - p)² = z² p (1 - p) / of; from 0 to 1 where there is nothing.
    """
    if not of:
        return 0.0, 1.0
    share, square = right / of, z * z / of
    middle = (share + square / 2) / (1 + square)
    half = z * sqrt(share * (1 - share) / of + square / of / 4) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def right_of(result: BiasResult, network: BiasNetwork, which: NDArray[np.bool_]) -> RightShare:
    """Of the test images that are chosen, how many a network reads right."""
    right = network.guesses == result.labels
    return RightShare(int((right & which).sum()), int(which.sum()))


def reads_more(
    result: BiasResult, one: BiasNetwork, other: BiasNetwork, which: NDArray[np.bool_]
) -> bool:
    """Whether a network reads more of the chosen test images right than another, beyond chance.

    Both were asked about the same images. Of those that only one of the two reads right, each has
    half where they are equally good (McNemar 1947, with the correction of Edwards 1948); at 5 %.
    """
    ours, theirs = (network.guesses == result.labels for network in (one, other))
    ahead, behind = int((which & ours & ~theirs).sum()), int((which & theirs & ~ours).sum())
    return ahead - behind - 1 > _NORMAL_95 * sqrt(ahead + behind)


def accuracy(result: BiasResult, network: BiasNetwork) -> RightShare:
    """Of all test images."""
    return right_of(result, network, np.ones(len(result.labels), bool))


def recalls(result: BiasResult, network: BiasNetwork, grouping: str) -> tuple[RightShare, ...]:
    """Of each group, the first group first.

    Args:
        grouping: "digit", "stroke", "slant", or "hand" where it is known who drew what.
    """
    groups, numbers = _groups(result, grouping)
    return tuple(right_of(result, network, groups == number) for number in numbers)


def hands(result: BiasResult) -> NDArray[np.int32]:
    """The numbers of those who drew the test images, increasing; none where nobody knows."""
    return np.zeros(0, np.int32) if result.writers is None else np.unique(result.writers)


def _groups(result: BiasResult, grouping: str) -> tuple[NDArray, Iterable[int]]:
    """What each test image belongs to, and the number of each group."""
    if grouping == "digit":
        return result.labels, range(len(result.names))
    if grouping == "hand" and result.writers is not None:
        return result.writers, hands(result).tolist()
    return result.parts[grouping], range(FIFTHS)


def worst(shares: tuple[RightShare, ...]) -> int:
    """Which group fares worst; groups without an image are passed over.

    Raises:
        ValueError: all are.
    """
    return min((i for i, share in enumerate(shares) if share.of), key=lambda i: shares[i].value)


def recall_of(result: BiasResult, name: str) -> float:
    """Of the thinned kind, by the network of that name; NaN where that is not known."""
    network = result.network(name)
    return right_of(result, network, result.rare).value if network else nan
