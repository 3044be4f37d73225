"""What has just happened in a game, and what to look for, in words."""

from __future__ import annotations

import numpy as np

from dlcore.gan.losses import GAN_LOSSES
from dlcore.gan.plane.config import PlaneConfig
from dlcore.gan.plane.diagnosis import diagnose, steepness
from dlcore.gan.plane.slow_motion import Turn
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.gan.plane.table import STAGES, Table

BEFORE = N_(
    "Nobody has had a turn yet. The generator makes a lump of its noise, and the discriminator's "
    "opinion is a matter of chance. **Give the discriminator its turn** ten times: watch the "
    "ground."
)
HAPPENED = {
    "discriminator": N_(
        "**The discriminator has learnt.** Its opinion of real points went from {real_before:.2f} "
        "to {real:.2f}, of generated ones from {fake_before:.2f} to {fake:.2f}. The points stood "
        "still: look how the ground has changed below them."
    ),
    "generator": N_(
        "**The generator has learnt.** Its points moved by {moved:.3f} on average, and the "
        "discriminator's opinion of them went from {fake_before:.2f} to {fake:.2f}. The ground "
        "stood still: look whether the points follow their arrows."
    ),
    "both": N_(
        "**{rounds:,} rounds.** Modes covered: {modes_before} before, {modes} now, of {of}. "
        "{near:.0%} of the generated points lie near one."
    ),
}
DIAGNOSES = {
    "early": "",
    "won": N_(
        "**The discriminator has won:** it tells nearly all points apart. What counts now is "
        "whether the generator still has arrows (median slope {steep:.2g})."
    ),
    "collapsed": N_(
        "**Mode collapse:** the points crowd in a few places. Whichever place fools the "
        "discriminator best, all of them run there."
    ),
    "far": N_("No mode is reached yet: the points lie beside the real ones, or far from them."),
    "reached": N_(
        "**All modes are covered**, and the opinion of both kinds is near the middle: that is the "
        "equilibrium of the game."
    ),
    "underway": N_(
        "Underway: some modes are covered, and some points lie between them. More rounds will tell."
    ),
}
LOST = N_(
    "**The weights have become infinite.** The last good state is kept: choose lower learning "
    "rates and play on, or start a new game."
)
SLOW = {
    ("discriminator", "dealt"): N_(
        "**Discriminator's turn, 1 of 3.** {count} real points are drawn, and the generator turns "
        "{count} random inputs into points. The discriminator will be shown both. Look where the "
        "two kinds overlap: there it cannot win."
    ),
    ("discriminator", "judged"): N_(
        "**Discriminator's turn, 2 of 3.** It judges every point: {real:.2f} on average for real "
        "ones, {fake:.2f} for generated ones, {right:.0%} right. Its loss is {loss:.3f}. Blue "
        "points on orange ground and orange ones on blue are its mistakes."
    ),
    ("discriminator", "learnt"): N_(
        "**Discriminator's turn, 3 of 3.** Its weights went down their gradient, {updates} times; "
        "the generator stood still. Its loss on the same points: {loss_before:.3f}, then "
        "{loss:.3f}. Look where the ground has turned."
    ),
    ("generator", "dealt"): N_(
        "**Generator's turn, 1 of 3.** New noise becomes {count} new points. The discriminator, "
        "which stands still now, gives them {fake:.2f} on average; the generator wants more. It "
        "never sees the real points: {link}"
    ),
    ("generator", "pushed"): N_(
        "**Generator's turn, 2 of 3.** The arrows: which way each point would have to go to be "
        "taken for real, the longer the steeper the loss there (median slope {steep:.2g}). Short "
        "arrows teach little, whether a point is good or hopeless."
    ),
    ("generator", "moved"): N_(
        "**Generator's turn, 3 of 3.** Its weights made a step, and the points moved by "
        "{moved:.3f} on average. All points share the same weights, so they cannot go freely: they "
        "agree with their arrows by {along:.0%}. Loss: {loss_before:.3f}, then {loss:.3f}."
    ),
}


def happened(table: Table) -> str:
    """What the last turns did; what to do first where there were none."""
    if not table.turns:
        return _(BEFORE)
    before, now = table.progress.frames[0], table.frame
    return _(HAPPENED[table.turns]).format(
        rounds=table.rounds[-1] - table.rounds[0],
        real_before=before.d_real,
        real=now.d_real,
        fake_before=before.d_fake,
        fake=now.d_fake,
        moved=_moved(before.generated, now.generated),
        modes_before=before.coverage.modes,
        modes=now.coverage.modes,
        of=now.coverage.of,
        near=now.coverage.near,
    )


def diagnosis(table: Table) -> str:
    """How the game stands; "" where it is too early to tell."""
    if table.progress.lost:
        return _(LOST)
    said = DIAGNOSES[diagnose(table.frame)]
    return _(said).format(steep=steepness(table.frame)) if said else ""


def slowly(config: PlaneConfig, turn: Turn, stage: int) -> str:
    """What one stage of a turn does, and what to look for."""
    name = STAGES[turn.player][stage]
    shown = turn.after if stage == len(STAGES[turn.player]) - 1 else turn.before
    arrows = np.linalg.norm(turn.before.arrows, axis=1)
    return _(SLOW[turn.player, name]).format(
        count=len(turn.real),
        real=float(shown.real_opinions.mean()),
        fake=float(shown.generated_opinions.mean()),
        right=shown.right,
        loss=shown.loss,
        loss_before=turn.before.loss,
        updates=config.discriminator_steps,
        steep=float(np.median(arrows)),
        moved=_moved(turn.before.generated, turn.after.generated),
        along=turn.along,
        link=_link(config),
    )


def _link(config: PlaneConfig) -> str:
    if GAN_LOSSES[config.loss].pairs:
        return _("all it learns of them are the scores that its own are compared with.")
    return _("all it learns of them comes through the discriminator.")


def _moved(before: np.ndarray, now: np.ndarray) -> float:
    return float(np.linalg.norm(now - before, axis=1).mean())
