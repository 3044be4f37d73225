"""A network written down as data, and the three things it is used for.

The same list of `LayerSpec` becomes a real Keras model (`build`), the table of output shapes and
parameters (`table`, plain arithmetic without Keras) and the source code of that model (`code`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import keras

Shape = tuple[int, ...]
Arguments = Mapping[str, Any]
_WIDTH = 100  # of a line of code


@dataclass(frozen=True)
class LayerSpec:
    """One layer: the name of a class in `keras.layers` and the keywords it is made with.

    One that wraps another has that one's `LayerSpec` among its keywords; one whose weights are
    held small has a `WeightPenalty`.
    """

    kind: str
    arguments: Arguments


@dataclass(frozen=True)
class WeightPenalty:
    """l1 sum |w| + l2 sum w^2 over some weights w of a layer, added to the loss."""

    l1: float
    l2: float

    def make(self) -> keras.regularizers.Regularizer:
        """The Keras object."""
        import keras

        return keras.regularizers.L1L2(l1=self.l1, l2=self.l2)

    def code(self) -> str:
        """The same as source, without what is zero."""
        if self.l1 and self.l2:
            return f"keras.regularizers.L1L2(l1={self.l1!r}, l2={self.l2!r})"
        name, weight = ("L1", self.l1) if self.l1 else ("L2", self.l2)
        return f"keras.regularizers.{name}({weight!r})"


@dataclass(frozen=True)
class LayerRow:
    """One line of the layer table.

    Attributes:
        kind: class name in `keras.layers`, e.g. "Conv2D".
        output_shape: without the batch dimension, e.g. (26, 26, 32).
        parameters: number of weights, those that are not trained included.
    """

    kind: str
    output_shape: Shape
    parameters: int


def layer(kind: str, **arguments: Any) -> LayerSpec:
    """Writes a layer down the way it is called in Keras: `layer("Dense", units=10)`."""
    return LayerSpec(kind, arguments)


def build(specs: Iterable[LayerSpec], input_shape: Shape, name: str) -> keras.Sequential:
    """Makes the Keras model.

    Args:
        specs: the layers in order.
        input_shape: of one example, without the batch dimension.
        name: of the model; appears in its summary.

    Returns:
        An uncompiled `keras.Sequential`, its weights drawn from Keras' global seed.

    Raises:
        ValueError: the image shrinks to nothing, or a kind that is not in this module's table.
    """
    import keras

    specs = tuple(specs)
    table(specs, input_shape)
    return keras.Sequential([keras.Input(input_shape), *map(_made, specs)], name=name)


def _made(spec: LayerSpec) -> keras.layers.Layer:
    import keras

    arguments = {name: _argument(value) for name, value in spec.arguments.items()}
    return getattr(keras.layers, spec.kind)(**arguments)


def _argument(value: Any) -> Any:
    if isinstance(value, WeightPenalty):
        return value.make()
    return _made(value) if isinstance(value, LayerSpec) else value


def table(specs: Iterable[LayerSpec], input_shape: Shape) -> list[LayerRow]:
    """Computes each layer's output shape and parameter count without Keras.

    Args:
        specs: the layers in order.
        input_shape: of one example, without the batch dimension.

    Returns:
        One row a layer.

    Raises:
        ValueError: the image shrinks to nothing, or a kind that is not in this module's table.
    """
    return list(_rows(specs, input_shape))


def code(specs: Iterable[LayerSpec], input_shape: Shape) -> str:
    """Writes the Keras source of the network: the expression `keras.Sequential([...])`.

    Expects `import keras` and `from keras import layers` in the program it is put into.
    """
    margin = " " * 8
    calls = [f"{margin}keras.Input({input_shape!r}),", *(_lines(spec, margin) for spec in specs)]
    return "\n".join(["keras.Sequential(", "    [", *calls, "    ]", ")"])


def call(spec: LayerSpec) -> str:
    """Writes one layer as source: `layers.Dense(units=10, activation="softmax")`."""
    return f"layers.{spec.kind}({keywords(spec.arguments)})"


def _lines(spec: LayerSpec, margin: str, name: str = "") -> str:
    """A layer as an entry of a list or, with `name=`, a keyword; broken up where it is too long."""
    line = f"{margin}{name}{call(spec)},"
    if len(line) <= _WIDTH:
        return line
    deeper = f"{margin}    "
    arguments = (
        _lines(value, deeper, f"{key}=")
        if isinstance(value, LayerSpec)
        else f"{deeper}{keywords({key: value})},"
        for key, value in spec.arguments.items()
    )
    return "\n".join([f"{margin}{name}layers.{spec.kind}(", *arguments, f"{margin}),"])


def keywords(arguments: Arguments) -> str:
    """Writes keyword arguments as source, strings in double quotes: `units=10, name="out"`."""
    return ", ".join(f"{key}={_literal(value)}" for key, value in arguments.items())


def _literal(value: Any) -> str:
    if isinstance(value, LayerSpec):
        return call(value)
    if isinstance(value, WeightPenalty):
        return value.code()
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _rows(specs: Iterable[LayerSpec], shape: Shape) -> Iterator[LayerRow]:
    for number, spec in enumerate(specs, start=1):
        rule = _rule(spec.kind)
        parameters = rule.parameters(spec.arguments, shape)
        shape = _checked(rule.output_shape(spec.arguments, shape), spec, number, shape)
        yield LayerRow(spec.kind, shape, parameters)


def _checked(output: Shape, spec: LayerSpec, number: int, received: Shape) -> Shape:
    if min(output) < 1:
        raise ValueError(
            f"Layer {number}, {call(spec)}, leaves nothing of the image: expected an input at "
            f"least as large as its window. Received: input shape {received}"
        )
    return output


@dataclass(frozen=True)
class _Rule:
    """Output shape and parameter count of a kind of layer, from its keywords and input shape."""

    output_shape: Callable[[Arguments, Shape], Shape]
    parameters: Callable[[Arguments, Shape], int]


def _rule(kind: str) -> _Rule:
    if kind not in RULES:
        raise ValueError(f"kind must be one of {', '.join(RULES)}. Received: {kind!r}")
    return RULES[kind]


def _same_shape(arguments: Arguments, shape: Shape) -> Shape:
    return shape


def _weightless(arguments: Arguments, shape: Shape) -> int:
    return 0


def _slide(shape: Shape, window: int, stride: int, padding: str) -> Shape:
    """Height and width after a square window has slid over an image."""
    margin = 0 if padding == "same" else window - 1
    return tuple(-(-(side - margin) // stride) for side in shape[:2])


def _conv_shape(arguments: Arguments, shape: Shape) -> Shape:
    padding = arguments.get("padding", "valid")
    sides = _slide(shape, arguments["kernel_size"], arguments.get("strides", 1), padding)
    return (*sides, arguments["filters"])


def _conv_parameters(arguments: Arguments, shape: Shape) -> int:
    weights = arguments["kernel_size"] ** 2 * shape[-1] * arguments["filters"]
    return weights + arguments["filters"] * arguments.get("use_bias", True)


def _pool_shape(arguments: Arguments, shape: Shape) -> Shape:
    size = arguments["pool_size"]
    padding = arguments.get("padding", "valid")
    return (*_slide(shape, size, arguments.get("strides", size), padding), shape[-1])


def _dense_parameters(arguments: Arguments, shape: Shape) -> int:
    return (shape[-1] + arguments.get("use_bias", True)) * arguments["units"]


def _permuted(arguments: Arguments, shape: Shape) -> Shape:
    return tuple(shape[axis - 1] for axis in arguments["dims"])  # axes count from 1 in Keras


def _state_shape(arguments: Arguments, shape: Shape) -> Shape:
    """All states of a recurrent layer, (steps, units), or the last one, (units,)."""
    steps = shape[:1] if arguments.get("return_sequences") else ()
    return (*steps, arguments["units"])


def _recurrent(parts: int, biases: int = 1) -> _Rule:
    """A recurrent layer: so many times weights for what it reads and for its own state."""

    def parameters(arguments: Arguments, shape: Shape) -> int:
        units = arguments["units"]
        return parts * units * (shape[-1] + units + biases)

    return _Rule(_state_shape, parameters)


def _both_ways_shape(arguments: Arguments, shape: Shape) -> Shape:
    *steps, units = _wrapped(arguments).output_shape(arguments["layer"].arguments, shape)
    return (*steps, 2 * units)


def _both_ways_parameters(arguments: Arguments, shape: Shape) -> int:
    return 2 * _wrapped(arguments).parameters(arguments["layer"].arguments, shape)


def _wrapped(arguments: Arguments) -> _Rule:
    return _rule(arguments["layer"].kind)


_POOLING = _Rule(_pool_shape, _weightless)

RULES: Mapping[str, _Rule] = {
    "Conv2D": _Rule(_conv_shape, _conv_parameters),
    "MaxPooling2D": _POOLING,
    "AveragePooling2D": _POOLING,
    # Scale, offset, and the running mean and variance that are not trained.
    "BatchNormalization": _Rule(_same_shape, lambda _, shape: 4 * shape[-1]),
    "Activation": _Rule(_same_shape, _weightless),
    "Dropout": _Rule(_same_shape, _weightless),
    "Flatten": _Rule(lambda _, shape: (prod(shape),), _weightless),
    "Reshape": _Rule(lambda arguments, _: arguments["target_shape"], _weightless),
    "Permute": _Rule(_permuted, _weightless),
    "SimpleRNN": _recurrent(1),
    "LSTM": _recurrent(4),  # input, forget and output gate, and the candidate
    "GRU": _recurrent(3, biases=2),  # two gates and the candidate; reset_after has two biases
    "Bidirectional": _Rule(_both_ways_shape, _both_ways_parameters),
    "Dense": _Rule(lambda arguments, shape: (*shape[:-1], arguments["units"]), _dense_parameters),
}
"""Every kind of layer that can be written down. A new one is a new entry."""
_STEPPED = ("SimpleRNN", "LSTM", "GRU", "Bidirectional")


def parameter_count(rows: Sequence[LayerRow]) -> int:
    """Adds up the parameters of a table."""
    return sum(row.parameters for row in rows)


def work(rows: Sequence[LayerRow], input_shape: Shape) -> int:
    """Counts the multiplications of one example on its way through, biases counted as such.

    Each weight multiplies once at each place of a picture, and at each step of a sequence.

    Args:
        rows: of a table.
        input_shape: that the table was made for.
    """
    shapes = [input_shape, *(row.output_shape for row in rows)]
    return sum(
        row.parameters * (shape[0] if row.kind in _STEPPED else prod(row.output_shape[:-1]))
        for row, shape in zip(rows, shapes, strict=False)
    )
