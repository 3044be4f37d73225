"""Training a network that reads drawings and knows what is no digit.

Digits are taught their class; what is no digit is taught the uniform distribution: the entropic
open-set loss (Dhamija, Guenther, Boult 2018, eq. 1), which is cross-entropy with soft targets. An
answer spread over many digits then tells what is none, without an eleventh class.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dlcore.contract import CLASSES, INPUT_SHAPE
from dlcore.layers import LayerSpec, build, layer
from dlcore.pretrain import calibration
from dlcore.pretrain.augmentation import STILL, Strength, augment
from dlcore.pretrain.fitting import STATISTICS, AdamWConfig, fit, take_statistics
from dlcore.pretrain.handwriting.material import Material
from dlcore.pretrain.handwriting.pool import Pool

if TYPE_CHECKING:
    import keras


MIX: Mapping[str, int] = {
    "mnist": 150,
    "people": 50,
    "styles": 16,
    "worn": 12,
    "printed": 10,
    "scenes": 18,
    "letters": 10,
    "shapes": 10,
    "spoilt": 8,
    "scripts": 10,
}
"""Images of each kind in a batch of 294."""

SCANS_MOVE = Strength()
DRAWINGS_MOVE = Strength(rotation=5, scale=0.06, shear=0.05, shift=1.2, elastic=0.5)
"""Drawings differ already: each was drawn in a way of its own."""

LEAST_TEMPERATURE = 0.5
CALM = 0.15  # of the run: in so much of its end, scans are moved half as far

_TARGETS = np.vstack([np.eye(CLASSES), np.full((1, CLASSES), 1 / CLASSES)]).astype(np.float32)

Batch = tuple[NDArray[np.float32], NDArray[np.float32]]


def _convolution(filters: int, kernel_size: int, padding: str) -> tuple[LayerSpec, ...]:
    return (
        layer("Conv2D", filters=filters, kernel_size=kernel_size, padding=padding, use_bias=False),
        layer("BatchNormalization"),
        layer("Activation", activation="relu"),
    )


LAYERS: tuple[LayerSpec, ...] = (
    *_convolution(32, 5, "valid"),  # 24x24
    layer("MaxPooling2D", pool_size=2),
    *_convolution(64, 3, "same"),  # 12x12
    *_convolution(64, 3, "same"),
    layer("MaxPooling2D", pool_size=2),
    *_convolution(128, 3, "same"),  # 6x6
    *_convolution(128, 3, "same"),
    layer("MaxPooling2D", pool_size=2),
    *_convolution(128, 3, "same"),  # 3x3
    layer("Flatten"),
    layer("Dropout", rate=0.4),
    layer("Dense", units=CLASSES),
    layer("Activation", activation="softmax"),
)
"""The network that ships as "cnn"."""


def build_classifier() -> keras.Model:
    """The network that ships as "cnn", uncompiled, untrained."""
    return build(LAYERS, INPUT_SHAPE, name="cnn")


def train_classifier(
    network: keras.Model,
    material: Material,
    seed: int,
    epochs: int,
    adamw: AdamWConfig | None = None,
) -> keras.Model:
    """Trains a network for drawings: AdamW on one cycle (Loshchilov & Hutter 2019; Smith 2018).

    The statistics of its batch normalisation are taken of images that are not moved: moving smooths
    them, and what is asked later is sharp.

    Args:
        network: sequential, from (n, 28, 28, 1) to (n, 10), ending in a softmax.
        material: see `dlcore.pretrain.handwriting.material`.
        seed: of the order and the augmentation.
        epochs: passes over MNIST's images.
        adamw: the usual one where it is left out.

    Returns:
        The network, not yet calibrated; it stays uncompiled.
    """
    mix = _mix_of(material)
    steps = max(1, len(material.scans) // mix["mnist"])
    moved = partial(_calming, material, seed, round((1 - CALM) * steps * epochs))
    fit(network, moved, steps, epochs, "categorical_crossentropy", adamw, ["accuracy"])
    still = batches(material, np.random.default_rng(seed), STILL, STILL)
    take_statistics(network, (images for images, _ in islice(still, STATISTICS)))
    return network


def _calming(material: Material, seed: int, wild: int) -> Iterator[Batch]:
    """So many batches as they are always moved, then batches of scans that are moved half as far.

    Nobody moves the images that are asked about later, so what is learnt last is nearer to them.
    """
    random = np.random.default_rng(seed)
    yield from islice(batches(material, random), wild)
    yield from batches(material, random, SCANS_MOVE.halved())


def batches(
    material: Material,
    random: np.random.Generator,
    scans_move: Strength = SCANS_MOVE,
    drawings_move: Strength = DRAWINGS_MOVE,
) -> Iterator[Batch]:
    """Endless mixed batches: images (294, 28, 28, 1) float32 in [0, 1], targets (294, 10).

    Each kind has an order of its own and begins anew when all of it has been seen.
    """
    pools = {"mnist": Pool(material.scans, material.scan_labels), **material.drawings}
    mix = _mix_of(material)
    orders = {name: _order(len(pools[name].labels), random) for name in mix}
    while True:
        images, labels = [], []
        for name, count in mix.items():
            chosen = np.fromiter(orders[name], np.int64, count)
            images.append(pools[name].images[chosen])
            labels.append(pools[name].labels[chosen])
        scans = augment(images[0], random, scans_move)
        drawings = augment(np.concatenate(images[1:]), random, drawings_move)
        batch = np.concatenate([scans, drawings])[..., None]
        yield batch, _TARGETS[np.concatenate(labels)]


def _mix_of(material: Material) -> dict[str, int]:
    return {
        name: count for name, count in MIX.items() if name == "mnist" or name in material.drawings
    }


def _order(count: int, random: np.random.Generator) -> Iterator[int]:
    while True:
        yield from random.permutation(count)


def logits(network: keras.Model, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What stands before the softmax, (n, 10), for (n, 28, 28) uint8 images.

    The logarithm of the probabilities, which the softmax does not tell from the logits.
    """
    scaled = images[..., None].astype(np.float32) / np.float32(255)
    probabilities = network.predict(scaled, batch_size=500, verbose=0)
    return np.log(np.maximum(probabilities, np.finfo(np.float32).tiny))


def calibrate(
    network: keras.Model, images: NDArray[np.uint8], labels: NDArray[np.integer]
) -> float:
    """Fits a temperature on digits of people whom the network does not know, and builds it in.

    Dividing weights and offsets of the last dense layer by the temperature divides the logits. It
    is at least `LEAST_TEMPERATURE`: where hardly any of these digits is misread, they would have
    the network as sure as can be, and its mistakes elsewhere with it.

    Args:
        network: as `train_classifier` returns it; changed.
        images: (n, 28, 28) uint8.
        labels: (n,) the digits they show.

    Returns:
        The temperature.
    """
    fitted = calibration.fit_temperature(logits(network, images), labels)
    temperature = max(fitted, LEAST_TEMPERATURE)
    last = next(part for part in reversed(network.layers) if part.weights)
    last.set_weights([weights / temperature for weights in last.get_weights()])
    return temperature
