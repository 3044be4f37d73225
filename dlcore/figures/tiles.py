"""Many small pictures in rows, one of them chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dlcore.figures import marks, palette
from dlcore.figures.layout import HIDDEN, figure, margin

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


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
    middles = [(i % columns + 0.5, i // columns + 0.5) for i in range(count)]
    fits = {"scaleanchor": "x", "scaleratio": 1 / aspect, "constrain": "domain"}
    return figure(
        [marks.spots([x for x, _ in middles], [y for _, y in middles], list(hover))],
        height,
        margin=margin(2),
        images=[marks.image(picture, 0, 0, columns, rows)],
        shapes=[] if chosen is None else [_frame(chosen % columns, chosen // columns)],
        showlegend=False,
        hovermode="closest",
        xaxis=HIDDEN | {"range": [0, columns], "constrain": "domain"},
        yaxis=HIDDEN | {"range": [rows, 0]} | fits,
    )


def _frame(column: int, row: int) -> marks.Mark:
    look = {"color": palette.VALIDATION, "width": 3}
    return marks.rectangle(column, row, column + 1, row + 1, line=look)
