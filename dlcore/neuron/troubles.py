"""What is wrong with a network on the plane, read from its weights and its losses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.formulas import FORMULAS
from dlcore.neuron.forward import LayerPass, Unit, layer_sums_and_outputs, outputs, split
from dlcore.neuron.packet import Packet
from dlcore.neuron.points import PointSet

KINDS = ("diverged", "dead", "saturated", "equal", "underfit", "overfit")

FLAT = 0.01
"""Share of an activation's steepest slope below which it counts as flat."""
ALMOST_ALL = 0.9
"""Share of the training points on which a saturated unit is flat."""
ALIKE = 1e-4
"""How far the weights of equal units may lie apart, as a share of the largest of them."""
PATIENCE_STEPS = 500
"""Updates before which nobody is told that a network cannot do it."""
POOR = 0.75
"""Accuracy below which points are not learnt; of values, half of the variance has to be
explained."""
GAP = 0.1
"""How much better the training points are known than the test points where they were learnt by
heart: accuracy, or a share of the variance."""
FEW = 20
"""Test points below which such a gap may be chance."""

_SLOPES = np.linspace(-6, 6, 2401)[:, None]  # where the steepest slope is looked for


@dataclass(frozen=True)
class Symptom:
    """Something that is wrong.

    Attributes:
        kind: one of `KINDS`.
        units: those that it is said of; of "equal" all that have a twin; () where it is said of the
            whole network.
    """

    kind: str
    units: tuple[Unit, ...] = ()


def symptoms(
    config: NeuronConfig, points: PointSet, packet: Packet, off: Iterable[Unit] = ()
) -> tuple[Symptom, ...]:
    """What is wrong at the last moment of a packet.

    - diverged: the next step would not have been finite.
    - dead: a unit puts out the same for every training point, and its slope is 0 there: no gradient
      passes.
    - saturated: the slope of a unit is below 1 % of what it can be, on 90 % of the points.
    - equal: units of one layer have the same weights in and out, so the same gradients for ever.
    - underfit: after 500 steps neither the training points nor the test points are learnt.
    - overfit: the training points are learnt, and known much better than the test points.

    Args:
        config, points, off: as `play` had them.
        packet: what it gave.

    Returns:
        In the order of `KINDS`; () where nothing is.
    """
    off = tuple(off)
    weights = packet.state().weights(config).astype(np.float64)
    passes = layer_sums_and_outputs(config, weights, points.x[points.train], off)[:-1]
    dead = tuple(unit for unit in _dead(config, passes) if unit not in off)
    of_units = {
        "dead": dead,
        "saturated": tuple(u for u in _saturated(config, passes) if u not in (*off, *dead)),
        "equal": tuple(unit for unit in _equal(config, weights) if unit not in off),
    }
    train, test = _learnt(config, points, packet, weights, off)
    poor = POOR if config.classes else 0.5
    enough = points.test.sum() >= FEW
    of_all = {
        "diverged": packet.diverged,
        "underfit": packet.steps[-1] >= PATIENCE_STEPS and not max(train, test) >= poor,
        "overfit": enough and train >= poor and train - test > GAP,
    }
    return tuple(
        Symptom(kind, of_units.get(kind, ()))
        for kind in KINDS
        if of_units.get(kind) or of_all.get(kind)
    )


def slopes(activation: str, sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """|da/dz| of each unit by its own sum, in the shape of the sums."""
    if sums.shape[-1] == 1:
        return np.abs(FORMULAS[activation].back(sums, np.ones_like(sums)))
    back = [FORMULAS[activation].back(sums, _only(sums, unit)) for unit in range(sums.shape[-1])]
    return np.abs(np.stack([one[..., unit] for unit, one in enumerate(back)], axis=-1))


def _only(sums: NDArray[np.float64], unit: int) -> NDArray[np.float64]:
    gradient = np.zeros_like(sums)
    gradient[..., unit] = 1
    return gradient


def _dead(config: NeuronConfig, passes: tuple[LayerPass, ...]) -> Iterator[Unit]:
    for layer, (one, activation) in enumerate(zip(passes, config.activations, strict=True)):
        flat = (slopes(activation, one.sums) == 0) & (one.outputs == one.outputs[:1])
        yield from ((layer, int(unit)) for unit in np.flatnonzero(flat.all(axis=0)))


def _saturated(config: NeuronConfig, passes: tuple[LayerPass, ...]) -> Iterator[Unit]:
    for layer, (one, activation) in enumerate(zip(passes, config.activations, strict=True)):
        flat = slopes(activation, one.sums) < FLAT * slopes(activation, _SLOPES).max()
        yield from ((layer, int(unit)) for unit in np.flatnonzero(flat.mean(axis=0) >= ALMOST_ALL))


def _equal(config: NeuronConfig, weights: NDArray[np.float64]) -> Iterator[Unit]:
    layers = split(config, weights)
    for number, (layer, after) in enumerate(pairwise(layers)):
        own = np.concatenate([layer.kernel, layer.bias[None], after.kernel.T])  # (numbers, units)
        apart = np.abs(own[:, :, None] - own[:, None, :]).max(axis=0)  # (units, units)
        near = apart <= ALIKE * np.abs(own).max(axis=0)
        yield from ((number, int(unit)) for unit in np.flatnonzero(near.sum(axis=0) > 1))


def _learnt(
    config: NeuronConfig,
    points: PointSet,
    packet: Packet,
    weights: NDArray[np.float64],
    off: tuple[Unit, ...],
) -> tuple[float, float]:
    """Of training and of test points: accuracy, or the share of the variance that is explained.

    Where there are no test points, the same of both.
    """
    if config.classes:
        train, test = float(packet.accuracy[-1]), float(packet.test_accuracy[-1])
        return train, test if points.test.any() else train
    said = outputs(config, weights, points.x, off)[:, 0]
    which = [points.train, points.test if points.test.any() else points.train]
    train, test = (_explained(points.y[one].astype(np.float64), said[one]) for one in which)
    return train, test


def _explained(y: NDArray[np.float64], said: NDArray[np.float64]) -> float:
    """1 - mean squared error / variance."""
    return 1 - float(np.mean((y - said) ** 2)) / max(float(np.var(y)), 1e-12)
