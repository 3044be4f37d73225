"""What networks of several kinds have in common."""

from __future__ import annotations

from dlcore.cnn import CnnConfig
from ui.frame.i18n import N_
from ui.frame.setting import Number

# The share that training switches off; of what exactly, the kind of network says.
DROPOUT = Number.of(
    CnnConfig(),
    "dropout",
    "train_dropout",
    N_("Dropout"),
    N_("The share of neurons silenced at random at each training step, against overfitting."),
    step=0.05,
)
