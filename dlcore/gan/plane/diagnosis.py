"""What to say of a game: who is winning, and what is missing."""

from __future__ import annotations

import numpy as np

from dlcore.gan.plane.play import Frame

KINDS = ("early", "won", "collapsed", "far", "reached", "underway")
EARLY = 25  # updates of the generator before which nothing is said
_WON = 0.5  # how far apart mean opinions of real and generated points are
_FEW = 0.4  # share of the modes below which they have collapsed
_TOGETHER = 0.35  # standard deviation of generated points below which all are at one place
_REACHED = 0.75  # share of the points near a mode


def diagnose(frame: Frame) -> str:
    """One of `KINDS`.

    - early: hardly begun.
    - won: the discriminator tells nearly all points apart.
    - collapsed: few modes have points, because they lie near few modes or all together.
    - far: no mode is reached.
    - reached: every mode is covered and most points lie near one.
    - underway: none of these.
    """
    cover = frame.coverage
    if frame.generator_updates < EARLY:
        return "early"
    if frame.d_real - frame.d_fake > _WON:
        return "won"
    together = float(np.std(frame.generated, axis=0).max()) < _TOGETHER
    if together or 0 < cover.modes < _FEW * cover.of:
        return "collapsed"
    if not cover.modes:
        return "far"
    return "reached" if cover.modes == cover.of and cover.near >= _REACHED else "underway"


def steepness(frame: Frame) -> float:
    """Median length of the arrows."""
    return float(np.median(np.linalg.norm(frame.arrows, axis=1)))
