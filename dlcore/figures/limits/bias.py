"""Pictures of whom networks fail: recalls, two victims, and an order that turns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from dlcore.figures import marks, palette
from dlcore.figures.layout import Spec, axis, legend, margin, spec

OTHERS, VICTIM = palette.TRAINING, palette.VALIDATION
_HATCHED = {"shape": "/", "fillmode": "overlay", "size": 7, "solidity": 0.2}
_ROOM = 1.12  # of an axis of shares, for the words above the largest


@dataclass(frozen=True)
class RecallBar:
    """One group.

    Attributes:
        name: at the axis; "<br>" begins a new line.
        value: in [0, 1]; NaN where nobody is in it.
        low, high: between which it lies.
        victim: it is what was thinned.
    """

    name: str
    value: float
    low: float
    high: float
    victim: bool = False


@dataclass(frozen=True)
class RecallWords:
    """What stands in a chart of recalls.

    Attributes:
        groups: at the axis of the groups.
        recall: at the other.
        victim: at what was thinned, for colour alone tells nobody.
    """

    groups: str
    recall: str
    victim: str


def recall_bars(bars: Sequence[RecallBar], *, words: RecallWords, height: int = 320) -> Spec:
    """A bar for each group, with its interval; the victim has its own colour, hatching and word."""
    found = [bar for bar in bars if isfinite(bar.value)]
    notes = [
        marks.note(place, bar.high, _percent(bar.value), yanchor="bottom", font={"size": 11})
        for place, bar in enumerate(bars)
        if isfinite(bar.value)
    ]
    return spec(
        [_bars(found)],
        height,
        margin=margin(t=12),
        showlegend=False,
        annotations=notes,
        bargap=0.25,
        xaxis=axis(
            words.groups,
            type="category",
            categoryarray=[bar.name for bar in bars],
            range=[-0.5, len(bars) - 0.5],
            tickvals=list(range(len(bars))),
            ticktext=[_tick(bar, words.victim) for bar in bars],
            fixedrange=True,
            tickangle=0,
        ),
        yaxis=_shares(words.recall),
    )


def recall_rows(bars: Sequence[RecallBar], *, words: RecallWords, room: int = 40) -> Spec:
    """The same lying down, for names of any length; the first group on top.

    Args:
        room: px of each.
    """
    found = [bar for bar in bars if isfinite(bar.value)]
    names, small = [bar.name for bar in bars], {"font": {"size": 11}}
    lying = marks.bars(
        [bar.value for bar in found],
        [bar.name for bar in found],
        _looks(found),
        orientation="h",
        error_x=_errors(found),
        hovertemplate="%{y}: %{x:.1%}<extra></extra>",
    )
    notes = [
        marks.note(bar.high, row, _percent(bar.value), xanchor="left", xshift=4, **small)
        for row, bar in enumerate(bars)
        if isfinite(bar.value)
    ]
    return spec(
        [lying],
        room * max(1, len(bars)) + 60,
        margin=margin(t=12),
        showlegend=False,
        annotations=notes,
        bargap=0.25,
        xaxis=_shares(words.recall) | {"range": [0, 1.2]},
        yaxis=axis(
            words.groups,
            type="category",
            categoryarray=names,
            range=[len(bars) - 0.5, -0.5],
            tickvals=list(range(len(bars))),
            ticktext=[_tick(bar, words.victim) for bar in bars],
            automargin=True,
            fixedrange=True,
        ),
    )


def _looks(bars: Sequence[RecallBar]) -> dict[str, Any]:
    """The victim has its own colour and hatching."""
    return {
        "color": [VICTIM if bar.victim else OTHERS for bar in bars],
        "pattern": _HATCHED | {"shape": ["/" if bar.victim else "" for bar in bars]},
        "cornerradius": 4,
    }


def _bars(found: Sequence[RecallBar]) -> marks.Mark:
    return marks.bars(
        [bar.name for bar in found],
        [bar.value for bar in found],
        _looks(found),
        error_y=_errors(found),
        hovertemplate="%{x}: %{y:.1%}<extra></extra>",
    )


def _errors(found: Sequence[RecallBar]) -> dict[str, Any]:
    return {
        "type": "data",
        "array": [max(0.0, bar.high - bar.value) for bar in found],
        "arrayminus": [max(0.0, bar.value - bar.low) for bar in found],
        "color": palette.MUTED,
        "thickness": 1.2,
        "width": 4,
    }


def _tick(bar: RecallBar, word: str) -> str:
    """What stands below a bar: its name and, in a row of its own, what it is the victim of."""
    if not bar.victim:
        return bar.name
    return f'<b>{bar.name}</b><br><span style="color:{VICTIM}"><b>▲ {word}</b></span>'


def _shares(title: str) -> dict[str, Any]:
    ticks = {"tickvals": [0, 0.25, 0.5, 0.75, 1], "tickformat": ".0%"}
    return axis(title, range=[0, _ROOM], fixedrange=True, **ticks)


def _percent(value: float) -> str:
    return f"{value:.0%}" if 0.0995 <= value < 0.995 else f"{value:.1%}"


@dataclass(frozen=True)
class CureBar:
    """One network: what it does to the victim, and what that costs the others.

    Attributes:
        name: what was done.
        rare: recall of what was thinned, with its interval.
        others: accuracy of all others.
    """

    name: str
    rare: RecallBar
    others: float


@dataclass(frozen=True)
class CureWords:
    """What the two marks of `cure_bars` are, in its legend."""

    rare: str
    others: str


def cure_bars(cures: Sequence[CureBar], *, words: CureWords, room: int = 52) -> Spec:
    """A bar for each network, and a diamond for all others; the first one on top.

    Args:
        room: px of each.
    """
    names = [cure.name for cure in cures]
    known = [cure for cure in cures if isfinite(cure.rare.value)]
    bars = marks.bars(
        [cure.rare.value for cure in known],
        [cure.name for cure in known],
        {"color": VICTIM, "pattern": _HATCHED, "cornerradius": 4},
        name=words.rare,
        orientation="h",
        error_x=_errors([cure.rare for cure in known]),
        hovertemplate="%{y}: %{x:.1%}<extra></extra>",
    )
    others = marks.points(
        [cure.others for cure in cures],
        names,
        OTHERS,
        12,
        symbol="diamond",
        name=words.others,
        hovertemplate="%{y}: %{x:.1%}<extra></extra>",
    )
    notes = [note for row, cure in enumerate(cures) for note in _above(row, cure)]
    return spec(
        [bars, others],
        room * max(1, len(cures)) + 86,
        margin=margin(t=44, l=12),
        legend=legend(xanchor="left"),
        showlegend=True,
        annotations=notes,
        bargap=0.6,
        xaxis=_shares("") | {"range": [0, 1.02]},
        yaxis=axis(
            type="category",
            categoryarray=names,
            autorange="reversed",
            showticklabels=False,
            fixedrange=True,
        ),
    )


def _above(row: int, cure: CureBar) -> Iterator[marks.Mark]:
    """Above a bar what was done and the victim's recall, and at the end that of all others."""
    look: dict[str, Any] = {"yanchor": "bottom", "yshift": 9}
    said = f"<b>{cure.name}</b>"
    if isfinite(cure.rare.value):
        said += f" {_percent(cure.rare.value)}"
    yield marks.note(0, row, said, xanchor="left", xshift=2, font={"size": 12}, **look)
    others = {"size": 12, "color": OTHERS}
    yield marks.note(1, row, _percent(cure.others), xanchor="right", font=others, **look)


@dataclass(frozen=True)
class VictimBars:
    """One of two networks.

    Attributes:
        name: in the legend.
        bars: a bar for each group.
    """

    name: str
    bars: Sequence[RecallBar]


def victim_bars(first: VictimBars, second: VictimBars, *, recall: str, height: int = 340) -> Spec:
    """Two networks beside each other, group by group; the second is hatched.

    Args:
        recall: at the axis of shares.
    """
    names = [bar.name for bar in first.bars]
    traces = []
    for network, colour, shape in ((first, OTHERS, ""), (second, VICTIM, "/")):
        found = [bar for bar in network.bars if isfinite(bar.value)]
        traces.append(
            marks.bars(
                [bar.name for bar in found],
                [bar.value for bar in found],
                {
                    "color": colour,
                    "pattern": _HATCHED | {"shape": shape},
                    "cornerradius": 4,
                },
                name=network.name,
                error_y=_errors(found),
                text=[_percent(bar.value) for bar in found],
                textposition="outside",
                cliponaxis=False,
                hovertemplate="%{x}: %{y:.1%}<extra></extra>",
            )
        )
    return spec(
        traces,
        height,
        margin=margin(t=48),
        legend=legend(xanchor="left"),
        showlegend=True,
        barmode="group",
        bargap=0.3,
        xaxis=axis(type="category", categoryarray=names, fixedrange=True, tickangle=0),
        yaxis=_shares(recall),
    )


@dataclass(frozen=True)
class MixLine:
    """One network in two groups.

    Attributes:
        name: in the legend.
        others, rare: how often it is right in each, in [0, 1].
        share: of rare cases among those that it is asked, in [0, 1].
    """

    name: str
    others: float
    rare: float
    share: float

    @property
    def overall(self) -> float:
        """How often it is right in all that it is asked."""
        return (1 - self.share) * self.others + self.share * self.rare


def mix_lines(
    first: MixLine, second: MixLine, *, share: str, accuracy: str, height: int = 340
) -> Spec:
    """How often each is right for every share of rare cases, and where each stands.

    Args:
        share, accuracy: at the axes.
    """
    traces, levels = [], []
    styles = ((OTHERS, "solid", "circle"), (VICTIM, "dash", "diamond"))
    for line, (colour, dash, symbol) in zip((first, second), styles, strict=True):
        said = {"name": line.name, "hovertemplate": "%{x:.0%}: %{y:.1%}<extra></extra>"}
        traces.append(marks.curve([0, 1], [line.others, line.rare], colour, 2.5, dash, **said))
        traces.append(
            marks.points(
                [line.share],
                [line.overall],
                colour,
                15,
                symbol=symbol,
                showlegend=False,
                mode="markers+text",
                text=[f"<b>{line.overall:.1%}</b>"],
                textposition="top right" if line.share < 0.8 else "top left",
                textfont={"size": 14, "color": colour},
                cliponaxis=False,
                hoverinfo="skip",
            )
        )
        levels.append(marks.level(line.overall))
    return spec(
        traces,
        height,
        margin=margin(t=48),
        legend=legend(xanchor="left"),
        showlegend=True,
        shapes=levels,
        xaxis=axis(share, range=[-0.02, 1.02], tickformat=".0%", fixedrange=True),
        yaxis=_shares(accuracy),
    )
