"""What a network, or whatever has learnt, says of the plane, with the points on it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from dlcore.figures import neuron as drawing
from dlcore.figures.layout import Spec
from dlcore.neuron.comparison import GRID, grid
from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.features import SPAN
from dlcore.neuron.forward import Unit, outputs
from dlcore.neuron.heads import MARGINS
from dlcore.neuron.points import PointSet
from ui.frame import shell


def of_network(
    config: NeuronConfig,
    weights: np.ndarray,
    points: PointSet,
    off: Iterable[Unit] = (),
    *,
    height: int,
    chosen: int | None = None,
) -> Spec:
    """The outputs of a network: which class, and how sure it is."""
    said = outputs(config, weights, grid(), off)
    if config.classes > 2:
        sure = (said.max(axis=1) - 1 / config.classes) / (1 - 1 / config.classes)
        source = drawing.ground(_square(said.argmax(axis=1)), _square(sure))
    else:
        is_share = config.classes and config.loss not in MARGINS
        source = drawing.signed_ground(_square(2 * said - 1 if is_share else said))
    return _plane(points, source, height, chosen)


def of_answers(answers: np.ndarray, points: PointSet, *, height: int) -> Spec:
    """Answers without a doubt: (GRID, GRID) classes or values."""
    if not points.classes:
        return _plane(points, drawing.signed_ground(answers), height)
    return _plane(points, drawing.ground(answers, np.ones_like(answers)), height)


def _square(column: np.ndarray) -> np.ndarray:
    return column.reshape(GRID, GRID)


def _plane(points: PointSet, source: str, height: int, chosen: int | None = None) -> Spec:
    marked = drawing.MarkedPoints(points.x, points.y, points.classes, points.test)
    return drawing.plane(
        marked,
        source,
        span=SPAN,
        text_colour=shell.text_colour(),
        page_colour=shell.page_colour(),
        height=height,
        chosen=chosen,
    )
