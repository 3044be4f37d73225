"""The state of a game in one word: who is ahead, and which modes are missing."""

from __future__ import annotations

import numpy as np

from dlcore.gan.plane.play import Frame

KINDS = ("early", "won", "collapsed", "far", "reached", "underway")
EARLY = 25  # updates of the generator before which there is no diagnosis
_WON = 0.5  # difference of the mean opinions of real and generated points
_FEW = 0.4  # share of the modes below which they have collapsed
_TOGETHER = 0.35  # standard deviation of generated points below which all are at one place
_REACHED = 0.75  # share of the points near a mode


def diagnose(frame: Frame) -> str:
    """One of `KINDS`, the first that holds.

    - early: fewer than `EARLY` updates of the generator.
    - won: mean opinion of real points above that of generated ones by more than 0.5.
    - collapsed: samples spread less than 0.35 in x and in y (standard deviation), or fewer than
      40 % of the modes are covered, but not none.
    - far: no mode is covered.
    - reached: every mode is covered, and at least 75 % of the samples lie near one.
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
    """Median over the samples of |dL_G / dx|, the generator's loss as a sum over them."""
    return float(np.median(np.linalg.norm(frame.arrows, axis=1)))
