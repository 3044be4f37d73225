"""The steps from a point to the loss and back, and what is looked at on the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlcore.figures import neuron as drawing
from dlcore.neuron.backpropagation import Backpropagation
from dlcore.neuron.config import MAX_LAYERS, MAX_UNITS, NeuronConfig
from dlcore.neuron.features import SPAN
from dlcore.neuron.forward import Unit
from dlcore.neuron.points import MAX_POINTS, PointSet
from ui.frame.i18n import N_
from ui.frame.setting import Whole

INPUTS, FORWARD, LOSS, BACKWARD = "inputs", "forward", "loss", "backward"
_MOST_STAGES = 2 * (MAX_LAYERS + 1) + 2
STAGE = Whole(
    "neuron_back_stage",
    1,
    N_("Step"),
    N_("Forward layer by layer, the loss, and back layer by layer."),
    1,
    _MOST_STAGES,
)
UNIT = Whole(
    "neuron_back_unit",
    1,
    N_("Unit"),
    N_("Whose numbers are written out. A click on a unit in the picture chooses it too."),
    1,
    MAX_UNITS,
)
POINT = Whole(
    "neuron_back_point",
    1,
    N_("Point"),
    N_("The number of the point that goes through. A click in the plane takes the nearest one."),
    1,
    MAX_POINTS,
)
SETTINGS = (STAGE, UNIT, POINT)


@dataclass(frozen=True)
class BackStage:
    """A step of the way: what is done, and the layer in which, from 0."""

    kind: str
    layer: int


@dataclass(frozen=True, eq=False)
class Passage:
    """A point that has gone through a network and back.

    Attributes:
        config: of the network.
        off: hidden units that are switched off.
        found: all numbers of the point.
        loss_after: its loss after a step of gradient descent for it alone.
    """

    config: NeuronConfig
    off: tuple[Unit, ...]
    found: Backpropagation
    loss_after: float


def stages(layers: int) -> tuple[BackStage, ...]:
    """The whole way, there and back."""
    there = [BackStage(FORWARD, number) for number in range(layers)]
    back = [BackStage(BACKWARD, number) for number in reversed(range(layers))]
    return (BackStage(INPUTS, 0), *there, BackStage(LOSS, layers - 1), *back)


def pick_point(points: PointSet, *at: float) -> None:
    """Takes the point nearest to a place; for use in callbacks."""
    distances = ((points.x - np.clip(at, -SPAN, SPAN)) ** 2).sum(axis=1)
    POINT.set(int(distances.argmin()) + 1)


def pick_unit(widths: tuple[int, ...], stage: BackStage, x: float, y: float) -> None:
    """Looks at the unit at a place of the picture, on the same way; for use in callbacks."""
    column, unit = drawing.unit_at(widths, x, y)
    if round(x) >= len(widths):
        there = BackStage(LOSS, len(widths) - 2)
    elif column:
        there = BackStage(BACKWARD if stage.kind in (LOSS, BACKWARD) else FORWARD, column - 1)
        UNIT.set(unit + 1)
    else:
        there = BackStage(INPUTS, 0)
    STAGE.set(stages(len(widths) - 1).index(there) + 1)
