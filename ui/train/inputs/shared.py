"""What networks of several kinds have in common."""

from __future__ import annotations

import streamlit as st

from ui.frame.i18n import gettext as _

DROPOUT = "train_dropout"
MAX_DROPOUT = 0.8


def dropout() -> None:
    """The share that training switches off; what exactly, the kind of network says."""
    st.slider(
        _("Dropout"),
        0.0,
        MAX_DROPOUT,
        step=0.05,
        key=DROPOUT,
        help=_(
            "The share of neurons silenced at random at each training step, against overfitting."
        ),
    )
