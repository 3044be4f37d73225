"""Charts about windows that slide: what a shift changes, stamps on a row, channels of a filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dlcore.figures import palette
from dlcore.figures.layout import figure, quiet_layout

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_NONE = {"visible": False, "fixedrange": True}


def changes(
    sweep: np.ndarray, names: Sequence[str], *, x_label: str, y_label: str, height: int
) -> Figure:
    """How much a shift changes, over its length.

    Args:
        sweep: (pixels, things compared), shares.
        names: of what is compared.
    """
    colours = (palette.MUTED, palette.TRAINING, palette.VALIDATION)
    lines = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": name,
            "x": np.arange(len(sweep)),
            "y": sweep[:, i],
            "line": {"color": colour, "width": 2.5, "dash": dash},
            "hovertemplate": "%{x} px: %{y:.1%}<extra></extra>",
        }
        for i, (name, colour, dash) in enumerate(
            zip(names, colours, ("dot", "solid", "dash"), strict=True)
        )
    ]
    return figure(
        lines,
        quiet_layout(
            height,
            xaxis={"title": {"text": x_label}, "dtick": 1},
            yaxis={"title": {"text": y_label}, "tickformat": ".0%", "rangemode": "tozero"},
        ),
    )


def stamps(counts: np.ndarray, *, even: bool, x_label: str, y_label: str, height: int) -> Figure:
    """How many stamps lie on each pixel of a row.

    Args:
        counts: (columns,).
        even: but for the border they are all alike; else those with the most stand out.
    """
    most = counts.max(initial=0)
    bar = {
        "type": "bar",
        "x": np.arange(1, len(counts) + 1),
        "y": counts,
        "marker": {
            "color": [
                palette.VALIDATION if count == most and not even else palette.TRAINING
                for count in counts
            ],
            "line": {"width": 0},
        },
        "hovertemplate": "%{x}: %{y}<extra></extra>",
    }
    return figure(
        [bar],
        quiet_layout(
            height,
            margin={"l": 8, "r": 8, "t": 8, "b": 8},
            bargap=0.15,
            showlegend=False,
            xaxis={"title": {"text": x_label}},
            yaxis={"title": {"text": y_label}, "rangemode": "tozero", "tickformat": "d"},
        ),
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
            _note(-0.62, row, f"<b>{branch.name}</b>", 14, branch.colour),
            _note(0.66, row, "×", 18),
            _note(1.65, row, "=", 18),
        ]
        arrows.append(_arrow(2.8, row, 3.3, middle + (row - middle) * 0.2))
    arrows.append(_arrow(3.6, middle, 3.78, middle))
    ends = {"type": "scatter", "x": [-0.8, 4.85], "y": [-0.5, len(branches) - 0.5], "mode": "none"}
    return figure(
        [ends | {"hoverinfo": "skip"}],
        quiet_layout(
            height,
            margin={"l": 0, "r": 0, "t": 0, "b": 0},
            images=images,
            annotations=notes,
            shapes=[*arrows, *map(_outline, images)],
            showlegend=False,
            xaxis=_NONE | {"range": [-0.85, 4.85], "constrain": "domain"},
            yaxis=_NONE
            | {"range": [len(branches) - 0.48, -0.52], "scaleanchor": "x", "constrain": "domain"},
        ),
    )


def _image(source: str, x: float, y: float, size: float, aspect: float) -> dict[str, Any]:
    """Centred at x, y; the longer side is `size`."""
    return {
        "source": source,
        "xref": "x",
        "yref": "y",
        "x": x,
        "y": y,
        "xanchor": "center",
        "yanchor": "middle",
        "sizex": size / max(aspect, 1.0),
        "sizey": size * min(aspect, 1.0),
        "sizing": "stretch",
        "layer": "below",
    }


def _outline(image: dict[str, Any]) -> dict[str, Any]:
    """A thin line around a picture, for a page as dark as its zeros."""
    half, tall = image["sizex"] / 2, image["sizey"] / 2
    return {
        "type": "rect",
        "x0": image["x"] - half,
        "x1": image["x"] + half,
        "y0": image["y"] - tall,
        "y1": image["y"] + tall,
        "line": {"color": palette.rgba(palette.MUTED, 0.6), "width": 1},
    }


def _note(x: float, y: float, text: str, size: int, colour: str | None = None) -> dict[str, Any]:
    font = {"size": size} | ({"color": colour} if colour else {})
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": font}


def _arrow(x0: float, y0: float, x1: float, y1: float) -> dict[str, Any]:
    line = {"color": palette.MUTED, "width": 1.5}
    return {"type": "line", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "line": line}
