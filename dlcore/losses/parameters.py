"""The parameters that Keras losses have."""

from __future__ import annotations

from dlcore.messages import N_
from dlcore.parameters import Hyperparameter

DELTA = Hyperparameter(
    "delta",
    1.0,
    0.01,
    100.0,
    N_("Delta of Huber: a larger error counts linearly, a smaller one squared."),
)
GAMMA = Hyperparameter(
    "gamma",
    2.0,
    0.0,
    10.0,
    N_("Gamma of the focal losses: the larger, the less an example counts that is easy already."),
)
ALPHA = Hyperparameter(
    "alpha",
    0.25,
    0.0,
    1.0,
    N_("Alpha of the categorical focal loss: a factor in front of everything."),
)
SMOOTHING = Hyperparameter(
    "label_smoothing",
    0.0,
    0.0,
    1.0,
    N_("Label smoothing: this share of the target is spread evenly over all classes."),
)
PARAMETERS = {p.keyword: p for p in (DELTA, GAMMA, ALPHA, SMOOTHING)}
"""Every parameter by its keyword."""
