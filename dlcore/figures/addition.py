"""Charts of a network that adds: how sure it is of each character, and how often it is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dlcore.figures import marks, palette
from dlcore.figures.layout import axis, figure
from dlcore.figures.lines import Line, Points

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

GOAL = 0.95
_SYMBOLS = ("circle", "diamond", "square", "cross")  # of the lengths from 1 on
_ONE_LENGTH = "right_"  # prefix of the series of a training
_SMALLEST_LOSS = 1e-5  # on a logarithmic axis


def lines_info(history: Mapping[str, Points], steps_per_epoch: int) -> dict[int, Line]:
    """How often sums were right after each epoch, by the digits of both numbers.

    Args:
        history: series by name, each of points [step, share]; those named "right_N" are taken.
    """
    return {
        int(name.removeprefix(_ONE_LENGTH)): Line.measured(points, steps_per_epoch=steps_per_epoch)
        for name, points in sorted(history.items())
        if name.startswith(_ONE_LENGTH)
    }


def right_by_length(
    lines: Mapping[int, Line],
    labels: Mapping[int, str],
    *,
    epochs: float,
    epoch_label: str,
    goal_label: str,
    height: int = 320,
) -> Figure:
    """The share of right answers over the epochs, a line for each length.

    The axes span the whole run from its first moment, so that nothing jumps as points arrive.

    Args:
        lines: by the digits of both numbers; may be empty.
        labels: of each length that there will be.
    """
    empty = Line(np.empty(0), np.empty(0))
    styles = palette.line_styles(map(str, labels))
    traces = [
        marks.curve(
            lines.get(length, empty).x,
            lines.get(length, empty).y,
            styles[str(length)].colour,
            mode="lines+markers",
            name=label,
            marker={"size": 7, "symbol": _SYMBOLS[length - 1]},  # a shape too: not by colour alone
            hovertemplate="%{y:.1%}<extra>%{fullData.name}</extra>",
        )
        for length, label in labels.items()
    ]
    return figure(
        traces,
        height,
        shapes=[marks.level(GOAL)],
        annotations=[marks.level_name(GOAL, goal_label)],
        xaxis=axis(epoch_label, range=[0, epochs], nticks=11),
        yaxis=axis(range=[-0.02, 1.03], tickformat=".0%", automargin=True),
        showlegend=True,
    )


def loss_line(line: Line, *, epochs: float, epoch_label: str, height: int = 320) -> Figure:
    """The training loss on a logarithmic axis; may be empty."""
    y = np.maximum(line.y, _SMALLEST_LOSS)
    return figure(
        [marks.curve(line.x, y, palette.TRAINING, 1.5, hovertemplate="%{y:.3g}<extra></extra>")],
        height,
        xaxis=axis(epoch_label, range=[0, epochs], nticks=11),
        yaxis=axis(type="log", automargin=True, dtick="D2"),
        showlegend=False,
    )


@dataclass(frozen=True)
class ConfidenceWords:
    """What stands in `confidence`; `end` for the blank after the last character."""

    end: str
    right: str
    wrong: str
    x: str
    y: str


def confidence(
    said: Sequence[str],
    expected: Sequence[str],
    probabilities: Sequence[float],
    *,
    shares: Sequence[str],
    hover: Sequence[str],
    words: ConfidenceWords,
    height: int,
) -> Figure:
    """How probable each character of an answer was when it was written.

    Args:
        said, expected: the characters, and those of the right answer; a blank is its end.
        probabilities: of each character that was said.
        shares, hover: of each character, its probability in words and what is said of it.
    """
    right = [character == truth for character, truth in zip(said, expected, strict=True)]
    traces = []
    for wanted, label, colour, pattern in (
        (True, words.right, palette.RIGHT, ""),
        (False, words.wrong, palette.WRONG, "/"),  # a pattern too: not by colour alone
    ):
        chosen = [i for i in range(len(said)) if right[i] == wanted]
        bar = marks.bars(
            chosen,
            [probabilities[i] for i in chosen],
            {"color": colour, "cornerradius": 4, "pattern": {"shape": pattern}},
            texts=[shares[i] for i in chosen],
            name=label,
            hovertext=[hover[i] for i in chosen],
            hoverinfo="text",
            showlegend=bool(chosen),
        )
        traces.append(bar)
    x_axis, y_axis = _confidence_axes(said, words)
    return figure(traces, height, bargap=0.35, barmode="overlay", xaxis=x_axis, yaxis=y_axis)


def _confidence_axes(said: Sequence[str], words: ConfidenceWords) -> tuple[dict, dict]:
    names = [words.end if character.isspace() else character for character in said]
    x_axis = axis(
        words.x,
        tickvals=list(range(len(said))),
        ticktext=[f"<b>{name}</b>" for name in names],
        tickfont={"size": 20},
        range=[-0.6, len(said) - 0.4],
        fixedrange=True,
    )
    ticks = [0, 0.25, 0.5, 0.75, 1]
    return x_axis, axis(words.y, range=[0, 1.15], tickvals=ticks, tickformat=".0%", fixedrange=True)


@dataclass(frozen=True)
class RightWords:
    """What stands in `right_table`; `hover` has {first}, {second}, {share} and {count}."""

    first: str
    second: str
    hover: str


def right_table(
    shares: np.ndarray,
    counts: np.ndarray,
    *,
    words: RightWords,
    text_colour: str,
    height: int = 260,
) -> Figure:
    """The share of right answers for each pair of lengths.

    Args:
        shares, counts: (digits, digits) by the digits of the first number and of the second.
    """
    shown = np.asarray(shares, float)
    names = [str(n) for n in range(1, len(shown) + 1)]
    said = words.hover.format(first="%{y}", second="%{x}", share="%{text}", count="%{customdata}")
    cells = marks.table(
        shown,
        names,
        names,
        [[f"{share:.1%}" for share in row] for row in shown],
        text_colour,
        zmin=0,
        zmax=1,
        customdata=np.asarray(counts),
        hovertemplate=said + "<extra></extra>",
        colorscale=[
            [0, palette.rgba(palette.WRONG, 0.45)],
            [0.8, palette.rgba(palette.WRONG, 0.08)],
            [1, palette.rgba(palette.RIGHT, 0.4)],
        ],
    )
    shared = {"type": "category", "showgrid": False, "dtick": 1, "fixedrange": True}
    return figure(
        [cells],
        height,
        xaxis=axis(words.second, **shared),
        yaxis=axis(words.first, **shared, autorange="reversed"),
    )
