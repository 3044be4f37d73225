"""Charts of a game in the plane: points, opinions and arrows, and how both sides fared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlcore.figures import palette, png
from dlcore.figures.layout import figure, level_line, level_name, quiet_layout

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

REAL, GENERATED = palette.TRAINING, palette.VALIDATION
GENERATOR, DISCRIMINATOR = palette.SERIES[2], palette.SERIES[3]
REAL_TRACE, TRAIL_TRACE, ARROW_TRACE, GENERATED_TRACE = range(4)
ARROWS = 96  # of the generated points have one: more would hide the picture
REACH = 0.4  # length on the chart of an endless arrow
_SHADES = 24  # of each side's colour: few make a small file
_OPAQUE = 0.62  # where the discriminator is sure
_PAPER = "#FFFFFF"
_ARROW_POINTS = 3  # tail, tip, gap
_FEWEST_ROUNDS = 10  # that an axis of rounds is long


@dataclass(frozen=True)
class Scene:
    """What a picture of the plane shows at one moment.

    Attributes:
        generated: (n, 2), the same n in all scenes of a film.
        arrows: (n, 2), as long as the slope is steep.
        ground: from `ground`.
    """

    generated: NDArray[np.float32]
    arrows: NDArray[np.float32]
    ground: str


@dataclass(frozen=True)
class Words:
    """What stands in the legend."""

    real: str
    generated: str
    arrows: str
    trail: str = ""


def ground(opinion: ArrayLike) -> str:
    """Opinions as a picture in both sides' colours, clear where the discriminator cannot tell.

    Args:
        opinion: (m, m) in [0, 1], row 0 at the bottom.

    Returns:
        Data URI of a PNG with a pixel for each.
    """
    share = 2 * np.asarray(opinion, float)[::-1] - 1
    levels = range(-_SHADES, _SHADES + 1)
    colours = [REAL if level > 0 else GENERATED for level in levels]
    opacities = [round(255 * _OPAQUE * abs(level) / _SHADES) for level in levels]
    shades = np.round(share * _SHADES).astype(int) + _SHADES
    return png.data_uri(shades, colours, opacities)


def arrow_lines(points: ArrayLike, arrows: ArrayLike) -> NDArray[np.float32]:
    """From each point a line along its arrow: (3 n, 2), tail, tip and a gap in turn.

    A slope of s becomes a length of REACH * s / (1 + s): what vanishes is seen to vanish, and what
    explodes stays in the picture.
    """
    tails, slopes = np.asarray(points, np.float32), np.asarray(arrows, np.float32)
    steep = np.linalg.norm(slopes, axis=1, keepdims=True)
    tips = tails + REACH * slopes / (1 + steep)
    return np.stack([tails, tips, np.full_like(tails, np.nan)], axis=1).reshape(-1, 2)


def plane(
    real: ArrayLike,
    scenes: Sequence[Scene],
    *,
    view: tuple[float, float],
    words: Words,
    text_colour: str,
    height: int,
    trail: NDArray[np.float32] | None = None,
) -> Figure:
    """Real and generated points over the discriminator's opinion, with the generator's arrows.

    Args:
        real: (m, 2).
        scenes: one moment, or all of a film, one after the other; none shows the real points alone.
        view: both axes go from and to here.
        trail: (n, 2), where each generated point was before; a line is drawn from there.
    """
    generated = _joined([scene.generated for scene in scenes])
    arrows = _joined([_shown(scene) for scene in scenes])
    trails = np.empty((0, 2)) if trail is None else _between(trail, scenes[-1].generated)
    thin = {"color": text_colour, "width": 1.3}
    traces = [
        _dots(np.reshape(real, (-1, 2)), words.real, REAL, "circle", 6, 0.75),
        {
            **_series(trails, words.trail),
            "mode": "lines",
            "line": {"color": GENERATED, "width": 1.5},
            "showlegend": trail is not None,
        },
        {
            **_series(arrows, words.arrows),
            "mode": "lines+markers",
            "line": thin,
            "marker": {
                "symbol": "arrow",
                "angleref": "previous",
                "size": [0, 8, 0] * (len(_shown(scenes[0])) // _ARROW_POINTS) if scenes else 0,
                "color": text_colour,
                "line": {"width": 0},
            },
            "showlegend": bool(len(arrows)),
        },
        _dots(generated, words.generated, GENERATED, "diamond", 8, 1.0),
    ]
    axis = {
        "range": list(view),
        "constrain": "domain",
        "showgrid": False,
        "zeroline": False,
        "dtick": 0.5,
        "showline": True,
        "mirror": True,
    }
    return figure(
        traces,
        quiet_layout(
            height,
            margin={"l": 4, "r": 4, "t": 4, "b": 4},
            legend={"orientation": "h", "x": 0.5, "xanchor": "center", "y": 1.01}
            | {"yanchor": "bottom"},
            showlegend=True,
            hovermode="closest",
            images=[_below(scenes[-1].ground, view)] if scenes else [],
            xaxis=axis,
            yaxis=axis | {"scaleanchor": "x", "constraintoward": "top"},
        ),
    )


def crowds(scenes: Sequence[Scene]) -> tuple[tuple[int, int], ...]:
    """Which traces of `plane` change with the scene, and how many points they have in each."""
    return (
        (GENERATED_TRACE, len(scenes[0].generated)),
        (ARROW_TRACE, len(_shown(scenes[0]))),
    )


def _shown(scene: Scene) -> NDArray[np.float32]:
    count = min(ARROWS, len(scene.arrows))
    return arrow_lines(scene.generated[:count], scene.arrows[:count])


def _joined(parts: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    return np.concatenate(parts) if parts else np.empty((0, 2), np.float32)


def _between(start: NDArray[np.float32], end: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.stack([start, end, np.full_like(start, np.nan)], axis=1).reshape(-1, 2)


def _series(points: NDArray, name: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": name,
        "x": np.ascontiguousarray(points[:, 0]),
        "y": np.ascontiguousarray(points[:, 1]),
        "hoverinfo": "skip",
    }


def _dots(
    points: NDArray, name: str, colour: str, symbol: str, size: int, opacity: float
) -> dict[str, Any]:
    return {
        **_series(points, name),
        "mode": "markers",
        "marker": {
            "symbol": symbol,
            "size": size,
            "color": colour,
            "opacity": opacity,
            "line": {"color": _PAPER, "width": 0.8},
        },
    }


def _below(source: str, view: tuple[float, float]) -> dict[str, Any]:
    side = view[1] - view[0]
    return {
        "source": source,
        "xref": "x",
        "yref": "y",
        "x": view[0],
        "y": view[1],
        "sizex": side,
        "sizey": side,
        "sizing": "stretch",
        "layer": "below",
    }


@dataclass(frozen=True)
class Course:
    """How a game went: arrays of one length, a value for each moment that was looked at.

    Attributes:
        rounds: turns so far.
        discriminator_loss, generator_loss: over the points shown.
        modes: how many are covered.
        near: share in [0, 1] of the generated points near a mode.
    """

    rounds: ArrayLike
    discriminator_loss: ArrayLike
    generator_loss: ArrayLike
    modes: ArrayLike
    near: ArrayLike


def course(
    past: Course,
    *,
    of: int,
    balance: float | None,
    discriminator_label: str,
    generator_label: str,
    modes_label: str,
    near_label: str,
    balance_label: str,
    round_label: str,
    loss_label: str,
    height: int,
) -> Figure:
    """Both losses above; below them the modes covered and the share of points near one.

    Args:
        of: how many modes there are.
        balance: the discriminator's loss where it cannot tell; None draws no line.
    """
    rounds = np.asarray(past.rounds, float)
    losses = (
        (past.discriminator_loss, discriminator_label, DISCRIMINATOR, "solid"),
        (past.generator_loss, generator_label, GENERATOR, "dash"),
    )
    reached = (
        (np.asarray(past.modes, float) / of, modes_label, palette.RIGHT, "solid"),
        (past.near, near_label, palette.MUTED, "dash"),
    )
    traces = [_line(rounds, *line, axis="") for line in losses]
    traces += [_line(rounds, *line, axis="2") for line in reached]
    right = max(float(rounds[-1]) if len(rounds) else 0.0, _FEWEST_ROUNDS)
    return figure(
        traces,
        quiet_layout(
            height,
            margin={"l": 8, "r": 12, "t": 8, "b": 8},
            legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
            showlegend=True,
            hovermode="x unified",
            shapes=[] if balance is None else [level_line(balance)],
            annotations=[] if balance is None else [level_name(balance, balance_label)],
            xaxis={"range": [0, right], "anchor": "y2", "title": {"text": round_label}},
            yaxis={"domain": [0.56, 1], "title": {"text": loss_label}, "nticks": 5},
            yaxis2={
                "domain": [0, 0.44],
                "range": [-0.04, 1.06],
                "tickformat": ".0%",
                "anchor": "x",
                "nticks": 5,
            },
        ),
    )


def _line(
    x: NDArray, y: ArrayLike, name: str, colour: str, dash: str, *, axis: str
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines" if len(x) > 1 else "markers",
        "name": name,
        "x": x,
        "y": np.asarray(y, float),
        "yaxis": f"y{axis}",
        "line": {"color": colour, "dash": dash, "width": 2.2},
        "hovertemplate": "%{y:.0%}" if axis else "%{y:.3g}",
    }
