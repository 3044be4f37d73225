"""How sure a network is against how often it is right, and what it costs to make it less sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore.figures import marks, palette
from dlcore.figures.layout import Spec, axis, legend, margin, spec
from dlcore.figures.lines import Line
from dlcore.figures.palette import LineStyle

SURE = palette.SERIES[2]
"""What a network claims; how often it is right has `palette.RIGHT`."""
_ALPHA = 0.18


@dataclass(frozen=True)
class GapWords:
    """What stands in `gap_curves`."""

    x: str
    accuracy: str
    confidence: str
    answered: str


def gap_curves(
    strengths: Sequence[float],
    accuracy: NDArray[Any],
    confidence: NDArray[Any],
    answered: NDArray[Any],
    *,
    at: int,
    words: GapWords,
    text_colour: str,
    height: int = 320,
) -> Spec:
    """Accuracy and mean confidence along a slider, and between them what is claimed too much.

    Args:
        strengths: (n,) of the slider.
        accuracy, confidence, answered: (n,) in [0, 1]; NaN leaves a gap. What is answered is only
            drawn where it is not all.
        at: which of them the slider is at.
    """
    x = np.asarray(strengths, float)
    lines = [
        Line(x, accuracy, words.accuracy, palette.RIGHT, marked=True),
        Line(x, confidence, words.confidence, SURE, "dash", marked=True),
    ]
    if (answered < 1).any():
        lines.append(Line(x, answered, words.answered, palette.MUTED, "dot"))
    return spec(
        [
            *_surplus(x, accuracy, confidence),
            *(marks.line(_listed(line), yhoverformat=".0%") for line in lines),
            *_here(x[at], accuracy[at], confidence[at], text_colour),
        ],
        height,
        margin=margin(t=40, l=44, b=40),
        legend=legend(xanchor="left"),
        shapes=[marks.upright(float(x[at]))],
        xaxis=axis(words.x, fixedrange=True),
        yaxis=axis(tickformat=".0%", range=[0, 1.08], fixedrange=True),
        showlegend=True,
        hovermode="x unified",
    )


def _listed(line: Line) -> Line:
    """The same as plain data."""
    x, y = (_list(values) for values in (line.x, line.y))
    return Line(x, y, line.label, line.colour, line.dash, line.marked)  # type: ignore[arg-type]


def _list(values: NDArray[Any]) -> list[float | None]:
    return [round(float(v), 4) if np.isfinite(v) else None for v in values]


def _surplus(
    x: NDArray[np.float64], accuracy: NDArray[Any], confidence: NDArray[Any]
) -> Iterator[marks.Mark]:
    """A surface for each stretch without a gap where more is claimed than is right."""
    known = np.isfinite(accuracy) & np.isfinite(confidence)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(int)))
    for start, end in edges.reshape(-1, 2).tolist():
        low = accuracy[start:end]
        high = np.maximum(low, confidence[start:end])
        around = np.concatenate([x[start:end], x[start:end][::-1]])
        yield marks.curve(
            _list(around),
            _list(np.concatenate([high, low[::-1]])),
            "rgba(0,0,0,0)",
            0,
            fill="toself",
            fillcolor=palette.rgba(palette.WRONG, _ALPHA),
            hoverinfo="skip",
            showlegend=False,
        )


def _here(x: float, right: float, sure: float, text_colour: str) -> Iterator[marks.Mark]:
    """The two numbers at the slider, the higher one above its point and the other below."""
    sides = ("bottom", "top") if sure >= right else ("top", "bottom")
    for value, colour, side in zip((right, sure), (palette.RIGHT, SURE), sides, strict=True):
        if np.isfinite(value):
            dot = marks.points([x], [round(float(value), 4)], colour, 13)
            yield dot | {
                "mode": "markers+text",
                "text": [f"<b>{value:.0%}</b>"],
                "textposition": f"{side} center",
                "textfont": {"size": 14, "color": text_colour},
                "cliponaxis": False,
                "hoverinfo": "skip",
                "showlegend": False,
            }


@dataclass(frozen=True, eq=False)
class Cooling:
    """One set of images, at each temperature.

    Attributes:
        label: in the legend.
        confidence: (k,) mean.
        accuracy: the same at all of them.
    """

    label: str
    confidence: NDArray[Any]
    accuracy: float


def cooling_curves(
    temperatures: Sequence[float],
    sets: Sequence[Cooling],
    *,
    at: float,
    x_label: str,
    level: str,
    height: int = 300,
) -> Spec:
    """Mean confidence over the temperature; dotted, how much would be honest.

    Args:
        at: the temperature that is looked at.
        level: what a dotted line is called, with {share}.
    """
    x = np.asarray(temperatures, float)
    traces, shapes, notes = [], [marks.upright(at)], []
    for drawn, colour in zip(sets, palette.SERIES, strict=False):
        line = _listed(Line(x, drawn.confidence, drawn.label, colour))
        traces.append(marks.line(line, yhoverformat=".0%"))
        shape = marks.level(drawn.accuracy)
        shape["line"] = shape["line"] | {"color": colour, "width": 1.5}
        shapes.append(shape)
        note = marks.level_name(drawn.accuracy, level.format(share=f"{drawn.accuracy:.0%}"))
        notes.append(note | {"font": {"size": 12, "color": colour}})
    return spec(
        traces,
        height,
        margin=margin(t=40, l=44, b=44),
        legend=legend(xanchor="left"),
        shapes=shapes,
        annotations=notes,
        xaxis=axis(x_label, type="log", fixedrange=True, tickvals=[0.25, 0.5, 1, 2, 5, 10, 20]),
        yaxis=axis(tickformat=".0%", range=[0, 1.12], fixedrange=True),
        showlegend=True,
        hovermode="x unified",
    )


@dataclass(frozen=True, eq=False)
class TradeOff:
    """One network at each bound of its confidence.

    Attributes:
        label: in the legend.
        style: of its line.
        lost, answered: (k,) shares of digits not answered and of nonsense answered.
        at: which of them the slider is at.
    """

    label: str
    style: LineStyle
    lost: NDArray[Any]
    answered: NDArray[Any]
    at: int


def trade_offs(
    networks: Sequence[TradeOff], *, x_label: str, y_label: str, height: int = 340
) -> Spec:
    """Nonsense answered against digits lost, a line a network; down and to the left is better."""
    traces = []
    for one in networks:
        lost, answered = _list(one.lost), _list(one.answered)
        group: dict[str, Any] = {"legendgroup": one.label, "hoverinfo": "skip"}
        traces.append(
            marks.curve(
                lost, answered, one.style.colour, 2, one.style.dash, name=one.label, **group
            )
        )
        said = f"{one.label}<br>%{{x:.1%}} · %{{y:.1%}}<extra></extra>"
        here = [lost[one.at]], [answered[one.at]]
        traces.append(
            marks.points(*here, one.style.colour, 14, hovertemplate=said, showlegend=False)
        )
    return spec(
        traces,
        height,
        margin=margin(t=60, l=56, b=44),
        legend=legend(xanchor="left"),
        xaxis=axis(x_label, tickformat=".0%", rangemode="tozero", fixedrange=True),
        yaxis=axis(y_label, tickformat=".0%", range=[-0.03, 1.03], fixedrange=True),
        showlegend=True,
        hovermode="closest",
    )
