"""Charts about windows that slide: what a shift changes, stamps on a row, channels of a filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dlcore.figures import marks, palette
from dlcore.figures.layout import HIDDEN, axis, figure, margin

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def changes(
    sweep: np.ndarray, names: Sequence[str], *, x_label: str, y_label: str, height: int
) -> Figure:
    """How much a shift changes, over its length.

    Args:
        sweep: (pixels, things compared), shares.
        names: of what is compared.
    """
    x = np.arange(len(sweep))
    looks = ((palette.MUTED, "dot"), (palette.TRAINING, "solid"), (palette.VALIDATION, "dash"))
    shared: marks.Mark = {
        "mode": "lines+markers",
        "hovertemplate": "%{x} px: %{y:.1%}<extra></extra>",
    }
    return figure(
        [
            marks.curve(x, y, colour, dash=dash, name=name, **shared)
            for y, name, (colour, dash) in zip(sweep.T, names, looks, strict=True)
        ],
        height,
        xaxis=axis(x_label, dtick=1),
        yaxis=axis(y_label, tickformat=".0%", rangemode="tozero"),
    )


def stamps(counts: np.ndarray, *, even: bool, x_label: str, y_label: str, height: int) -> Figure:
    """How many stamps lie on each pixel of a row.

    Args:
        counts: (columns,).
        even: but for the border they are all alike; else those with the most stand out.
    """
    most = counts.max(initial=0)
    stand_out = (counts == most) & (not even)
    colours = [palette.VALIDATION if stands else palette.TRAINING for stands in stand_out]
    look = {"color": colours, "line": {"width": 0}}
    x = np.arange(1, len(counts) + 1)
    return figure(
        [marks.bars(x, counts, look, hovertemplate="%{x}: %{y}<extra></extra>")],
        height,
        margin=margin(),
        bargap=0.15,
        showlegend=False,
        xaxis=axis(x_label),
        yaxis=axis(y_label, rangemode="tozero", tickformat="d"),
    )


@dataclass(frozen=True)
class Branch:
    """One channel of a filter: three pictures as data URIs, and the channel's name and colour."""

    name: str
    colour: str
    channel: str
    kernel: str
    product: str


def mixture(
    branches: Sequence[Branch],
    output: str,
    *,
    aspect: float,
    bias: str,
    result: str,
    height: int,
) -> Figure:
    """A filter over several channels: channel x kernel = product, added up to one picture.

    Args:
        branches: one a channel.
        output: data URI of the sum.
        aspect: height by width of the pictures.
        bias: what is written at the sum.
        result: what is written under the output.
    """
    middle = (len(branches) - 1) / 2
    images = [_image(output, 4.3, middle, 1.0, aspect)]
    notes = [
        _note(3.45, middle, "<b>+</b>", 20),
        _note(4.3, middle - 0.72, bias, 12),
        _note(4.3, middle + 0.72, result, 13),
    ]
    arrows = []
    for row, branch in enumerate(branches):
        images += [
            _image(branch.channel, 0.0, row, 0.9, aspect),
            _image(branch.kernel, 1.15, row, 0.55, 1.0),
            _image(branch.product, 2.3, row, 0.9, aspect),
        ]
        notes += [
            _note(-0.62, row, f"<b>{branch.name}</b>", 14, color=branch.colour),
            _note(0.66, row, "×", 18),
            _note(1.65, row, "=", 18),
        ]
        arrows.append(_arrow(2.8, row, 3.3, middle + (row - middle) * 0.2))
    arrows.append(_arrow(3.6, middle, 3.78, middle))
    shapes = [*arrows, *map(_outline, images)]
    return _still(len(branches), height, images=images, annotations=notes, shapes=shapes)


def _still(rows: int, height: int, **layout: list[marks.Mark]) -> Figure:
    """Pictures, words and lines in rows, and nothing to point at."""
    ends = {"type": "scatter", "x": [-0.8, 4.85], "y": [-0.5, rows - 0.5], "mode": "none"}
    return figure(
        [ends | {"hoverinfo": "skip"}],
        height,
        margin=margin(0),
        showlegend=False,
        xaxis=HIDDEN | {"range": [-0.85, 4.85], "constrain": "domain"},
        yaxis=HIDDEN | {"range": [rows - 0.48, -0.52], "scaleanchor": "x", "constrain": "domain"},
        **layout,
    )


def _image(source: str, x: float, y: float, size: float, aspect: float) -> marks.Mark:
    """Centred at x, y; the longer side is `size`."""
    sides = size / max(aspect, 1.0), size * min(aspect, 1.0)
    return marks.image(source, x, y, *sides, xanchor="center", yanchor="middle")


def _outline(image: marks.Mark) -> marks.Mark:
    """A thin line around a picture, for a page as dark as its zeros."""
    x, y, half, tall = image["x"], image["y"], image["sizex"] / 2, image["sizey"] / 2
    look = {"color": palette.rgba(palette.MUTED, 0.6), "width": 1}
    return marks.rectangle(x - half, y - tall, x + half, y + tall, line=look)


def _note(x: float, y: float, text: str, size: int, **font: str) -> marks.Mark:
    return marks.note(x, y, text, font={"size": size, **font})


def _arrow(x0: float, y0: float, x1: float, y1: float) -> marks.Mark:
    line = {"color": palette.MUTED, "width": 1.5}
    return {"type": "line", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "line": line}
