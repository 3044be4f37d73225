"""A network in other formats, each run beside Keras before it is handed out: tasks for the engine.

Importable without Keras, as every task is.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dlcore import registry
from dlcore.addition.network import digits_of, is_ones_first
from dlcore.addition.sums import TEST, Sums, encode_sums, held_out
from dlcore.data import sample
from dlcore.gan.generator.drawing import class_count, is_conditional, latent_dim
from dlcore.registry.converted import ONNX_PACKAGES, to_litert, to_onnx, trouble
from dlcore.registry.litert_file import LiteRtNetwork
from dlcore.registry.onnx_file import OnnxNetwork
from dlcore.runs.export.run import Content, ExportError

if TYPE_CHECKING:
    import keras

EXAMPLES = 100
_SEED = 20_261  # of the noise that a generator is compared with

Inputs = dict[str, NDArray]
"""A batch for a network: an array for each input, by its name and in the network's order."""


def convert_to_onnx(model: bytes, kind: str) -> Content:
    """A network as ONNX, for batches of any size, compared with Keras in ONNX Runtime.

    Args:
        model: of a .keras file.
        kind: of the run that left it, a key of `EXAMPLES_OF`.

    Raises:
        ExportError: it has something in it that ONNX has no word for.
        RegistryError: the bytes are no network, or the converter is not installed.
    """
    if why := trouble(ONNX_PACKAGES):
        raise why

    def answers(data: bytes, inputs: Inputs) -> NDArray[np.float32]:
        return OnnxNetwork(data).predict_on_batch(*inputs.values())

    return _converted("ONNX", model, kind, to_onnx, answers)


def convert_to_litert(model: bytes, kind: str) -> Content:
    """A network as LiteRT, for one example at a time, compared with Keras in its interpreter.

    Args, raises: as `convert_to_onnx`.
    """

    def answers(data: bytes, inputs: Inputs) -> NDArray[np.float32]:
        return LiteRtNetwork(data).predict(inputs)

    return _converted("LiteRT", model, kind, to_litert, answers)


def weights(model: bytes) -> Content:
    """The weights of a network as an .npz: an array for each, by its path in Keras.

    `numpy.load(file)["cnn/conv2d/kernel"]` is what `model.get_layer("conv2d").kernel` is.

    Raises:
        RegistryError: the bytes are no network.
    """
    variables = registry.load_bytes(model).weights
    arrays: dict[str, Any] = {one.path: np.asarray(one) for one in variables}
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return Content(buffer.getvalue())


def _converted(
    title: str,
    model: bytes,
    kind: str,
    convert: Callable[[keras.Model], bytes],
    answers: Callable[[bytes, Inputs], NDArray[np.float32]],
) -> Content:
    network = registry.load_bytes(model)
    names = [one.name for one in network.inputs]
    inputs = dict(zip(names, EXAMPLES_OF[kind](network), strict=True))
    try:
        data = convert(network)
        found = answers(data, inputs)
    except Exception as error:  # converters break in any way on what they do not know
        raise ExportError(
            "This network cannot be written as {format}: {error}",
            format=title,
            error=f"{type(error).__name__}: {error}"[:200],
        ) from error
    expected = np.asarray(network(_for_keras(inputs), training=False))
    return Content(data, float(np.abs(found - expected).max()))


def _for_keras(inputs: Inputs) -> NDArray | list[NDArray]:
    arrays = list(inputs.values())
    return arrays if len(arrays) > 1 else arrays[0]


def _digits(network: keras.Model) -> tuple[NDArray, ...]:
    """Test images of the sample that is always there."""
    return (sample().x_test[:EXAMPLES, :, :, None] / np.float32(255),)


def _noise(network: keras.Model) -> tuple[NDArray, ...]:
    random = np.random.default_rng(_SEED)
    noise = random.standard_normal((EXAMPLES, latent_dim(network)), np.float32)
    labels = np.arange(EXAMPLES, dtype=np.int32) % class_count(network)
    return (noise, labels) if is_conditional(network) else (noise,)


def _sums(network: keras.Model) -> tuple[NDArray, ...]:
    """Test sums of all lengths, with the right answers as prompts."""
    digits = digits_of(network)
    parts = held_out(TEST, EXAMPLES, digits).values()
    pairs = np.concatenate([np.stack([part.first, part.second], axis=1) for part in parts])
    chosen = pairs[np.linspace(0, len(pairs) - 1, EXAMPLES).astype(int)]
    encoded = encode_sums(Sums(chosen[:, 0], chosen[:, 1]), digits, is_ones_first(network))
    return encoded.questions, encoded.prompts


EXAMPLES_OF: dict[str, Callable[[keras.Model], tuple[NDArray, ...]]] = {
    "train": _digits,
    "gan": _noise,
    "addition": _sums,
    "sweep": _digits,
}
"""What the networks of each kind of run are compared on: an array for each input."""
