"""The widgets of how images are moved while a network is trained on them."""

from __future__ import annotations

import streamlit as st

from dlcore.training import TrainConfig
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Number, Percent

_USUAL = TrainConfig()

SHIFT = Number.of(
    _USUAL,
    "augmentation.shift",
    "train_shift",
    N_("Shift (pixels)"),
    N_(
        "Up to so far to each side and up or down. Without it a network expects everything in the "
        "middle."
    ),
    step=0.5,
)
ROTATION = Number.of(
    _USUAL,
    "augmentation.rotation",
    "train_rotation",
    N_("Rotation (°)"),
    N_("Up to so far either way. At 180° a 6 is a 9, and nobody could tell them apart."),
    step=5.0,
)
ZOOM = Percent.of(
    _USUAL,
    "augmentation.zoom",
    "train_zoom",
    N_("Zoom (%)"),
    N_("Larger or smaller by up to this share."),
)
SETTINGS = (SHIFT, ROTATION, ZOOM)


def widgets() -> None:
    st.caption(
        _(
            "Each training image is moved a little, anew each time: more examples out of the same "
            "ones, and better reading of drawings."
        )
    )
    SHIFT.slider()
    ROTATION.slider()
    ZOOM.slider()
