"""The plane: points, opinions and arrows, as they are or as a film."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.figures import gan_plane as drawing
from dlcore.gan.plane.config import PlaneConfig
from dlcore.gan.plane.play import Frame
from dlcore.gan.plane.points import OWN, OWN_SPREAD, VIEW, clouds
from ui.frame import shell
from ui.frame.i18n import gettext as _
from ui.gan.plane import settings
from ui.gan.plane.table import Table
from ui.shared import chart

HEIGHT = 500
_KEY = "gan_plane_picture"
_EACH = 40  # points drawn of a cloud that is no game yet


def show(config: PlaneConfig, table: Table) -> None:
    """The game, with all frames of the last turns to go through."""
    frames = table.progress.frames
    scenes = [
        drawing.Scene(frame.generated, frame.arrows, drawing.ground(frame.opinion))
        for frame in frames
    ]
    film = None
    if len(frames) > 1:
        film = chart.Film(
            (),
            (),
            len(frames) - 1,
            says=tuple(_said(frame, at) for frame, at in zip(frames, table.rounds, strict=True)),
            crowds=drawing.crowds(scenes),
            pictures=tuple(scene.ground for scene in scenes),
            plays=table.film,
        )
    _draw(table.progress.real, scenes, _summary(table), film, own=config.points == OWN)


def slow(config: PlaneConfig, table: Table, said: str) -> None:
    """One stage of a turn: only what has happened so far is in the picture."""
    turn = table.turn
    assert turn is not None
    before, after = turn.progress.frames[0], turn.progress.frames[-1]
    done = table.stage == 2
    shown = turn.after if done else turn.before
    arrows = shown.arrows if turn.player == "generator" and table.stage == 1 else None
    ground = drawing.ground((after if done else before).opinion)
    if turn.player == "discriminator" and table.stage == 0:
        ground = drawing.ground(np.full((2, 2), 0.5))  # it has not looked yet
    none = np.empty((0, 2), np.float32)
    scene = drawing.Scene(shown.generated, none if arrows is None else arrows, ground)
    trail = turn.before.generated if turn.player == "generator" and done else None
    _draw(turn.real, [scene], said, None, own=config.points == OWN, trail=trail)


def empty() -> None:
    """A plane to click in, with the clouds there are; fewer than a game needs."""
    own = settings.own_clouds()
    real = clouds(own, OWN_SPREAD).sample(0, _EACH * len(own)) if own else np.empty((0, 2))
    said = _("A plane with {count} clouds of points.").format(count=len(own))
    _draw(real, [], said, None, own=True)


def _draw(
    real: np.ndarray,
    scenes: list[drawing.Scene],
    alt: str,
    film: chart.Film | None,
    *,
    own: bool,
    trail: np.ndarray | None = None,
) -> None:
    words = drawing.PlaneWords(
        _("real"), _("generated"), _("where the generator is pushed"), _("how they moved")
    )
    chart.show(
        drawing.plane(
            real,
            scenes,
            view=VIEW,
            words=words,
            text_colour=shell.text_colour(),
            height=HEIGHT,
            trail=trail,
        ),
        key=_KEY,
        alt=alt,
        on_click=settings.click if own else None,
        film=film,
    )


def legend() -> None:
    """What the colours of the ground mean."""
    st.caption(
        _(
            "The ground is the discriminator's opinion: blue where it takes a point for real, "
            "orange where it takes it for generated, clear where it cannot tell."
        )
    )


def _said(frame: Frame, at: int) -> str:
    """One line below a film."""
    return _(
        "Round {round:,}: opinion of real points {real:.2f}, of generated ones {fake:.2f}; "
        "{modes} of {of} modes; {near:.0%} near one."
    ).format(
        round=at,
        real=frame.d_real,
        fake=frame.d_fake,
        modes=frame.coverage.modes,
        of=frame.coverage.of,
        near=frame.coverage.near,
    )


def _summary(table: Table) -> str:
    return _("Real and generated points in the plane. {said}").format(
        said=_said(table.frame, table.rounds[-1])
    )
