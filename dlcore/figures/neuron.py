"""Pictures of small networks: what they say of the plane, and one point on its way through."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlcore.figures import marks, palette, png
from dlcore.figures.layout import HIDDEN, Spec, axis, margin, spec

NEGATIVE, POSITIVE = palette.TRAINING, palette.VALIDATION
CLASS_COLOURS = (NEGATIVE, POSITIVE, palette.SERIES[2], palette.RIGHT)
SYMBOLS = ("circle", "diamond", "triangle-up", "square")
"""Of the classes; shapes say it too, to those who cannot tell the colours apart."""
_SHADES = 24  # of each colour: few make a small file
_OPAQUE = 0.5  # where a network is sure
_NO_RANGE = 0.02  # beyond what is said of the plane


@dataclass(frozen=True, eq=False)
class MarkedPoints:
    """Points to draw.

    Attributes:
        x: (n, 2).
        y: (n,) a class from 0 to 3, or a value in [-1, 1] where `classes` is 0.
        classes: how many there are; 0 for values.
        test: (n,) bool: drawn hollow.
    """

    x: NDArray[Any]
    y: NDArray[Any]
    classes: int
    test: NDArray[np.bool_]


def ground(labels: ArrayLike, strength: ArrayLike) -> str:
    """What is said of the plane as a picture: a colour for each answer, clear where it is unsure.

    Args:
        labels: (m, m) of indices of `CLASS_COLOURS`, row 0 at the bottom.
        strength: of the same shape, in [0, 1]; what is no number is clear.

    Returns:
        Data URI of a PNG with a pixel for each.
    """
    shares = np.nan_to_num(np.clip(np.asarray(strength, float), 0, 1))
    levels = np.round(shares * _SHADES).astype(int)
    shades = (np.asarray(labels, int) * (_SHADES + 1) + levels)[::-1]
    opacities = [round(255 * _OPAQUE * level / _SHADES) for level in range(_SHADES + 1)]
    colours = [colour for colour in CLASS_COLOURS for _level in opacities]
    return png.data_uri(shades, colours, opacities * len(CLASS_COLOURS))


def signed_ground(values: ArrayLike) -> str:
    """The same for values: blue at -1 and below, clear at 0, orange at 1 and above."""
    values = np.asarray(values, float)
    return ground(values > 0, np.abs(values))


def plane(
    points: MarkedPoints,
    source: str,
    *,
    span: float,
    text_colour: str,
    page_colour: str,
    height: int,
    chosen: int | None = None,
) -> Spec:
    """Points over a ground, as plain data.

    Args:
        source: from `ground` or `signed_ground`.
        span: both axes go from -span to span, and so does the ground.
        page_colour: of a value of 0, and around each point.
        chosen: which point has a ring.
    """
    bare: dict[str, Any] = {"constrain": "domain", "showgrid": False, "zeroline": False}
    edge = span * (1 + _NO_RANGE)
    shared = axis(range=[-edge, edge], dtick=3, fixedrange=True, **bare)
    at = points.x[[] if chosen is None else [chosen]]
    return spec(
        [*_dots(points, page_colour), marks.ring(*_columns(at), text_colour)],
        height,
        margin=margin(4, l=22, b=22),
        showlegend=False,
        hovermode="closest",
        images=[marks.image(source, -span, span, 2 * span, 2 * span)],
        xaxis=shared,
        yaxis=shared | {"scaleanchor": "x", "constraintoward": "top"},
    )


def _columns(points: NDArray[Any]) -> tuple[list[float], list[float]]:
    x1, x2 = np.round(points, 3).T.tolist()
    return x1, x2


def _dots(points: MarkedPoints, page_colour: str) -> Iterator[marks.Mark]:
    """A trace for each class, of training and of test points."""
    for label in range(max(1, points.classes)):
        of_class = points.y == label if points.classes else np.ones(len(points.y), bool)
        for test in (False, True):
            which = of_class & (points.test == test)
            colour = CLASS_COLOURS[label]
            symbol = SYMBOLS[label] + ("-open" if test else "")
            edge = (colour, 1.5) if test else (page_colour, 0.8)
            dots = marks.points(
                *_columns(points.x[which]), colour, 6, symbol=symbol, edge=edge, hoverinfo="skip"
            )
            if not points.classes:
                values = np.round(points.y[which], 3).tolist()
                middle = palette.MUTED if test else page_colour  # a ring has to be seen
                scale = [[0.0, NEGATIVE], [0.5, middle], [1.0, POSITIVE]]
                dots["marker"] |= {"color": values, "colorscale": scale, "cmin": -1, "cmax": 1}
                dots["marker"]["line"] = {"color": palette.MUTED, "width": 1.5 if test else 0.8}
            yield dots


# One point on its way through a network.

NODE = 40  # px
_ROW, _FOOT = 52, 44  # px from one unit to the next; for what stands below a layer
_WIDTHS = (0.8, 1.6, 2.6, 3.8, 5.2)  # px of a link, by how large its number is
_FAINT = 0.16  # opacity of what is not looked at


@dataclass(frozen=True, eq=False)
class PointGraph:
    """A network with the numbers of one point.

    Attributes:
        nodes: of each column, inputs first: what stands in each unit; None where nothing has come
            yet.
        links: (n, units) between each column and the next: weights, or their gradients.
        lit: the links that are looked at now: those into this column; None for none.
        chosen: column and number of the unit that is looked at.
        loss: what stands at the end; None where it is not known yet.
    """

    nodes: Sequence[Sequence[float | None]]
    links: Sequence[NDArray[Any]]
    lit: int | None
    chosen: tuple[int, int]
    loss: float | None


@dataclass(frozen=True)
class GraphWords:
    """What stands in the picture besides numbers.

    Attributes:
        inputs: a label for each.
        columns: below each column, from the inputs to the loss; "<br>" begins a new line.
    """

    inputs: Sequence[str]
    columns: Sequence[str]


def graph_height(widths: Sequence[int]) -> int:
    """px that a graph of columns of so many units needs."""
    return _ROW * max(widths) + _FOOT + 8


def unit_at(widths: Sequence[int], x: float, y: float) -> tuple[int, int]:
    """Column and number of the unit nearest to a place in a `point_graph`."""
    column = min(max(round(x), 0), len(widths) - 1)
    heights = [_height(widths[column], unit) for unit in range(widths[column])]
    return column, int(np.abs(np.array(heights) - y).argmin())


def point_graph(
    graph: PointGraph, *, words: GraphWords, text_colour: str, page_colour: str
) -> Spec:
    """Units as circles with a number each, links as thick as theirs is large; blue is below 0.

    Column i stands at x = i; see `unit_at`. Plain data, for a step should not have to wait.

    Args:
        page_colour: covers the links where there is a unit.
    """
    widths = [len(column) for column in graph.nodes]
    most = max(widths)
    end = float(len(widths))  # where the loss stands
    loss = [] if graph.loss is None else [graph.loss]
    notes = [
        marks.note(i, 0, text, yref="paper", yanchor="top", yshift=-2, font={"size": 11})
        for i, text in enumerate(words.columns)
    ]
    return spec(
        [
            *_links(graph, widths),
            _into_the_loss(widths, end),
            *_units(graph, words.inputs, text_colour, page_colour),
            *_loss_node(end, loss, text_colour, page_colour),
        ],
        graph_height(widths),
        margin=margin(0, b=_FOOT),
        annotations=notes,
        showlegend=False,
        hovermode=False,
        xaxis=HIDDEN | {"range": [-0.42, end + 0.42]},
        yaxis=HIDDEN | {"range": [-most / 2, most / 2]},
    )


def _height(units: int, unit: int) -> float:
    """From the top down, around 0."""
    return (units - 1) / 2 - unit


def _links(graph: PointGraph, widths: Sequence[int]) -> Iterator[marks.Mark]:
    """One trace for all links of a colour and a width, with gaps between them."""
    for column, numbers in enumerate(graph.links, start=1):
        finite = np.nan_to_num(np.asarray(numbers, float))
        largest = float(np.abs(finite).max(initial=0.0)) or 1.0
        steps = np.ceil(np.abs(finite) / largest * len(_WIDTHS)).astype(int)
        for step in range(len(_WIDTHS) + 1):
            for positive in (False, True):
                chosen = np.argwhere((steps == step) & ((finite > 0) == positive))
                if not len(chosen):
                    continue
                x, y = _segments(column, chosen, widths)
                colour = POSITIVE if positive else NEGATIVE
                if not step:
                    colour = palette.MUTED  # exactly 0
                yield marks.curve(
                    x,
                    y,
                    palette.rgba(colour, 0.85 if column == graph.lit else _FAINT),
                    _WIDTHS[max(step - 1, 0)],
                    "dot" if not step else None,
                )


def _segments(
    column: int, pairs: NDArray[np.intp], widths: Sequence[int]
) -> tuple[list[float | None], list[float | None]]:
    x: list[float | None] = []
    y: list[float | None] = []
    for source, target in pairs.tolist():
        x += [column - 1, column, None]
        y += [_height(widths[column - 1], source), _height(widths[column], target), None]
    return x, y


def _into_the_loss(widths: Sequence[int], end: float) -> marks.Mark:
    x: list[float | None] = []
    y: list[float | None] = []
    for unit in range(widths[-1]):
        x += [end, len(widths) - 1, None]
        y += [0.0, _height(widths[-1], unit), None]
    return marks.curve(x, y, palette.rgba(palette.MUTED, 0.5), 1.2, "dot")


def _units(
    graph: PointGraph, inputs: Sequence[str], text_colour: str, page_colour: str
) -> Iterator[marks.Mark]:
    widths = [len(column) for column in graph.nodes]
    places = [(i, unit) for i, units in enumerate(widths) for unit in range(units)]
    numbers = [graph.nodes[i][unit] for i, unit in places]
    x = [float(i) for i, _unit in places]
    y = [_height(widths[i], unit) for i, unit in places]
    yield marks.points(x, y, page_colour, NODE)
    edges = [_edge(number) for number in numbers]
    widths_of_edges = [4 if place == graph.chosen else 1.5 for place in places]
    disc = marks.points(x, y, [_fill(number) for number in numbers], NODE)
    disc["marker"]["line"] = {"color": edges, "width": widths_of_edges}
    disc |= {
        "mode": "markers+text",
        "text": [
            short(number) if i else f"{inputs[unit]}<br>{short(number)}"
            for (i, unit), number in zip(places, numbers, strict=True)
        ],
        "textfont": {"size": 11, "color": text_colour},
        "cliponaxis": False,
    }
    yield disc


def _loss_node(
    end: float, loss: list[float], text_colour: str, page_colour: str
) -> Iterator[marks.Mark]:
    yield marks.points([end], [0.0], page_colour, NODE + 4, symbol="square")
    node = marks.points([end], [0.0], palette.rgba(palette.MUTED, 0.15), NODE + 4, symbol="square")
    node["marker"]["line"] = {"color": palette.MUTED, "width": 1.5}
    text = short(loss[0]) if loss else ""
    look = {"textfont": {"size": 11, "color": text_colour}, "cliponaxis": False}
    yield node | {"mode": "markers+text", "text": [text]} | look


def _edge(number: float | None) -> str:
    if number is None or not math.isfinite(number) or number == 0:
        return palette.MUTED
    return POSITIVE if number > 0 else NEGATIVE


def _fill(number: float | None) -> str:
    return palette.rgba(_edge(number), 0.08 if number is None else 0.22)


def short(number: float | None) -> str:
    """A number that fits into a unit; "" for None."""
    if number is None:
        return ""
    if not math.isfinite(number):
        return "?" if math.isnan(number) else "−∞" if number < 0 else "∞"
    large = abs(number) >= 1000 or 0 < abs(number) < 0.005
    text = f"{number:.0e}" if large else f"{number:.2f}" if abs(number) < 100 else f"{number:.0f}"
    return text.replace("e-0", "e-").replace("e+0", "e").replace("-", "−")
