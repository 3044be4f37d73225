"""What a network gives away of the images that it has learnt: losses, the attack, the cures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore.figures import marks, palette
from dlcore.figures.layout import Spec, axis, margin, spec

INSIDE, OUTSIDE = palette.TRAINING, palette.VALIDATION
LOWEST, HIGHEST = -6, 1
"""Powers of ten between which losses are drawn; what is smaller or larger stands at the end."""
MOST_POINTS = 500
"""Of a curve: no picture shows more."""
_BINS = 42
_FAINT = 0.3
_SMALL: dict[str, Any] = {"size": 12}


def loss_bins(losses: NDArray[Any]) -> NDArray[np.float64]:
    """(42,) how many losses fall into each stretch of the axis, all of the same length in log10."""
    powers = np.log10(np.maximum(np.asarray(losses, float), 10.0**LOWEST))
    place = (powers - LOWEST) / (HIGHEST - LOWEST) * _BINS
    return np.bincount(np.clip(place.astype(int), 0, _BINS - 1), minlength=_BINS).astype(float)


@dataclass(frozen=True)
class LossSidesWords:
    """What stands in `losses`.

    Attributes:
        inside, outside: above and below the middle.
        loss: at the axis.
        said: beside the threshold.
        hover: template with {count}.
    """

    inside: str
    outside: str
    loss: str
    said: str
    hover: str


def losses(
    inside: NDArray[Any],
    outside: NDArray[Any],
    threshold: float,
    *,
    words: LossSidesWords,
    text_colour: str,
    height: int = 300,
) -> Spec:
    """Losses as bars: of images inside upwards, of those outside downwards, as plain data.

    What the attack takes for inside, on the left of the threshold, has its full colour.

    Args:
        inside, outside: (n,) above 0.
        threshold: above 0.
    """
    step = (HIGHEST - LOWEST) / _BINS
    middles = np.arange(_BINS, dtype=float) * step + (LOWEST + step / 2)
    at = min(max(math.log10(threshold), LOWEST), HIGHEST)
    most = 1.12 * max(1.0, loss_bins(inside).max(), loss_bins(outside).max())
    return spec(
        [
            _bars(middles, loss_bins(inside), INSIDE, at, 1, words.hover),
            _bars(middles, loss_bins(outside), OUTSIDE, at, -1, words.hover),
        ],
        height,
        margin=margin(8, b=44),
        barmode="overlay",
        bargap=0.08,
        showlegend=False,
        xaxis=axis(
            words.loss,
            range=[LOWEST, HIGHEST],
            tickvals=list(range(LOWEST, HIGHEST + 1)),
            ticktext=[_power(k) for k in range(LOWEST, HIGHEST + 1)],
            showgrid=False,
            zeroline=False,
            fixedrange=True,
        ),
        yaxis=axis(range=[-most, most], showticklabels=False, showgrid=False, fixedrange=True),
        shapes=[marks.upright(at, text_colour, 2, "dash")],
        annotations=[
            _corner(words.inside, 1, "top", INSIDE),
            _corner(words.outside, 0, "bottom", OUTSIDE),
            marks.note(
                at,
                1,
                words.said,
                yref="paper",
                xanchor="right" if at > (LOWEST + HIGHEST) / 2 else "left",
                yanchor="top",
                xshift=-6 if at > (LOWEST + HIGHEST) / 2 else 6,
                font=_SMALL,
            ),
        ],
    )


def _bars(
    x: NDArray[Any],
    counts: NDArray[np.float64],
    colour: str,
    at: float,
    sign: int,
    hover: str,
) -> marks.Mark:
    colours = [palette.rgba(colour, 1 if middle < at else _FAINT) for middle in x]
    return marks.bars(
        np.round(x, 4).tolist(),
        (sign * counts).tolist(),
        {"color": colours},
        customdata=counts.tolist(),
        hovertemplate=hover.format(count="%{customdata}") + "<extra></extra>",
    )


def _corner(text: str, y: float, anchor: str, colour: str) -> marks.Mark:
    look = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": anchor}
    return marks.note(0, y, f"<b>{text}</b>", font={"size": 13, "color": colour}, **look)


def _power(exponent: int) -> str:
    """1 and 10 as they are, others as powers."""
    return f"{10**exponent}" if exponent >= 0 else f"10<sup>−{-exponent}</sup>"


@dataclass(frozen=True)
class RocWords:
    """What stands in `roc`; `coin` at the diagonal."""

    false_positives: str
    true_positives: str
    coin: str


def roc(
    false_positives: NDArray[np.float64],
    true_positives: NDArray[np.float64],
    at: tuple[float, float],
    *,
    words: RocWords,
    text_colour: str,
    height: int = 300,
) -> Spec:
    """The curve of the two shares, and where on it one threshold is; as plain data.

    Args:
        false_positives, true_positives: (k,) rising from 0 to 1; perhaps none.
        at: of the threshold.
    """
    kept = corners(false_positives, true_positives)
    shared: dict[str, Any] = {"tickformat": ".0%", "zeroline": False, "fixedrange": True}
    x, y = (np.round(one[kept], 5).tolist() for one in (false_positives, true_positives))
    coin = marks.curve([0, 1], [0, 1], palette.MUTED, 1.5, "dot", hoverinfo="skip")
    curve = marks.curve(x, y, palette.SERIES[2], 3, fill="tozeroy", hoverinfo="x+y")
    curve["fillcolor"] = palette.rgba(palette.SERIES[2], 0.12)
    point = marks.points(
        [at[0]], [at[1]], text_colour, 13, symbol="diamond", cliponaxis=False, hoverinfo="x+y"
    )
    return spec(
        [curve, coin, point],
        height,
        margin=margin(8, t=12, b=44, l=52),
        showlegend=False,
        xaxis=axis(words.false_positives, range=[0, 1], **shared),
        yaxis=axis(words.true_positives, range=[0, 1.02], **shared),
        annotations=[
            marks.note(0.98, 0.9, words.coin, xanchor="right", yanchor="top", font=_SMALL)
        ],
    )


def corners(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.intp]:
    """Which points of a line are needed to draw it: its ends, and where it turns.

    Where there are more than `MOST_POINTS` of them, so many, evenly.
    """
    if len(x) < 3:
        return np.arange(len(x))
    along, up = np.diff(x), np.diff(y)
    turns = np.abs(along[:-1] * up[1:] - along[1:] * up[:-1]) > 1e-15
    kept = np.flatnonzero(np.concatenate([[True], turns, [True]]))
    if len(kept) <= MOST_POINTS:
        return kept
    return kept[np.linspace(0, len(kept) - 1, MOST_POINTS).astype(int)]


@dataclass(frozen=True)
class WayBar:
    """One network's number.

    Attributes:
        name: of the network.
        value: how long its bar is.
        text: at its end.
        plain: it is the one without a cure.
    """

    name: str
    value: float
    text: str
    plain: bool = False


def ways(
    bars: Sequence[WayBar],
    *,
    ends: tuple[float, float],
    height: int,
    luck: tuple[float, float] | None = None,
    luck_said: str = "",
) -> Spec:
    """A bar for each network, the first on top, as plain data.

    Args:
        bars: perhaps none.
        ends: of the axis; bars begin at the first.
        luck: a stretch in which a number says nothing.
        luck_said: below it.
    """
    start = ends[0]
    shown = marks.bars(
        [max(0.0, bar.value - start) for bar in bars],
        [bar.name for bar in bars],
        {
            "color": [palette.MUTED if bar.plain else palette.SERIES[2] for bar in bars],
            "cornerradius": 4,
        },
        texts=[bar.text for bar in bars],
        base=start,
        orientation="h",
        hoverinfo="skip",
    )
    shapes, notes = [], []
    if luck:
        shapes.append(marks.band(max(luck[0], start), luck[1], palette.MUTED, 0.25))
        notes.append(
            marks.note(
                luck[1], 0, luck_said, yref="paper", xanchor="left", yanchor="top", font=_SMALL
            )
        )
    return spec(
        [shown],
        height,
        margin=margin(4, b=24),
        bargap=0.3,
        showlegend=False,
        shapes=shapes,
        annotations=notes,
        xaxis=axis(
            range=list(ends), showticklabels=False, showgrid=False, zeroline=False, fixedrange=True
        ),
        yaxis=axis(type="category", autorange="reversed", automargin=True, fixedrange=True),
    )
