"""Initialisers of weights, as records over `keras.initializers`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dlcore.messages import N_


@dataclass(frozen=True)
class Initializer:
    """An initialiser of weights: a class in `keras.initializers`, its keywords, and a note on it.

    Attributes:
        title: its usual name.
        kind: name of the class.
        note: what it is for, with its variance; an English msgid.
        arguments: keywords of the class.
        seeded: whether it takes a seed.
    """

    title: str
    kind: str
    note: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    seeded: bool = True


INITIALIZERS: dict[str, Initializer] = {
    "glorot_uniform": Initializer(
        "Glorot uniform",
        "GlorotUniform",
        N_("Keras' default. Variance 2 / (inputs + outputs): keeps a signal through tanh."),
    ),
    "he_normal": Initializer(
        "He normal",
        "HeNormal",
        N_("Variance 2 / inputs: makes up for the half that ReLU sets to 0."),
    ),
    "lecun_normal": Initializer(
        "LeCun normal",
        "LecunNormal",
        N_("Variance 1 / inputs: what SELU needs."),
    ),
    "random_normal": Initializer(
        "Normal, σ = 0.05",
        "RandomNormal",
        N_("The same spread for every width: at 512 units near Glorot, elsewhere not."),
        {"stddev": 0.05},
    ),
    "wide_normal": Initializer(
        "Normal, σ = 1",
        "RandomNormal",
        N_("Far too wide: ReLU overflows, tanh and sigmoid saturate at once."),
        {"stddev": 1.0},
    ),
    "orthogonal": Initializer(
        "Orthogonal",
        "Orthogonal",
        N_("Rotations: a linear network of any depth keeps every signal exactly."),
    ),
    "zeros": Initializer(
        "Zeros",
        "Zeros",
        N_("All units alike, and no gradient gets through: nothing is ever learnt."),
        seeded=False,
    ),
}
"""Every initialiser that the lab offers. A new one is a new entry."""
