"""Recurrent networks for images: an image read line by line, as 28 steps of 28 pixels each.

At each step t a cell combines its input x_t with its hidden state h_{t-1}; the class probabilities
are a function of the last layer's hidden state after the last step:

- "simple": h_t = f(W x_t + U h_{t-1} + b) (Elman 1990);
- "lstm": a cell state beside the hidden one, and gates for what is forgotten, written and output
  (Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000);
- "gru": one state and two gates, in the form with the reset after the matrix product
  (Cho et al. 2014), as Keras and cuDNN compute it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dlcore.contract import CLASSES, INPUT_SHAPE, MOST_CLASSES, check_size
from dlcore.layers import LayerSpec, build, layer
from dlcore.validation import check_fields, one_of, real, whole

if TYPE_CHECKING:
    import keras

CELLS = ("simple", "lstm", "gru")
ACTIVATIONS = ("tanh", "relu", "elu", "softsign", "sigmoid")
READS = ("rows", "columns")
MAX_LAYERS = 3
MAX_UNITS = 512

CELL_LAYERS = {"simple": "SimpleRNN", "lstm": "LSTM", "gru": "GRU"}
"""The class in `keras.layers` of each cell."""


@dataclass(frozen=True)
class RnnConfig:
    """What a recurrent network looks like.

    Attributes:
        cell: one of `CELLS`.
        units: size of each layer's hidden state, 1-512.
        layers: recurrent layers, 1-3; each but the first reads the states of the one before.
        bidirectional: a second network reads from the end to the beginning, and the answer is made
            of both (Schuster & Paliwal 1997).
        dropout: share of what a recurrent layer passes on, not to itself, that training switches
            off, in [0, 0.9] (Zaremba et al. 2014).
        activation: one of `ACTIVATIONS`, of the state of "simple", of the candidate of the others.
            A simple cell with "relu" starts as one that keeps its state as it is, with the identity
            for U (Le, Jaitly & Hinton 2015); any other with an orthogonal U.
        read: what a step is: the image's "rows" from the top, or its "columns" from the left.
        classes: how many there are to tell apart, 2-100.

    Raises:
        ConfigError: a value outside its range, or more than `contract.MAX_PARAMETERS` parameters.
    """

    cell: str = one_of("lstm", CELLS)
    units: int = whole(128, 1, MAX_UNITS)
    layers: int = whole(1, 1, MAX_LAYERS)
    bidirectional: bool = one_of(False)
    dropout: float = real(0.0, 0.0, 0.9)
    activation: str = one_of("tanh", ACTIVATIONS)
    read: str = one_of("rows", READS)
    classes: int = whole(CLASSES, 2, MOST_CLASSES)

    def __post_init__(self) -> None:
        check_fields(self)
        check_size(layer_specs(self))


def layer_specs(config: RnnConfig) -> tuple[LayerSpec, ...]:
    """Writes the network down layer by layer, from the image's lines to the softmax."""
    return (*_steps(config), *_recurrent(config), _head(config))


def build_rnn(config: RnnConfig) -> keras.Sequential:
    """Builds the network.

    Returns:
        An uncompiled model from (n, 28, 28, 1) float32 in [0, 1] to (n, classes) probabilities.
    """
    return build(layer_specs(config), INPUT_SHAPE, name="rnn")


def _steps(config: RnnConfig) -> Iterator[LayerSpec]:
    yield layer("Reshape", target_shape=INPUT_SHAPE[:2])  # (n, 28 rows, 28)
    if config.read == "columns":
        yield layer("Permute", dims=(2, 1))


def _recurrent(config: RnnConfig) -> Iterator[LayerSpec]:
    for number in range(1, config.layers + 1):
        cell = _cell(config, is_last=number == config.layers)
        yield layer("Bidirectional", layer=cell) if config.bidirectional else cell
        if config.dropout:
            yield layer("Dropout", rate=config.dropout)


def _cell(config: RnnConfig, is_last: bool) -> LayerSpec:
    # Not unrolled: at 28 steps that trains at most 15 % faster on a CPU, and compiles for seconds.
    arguments: dict[str, Any] = {"units": config.units}
    if config.activation != "tanh":  # Keras' own default
        arguments["activation"] = config.activation
    if config.cell == "simple" and config.activation == "relu":
        arguments["recurrent_initializer"] = "identity"
    if not is_last:
        arguments["return_sequences"] = True
    return layer(CELL_LAYERS[config.cell], **arguments)


def _head(config: RnnConfig) -> LayerSpec:
    return layer("Dense", units=config.classes, activation="softmax")


PRESETS: dict[str, RnnConfig] = {
    "simple": RnnConfig("simple", activation="relu"),
    "lstm": RnnConfig("lstm"),
    "gru": RnnConfig("gru"),
}
"""Ready-made networks by name."""
