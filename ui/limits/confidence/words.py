"""What the four networks are called, and how a network's answer stands below a picture."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.limits.confidence.config import (
    COOLED,
    OUTLIER_CLASS,
    REFUSED,
    REFUSING,
    TUTORIAL,
    ConfidenceResult,
    OnPictures,
)
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice
from ui.shared.pixels import enlarged

NAMES = {
    TUTORIAL: N_("Tutorial"),
    COOLED: N_("With a temperature"),
    OUTLIER_CLASS: N_("With an eleventh class"),
    REFUSING: N_("Shipped, may refuse"),
}
READER = Choice(
    "confidence_reader",
    TUTORIAL,
    N_("Asked"),
    N_(
        "The tutorial's network. The same with a temperature fitted on digits. The same taught a "
        "class for what is no digit. The one that ships, which refuses what is unlike its digits."
    ),
    NAMES,
)
SIDE = 84  # px of a picture, three to a pixel


def answer(said: int, sure: float, truth: int | None = None) -> str:
    """What a network says, as Markdown: the digit, how surely, and whether that is right.

    Args:
        said: a digit or `REFUSED`.
        truth: None where the picture shows no digit.
    """
    if said == REFUSED:
        return ":violet[:material/block:] " + _("no digit")
    mark = ":green[:material/check:]" if said == truth else ":red[:material/close:]"
    return f"{mark} **{said}** {sure:.0%}"


def tile(image: np.ndarray, said: str, alt: str) -> None:
    """A small picture with its pixels visible, and words below."""
    with st.container(width=SIDE, gap=None):
        st.image(enlarged(image, SIDE // 28), alt=alt, width=SIDE)
        st.markdown(said)


def asked_pictures(found: ConfidenceResult, reader: str) -> OnPictures | None:
    """What one network made of pictures; None after a word where it has not been asked."""
    pictures = found.on_pictures.get(reader)
    if pictures is None:
        not_asked()
    return pictures


def not_asked() -> None:
    """A word in place of answers that there are not yet, or not any more after a stop."""
    st.caption(_("This network has not been asked yet."))
