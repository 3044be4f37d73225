"""Charts of a network that adds: how sure it is of each character, and how often it is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dlcore.figures import palette
from dlcore.figures.layout import figure, level_line, level_name, quiet_layout

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

GOAL = 0.95
_ONE_LENGTH = "right_"  # prefix of the series of a training
_SMALLEST_LOSS = 1e-5  # on a logarithmic axis


@dataclass(frozen=True)
class Line:
    """One curve: x in epochs."""

    x: np.ndarray
    y: np.ndarray


def lines_info(
    history: Mapping[str, Sequence[Sequence[float]]], steps_per_epoch: int
) -> dict[int, Line]:
    """How often sums were right after each epoch, by the digits of both numbers.

    Args:
        history: series by name, each of points [step, share]; those named "right_N" are taken.
    """
    return {
        int(name.removeprefix(_ONE_LENGTH)): line_info(points, steps_per_epoch)
        for name, points in sorted(history.items())
        if name.startswith(_ONE_LENGTH)
    }


def line_info(points: Sequence[Sequence[float]], steps_per_epoch: int) -> Line:
    """Points [step, value] as a curve over epochs."""
    table = np.asarray(points, float).reshape(-1, 2)
    return Line(table[:, 0] / max(1, steps_per_epoch), table[:, 1])


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
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": label,
            "x": lines.get(length, empty).x,
            "y": lines.get(length, empty).y,
            "line": {"color": styles[str(length)].colour, "width": 2.5},
            # A shape of its own too: not by colour alone.
            "marker": {"size": 7, "symbol": ("circle", "diamond", "square", "cross")[length - 1]},
            "hovertemplate": "%{y:.1%}<extra>%{fullData.name}</extra>",
        }
        for length, label in labels.items()
    ]
    return figure(
        traces,
        quiet_layout(
            height,
            shapes=[level_line(GOAL)],
            annotations=[level_name(GOAL, goal_label)],
            xaxis={"title": {"text": epoch_label}, "range": [0, epochs], "nticks": 11},
            yaxis={"range": [-0.02, 1.03], "tickformat": ".0%", "automargin": True},
            showlegend=True,
        ),
    )


def loss_line(line: Line, *, epochs: float, epoch_label: str, height: int = 320) -> Figure:
    """The training loss on a logarithmic axis; may be empty."""
    trace = {
        "type": "scatter",
        "mode": "lines",
        "x": line.x,
        "y": np.maximum(line.y, _SMALLEST_LOSS),
        "line": {"color": palette.TRAINING, "width": 1.5},
        "hovertemplate": "%{y:.3g}<extra></extra>",
    }
    return figure(
        [trace],
        quiet_layout(
            height,
            xaxis={"title": {"text": epoch_label}, "range": [0, epochs], "nticks": 11},
            yaxis={"type": "log", "automargin": True, "dtick": "D2"},
            showlegend=False,
        ),
    )


def confidence(
    said: Sequence[str],
    expected: Sequence[str],
    probabilities: Sequence[float],
    *,
    shares: Sequence[str],
    hover: Sequence[str],
    end_label: str,
    right_label: str,
    wrong_label: str,
    x_label: str,
    y_label: str,
    height: int,
) -> Figure:
    """How probable each character of an answer was when it was written.

    Args:
        said, expected: the characters, and those of the right answer; a blank is its end.
        probabilities: of each character that was said.
        shares, hover: of each character, its probability in words and what is said of it.
        end_label: what stands for the blank after the last character.
    """
    names = [end_label if character.isspace() else character for character in said]
    places = list(range(len(said)))
    traces: list[dict[str, Any]] = []
    right = [character == truth for character, truth in zip(said, expected, strict=True)]
    for wanted, label, colour, pattern in (
        (True, right_label, palette.RIGHT, ""),
        (False, wrong_label, palette.WRONG, "/"),  # a pattern too: not by colour alone
    ):
        chosen = [i for i in places if right[i] == wanted]
        traces.append(
            {
                "type": "bar",
                "name": label,
                "x": chosen,
                "y": [probabilities[i] for i in chosen],
                "marker": {"color": colour, "cornerradius": 4, "pattern": {"shape": pattern}},
                "text": [shares[i] for i in chosen],
                "textposition": "outside",
                "cliponaxis": False,
                "hovertext": [hover[i] for i in chosen],
                "hoverinfo": "text",
                "showlegend": bool(chosen),
            }
        )
    return figure(
        traces,
        quiet_layout(
            height,
            bargap=0.35,
            barmode="overlay",
            xaxis={
                "title": {"text": x_label},
                "tickvals": places,
                "ticktext": [f"<b>{name}</b>" for name in names],
                "tickfont": {"size": 20},
                "range": [-0.6, len(said) - 0.4],
                "fixedrange": True,
            },
            yaxis={
                "title": {"text": y_label},
                "range": [0, 1.15],
                "tickvals": [0, 0.25, 0.5, 0.75, 1],
                "tickformat": ".0%",
                "fixedrange": True,
            },
        ),
    )


def right_table(
    shares: np.ndarray,
    counts: np.ndarray,
    *,
    first_label: str,
    second_label: str,
    hover: str,
    text_colour: str,
    height: int = 260,
) -> Figure:
    """The share of right answers for each pair of lengths.

    Args:
        shares, counts: (digits, digits) by the digits of the first number and of the second.
        hover: template with {first}, {second}, {share} and {count}.
    """
    names = [str(n) for n in range(1, len(shares) + 1)]
    axis = {"type": "category", "showgrid": False, "dtick": 1, "fixedrange": True}
    table = {
        "type": "heatmap",
        "x": names,
        "y": names,
        "z": np.asarray(shares, float),
        "zmin": 0,
        "zmax": 1,
        "customdata": np.asarray(counts),
        "text": [[f"{share:.1%}" for share in row] for row in np.asarray(shares)],
        "texttemplate": "%{text}",
        "textfont": {"color": text_colour},
        "hovertemplate": hover.format(
            first="%{y}", second="%{x}", share="%{text}", count="%{customdata}"
        )
        + "<extra></extra>",
        "colorscale": [
            [0, palette.rgba(palette.WRONG, 0.45)],
            [0.8, palette.rgba(palette.WRONG, 0.08)],
            [1, palette.rgba(palette.RIGHT, 0.4)],
        ],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
    }
    return figure(
        [table],
        quiet_layout(
            height,
            xaxis=axis | {"title": {"text": second_label}},
            yaxis=axis | {"title": {"text": first_label}, "autorange": "reversed"},
        ),
    )
