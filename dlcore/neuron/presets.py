"""Networks on the plane that are worth a look: one that does it, and troubles with their cures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.datasets import PointsConfig


@dataclass(frozen=True)
class NeuronPreset:
    """Settings, and what comes of them: a test trains each and holds it to that.

    Attributes:
        points, config: the settings.
        steps: after so many it can be seen.
        symptom: what is wrong then, one of `troubles.KINDS`; "" where nothing is.
        cure: fields of the network that are to be changed, and to what.
        before, after: test accuracy after those steps: at most, as it is, and at least, with the
            cure. Without a symptom `after` is what it reaches as it is. Of values there is none.
    """

    points: PointsConfig
    config: NeuronConfig
    steps: int
    symptom: str = ""
    cure: Mapping[str, Any] = field(default_factory=dict)
    before: float | None = None
    after: float | None = None

    @property
    def cured(self) -> NeuronConfig:
        """The settings with the cure."""
        return replace(self.config, **self.cure)


_CIRCLE = PointsConfig("circle")

NEURON_PRESETS: dict[str, NeuronPreset] = {
    # What there is without any choice: something to begin with.
    "circle": NeuronPreset(_CIRCLE, NeuronConfig(), steps=500, after=0.98),
    # After 160 steps with this seed, and within 1000 with five seeds of six: the waves help.
    "spiral": NeuronPreset(
        PointsConfig("spiral"),
        NeuronConfig(
            features=("x1", "x2", "sin_x1", "sin_x2"),
            units=(8, 8),
            activations=("tanh", "tanh"),
            optimizer="adam",
            learning_rate=0.03,
            batch_size=20,
        ),
        steps=1000,
        after=0.98,
    ),
    # No hidden layer: the boundary is a line, whatever is learnt.
    "underfit": NeuronPreset(
        _CIRCLE,
        NeuronConfig(units=(), activations=()),
        steps=1000,
        symptom="underfit",
        cure={"units": (4,), "activations": ("tanh",)},
        before=0.6,
        after=0.98,
    ),
    # Layers with nothing in between are one layer.
    "linear": NeuronPreset(
        _CIRCLE,
        NeuronConfig(units=(4, 4), activations=("linear", "linear")),
        steps=1000,
        symptom="underfit",
        cure={"activations": ("tanh", "tanh")},
        before=0.6,
        after=0.98,
    ),
    # A fifth of 50 training labels is wrong, and there are 105 weights to remember them with.
    "overfit": NeuronPreset(
        PointsConfig("circle", 100, noise=0.2, label_noise=0.2, seed=1),
        NeuronConfig(
            units=(8, 8),
            activations=("tanh", "tanh"),
            optimizer="adam",
            learning_rate=0.03,
            seed=1,
        ),
        steps=2000,
        symptom="overfit",
        cure={"l2": 0.01},
        before=0.86,
        after=0.94,
    ),
    # One step too long, and a unit is below 0 for every point: no gradient brings it back.
    "dead": NeuronPreset(
        _CIRCLE,
        NeuronConfig(units=(8,), activations=("relu",), learning_rate=3.0),
        steps=1000,
        symptom="dead",
        cure={"learning_rate": 0.1},
        before=0.85,
        after=0.98,
    ),
    # Above 2 / curvature each step overshoots further than the one before.
    "diverged": NeuronPreset(
        PointsConfig("plane"),
        NeuronConfig(
            units=(), activations=(), classes=0, loss="mean_squared_error", learning_rate=0.3
        ),
        steps=200,
        symptom="diverged",
        cure={"learning_rate": 0.03},
    ),
    # Weights a hundred times too large: every unit sits where its sigmoid is flat.
    "saturated": NeuronPreset(
        _CIRCLE,
        NeuronConfig(units=(6,), activations=("sigmoid",), start_scale=100.0, learning_rate=0.3),
        steps=1000,
        symptom="saturated",
        cure={"start_scale": 1.0},
        before=0.7,
        after=0.97,
    ),
    # All weights alike: all gradients alike, and four units do the work of one.
    "equal": NeuronPreset(
        _CIRCLE,
        NeuronConfig(units=(4,), activations=("tanh",), start="equal"),
        steps=1000,
        symptom="equal",
        cure={"start": "glorot_uniform"},
        before=0.65,
        after=0.98,
    ),
}
"""By name; a new one is a new entry."""
