"""A network from a visitor's file, made fit for what the lab asks of its own.

Files of the commonest tutorials differ in small things: in the shape that an image has, in a
softmax that is left to the loss, in the range of the pixels, in what is ink and what is paper. What
is said here of a network is found out with it, on test images.
"""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dlcore.contract import INPUT_SHAPE, MOST_CLASSES
from dlcore.data import held_out
from dlcore.data.dataset import DIGITS
from dlcore.messages import N_
from dlcore.registry.keras_file import RegistryError, class_names, load_bytes

if TYPE_CHECKING:
    import keras

MAX_PARAMETERS = 16_000_000  # 64 MB of weights
MAX_LAYERS = 200
MAX_STEPS = 1_000  # of a recurrent layer: an image has 784 pixels
MAX_VALUES = 1_000_000  # that leave a layer for one image
MAX_PRODUCTS = 200_000_000  # for one image; the largest network that can be trained here takes 109
_LAYERS = N_("A network of a file may have at most {most} layers. Found: {found}")
_PARAMETERS = N_("A network of a file may have at most {most} parameters. Found: {found}")
_STEPS = N_("A recurrent layer may take at most {most} steps. Found: {found}")
_VALUES = N_("At most {most} values may leave a layer for one image. Found: {found}")
_PRODUCTS = N_("A network may multiply at most {most} times for one image. Found: {found}")
_SHAPES = (INPUT_SHAPE, (28, 28), (784,))
_TRIED = 300  # test images
_WELL, _BADLY = 0.7, 0.5  # accuracies: what else is tried has to be good where this is bad
_NAME = re.compile(r"[\w .:/+-]{1,100}")


@dataclass(frozen=True)
class Fit:
    """What had to be done to a network, and how well it then reads.

    Of one that reads no digits nobody knows what its pixels should be: they are left alone.

    Attributes:
        logits: a softmax was added at its end.
        dark_on_light: it was made for dark ink on white, and gets its images so.
        to_255: it was made for pixels from 0 to 255, and gets its images so.
        classes: what it tells apart.
        accuracy: share of the test digits that it reads right; None where it reads no digits.
    """

    logits: bool
    dark_on_light: bool
    to_255: bool
    classes: tuple[str, ...]
    accuracy: float | None


def load(data: bytes) -> tuple[keras.Model, Fit]:
    """Makes a network that reads images from the content of a file.

    Returns:
        An uncompiled model from (n, 28, 28, 1) in [0, 1] to (n, k) probabilities, and what was
        done to it.

    Raises:
        RegistryError: the file is none of a network, or of one that is too large, that goes from
            or to something else, or that cannot be computed with.
    """
    _without_memory(lambda: _check_size(load_bytes(data)))
    model = load_bytes(data)
    _check_numbers(model)
    return fitted(model, _classes(data, model.output_shape[-1]))


def _classes(data: bytes, count: int) -> tuple[str, ...]:
    """The names in a file, where they are as many as the network's answers."""
    names = class_names(data)
    return names if len(names) == count else tuple(map(str, range(count)))


def fitted(model: keras.Model, classes: tuple[str, ...] = DIGITS) -> tuple[keras.Model, Fit]:
    """The same for a model that is there already; its weights are shared."""
    import keras

    images, truth = held_out.first_images()
    images, truth = images[:_TRIED], truth[:_TRIED]
    logits = not _are_probabilities(_scores(model, images))
    scale, offset, accuracy = (
        _range(model, images, truth) if classes == DIGITS else (1.0, 0.0, None)
    )
    before: list[keras.layers.Layer] = []
    if (scale, offset) != (1, 0):
        before.append(keras.layers.Rescaling(scale, offset, name="range_of_pixels"))
    if model.input_shape[1:] != INPUT_SHAPE:
        before.append(keras.layers.Reshape(model.input_shape[1:], name="shape_of_images"))
    behind = [keras.layers.Softmax(name="softmax_of_scores")] if logits else []
    fit = Fit(logits, scale < 0, abs(scale) > 1, classes, accuracy)
    if not before and not behind:
        return model, fit
    parts = [keras.Input(INPUT_SHAPE), *before, *_parts(model), *behind]
    return keras.Sequential(parts), fit


def _without_memory(make: Callable[[], None]) -> None:
    """Makes a network of which all is there but its weights: a file may declare any number.

    Keras' state is each thread's own, and this one's ends with it before anything is given memory.
    """
    raised: list[Exception] = []

    def run() -> None:
        import keras

        keras.StatelessScope().__enter__()
        try:
            make()
        except Exception as error:  # handed over to the thread that waits
            raised.append(error)

    thread = threading.Thread(target=run, name="dlcore-measured")
    thread.start()
    thread.join()
    if raised:
        raise raised[0]


def _check_size(model: keras.Model) -> None:
    layers = list(_all_layers(model))
    steps = [_steps(layer) for layer in layers]
    values = [math.prod(size or 1 for size in shape) for shape in _shapes(layers)]
    for said, found, most in (
        (_LAYERS, len(layers), MAX_LAYERS),
        (_PARAMETERS, sum(math.prod(w.shape) for w in model.variables), MAX_PARAMETERS),
        (_STEPS, max(steps, default=0), MAX_STEPS),
        (_VALUES, max(values, default=0), MAX_VALUES),
        (_PRODUCTS, sum(map(_products, layers)), MAX_PRODUCTS),
    ):
        if found > most:
            raise RegistryError(said, most=f"{most:,}", found=f"{found:,}")
    _check_names(layers)
    _check_ends(model)


def _all_layers(model: keras.Model) -> Iterator[keras.layers.Layer]:
    for layer in model.layers:
        yield layer
        yield from _all_layers(layer) if hasattr(layer, "layers") else ()


def _steps(layer: keras.layers.Layer) -> int:
    """Of a recurrent layer; 0 for others."""
    return (layer.input.shape[1] or 1) if hasattr(layer, "return_sequences") else 0


def _products(layer: keras.layers.Layer) -> int:
    """About how often a layer multiplies: each weight once at each place of what leaves it."""
    if hasattr(layer, "layers"):  # its own are counted
        return 0
    shape = next(_shapes([layer]), ())
    places = _steps(layer) or math.prod(size or 1 for size in shape[:-1])
    return places * sum(math.prod(weights.shape) for weights in layer.weights)


def _shapes(layers: list[keras.layers.Layer]) -> Iterator[tuple[int | None, ...]]:
    for layer in layers:
        outputs = getattr(layer, "output", ())
        for output in outputs if isinstance(outputs, list | tuple) else (outputs,):
            yield output.shape[1:]


def _check_names(layers: list[keras.layers.Layer]) -> None:
    """The names of layers stand in programs that a visitor takes away."""
    for layer in layers:
        if not _NAME.fullmatch(layer.name):
            raise RegistryError(
                "The name of a layer may have letters, digits and _ . : / + - in it. Found: {name}",
                name=layer.name[:40],
            )


def _check_ends(model: keras.Model) -> None:
    inputs, outputs = model.input_shape, model.output_shape
    has_classes = outputs in [(None, k) for k in range(2, MOST_CLASSES + 1)]
    if inputs not in [(None, *shape) for shape in _SHAPES] or not has_classes:
        raise RegistryError(
            "A model must go from (n, 28, 28, 1), (n, 28, 28) or (n, 784) to (n, k), where k is 2 "
            "to {most}. Received: {inputs} to {outputs}",
            most=MOST_CLASSES,
            inputs=str(inputs),
            outputs=str(outputs),
        )
    kinds = {model.inputs[0].dtype, *(layer.compute_dtype for layer in _all_layers(model))}
    if strange := sorted(map(str, kinds - {"float32"})):
        raise RegistryError(
            "A model must compute with float32 from its input on. Received: {found}",
            found=", ".join(strange),
        )


def _check_numbers(model: keras.Model) -> None:
    if not all(np.isfinite(weights).all() for weights in model.get_weights()):
        raise RegistryError(
            "Not all weights of this network are finite numbers: its training had failed."
        )


def _parts(model: keras.Model) -> list[keras.layers.Layer]:
    """The layers of a network one after the other; where they are no chain, the network itself."""
    import keras

    if isinstance(model, keras.Sequential):
        return list(model.layers)
    layers = [one for one in model.layers if not isinstance(one, keras.layers.InputLayer)]
    befores = [model.inputs[0], *(layer.output for layer in layers)]
    is_chain = all(layer.input is before for layer, before in zip(layers, befores, strict=False))
    return layers if is_chain else [model]


def _scores(model: keras.Model, images: NDArray[np.float32]) -> NDArray[np.float32]:
    found = np.asarray(model.predict_on_batch(images.reshape(-1, *model.input_shape[1:])))
    if not np.isfinite(found).all():
        raise RegistryError("This network does not answer with finite numbers.")
    return found


def _are_probabilities(scores: NDArray[np.float32]) -> bool:
    return bool((scores >= 0).all() and (np.abs(scores.sum(axis=1) - 1) < 1e-3).all())


def _range(
    model: keras.Model, images: NDArray[np.float32], truth: NDArray[np.uint8]
) -> tuple[float, float, float]:
    """Scale and offset of the pixels that a network was made for, and its accuracy with them."""

    def accuracy(scale: float, offset: float) -> float:
        scores = _scores(model, images * np.float32(scale) + np.float32(offset))
        return float((scores.argmax(axis=1) == truth).mean())

    usual = accuracy(1, 0)
    if usual >= _BADLY:
        return 1, 0, usual
    others = [(accuracy(*way), *way) for way in ((-1, 1), (255, 0), (-255, 255))]
    best, scale, offset = max(others)
    return (scale, offset, best) if best >= _WELL else (1, 0, usual)
