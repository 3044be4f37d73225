"""The view Generate: what a trained generator draws, and what lies between its drawings."""

from __future__ import annotations

import streamlit as st

from ui.frame import jobs
from ui.frame import settings as url
from ui.frame.engine import current_run
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.gan import journey, seed, sheet, source

WAYS = {
    "sheet": (N_("Drawings"), sheet.show),
    "walk": (N_("A walk between two"), journey.walk),
    "grid": (N_("Between four"), journey.grid),
    "directions": (N_("Main directions"), journey.directions),
}
_WAY = "gan_way"
PARAMETERS = {_WAY: url.choice(*WAYS)}
DEFAULTS = {_WAY: "sheet"}
for _part in (source, seed, sheet, journey):
    PARAMETERS |= _part.PARAMETERS
    DEFAULTS |= _part.DEFAULTS


def show() -> None:
    """Who draws, and one way to look at it."""
    reader = source.choose(current_run(jobs.GAN))
    way = st.segmented_control(
        _("What to look at"),
        list(WAYS),
        format_func=lambda name: _(WAYS[name][0]),
        key=_WAY,
        required=True,
        label_visibility="collapsed",
        help=_("Single drawings, or the ways between them."),
    )
    if reader:
        WAYS[way][1](reader)
