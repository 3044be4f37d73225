"""Charts of a data set: how many images each class has, and where they lie on a plane."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dlcore.figures import marks, palette
from dlcore.figures.layout import Spec, axis, legend, margin, spec

_ROW = 20  # px of a class
_NAME = 12  # characters of a class at an axis
_MARK = 2  # characters of a class in the plane: more would hide each other
_FADED = 0.85


@dataclass(frozen=True)
class BalanceWords:
    """What stands in a chart of how many images there are.

    Attributes:
        images: at the axis.
        train, test: what the two parts are called.
    """

    images: str
    train: str
    test: str


def balance(
    classes: Sequence[str], train: Sequence[int], test: Sequence[int], *, words: BalanceWords
) -> Spec:
    """A bar for each class from the top down: its images to learn from, and behind them the others.

    Args:
        classes: their names; a stranger's text.
        train, test: how many of each.
    """
    places = list(range(len(classes)))
    names = [_plain(name) for name in classes]
    return spec(
        [
            _bars(words.train, train, names, palette.TRAINING),
            _bars(words.test, test, names, palette.VALIDATION),
        ],
        80 + _ROW * len(classes),
        barmode="stack",
        bargap=0.25,
        margin=margin(t=36, b=36),
        legend=legend(traceorder="normal"),
        xaxis=axis(words.images, rangemode="tozero", fixedrange=True),
        yaxis=axis(
            tickvals=places,
            ticktext=[_plain(cut(name, _NAME)) for name in classes],
            range=[len(classes) - 0.5, -0.5],
            fixedrange=True,
            automargin=True,
        ),
    )


def _bars(part: str, counts: Sequence[int], names: list[str], colour: str) -> marks.Mark:
    said = "%{customdata}: %{x}<extra>" + part + "</extra>"
    look = {"orientation": "h", "name": part, "customdata": names, "hovertemplate": said}
    return marks.bars([*map(int, counts)], [*range(len(names))], {"color": colour}, **look)


def scatter(
    points: np.ndarray,
    given: np.ndarray,
    classes: Sequence[str],
    *,
    chosen: int | None,
    hover: Sequence[str],
    text_colour: str,
    height: int,
) -> Spec:
    """Every image as the first letters of its class, coloured by it.

    There are ten colours and perhaps more classes: the letters tell them apart.

    Args:
        points: (n, 2).
        given: (n,) index of each one's class.
        classes: their names; a stranger's text.
        chosen: the point with a ring around it.
        hover: what is said of each point; a stranger's text.
    """
    ring = points[[chosen]] if chosen is not None else points[:0]
    hidden = axis(showticklabels=False, zeroline=False, showgrid=False)
    return spec(
        [
            *(_letters(label, points, given, classes, hover) for label in np.unique(given)),
            marks.ring(ring[:, 0].tolist(), ring[:, 1].tolist(), text_colour),
        ],
        height,
        margin=margin(4),
        hovermode="closest",
        showlegend=False,
        xaxis=hidden,
        yaxis=hidden,
    )


def _letters(
    label: int,
    points: np.ndarray,
    given: np.ndarray,
    classes: Sequence[str],
    hover: Sequence[str],
) -> marks.Mark:
    own = np.flatnonzero(given == label)
    colour = palette.CLASSES[label % len(palette.CLASSES)]
    x, y = points[own].T.astype(float).round(3).tolist()
    return {
        "type": "scatter",
        "mode": "text",
        "x": x,
        "y": y,
        "text": _plain(classes[label][:_MARK]),
        "textfont": {"color": palette.rgba(colour, _FADED), "size": 12},
        "hovertext": [_plain(hover[i]) for i in own.tolist()],
        "hoverinfo": "text",
    }


def cut(name: str, longest: int) -> str:
    """A name, or its beginning where it is longer than that."""
    return name if len(name) <= longest else f"{name[: longest - 1]}…"


def _plain(text: str) -> str:
    """A stranger's text for plotly, which takes tags for its own, links among them."""
    return html.escape(text, quote=False)
