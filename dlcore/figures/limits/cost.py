"""Charts of what networks cost: two trainings on their way, layers, savings, and any size."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from math import log10
from typing import Any

from dlcore.figures import marks, palette
from dlcore.figures.layout import Spec, axis, legend, margin, spec
from dlcore.figures.lines import Line

_ROW = 58  # px of a layer with its three bars


@dataclass(frozen=True)
class CostAxes:
    """What stands at the axes of a chart of accuracy against a cost."""

    cost: str
    accuracy: str


def cost_race(
    lines: Sequence[Line], goal: float, *, words: CostAxes, named: str, height: int = 380
) -> Spec:
    """Accuracy of trainings against what they cost so far, on a logarithmic axis.

    Args:
        lines: costs above 0 and accuracies, in [0, 1]; may be empty.
        goal: accuracy that they race to.
        words: at the axes.
        named: what the goal is called.
    """
    low = min([goal, *(float(line.y.min()) for line in lines if len(line.y))])
    low = max(low, goal - 0.09)  # what comes before is no news
    return spec(
        [
            _listed(line, marker={"size": 7}, hovertemplate="%{y:.2%} · %{x:.4g}<extra></extra>")
            for line in lines
        ],
        height,
        margin=margin(t=44, l=4, b=4),
        legend=legend(xanchor="left"),
        showlegend=True,
        xaxis=_costs(words.cost, [x for line in lines for x in line.x.tolist()]),
        yaxis=axis(words.accuracy, tickformat=".0%", range=[low - 0.005, 1.002]),
        shapes=[marks.level(goal)],
        annotations=[marks.level_name(goal, named)],
        hovermode="closest",
    )


def _listed(line: Line, **more: Any) -> marks.Mark:
    """A line as plain data."""
    return marks.line(line, **more) | {"x": line.x.tolist(), "y": line.y.tolist()}


@dataclass(frozen=True)
class LayerBars:
    """One quantity of all layers.

    Attributes:
        label: in the legend.
        shares: of each layer, in [0, 1].
        texts: what stands at the end of each bar.
    """

    label: str
    shares: Sequence[float]
    texts: Sequence[str]


def layer_bars(layers: Sequence[str], groups: Sequence[LayerBars]) -> Spec:
    """For each layer a bar of each quantity, the first layer on top.

    Args:
        layers: a name for each, no two alike.
        groups: at most three.
    """
    return spec(
        [
            marks.bars(
                list(group.shares),
                list(layers),
                {"color": colour},
                texts=list(group.texts),
                orientation="h",
                name=group.label,
                hovertemplate=f"%{{y}}<br>{group.label}: %{{x:.1%}}<extra></extra>",
            )
            for group, colour in zip(groups, palette.SERIES, strict=False)
        ],
        _ROW * len(layers) + 70,
        margin=margin(t=44, l=4, b=4),
        legend=legend(xanchor="left"),
        barmode="group",
        bargap=0.25,
        xaxis=axis(tickformat=".0%", range=[0, 1.28], tickvals=[0, 0.25, 0.5, 0.75, 1]),
        yaxis=axis(autorange="reversed", automargin=True),
        showlegend=True,
    )


@dataclass(frozen=True)
class CostDot:
    """One network, smaller or not.

    Attributes:
        label: beside it.
        cost, accuracy: its place; the cost is above 0.
        symbol: as plotly calls it.
        colour: "#rrggbb".
    """

    label: str
    cost: float
    accuracy: float
    symbol: str
    colour: str


def saving_dots(
    dots: Sequence[CostDot], lines: Sequence[Line], *, words: CostAxes, height: int = 400
) -> Spec:
    """Accuracy of what is left against what it costs, on a logarithmic axis.

    Args:
        dots: each with its name beside it.
        lines: the same network made smaller and smaller.
    """
    costs = [dot.cost for dot in dots] + [x for line in lines for x in line.x.tolist()]
    accuracies = [dot.accuracy for dot in dots] + [y for line in lines for y in line.y.tolist()]
    traces = [
        _listed(line, marker={"size": 6}, hovertemplate="%{y:.2%} · %{x:.4g}<extra></extra>")
        for line in lines
    ]
    traces += [
        marks.points(
            [dot.cost],
            [dot.accuracy],
            dot.colour,
            13,
            symbol=dot.symbol,
            name=dot.label,
            hovertemplate=f"{dot.label}<br>%{{y:.2%}} · %{{x:.4g}}<extra></extra>",
        )
        for dot in dots
    ]
    return spec(
        traces,
        height,
        margin=margin(t=76, l=4, b=4),
        legend=legend(xanchor="left"),
        showlegend=True,
        xaxis=_costs(words.cost, costs),
        yaxis=axis(words.accuracy, tickformat=".0%", range=[_below(accuracies), 1.005]),
        hovermode="closest",
    )


@dataclass(frozen=True)
class CostBar:
    """One training in a row of them.

    Attributes:
        label: before it; a stranger's text is made harmless.
        cost: above 0.
        text: at its end.
        chosen: it is the one that is looked at.
    """

    label: str
    cost: float
    text: str
    chosen: bool = False


def cost_bars(bars: Sequence[CostBar], *, words: str, height: int = 300) -> Spec:
    """Trainings of very different sizes below one another, on a logarithmic axis.

    Bars on such an axis have no beginning: these are points on a line from the smallest.
    """
    least = min((bar.cost for bar in bars), default=1.0) / 3
    most = max((bar.cost for bar in bars), default=1.0)
    names = [html.escape(bar.label, quote=False) for bar in bars]
    stems = [
        marks.curve(
            [least, bar.cost], [name, name], _colour(bar), 3, hoverinfo="skip", showlegend=False
        )
        for bar, name in zip(bars, names, strict=True)
    ]
    dots = marks.points(
        [bar.cost for bar in bars],
        names,
        [_colour(bar) for bar in bars],
        13,
        text=[f"  {bar.text}" for bar in bars],
        textposition="middle right",
        mode="markers+text",
        cliponaxis=False,
        hoverinfo="skip",
    )
    return spec(
        [*stems, dots],
        height,
        margin=margin(t=8, l=4, b=4),
        showlegend=False,
        xaxis=_costs(words, [least, most], right=0.35, dtick=3),
        yaxis=axis(automargin=True, autorange="reversed", type="category"),
    )


def _colour(bar: CostBar) -> str:
    return palette.VALIDATION if bar.chosen else palette.TRAINING


def _below(accuracies: Sequence[float]) -> float:
    """Where an axis of accuracies begins: a little below the least of them."""
    least = min(accuracies, default=0.9)
    return least - 0.08 * (1 - least) - 0.005


def _costs(title: str, costs: Sequence[float], right: float = 0.06, dtick: Any = "D2") -> Any:
    """A logarithmic axis for costs above 0, of a power of ten at least, or plotly writes out all.

    Args:
        right: room at that end, as a share of the whole.
        dtick: as plotly has it; "D2" numbers 2 and 5 between powers of ten.
    """
    low, high = log10(min(costs, default=1.0)), log10(max(costs, default=10.0))
    more = max(0.0, 1 - (high - low)) / 2
    low, high = low - more, high + more
    ends = [low - 0.06 * (high - low), high + right * (high - low)]
    return axis(title, type="log", exponentformat="power", range=ends, dtick=dtick)
