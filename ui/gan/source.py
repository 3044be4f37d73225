"""Which generator draws: the one that ships, or the one that a visitor has trained."""

from __future__ import annotations

import streamlit as st

from dlcore import registry
from dlcore.engine import Run
from dlcore.gan.generator.shipped import SHIPPED
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice
from ui.shared.readers import Reader

MODEL = Choice(
    "gan_model",
    "shipped",
    N_("Drawn by"),
    N_("Which generator makes the drawings."),
    {"shipped": N_("The generator that ships"), "run": N_("The one you trained")},
)


def ships() -> bool:
    """Whether the file is there."""
    return SHIPPED in registry.names()


def trained(run: Run | None) -> bytes | None:
    """The generator that a run has left, as the bytes of a .keras file."""
    if run is None or not run.over:
        return None
    return run.result.model if run.result else run.snapshot  # of a process that died


def choose(run: Run | None) -> Reader | None:
    """The choice, where there is one, and who draws; None after a sentence where nobody can."""
    own = trained(run)
    there = [name for name in MODEL.options if (own if name == "run" else ships())]
    if not there:
        st.info(
            _(
                "The generator that ships with the lab is missing (models/gan.keras), so there is "
                "nothing to draw with yet. Train one of your own under “Train”."
            ),
            icon=":material/brush:",
        )
        return None
    if MODEL.value not in there:
        st.info(_absent(MODEL.value), icon=":material/info:")
        MODEL.set(there[0])
    if len(there) > 1:
        MODEL.segmented(options=there)
    return Reader(SHIPPED) if MODEL.value == "shipped" else Reader(None, own)


def _absent(name: str) -> str:
    if name == "run":
        return _("There is no generator of yours yet, so the one that ships draws.")
    return _("The generator that ships is missing, so the one you trained draws.")
