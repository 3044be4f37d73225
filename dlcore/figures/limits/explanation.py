"""Charts of explanations under test: their maps as a film, how alike they stay, what they find."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore.figures import marks, palette
from dlcore.figures.layout import HIDDEN, Spec, axis, legend, margin, spec
from dlcore.figures.runs import LOOKS, CurvesWords

_TITLE = 0.42  # of a tile, above each row
_FOOT = 0.3  # the same, below the last
_LEGEND = legend(-0.2, xanchor="left", font={"size": 11})  # in narrow charts, a line each


@dataclass(frozen=True)
class MapRow:
    """One method's maps, a tile for each moment that is known.

    Attributes:
        title: above them, at the left.
        note: above them, at the right.
        picture: data URI of all tiles side by side.
        hover: what is said of each tile.
    """

    title: str
    note: str
    picture: str
    hover: Sequence[str]


def film(
    rows: Sequence[MapRow], *, columns: int, chosen: int, text_colour: str, height: int
) -> Spec:
    """Rows of tiles, those of one column framed; tile i covers x from i to i + 1.

    Below each column stands its number.

    Args:
        columns: how many there are going to be.
    """
    known = len(rows[0].hover)
    tall = 1 + _TITLE
    bottom = len(rows) * tall
    tops = [(i + 1) * tall - 1 for i in range(len(rows))]
    look: dict[str, Any] = {"font": {"color": text_colour, "size": 13}, "yanchor": "bottom"}
    titles = [
        marks.note(x, top, text, xanchor=side, **look)
        for row, top in zip(rows, tops, strict=True)
        for x, text, side in ((0, row.title, "left"), (columns, row.note, "right"))
    ]
    numbers = [
        marks.note(i + 0.5, bottom, str(i), yanchor="top", font=look["font"])
        for i in range(columns)
    ]
    edge = {"color": palette.VALIDATION, "width": 3}
    frames = [marks.rectangle(chosen, top, chosen + 1, top + 1, line=edge) for top in tops]
    middles = [(c + 0.5, top + 0.5) for top in tops for c in range(known)]
    said = [text for row in rows for text in row.hover]
    return spec(
        [marks.spots([x for x, _ in middles], [y for _, y in middles], said)],
        height,
        margin=margin(2),
        images=[
            marks.image(row.picture, 0, top, known, 1) for row, top in zip(rows, tops, strict=True)
        ],
        shapes=frames,
        annotations=[*titles, *numbers],
        showlegend=False,
        hovermode="closest",
        xaxis=HIDDEN | {"range": [-0.02, columns + 0.02], "constrain": "domain"},
        yaxis=HIDDEN
        | {"range": [bottom + _FOOT, 0], "scaleanchor": "x", "scaleratio": 1}
        | {"constrain": "domain", "constraintoward": "top"},
    )


def similarity(
    curves: Mapping[str, NDArray[Any]],
    accuracy: NDArray[Any] | None,
    *,
    ticks: Sequence[str],
    alike: float,
    now: int | None,
    other: str,
    words: CurvesWords,
    height: int,
) -> Spec:
    """How much each method's maps are like those before, moment by moment.

    Args:
        curves: (moments,) each, by title; NaN where nothing is known.
        accuracy: (moments,) in [0, 1], of the network; None leaves it out.
        ticks: what each moment is called.
        alike: where the level stands from which maps count as unchanged.
        now: where the upright line stands; None for none.
        other: what the accuracy is called.
    """
    x = list(range(len(ticks)))
    traces = [_curve(x, y, title, i) for i, (title, y) in enumerate(curves.items())]
    if accuracy is not None:
        look: dict[str, Any] = {"name": other, "hovertemplate": "%{y:.0%}"}
        traces.append(marks.curve(x, _known(accuracy), palette.MUTED, 2, "dot", **look))
    return spec(
        traces,
        height,
        margin=margin(t=84),
        legend=_LEGEND,
        shapes=[marks.level(alike)]
        + ([] if now is None else [marks.upright(now, palette.VALIDATION)]),
        xaxis=axis(words.x, tickvals=x, ticktext=list(ticks), range=[-0.2, len(x) - 0.8]),
        yaxis=axis(words.y, range=[-0.45, 1.06]),
        hovermode="x unified",
        showlegend=True,
    )


def removal(
    curves: Mapping[str, NDArray[Any]],
    shares: NDArray[Any],
    *,
    now: float,
    words: CurvesWords,
    height: int,
) -> Spec:
    """How probable the answer still is as pixels go or come.

    Args:
        curves: (k,) in [0, 1] each, by title.
        shares: (k,) of the pixels, in [0, 1].
        now: where the upright line stands.
    """
    x = shares.round(4).tolist()
    traces = [_curve(x, y, title, i, ".0%") for i, (title, y) in enumerate(curves.items())]
    return spec(
        traces,
        height,
        margin=margin(t=84),
        legend=_LEGEND,
        shapes=[marks.upright(now, palette.VALIDATION)],
        xaxis=axis(words.x, range=[-0.01, 1.01], tickformat=".0%"),
        yaxis=axis(words.y, range=[-0.02, 1.04], tickformat=".0%"),
        hovermode="x unified",
        showlegend=True,
    )


def _curve(x: list[Any], y: NDArray[Any], title: str, number: int, form: str = ".2f") -> marks.Mark:
    style, symbol = LOOKS[number].style, LOOKS[number].symbol
    return marks.curve(
        x,
        _known(y),
        style.colour,
        2.5,
        style.dash,
        name=title,
        mode="lines+markers",
        marker={"size": 7, "symbol": symbol},
        hovertemplate=f"%{{y:{form}}}",
    )


def _known(values: NDArray[Any]) -> list[float | None]:
    return [float(f"{v:.4g}") if np.isfinite(v) else None for v in values]
