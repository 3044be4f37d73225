"""A network as a picture: what each layer passes on, drawn to scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dlcore.figures import marks, palette
from dlcore.figures.layout import HIDDEN, figure, margin

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_SHEETS = 5  # a stack shows at most so many feature maps
_STEP = 0.055  # offset between two sheets, in units of a column
_BAR = 0.1  # width of a vector
_BARS, _BAR_STEP = 7, 0.09  # of a sequence: some of its steps stand for all


@dataclass(frozen=True)
class Stage:
    """One thing to draw: `name` and what leaves it.

    Maps of (height, width, channels), a sequence of (steps, units), or (units,).
    """

    name: str
    shape: tuple[int, ...]

    @property
    def size(self) -> str:
        return "×".join(map(str, self.shape))

    def label(self, lower: bool = False) -> str:
        """In short lines, so that seven stages stand side by side on a phone.

        Args:
            lower: the name a line further down, out of its neighbours' way.
        """
        *sides, channels = self.shape
        size = (
            f"<b>{'×'.join(map(str, sides))}</b><br>× {channels}" if sides else f"<b>{channels}</b>"
        )
        return f"{size}<br>{'<br>' * lower}{self.name}"


def network(
    stages: Sequence[Stage], *, hover: str, chosen: int | None = None, height: int = 190
) -> Figure:
    """Stacks of squares for feature maps, bars for vectors, rows of bars for sequences of them.

    Stage i stands at x = i.

    Args:
        hover: template with {name} and {size}.
        chosen: the stage in another colour.
    """
    largest = max((s.shape[0] for s in stages if len(s.shape) == 3), default=1)
    shapes = [
        shape
        for x, stage in enumerate(stages)
        for shape in _glyph(
            x, stage, largest, palette.VALIDATION if x == chosen else palette.TRAINING
        )
    ]
    return figure(
        [_labels(stages, hover)],
        height,
        margin=margin(0, t=4, b=70 if _is_crowded(stages) else 56),  # labels do not scale
        shapes=shapes,
        showlegend=False,
        xaxis=HIDDEN | {"range": [-0.6, len(stages) - 0.4]},
        yaxis=HIDDEN | {"range": [-0.6, 0.6], "scaleanchor": "x"},  # squares stay square
    )


def _is_crowded(stages: Sequence[Stage]) -> bool:
    """Whether names would run into one another on a phone."""
    return len(stages) > 7


def _labels(stages: Sequence[Stage], hover: str) -> marks.Mark:
    crowded = _is_crowded(stages)
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(range(len(stages))),
        "y": [-0.55] * len(stages),
        "text": [stage.label(crowded and x % 2 == 1) for x, stage in enumerate(stages)],
        "textposition": "bottom center",
        "textfont": {"size": 11},
        "hovertext": [hover.format(name=s.name, size=s.size) for s in stages],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _glyph(x: float, stage: Stage, largest: int, colour: str) -> list[marks.Mark]:
    if len(stage.shape) == 1:
        return [_bar(x, stage.shape[0], _BAR, colour)]
    if len(stage.shape) == 2:
        places = [x + (i - (_BARS - 1) / 2) * _BAR_STEP for i in range(_BARS)]
        return [_bar(place, stage.shape[1], _BAR / 2, colour) for place in places]
    half = 0.06 + 0.28 * stage.shape[0] / largest
    sheets = min(_SHEETS, 1 + stage.shape[2] // 8)
    offsets = [(i - (sheets - 1) / 2) * _STEP for i in range(sheets)]
    return [_rectangle(x - half + d, d - half, x + half + d, d + half, colour) for d in offsets]


def _bar(x: float, units: int, width: float, colour: str) -> marks.Mark:
    half = 0.12 + 0.3 * min(1.0, units / 128)
    return _rectangle(x - width / 2, -half, x + width / 2, half, colour)


def _rectangle(x0: float, y0: float, x1: float, y1: float, colour: str) -> marks.Mark:
    look = {"line": {"color": colour, "width": 1}, "fillcolor": palette.rgba(colour, 0.18)}
    return marks.rectangle(x0, y0, x1, y1, **look)
