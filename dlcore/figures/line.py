"""Charts of a line of digits that is read as a whole, and of CTC on a few places.

Places are counted from 1, from left to right; place t covers x from t - 1/2 to t + 1/2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dlcore.figures import heat, marks, palette
from dlcore.figures.layout import HIDDEN, Spec, axis, figure, margin, spec

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

Edges = tuple[tuple[int, str], ...]  # that move in a film: index of a shape, and name of its edge

BLANK = 0
PICTURE, HEAT, BANDS = (0.71, 1.0), (0.22, 0.68), (0.0, 0.19)  # of the height
_BARE: Spec = {"showgrid": False, "zeroline": False}
_LEFT = 72  # px, room for the names of the rows
_FAINT, _STRONG = 0.16, 0.75  # of a block's colour: a blank's, a digit's
_THICKEST = 9.0  # px, of the step that all paths take
_SMALLEST, _LARGEST = 5.0, 28.0  # px, of a state that no path passes, and what all paths add


@dataclass(frozen=True)
class LineWords:
    """What stands in `reading`; `hover` has plotly's %{x}, %{y} and %{z}.

    Attributes:
        signs: of each symbol, the blank's first.
        path, merged, read: names of the three rows below.
    """

    signs: Sequence[str]
    x: str
    path: str
    merged: str
    read: str
    hover: str


def reading(
    picture: str,
    size: tuple[int, int],
    beliefs: NDArray[np.float32],
    *,
    chosen: tuple[int, int] | None,
    words: LineWords,
    height: int,
) -> tuple[Figure, tuple[int, ...], Edges]:
    """A line, what is believed at each of its places, and how that is read.

    Args:
        picture: data URI of the line.
        size: its width and height in px.
        beliefs: (T, symbols), rows summing to 1.
        chosen: first and after of the places that are marked.

    Returns:
        The figure, the traces that grow in its film of T steps, and the edges that move in it.
    """
    places, symbols = beliefs.shape
    path = beliefs.argmax(axis=1)
    end = places + 0.5
    cover = marks.rectangle(end, -0.5, end, symbols - 0.5, fillcolor=heat.paper(1))
    cursor = marks.upright(end, palette.VALIDATION, 2, dash=None)
    blocks = _blocks(path, words)
    shown = figure(
        [_heat(beliefs, words), *blocks],
        height,
        margin=margin(l=_LEFT, t=4),
        images=[marks.image(picture, 0.5, size[1], places, size[1], yref="y2")],
        shapes=[cover, cursor, *([_mark(chosen)] if chosen else [])],
        showlegend=False,
        hovermode="closest",
        barmode="overlay",
        bargap=0,
        xaxis=axis(words.x, range=[0.5, end], constrain="domain", anchor="y3", **_BARE),
        yaxis=_rows(range(symbols), words.signs, [symbols - 0.5, -0.5], HEAT),
        yaxis2=HIDDEN
        | {
            "domain": PICTURE,
            "range": [0, size[1]],
            "scaleanchor": "x",
            "scaleratio": places / size[0],
            "constrain": "domain",
        },
        yaxis3=_rows([2.5, 1.5, 0.5], [words.path, words.merged, words.read], [0, 3], BANDS),
    )
    edges = ((0, "x0"), (1, "x0"), (1, "x1"))
    return shown, tuple(range(1, 1 + len(blocks))), edges


def _heat(beliefs: NDArray[np.float32], words: LineWords) -> marks.Mark:
    places, symbols = beliefs.shape
    return {
        "type": "heatmap",
        "z": np.ascontiguousarray(beliefs.T, np.float32),
        "x": np.arange(1, places + 1),
        "y": np.arange(symbols),
        "zmin": 0,
        "zmax": 1,
        "colorscale": heat.colour_scale(below_zero=False),
        "showscale": False,
        "customdata": np.repeat(np.array(words.signs)[:, None], places, axis=1),
        "hovertemplate": words.hover + "<extra></extra>",
    }


def _rows(
    at: Sequence[float] | range,
    names: Sequence[str],
    span: list[float],
    domain: tuple[float, float],
) -> Spec:
    """An axis whose ticks are the names of rows."""
    return axis(
        range=span,
        domain=domain,
        tickmode="array",
        tickvals=list(at),
        ticktext=list(names),
        **(_BARE | {"ticks": "", "automargin": False}),
    )


def _mark(places: tuple[int, int]) -> marks.Mark:
    return marks.band(places[0] + 0.5, places[1] + 0.5, palette.RIGHT, 0.3) | {"layer": "above"}


def _blocks(path: NDArray[np.int64], words: LineWords) -> list[marks.Mark]:
    """The path, a block a place; repeats as one block; and what is left without blanks.

    Each begins with a point that is not seen, before the first place: a film starts with it.
    """
    before = np.concatenate([[-1], path[:-1]])
    runs = np.split(np.arange(len(path)), np.flatnonzero(path != before)[1:])
    middles = {(run[0] + run[-1]) // 2 for run in runs}
    named = [words.signs[s] if t in middles else "" for t, s in enumerate(path)]
    left = [
        f"<b>{text}</b>" if s != BLANK and text else "" for s, text in zip(path, named, strict=True)
    ]
    looks = colours(words.signs)
    shades = [palette.rgba(looks[s], _FAINT if s == BLANK else _STRONG) for s in path]
    only = ["rgba(0,0,0,0)" if s == BLANK else c for s, c in zip(path, shades, strict=True)]
    return [
        _row(2, shades, [""] * len(path), 0.84),
        _row(1, shades, named, 1),
        _row(0, only, left, 1),
    ]


def _row(base: int, colours: list[str], texts: list[str], width: float) -> marks.Mark:
    written = ["#FFFFFF" if text.strip("–") else palette.MUTED for text in ["", *texts]]
    return marks.bars(
        np.arange(len(colours) + 1),
        np.array([0.0] + [0.86] * len(colours)),
        {"color": ["rgba(0,0,0,0)", *colours], "line": {"width": 0}},
        base=base + 0.07,
        width=width,
        text=["", *texts],
        textposition="inside",
        insidetextanchor="middle",
        insidetextfont={"color": written},
        textangle=0,
        constraintext="none",
        yaxis="y3",
        hoverinfo="skip",
    )


def ranked(
    names: Sequence[str], shares: Sequence[float], texts: Sequence[str], *, best: int, height: int
) -> Spec:
    """Shares as bars one below the other, each with its name and its number.

    Args:
        best: how many, from the first on, have the colour of an answer.
    """
    look = {
        "color": [palette.RIGHT if i < best else palette.MUTED for i in range(len(names))],
        "cornerradius": 4,
    }
    rows = list(range(len(names)))
    bar = marks.bars(list(shares), rows, look, texts=list(texts), orientation="h", hoverinfo="skip")
    largest = max(shares, default=1.0)
    return spec(
        [bar],
        height,
        margin=margin(),
        bargap=0.28,
        showlegend=False,
        xaxis=HIDDEN | {"range": [0, 1.3 * largest]},
        yaxis=axis(
            range=[len(names) - 0.5, -0.5],
            tickmode="array",
            tickvals=rows,
            ticktext=list(names),
            **_BARE,
        ),
    )


@dataclass(frozen=True)
class TrellisWords:
    """What stands in `trellis`: signs of the states, names of the axes, and of each point."""

    signs: Sequence[str]
    x: str
    y: str
    hover: Sequence[str]


def trellis(
    alpha: NDArray[np.floating],
    shares: NDArray[np.floating],
    steps: NDArray[np.floating],
    ways: NDArray[np.bool_],
    *,
    colours: Sequence[str],
    words: TrellisWords,
    height: int,
) -> Spec:
    """States over places: as large as the share of all paths that pass, as thick as what goes on.

    Args:
        alpha: (T, S), written into each point.
        shares: (T, S) in [0, 1].
        steps: (T - 1, S, S) in [0, 1].
        ways: (S, S), which state may follow which.
        colours: of the S states.
        words: its `hover` has one text for each point, place by place.
    """
    places, count = alpha.shape
    return spec(
        [_states(alpha, shares, colours, words.hover)],
        height,
        margin=margin(l=40, t=4),
        shapes=[
            _way(t, s, to, float(steps[t, s, to]))
            for t in range(places - 1)
            for s, to in np.argwhere(ways).tolist()
            if alpha[t, s] > 0
        ],
        showlegend=False,
        hovermode="closest",
        xaxis=axis(words.x, range=[0.5, places + 0.5], dtick=1, **_BARE),
        yaxis=axis(
            words.y,
            range=[count - 0.4, -0.5],
            tickmode="array",
            tickvals=list(range(count)),
            ticktext=list(words.signs),
            **_BARE,
        ),
    )


def _states(
    alpha: NDArray[np.floating],
    shares: NDArray[np.floating],
    colours: Sequence[str],
    hover: Sequence[str],
) -> marks.Mark:
    there = list(np.ndindex(*alpha.shape))
    points = marks.points(
        [t + 1 for t, _ in there],
        [s for _, s in there],
        [colours[s] for _, s in there],
        0,
        mode="markers+text",
        text=[f"{alpha[at]:.2g}" if alpha[at] > 0 else "" for at in there],
        textposition="bottom center",
        textfont={"size": 11},
        hovertext=list(hover),
        hoverinfo="text",
        cliponaxis=False,
    )
    points["marker"]["size"] = [_SMALLEST + _LARGEST * float(np.sqrt(shares[at])) for at in there]
    points["marker"]["opacity"] = [0.35 + 0.65 * float(shares[at]) for at in there]
    return points


def _way(t: int, s: int, to: int, share: float) -> marks.Mark:
    look = {
        "color": palette.rgba(palette.MUTED, 0.25 + 0.6 * share),
        "width": 1 + _THICKEST * share,
    }
    ends = {"x0": t + 1, "y0": s, "x1": t + 2, "y1": to}
    return {"type": "line", "layer": "below", "line": look, **ends}


@dataclass(frozen=True)
class PullWords:
    """What stands in `pull` and `logits`: signs of the symbols, axes, and the two marks."""

    signs: Sequence[str]
    x: str
    y: str
    is_believed: str = ""
    is_needed: str = ""
    hover: str = ""


def logits(
    values: NDArray[np.floating], ends: tuple[float, float], *, words: PullWords, height: int
) -> Figure:
    """Logits as points to be dragged: the last trace, place by place, symbol by symbol.

    Args:
        values: (T, C).
        ends: lowest and highest that there may be.
    """
    places, symbols = values.shape
    x, y = _side_by_side(places, symbols), values.ravel()
    looks = colours(words.signs) * places
    stems = [
        marks.curve([a, a], [0, b], c, 2, hoverinfo="skip", showlegend=False)
        for a, b, c in zip(x, y, looks, strict=True)
    ]
    points = marks.points(
        x,
        y,
        looks,
        17,
        mode="markers+text",
        text=list(words.signs) * places,
        textfont={"color": "#FFFFFF", "size": 11},
        hovertemplate="%{text}: %{y:.2f}<extra></extra>",
        showlegend=False,
        cliponaxis=False,
    )
    edge = 0.07 * (ends[1] - ends[0])
    return figure(
        [*stems, points],
        height,
        margin=margin(t=4),
        hovermode="closest",
        xaxis=_places(words.x, places),
        yaxis=axis(words.y, range=[ends[0] - edge, ends[1] + edge], zeroline=True),
    )


def _side_by_side(places: int, symbols: int) -> NDArray[np.floating]:
    """Where the symbols of each place stand, beside one another."""
    beside = (np.arange(symbols) - (symbols - 1) / 2) * 0.8 / symbols
    return (np.arange(1, places + 1)[:, None] + beside).ravel()


def _places(label: str, places: int) -> Spec:
    return axis(label, range=[0.5, places + 0.5], dtick=1, **_BARE)


def colours(signs: Sequence[str]) -> list[str]:
    """Of symbols by their signs: a digit's own, and what all others have."""
    return [palette.CLASSES[int(s)] if s.isdecimal() else palette.MUTED for s in signs]


def pull(
    beliefs: NDArray[np.floating],
    occupancy: NDArray[np.floating],
    *,
    words: PullWords,
    height: int,
) -> Spec:
    """What is believed as bars, what the reading needs as marks; the gradient is between them.

    Args:
        beliefs, occupancy: (T, C) in [0, 1], rows summing to 1.
    """
    places, symbols = beliefs.shape
    x = _side_by_side(places, symbols).tolist()
    looks = colours(words.signs) * places
    believed, needed = beliefs.ravel().tolist(), occupancy.ravel().tolist()
    data = [
        [sign, b, n, b - n]
        for sign, b, n in zip(list(words.signs) * places, believed, needed, strict=True)
    ]
    said = {"customdata": data, "hovertemplate": words.hover + "<extra></extra>"}
    return spec(
        [
            marks.bars(
                x, believed, {"color": looks}, width=0.8 / symbols, name=words.is_believed, **said
            ),
            marks.points(
                x,
                needed,
                palette.RIGHT,
                11,
                symbol="diamond",
                edge=("#FFFFFF", 1),
                name=words.is_needed,
                **said,
            ),
        ],
        height,
        shapes=[_between(*ends) for ends in zip(x, believed, needed, strict=True)],
        hovermode="closest",
        xaxis=_places(words.x, places),
        yaxis=axis(words.y, range=[0, 1.05], tickformat=".0%"),
    )


def _between(x: float, believed: float, needed: float) -> marks.Mark:
    look = {"color": palette.RIGHT, "width": 2}
    return {"type": "line", "x0": x, "x1": x, "y0": believed, "y1": needed, "line": look}
