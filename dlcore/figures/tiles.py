"""Many small pictures in rows, one of them chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dlcore.figures import palette
from dlcore.figures.layout import figure, quiet_layout

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_NONE = {"visible": False, "fixedrange": True}


def tiles(
    picture: str,
    count: int,
    columns: int,
    aspect: float,
    *,
    chosen: int | None,
    hover: Sequence[str],
    height: int,
) -> Figure:
    """A mosaic to click on: tile i covers x from i % columns and y from i // columns on, by 1.

    Args:
        picture: data URI of the whole mosaic.
        count: how many tiles there are.
        aspect: width by height of a tile.
        chosen: the one with a frame.
        hover: what is said of each tile.
    """
    rows = -(-count // columns)
    spots = {
        "type": "scatter",
        "mode": "markers",
        "x": [i % columns + 0.5 for i in range(count)],
        "y": [i // columns + 0.5 for i in range(count)],
        "marker": {"opacity": 0, "size": 20},
        "hovertext": list(hover),
        "hoverinfo": "text",
    }
    image = {
        "source": picture,
        "xref": "x",
        "yref": "y",
        "x": 0,
        "y": 0,
        "sizex": columns,
        "sizey": rows,
        "sizing": "stretch",
        "layer": "below",
    }
    frame = [] if chosen is None else [_frame(chosen % columns, chosen // columns)]
    return figure(
        [spots],
        quiet_layout(
            height,
            margin={"l": 2, "r": 2, "t": 2, "b": 2},
            images=[image],
            shapes=frame,
            showlegend=False,
            hovermode="closest",
            xaxis=_NONE | {"range": [0, columns], "constrain": "domain"},
            yaxis=_NONE
            | {"range": [rows, 0], "scaleanchor": "x", "scaleratio": 1 / aspect}
            | {"constrain": "domain"},
        ),
    )


def _frame(column: int, row: int) -> dict:
    return {
        "type": "rect",
        "x0": column,
        "x1": column + 1,
        "y0": row,
        "y1": row + 1,
        "line": {"color": palette.VALIDATION, "width": 3},
    }
