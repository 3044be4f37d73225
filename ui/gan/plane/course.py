"""Losses and modes over the rounds of a game."""

from __future__ import annotations

from dlcore.figures import gan_plane as drawing
from dlcore.gan.plane.config import PlaneConfig
from ui.frame.i18n import gettext as _
from ui.gan.plane.table import Table
from ui.shared import chart

HEIGHT = 380


def show(config: PlaneConfig, table: Table) -> None:
    moments = table.past.items()
    frames = [moment.frame for moment in moments]
    cover = table.frame.coverage
    past = drawing.Course(
        [moment.round for moment in moments],
        [frame.discriminator_loss for frame in frames],
        [frame.generator_loss for frame in frames],
        [frame.coverage.modes for frame in frames],
        [frame.coverage.near for frame in frames],
    )
    balance = config.record.balance[0]
    chart.show(
        drawing.course(
            past,
            of=cover.of,
            balance=balance,
            words=drawing.CourseWords(
                discriminator=_("discriminator's loss"),
                generator=_("generator's loss"),
                modes=_("modes covered"),
                near=_("points near a mode"),
                balance=_("where the discriminator can only guess: {value:.2f}").format(
                    value=balance
                ),
                round=_("rounds"),
                loss=_("loss"),
            ),
            height=HEIGHT,
        ),
        key="gan_plane_course",
        alt=_(
            "After {rounds:,} rounds: discriminator's loss {d_loss:.3f}, generator's loss "
            "{g_loss:.3f}, {modes} of {of} modes covered."
        ).format(
            rounds=table.rounds[-1],
            d_loss=table.frame.discriminator_loss,
            g_loss=table.frame.generator_loss,
            modes=cover.modes,
            of=cover.of,
        ),
    )
