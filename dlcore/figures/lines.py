"""What charts draw as lines: the numbers, and how they look wherever they appear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from dlcore.figures import palette

Points = Sequence[Sequence[float]]  # [step, value] each


@dataclass(frozen=True)
class Line:
    """One line of a chart; where a chart gives its lines their looks, these are left out.

    Attributes:
        x, y: (n,) each, or a shorter y where a line ends early; NaN leaves a gap.
        label: in the legend.
        colour: "#rrggbb".
        dash: as in plotly.
        marked: its points are few and are shown.
    """

    x: np.ndarray
    y: np.ndarray
    label: str = ""
    colour: str = palette.TRAINING
    dash: str = "solid"
    marked: bool = False

    @classmethod
    def measured(
        cls,
        points: Points,
        label: str = "",
        colour: str = palette.TRAINING,
        dash: str = "solid",
        *,
        steps_per_epoch: int = 1,
    ) -> Self:
        """A series of a training over its epochs, or where no epoch is given over its steps."""
        table = np.asarray(points, float).reshape(-1, 2)
        return cls(table[:, 0] / max(1, steps_per_epoch), table[:, 1], label, colour, dash)


@dataclass(frozen=True)
class ValueAndGradient:
    """A function and its derivative over the x of a chart, in one style, and both at one place.

    Attributes:
        label: in the legend.
        style: of all that is drawn of it.
        value, gradient: (n,) over the x of the chart; NaN leaves a gap.
        value_at, gradient_at: at the marked place; NaN marks nothing.
    """

    label: str
    style: palette.LineStyle
    value: np.ndarray
    gradient: np.ndarray
    value_at: float
    gradient_at: float
