"""What goes wrong in a training, read from its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dlcore.gan.config import GanConfig
from dlcore.gan.film import fixed_labels, unpack
from dlcore.gan.generator.variety import variety
from dlcore.reports import RunPicture

RECENT_STEPS = 100
"""Turns of the generator over which figures are averaged, and before which nothing is said."""

PATIENCE_STEPS = 400
"""Turns before which it may be that nothing has been learnt yet."""

WON = 0.97
"""Share that the discriminator gets right once it has won: in a good game it is 0.6 to 0.85."""
BLIND = 0.53
"""And where it guesses."""
POOR = 0.6
"""Agreement below which drawings are not what they should be, where that is told."""
RUNAWAY = 30.0
"""Size of a loss far beyond what it is in a good game, for losses that are not Wasserstein's."""
MISSING = 0.2
"""A class with a smaller share of the drawings than this of an even one is hardly drawn at all."""
ALIKE = 0.4
"""Variety, as a share of real images', below which drawings of one class look the same."""

Points = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Trouble:
    """Something that has gone wrong.

    Attributes:
        kind: "runaway", "discriminator", "generator", "few", "missing" or "alike".
        values: numbers to name: "share" of images that the discriminator gets right, "loss",
            "classes" that are drawn alone or hardly, by their index, "variety".
    """

    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)


def troubles(
    config: GanConfig, history: Mapping[str, Points], picture: RunPicture | None
) -> tuple[Trouble, ...]:
    """Says what is wrong with a game, from what a run has reported.

    Args:
        config: the game.
        history: series by name, points (step, value), as `train_gan` reports them.
        picture: the newest one; None before there is one.

    Returns:
        The troubles there are, the gravest kind alone; () in the first steps.
    """
    right = _recent(history.get("d_right", ()))
    if right is None or picture is None or picture["step"] < RECENT_STEPS:
        return ()
    # Where one side has won, what is drawn is no news.
    return tuple(_players(config, history, picture, right) or _drawings(config, picture))


def _players(
    config: GanConfig, history: Mapping[str, Points], picture: RunPicture, right: float
) -> list[Trouble]:
    if not config.record.gradient_penalty:
        losses = [_recent(history.get(name, ())) or 0.0 for name in ("d_loss", "g_loss")]
        worst = max(losses, key=abs)
        if abs(worst) > RUNAWAY:
            return [Trouble("runaway", {"loss": worst})]
    # Where only differences of scores count, being right about all of them is the rule.
    if right > WON and config.record.threshold is not None:
        return [Trouble("discriminator", {"share": right})]
    agreement = picture["facts"]["agreement"]
    if right < BLIND and agreement is not None and agreement < POOR:
        return [Trouble("generator", {"share": right})]
    return []


def _drawings(config: GanConfig, picture: RunPicture) -> list[Trouble]:
    if picture["step"] < PATIENCE_STEPS:
        return []
    counts = picture["facts"]["counts"]
    shares = np.asarray(counts) / max(1, sum(counts))
    missing = np.flatnonzero(shares < MISSING / len(shares))
    if len(missing):
        few = len(missing) > len(shares) / 2
        named = np.flatnonzero(shares >= MISSING / len(shares)) if few else missing
        return [Trouble("few" if few else "missing", {"classes": tuple(map(int, named))})]
    if not config.conditional:
        return []
    found = _variety(picture)
    return [Trouble("alike", {"variety": found})] if found is not None and found < ALIKE else []


def _variety(picture: RunPicture) -> float | None:
    """As it was measured; of digits, from the picture."""
    if "variety" in picture["facts"]:
        return picture["facts"]["variety"]
    return variety(unpack(picture["packed"]), fixed_labels())


def _recent(points: Points) -> float | None:
    """Mean over the newest steps; None without any."""
    if not points:
        return None
    newest = points[-1][0]
    return float(np.mean([y for x, y in points if x > newest - RECENT_STEPS]))
