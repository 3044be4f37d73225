"""Charts of a model card: whether its confidence holds, and what it takes for a digit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dlcore.figures import marks, palette
from dlcore.figures.layout import axis, figure, legend
from dlcore.figures.lines import Line

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

Numbers = Sequence[float]

_WIDEST_BAR = 0.08
_STYLES = (("square", "dash"), ("triangle-up", "dot"), ("x", "dashdot"))


@dataclass(frozen=True)
class ReliabilityWords:
    """What stands in `reliability`.

    Attributes:
        confidence, accuracy: at the axes, and of the bars.
        perfect: of the diagonal.
        hover: template with {confidence}, {accuracy} and {count}.
    """

    confidence: str
    accuracy: str
    perfect: str
    hover: str


def reliability(
    confidence: Numbers,
    accuracy: Numbers,
    count: Sequence[int],
    *,
    words: ReliabilityWords,
    height: int = 320,
) -> Figure:
    """How often a network is right, for how sure it is (a reliability diagram, Guo et al. 2017).

    Args:
        confidence: mean confidence of each bin, in [0, 1], ascending; bins that hold nothing are
            left out.
        accuracy: share of each bin that is right, in [0, 1].
        count: how many examples each bin holds.
    """
    x, y = np.asarray(confidence, dtype=float), np.asarray(accuracy, dtype=float)
    said = words.hover.format(confidence="%{x:.1%}", accuracy="%{y:.1%}", count="%{customdata:,}")
    bars = marks.bars(
        x,
        y,
        {"color": palette.RIGHT},
        name=words.accuracy,
        width=_bar_width(confidence),
        customdata=np.asarray(count),
        hovertemplate=said + "<extra></extra>",
    )
    ends, look = [0, 1], {"name": words.perfect, "hoverinfo": "skip"}
    return figure(
        [bars, marks.curve(ends, ends, palette.MUTED, 2, "dash", **look)],
        height,
        xaxis=_share_axis(words.confidence),
        yaxis=_share_axis(words.accuracy),
        showlegend=True,
    )


def _bar_width(centres: Numbers) -> float:
    """As wide as can be without one bar covering another."""
    gaps = np.diff(np.sort(np.asarray(centres, dtype=float)))
    return max(0.004, min(_WIDEST_BAR, 0.9 * float(gaps.min(initial=_WIDEST_BAR))))


@dataclass(frozen=True)
class RejectionWords:
    """What stands in `rejection`: of the digits' line, at the axes, and at the one in use."""

    digits: str
    threshold: str
    share: str
    at: str


def rejection(
    threshold: Numbers,
    digits: Numbers,
    others: Mapping[str, Numbers],
    at: float | None,
    *,
    words: RejectionWords,
    height: int = 320,
) -> Figure:
    """What a threshold on the digit score lets through.

    Args:
        threshold: of the digit score, ascending.
        digits: share of the digits that passes each threshold, in [0, 1].
        others: the same of what is no digit, by what it is called in the reader's language.
        at: the threshold in use, marked by a line; None where there is none.
    """
    x = np.asarray(threshold, dtype=float)
    traces = [_line(Line(x, np.asarray(digits, float), words.digits, palette.RIGHT), "circle")]
    for (name, share), (symbol, dash) in zip(others.items(), _STYLES, strict=False):
        traces.append(_line(Line(x, np.asarray(share, float), name, palette.WRONG, dash), symbol))
    return figure(
        traces,
        height,
        xaxis=axis(words.threshold, automargin=True),
        yaxis=_share_axis(words.share),
        showlegend=True,
        **({} if at is None else _in_use(at, words.at)),
    )


# How often a picture is read, in doubt, refused and wrong; a pattern too, not by colour alone.
_OUTCOMES = {
    "read": (palette.RIGHT, ""),
    "unsure": (palette.MUTED, "/"),
    "refused": (palette.MUTED, "."),
    "wrong": (palette.WRONG, "x"),
}
_KIND_HEIGHT, _AROUND = 26, 80  # px, of a kind's bar and of what stands around all of them


@dataclass(frozen=True)
class OutcomeWords:
    """What stands in `outcomes`.

    Attributes:
        outcomes: what each of "read", "unsure", "refused" and "wrong" is called.
        hover: template with {kind}, {outcome} and {share}.
    """

    outcomes: Mapping[str, str]
    hover: str


def outcomes(kinds: Mapping[str, Mapping[str, float]], *, words: OutcomeWords) -> Figure:
    """What becomes of pictures of several kinds: one bar each, parted into four outcomes.

    Args:
        kinds: shares in [0, 1] by outcome, by what the kind is called in the reader's language.
    """
    names = list(kinds)
    traces = [
        marks.bars(
            np.array([float(shares.get(outcome, 0.0)) for shares in kinds.values()]),
            names,
            {"color": colour, "pattern": {"shape": shape, "fillmode": "overlay", "size": 6}},
            name=words.outcomes[outcome],
            orientation="h",
            hovertemplate=words.hover.format(
                kind="%{y}", outcome=words.outcomes[outcome], share="%{x:.1%}"
            )
            + "<extra></extra>",
        )
        for outcome, (colour, shape) in _OUTCOMES.items()
    ]
    return figure(
        traces,
        _AROUND + _KIND_HEIGHT * len(names),
        barmode="stack",
        bargap=0.3,
        xaxis=axis(range=[0, 1], tickformat=".0%", dtick=0.2),
        yaxis=axis(type="category", autorange="reversed", automargin=True, dtick=1),
        showlegend=True,
        legend=legend(1, xanchor="right", traceorder="normal"),
    )


def _in_use(at: float, label: str) -> dict[str, Any]:
    look = {"color": palette.MUTED, "width": 2, "dash": "dot"}
    line = {"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "line": look}
    name = marks.note(at, 0.55, label, xanchor="left", xshift=5)
    return {"shapes": [line], "annotations": [name]}


def _line(line: Line, symbol: str) -> marks.Mark:
    # A shape too, on a few of the points: not by colour alone.
    marker = {"size": 7, "symbol": symbol, "maxdisplayed": 12}
    return marks.line(line, 2, mode="lines+markers", marker=marker, hovertemplate="%{y:.1%}")


def _share_axis(label: str) -> dict[str, Any]:
    return axis(label, range=[0, 1.02], tickformat=".0%", dtick=0.2, automargin=True)
