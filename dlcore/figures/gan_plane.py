"""Charts of a game in the plane: points, opinions and arrows, and how both sides fared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlcore.figures import marks, palette, png
from dlcore.figures.gan import DISCRIMINATOR, GENERATOR
from dlcore.figures.layout import axis, figure, legend, margin
from dlcore.figures.lines import Line

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

REAL, GENERATED = palette.TRAINING, palette.VALIDATION
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
class PlaneWords:
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
    words: PlaneWords,
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
    trails = np.empty((0, 2)) if trail is None else _between(trail, scenes[-1].generated)
    generated = _joined([scene.generated for scene in scenes])
    bare: dict[str, Any] = {"constrain": "domain", "showgrid": False, "zeroline": False}
    shared = axis(range=list(view), dtick=0.5, showline=True, mirror=True, **bare)
    return figure(
        [
            _dots(np.reshape(real, (-1, 2)), words.real, REAL, "circle", 6, 0.75),
            _series(trails, words.trail, GENERATED, 1.5, showlegend=trail is not None),
            _arrows(scenes, words.arrows, text_colour),
            _dots(generated, words.generated, GENERATED, "diamond", 8, 1.0),
        ],
        height,
        margin=margin(4),
        legend=legend(0.5, 1.01, xanchor="center"),
        showlegend=True,
        hovermode="closest",
        images=[_below(scenes[-1].ground, view)] if scenes else [],
        xaxis=shared,
        yaxis=shared | {"scaleanchor": "x", "constraintoward": "top"},
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


def _places(points: NDArray) -> tuple[NDArray, NDArray]:
    return np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])


def _series(points: NDArray, name: str, colour: str, width: float, **more: Any) -> marks.Mark:
    return marks.curve(*_places(points), colour, width, name=name, hoverinfo="skip", **more)


def _arrows(scenes: Sequence[Scene], name: str, colour: str) -> marks.Mark:
    each = len(_shown(scenes[0])) // _ARROW_POINTS if scenes else 0
    heads = {
        "symbol": "arrow",
        "angleref": "previous",
        "size": [0, 8, 0] * each if scenes else 0,
        "color": colour,
        "line": {"width": 0},
    }
    lines = _joined([_shown(scene) for scene in scenes])
    more = {"mode": "lines+markers", "marker": heads, "showlegend": bool(len(lines))}
    return _series(lines, name, colour, 1.3, **more)


def _dots(
    points: NDArray, name: str, colour: str, symbol: str, size: int, opacity: float
) -> marks.Mark:
    look: marks.Mark = {"symbol": symbol, "edge": (_PAPER, 0.8), "name": name}
    dots = marks.points(*_places(points), colour, size, **look, hoverinfo="skip")
    dots["marker"]["opacity"] = opacity
    return dots


def _below(source: str, view: tuple[float, float]) -> marks.Mark:
    side = view[1] - view[0]
    return marks.image(source, view[0], view[1], side, side)


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


@dataclass(frozen=True)
class CourseWords:
    """What stands in `course`: in the legend, at the `balance`, and at the axes."""

    discriminator: str
    generator: str
    modes: str
    near: str
    balance: str
    round: str
    loss: str


def course(
    past: Course, *, of: int, balance: float | None, words: CourseWords, height: int
) -> Figure:
    """Both losses above; below them the modes covered and the share of points near one.

    Args:
        of: how many modes there are.
        balance: the discriminator's loss where it cannot tell; None draws no line.
    """
    x = np.asarray(past.rounds, float)
    d_loss, g_loss, modes, near = (
        np.asarray(y, float)
        for y in (past.discriminator_loss, past.generator_loss, past.modes, past.near)
    )
    losses = (
        Line(x, d_loss, words.discriminator, DISCRIMINATOR),
        Line(x, g_loss, words.generator, GENERATOR, "dash"),
    )
    reached = (
        Line(x, modes / of, words.modes, palette.RIGHT),
        Line(x, near, words.near, palette.MUTED, "dash"),
    )
    shared: marks.Mark = {"width": 2.2, "mode": "lines" if len(x) > 1 else "markers"}
    right = max(float(x[-1]) if len(x) else 0.0, _FEWEST_ROUNDS)
    return figure(
        [
            *(marks.line(a, yaxis="y", hovertemplate="%{y:.3g}", **shared) for a in losses),
            *(marks.line(a, yaxis="y2", hovertemplate="%{y:.0%}", **shared) for a in reached),
        ],
        height,
        margin=margin(r=12),
        legend=legend(),
        showlegend=True,
        hovermode="x unified",
        shapes=[] if balance is None else [marks.level(balance)],
        annotations=[] if balance is None else [marks.level_name(balance, words.balance)],
        xaxis=axis(words.round, range=[0, right], anchor="y2"),
        yaxis=axis(words.loss, domain=[0.56, 1], nticks=5),
        yaxis2=axis(domain=[0, 0.44], range=[-0.04, 1.06], tickformat=".0%", anchor="x", nticks=5),
    )
