"""Charts about the inside of a network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dlcore.figures import marks, palette
from dlcore.figures.classes import categories, class_axis, short
from dlcore.figures.layout import HIDDEN, axis, figure, margin
from dlcore.figures.lines import Line

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_FADED = 0.75
_WORTH = 0.2  # a probability that is ever above it bears its class
_MARK = 2  # characters of a name that is a mark by itself, as a digit is
COLOURS = len(palette.CLASSES)
"""So many classes of a plane or of lines have colours of their own."""


@dataclass(frozen=True)
class AnswerWords:
    """What stands in `answers`: of the marks, of the bars, and at the axis."""

    before: str
    after: str
    x: str


def answers(
    before: np.ndarray,
    after: np.ndarray,
    names: Sequence[str],
    *,
    words: AnswerWords,
    height: int,
) -> Figure:
    """Probabilities of some classes twice: as they were, and as they are.

    Args:
        before, after: (k,) in [0, 1].
        names: of the k classes, a stranger's text; no two alike.
    """
    classes = categories(names)
    strongest = int(np.argmax(after))
    colours = [palette.RIGHT if i == strongest else palette.TRAINING for i in range(len(classes))]
    shared = {"orientation": "h", "hovertemplate": "%{y}: %{x:.1%}<extra></extra>"}
    look = {"color": colours, "cornerradius": 3}
    now = marks.bars(
        np.asarray(after, float), classes, look, name=words.after, showlegend=False, **shared
    )
    then = marks.points(
        np.asarray(before, float),
        classes,
        palette.MUTED,
        12,
        symbol="line-ns-open",
        edge=(palette.MUTED, 3),
        name=words.before,
        **shared,
    )
    return figure(
        [now, then],
        height,
        margin=margin(t=28),
        bargap=0.3,
        xaxis=axis(words.x, range=[0, 1.03], tickformat=".0%"),
        yaxis=class_axis(names, len(names), autorange="reversed"),
    )


def fields(
    picture: str, boxes: Sequence[tuple[tuple[int, int], tuple[int, int]]], chosen: int, height: int
) -> Figure:
    """An image of 28 x 28 pixels with the receptive fields of cells as frames.

    Args:
        picture: data URI of the image.
        boxes: of each cell the first row and column of its pixels, and those behind the last.
        chosen: index of the one that stands out.
    """
    muted, bright = (palette.MUTED, 1.5), (palette.VALIDATION, 3.0)
    order = [i for i in range(len(boxes)) if i != chosen] + [chosen]  # the chosen one above all
    frames = []
    for i in order:
        (top, left), (bottom, right) = boxes[i]
        colour, width = bright if i == chosen else muted
        look = {"color": colour, "width": width}
        frames.append(marks.rectangle(left, top, right, bottom, line=look))
    still = {"type": "scatter", "x": [14], "y": [14], "opacity": 0, "hoverinfo": "skip"}
    return figure(
        [still],
        height,
        margin=margin(2),
        images=[marks.image(picture, 0, 0, 28, 28)],
        shapes=frames,
        showlegend=False,
        hovermode=False,
        xaxis=HIDDEN | {"range": [-0.3, 28.3], "constrain": "domain"},
        yaxis=HIDDEN | {"range": [28.3, -0.3], "scaleanchor": "x", "constrain": "domain"},
    )


def units(
    values: np.ndarray, *, chosen: int | None, x_label: str, y_label: str, height: int
) -> Figure:
    """What leaves a layer without maps: a bar for each unit.

    Args:
        values: (units,).
        chosen: the one in another colour.
    """
    x, y = np.arange(len(values)), np.asarray(values, float)
    colours = [palette.VALIDATION if i == chosen else palette.TRAINING for i in x]
    look = {"color": colours, "line": {"width": 0}}
    return figure(
        [marks.bars(x, y, look, hovertemplate="%{x}: %{y:.3g}<extra></extra>")],
        height,
        margin=margin(),
        bargap=0.05,
        showlegend=False,
        xaxis=axis(x_label, range=[-0.5, len(values) - 0.5]),
        yaxis=axis(y_label),
    )


@dataclass(frozen=True)
class ReadingWords:
    """What stands in `readings`: in the legend, and at the axes."""

    accuracy: str
    x: str
    y: str


def readings(
    epochs: np.ndarray,
    probabilities: np.ndarray,
    names: Sequence[str],
    accuracy: np.ndarray | None,
    *,
    now: float,
    words: ReadingWords,
    height: int,
) -> Figure:
    """How probable each class was after each epoch; a line bears its name.

    Args:
        epochs: (k,).
        probabilities: (k, m) in [0, 1], of up to `COLOURS` classes.
        names: of the m classes, a stranger's text.
        accuracy: (k,) in [0, 1], of the whole test set, as a dotted line; None for none.
        now: where the upright line stands.
    """
    lines = [
        _reading(epochs, shares, name, colour)
        for shares, name, colour in zip(probabilities.T, names, palette.CLASSES, strict=False)
    ]
    if accuracy is not None:
        right = Line(epochs, accuracy, words.accuracy, palette.MUTED, "dot")
        lines.append(marks.line(right, 2, hovertemplate="%{y:.1%}<extra></extra>"))
    return figure(
        lines,
        height,
        shapes=[marks.upright(now, palette.VALIDATION)],
        xaxis=axis(words.x, dtick=1 if epochs[-1] <= 12 else None),
        yaxis=axis(words.y, range=[-0.02, 1.08], tickformat=".0%"),
    )


def _reading(epochs: np.ndarray, shares: np.ndarray, name: str, colour: str) -> marks.Mark:
    """One class; a digit stands at each of its points, a long name at the highest alone."""
    (shown,) = categories([short(name)])
    everywhere, highest = len(name) <= _MARK, int(shares.argmax())
    texts = [shown if everywhere or i == highest else "" for i in range(len(epochs))]
    inwards = "left" if highest == len(epochs) - 1 else "right" if highest == 0 else "center"
    return marks.curve(
        epochs,
        shares,
        colour,
        mode="lines+text",
        text=texts if shares.max() > _WORTH else None,
        textposition="top center" if everywhere else f"top {inwards}",
        textfont={"color": colour, "size": 12},
        hovertemplate=f"{_literal(name)}: %{{y:.1%}}<extra></extra>",
        showlegend=False,
    )


def _literal(name: str) -> str:
    """A name in a template of plotly, in which %{ begins a field."""
    return categories([name])[0].replace("%{", "%&#123;")


@dataclass(frozen=True)
class AttackWords:
    """What stands in `attack_curve`: in the legend, and at the axes."""

    attacked: str
    random: str
    x: str
    y: str


def attack_curve(
    epsilons: Sequence[float],
    attacked: Sequence[float],
    random: Sequence[float],
    *,
    now: float,
    words: AttackWords,
    height: int,
) -> Figure:
    """Accuracy over the size of the change, attacked and by chance.

    Args:
        now: where the upright line stands.
    """
    x = list(epsilons)
    shared: marks.Mark = {
        "mode": "lines+markers",
        "hovertemplate": "ε = %{x}: %{y:.1%}<extra></extra>",
    }
    return figure(
        [
            marks.curve(x, list(shares), colour, dash=dash, name=label, **shared)
            for label, shares, colour, dash in (
                (words.attacked, attacked, palette.WRONG, "solid"),
                (words.random, random, palette.MUTED, "dash"),
            )
        ],
        height,
        shapes=[marks.upright(now, palette.VALIDATION)],
        xaxis=axis(words.x, range=[-0.005, max(epsilons) + 0.005]),
        yaxis=axis(words.y, range=[0, 1.03], tickformat=".0%"),
    )


def plane(
    points: np.ndarray,
    truth: np.ndarray,
    own: np.ndarray,
    names: Sequence[str],
    coloured: Sequence[int],
    *,
    chosen: int | None,
    own_label: str,
    others_label: str,
    hover: str,
    text_colour: str,
    height: int,
) -> Figure:
    """Every test image as the name of its class, or a dot where names are long, and one's own as a
    star.

    Args:
        points: (n, 2).
        truth: (n,) below k.
        own: (2,).
        names: of the k classes, a stranger's text.
        coloured: up to `COLOURS` classes, each with a colour of its own; all others are grey.
        chosen: a point with a ring around it.
        others_label: of the grey ones, in the legend.
        hover: template with {number} and {truth}.
    """
    ring_x, ring_y = ([], []) if chosen is None else points[[chosen]].T
    hidden = axis(showticklabels=False, zeroline=False, showgrid=False)
    return figure(
        [
            *_crowd(points, truth, names, coloured, hover=hover, others_label=others_label),
            marks.ring(ring_x, ring_y, text_colour),
            _star(own, f"<b>{own_label}</b>", text_colour),
        ],
        height,
        margin=margin(4),
        hovermode="closest",
        xaxis=hidden,
        yaxis=hidden,
    )


def _crowd(
    points: np.ndarray,
    truth: np.ndarray,
    names: Sequence[str],
    coloured: Sequence[int],
    *,
    hover: str,
    others_label: str,
) -> list[marks.Mark]:
    """A trace for each colour, and before them, so that they lie behind, one for the others."""
    shown = categories(names)
    as_text = max(map(len, names)) <= _MARK
    others = sorted(set(range(len(names))) - set(coloured))
    parts = [([one], colour) for one, colour in zip(coloured, palette.CLASSES, strict=False)]

    def part(classes: Sequence[int], colour: str, label: str) -> marks.Mark:
        here = np.flatnonzero(np.isin(truth, classes))
        colour = palette.rgba(colour, _FADED)
        look: marks.Mark = (
            {
                "mode": "text",
                "text": [shown[truth[i]] for i in here],
                "textfont": {"color": colour, "size": 11},
                "showlegend": False,
            }
            if as_text
            else {"mode": "markers", "marker": {"color": colour, "size": 7}, "showlegend": True}
        )
        said = [hover.format(number=i, truth=shown[truth[i]]) for i in here]
        place = {"x": points[here, 0], "y": points[here, 1], "hovertext": said}
        return {"type": "scatter", "name": label, "hoverinfo": "text", **place, **look}

    grey = [part(others, palette.MUTED, others_label)] if others else []
    named = [part(one, colour, categories([short(names[one[0]])])[0]) for one, colour in parts]
    return [*grey, *named]


def _star(own: np.ndarray, label: str, text_colour: str) -> marks.Mark:
    return marks.points(
        own[:1],
        own[1:],
        palette.VALIDATION,
        20,
        symbol="star",
        edge=(text_colour, 1.5),
        mode="markers+text",
        text=label,
        textposition="top center",
        textfont={"color": text_colour, "size": 14},
        hoverinfo="skip",
        showlegend=False,
    )
