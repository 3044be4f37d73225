"""A small network on the plane and its training: values alone, checked, no Keras."""

from __future__ import annotations

from dataclasses import dataclass

from dlcore.activations.functions import ACTIVATIONS
from dlcore.neuron.features import FEATURES
from dlcore.neuron.heads import HEADS, outputs_of, question_of
from dlcore.optimizers.table import OPTIMIZERS
from dlcore.validation import (
    ConfigError,
    check_choice,
    check_fields,
    check_whole,
    one_of,
    real,
    whole,
)

MAX_LAYERS = 3
MAX_UNITS = 8
MAX_WEIGHT = 1e4
"""What a visitor may set a weight to, either way."""

HIDDEN_ACTIVATIONS = tuple(name for name, one in ACTIVATIONS.items() if one.kind != "gated")
"""Of hidden layers: all of Keras but `glu`, which halves what comes in."""

STARTS = ("glorot_uniform", "he_normal", "random_normal", "equal")
"""How weights begin: names in `dlcore.initializers.INITIALIZERS`, or "equal": each 0.5, so that no
unit of a layer differs from its neighbours. Biases begin at 0."""


@dataclass(frozen=True)
class NeuronConfig:
    """A dense network from points of the plane to classes or a value, and how it is trained.

    Attributes:
        features: names in `FEATURES`, 1-7 and none twice; its inputs.
        units: of each hidden layer: 0-3 layers of 1-8.
        activations: of each hidden layer, from `HIDDEN_ACTIVATIONS`, Keras' own parameters.
        classes: 0 for a value (regression), else 2-4.
        loss: one of `HEADS[question].losses`.
        optimizer: a name in `OPTIMIZERS`.
        learning_rate: 1e-5 to 100.
        l1, l2: times the sum of all |w| and of all w², biases left out; added to the loss.
        batch_size: points a step, 1-500; the last batch of an epoch has what is left.
        start: one of `STARTS`.
        start_scale: what the first weights are multiplied by, 0 to 100.
        seed: of weights and order.

    Raises:
        ConfigError: a value outside its range, or settings that do not go together.
    """

    features: tuple[str, ...] = ("x1", "x2")
    units: tuple[int, ...] = (4, 2)
    activations: tuple[str, ...] = ("tanh", "tanh")
    classes: int = one_of(2, (0, 2, 3, 4))
    loss: str = "binary_crossentropy"
    optimizer: str = one_of("sgd", OPTIMIZERS)
    learning_rate: float = real(0.1, 1e-5, 100.0)
    l1: float = real(0.0, 0.0, 10.0)
    l2: float = real(0.0, 0.0, 10.0)
    batch_size: int = whole(10, 1, 500)
    start: str = one_of("glorot_uniform", STARTS)
    start_scale: float = real(1.0, 0.0, 100.0)
    seed: int = whole(0, 0, 9999)

    def __post_init__(self) -> None:
        check_fields(self)
        self._check_features()
        self._check_layers()
        check_choice("loss", self.loss, HEADS[self.question].losses)

    def _check_features(self) -> None:
        for name in self.features:
            check_choice("features", name, FEATURES)
        if not self.features or len(set(self.features)) < len(self.features):
            raise ConfigError(
                "features must be at least one, none of them twice. Received: {value}",
                value=", ".join(self.features),
            )

    def _check_layers(self) -> None:
        if len(self.units) > MAX_LAYERS:
            raise ConfigError(
                "units must be of at most {most} hidden layers. Received: {count}",
                most=MAX_LAYERS,
                count=len(self.units),
            )
        if len(self.units) != len(self.activations):
            raise ConfigError(
                "activations must be as many as hidden layers, {expected}. Received: {count}",
                expected=len(self.units),
                count=len(self.activations),
            )
        for number, (units, name) in enumerate(zip(self.units, self.activations, strict=True), 1):
            check_whole(f"units of layer {number}", units, 1, MAX_UNITS)
            check_choice(f"activation of layer {number}", name, HIDDEN_ACTIVATIONS)

    @property
    def question(self) -> str:
        """VALUE, TWO_CLASSES or CLASSES of `heads`."""
        return question_of(self.classes)

    @property
    def widths(self) -> tuple[int, ...]:
        """Numbers that leave each layer, from the inputs to the outputs."""
        return (len(self.features), *self.units, outputs_of(self.classes))

    @property
    def layers(self) -> tuple[str, ...]:
        """Activation of each layer, hidden ones and the last."""
        return (*self.activations, HEADS[self.question].activation(self.loss))

    @property
    def parameters(self) -> int:
        """Weights and biases."""
        return sum((a + 1) * b for a, b in zip(self.widths, self.widths[1:], strict=False))
