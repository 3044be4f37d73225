"""The widgets of what keeps a network from learning by heart and its steps from being too long."""

from __future__ import annotations

import streamlit as st

from dlcore.training import TrainConfig
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Number, Whole

_USUAL = TrainConfig()

L1 = Number.of(
    _USUAL,
    "regularisation.l1",
    "train_l1",
    N_("L1"),
    N_(
        "Adds this times the sum of all |w| to the training loss: weights that are of little use "
        "become zero. Try 0.0001."
    ),
    high=0.1,
    step=0.0001,
    format="%.5g",
)
L2 = Number.of(
    _USUAL,
    "regularisation.l2",
    "train_l2",
    N_("L2"),
    N_(
        "Adds this times the sum of all w² to the training loss: many small weights instead of a "
        "few large ones. Try 0.0005. The validation loss is without it."
    ),
    high=0.1,
    step=0.0001,
    format="%.5g",
)
WEIGHT_DECAY = Number.of(
    _USUAL,
    "regularisation.weight_decay",
    "train_weight_decay",
    N_("Weight decay"),
    N_(
        "Shrinks all weights at each step by this times the learning rate, past the gradient. At "
        "0 AdamW keeps its usual 0.004."
    ),
    step=0.001,
    format="%.5g",
)
CLIP_NORM = Number.of(
    _USUAL,
    "regularisation.clip_norm",
    "train_clip_norm",
    N_("Gradient clipping"),
    N_(
        "The longest gradient that is followed; a longer one is shortened to it. Keeps a recurrent "
        "network, or a high learning rate, from leaping away. 0 is off."
    ),
    high=100.0,
    step=0.5,
    format="%.5g",
)
PATIENCE = Whole.of(
    _USUAL,
    "patience",
    "train_patience",
    N_("Early stopping (epochs)"),
    N_(
        "Ends the run after so many epochs without a better validation loss, and takes the weights "
        "of the best epoch. 0 is off."
    ),
    high=20,
)
SETTINGS = (L1, L2, WEIGHT_DECAY, CLIP_NORM, PATIENCE)


def widgets() -> None:
    st.caption(
        _("Against learning by heart: what narrows the gap between training and validation.")
    )
    left, right = st.columns(2)
    with left:
        L1.number_input()
        WEIGHT_DECAY.number_input()
    with right:
        L2.number_input()
        CLIP_NORM.number_input()
    PATIENCE.slider()
