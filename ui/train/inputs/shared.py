"""What networks of several kinds have in common."""

from __future__ import annotations

from dlcore.cnn import CnnConfig
from ui.frame.i18n import N_
from ui.frame.setting import Choice, Number, Switch

_USUAL = CnnConfig()

ACTIVATION = Choice.of(
    _USUAL,
    "activation",
    "train_activation",
    N_("Activation"),
    N_("The function each neuron applies to its sum. Without one the network is linear."),
)
BATCH_NORM = Switch.of(
    _USUAL,
    "batch_norm",
    "train_batch_norm",
    N_("Batch normalisation"),
    N_("Centres and scales what each layer passes on, batch by batch. Learning is faster."),
)
# The share that training switches off; of what exactly, the kind of network says.
DROPOUT = Number.of(
    _USUAL,
    "dropout",
    "train_dropout",
    N_("Dropout"),
    N_("The share of neurons silenced at random at each training step, against overfitting."),
    step=0.05,
)
