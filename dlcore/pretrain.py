"""Makes the models that ship: `python -m dlcore.pretrain cnn --mnist mnist.npz`.

Each recipe is trained on all training images and measured once, at the end, on the test images.
Augmentation stays outside the model: it is part of the data, not of the network.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy import ndimage

from dlcore import metrics, registry
from dlcore.cnn import CnnConfig, build_cnn
from dlcore.data import Mnist, load_mnist
from dlcore.schedules import one_cycle

if TYPE_CHECKING:
    import keras

CNN = CnnConfig((32, 64), kernel_size=5, batch_norm=True, dropout=0.4, dense_units=128)
BATCH_SIZE = 128
EPOCHS = 16
PEAK_LEARNING_RATE = 3e-3

MAX_ROTATION = 12.0  # degrees, either way
MAX_SCALE = 0.1  # of the size, either way
MAX_SHIFT = 2.0  # pixels, either way

Images = NDArray[np.uint8]


def train_cnn(data: Mnist, seed: int, epochs: int = EPOCHS) -> keras.Model:
    """Trains the network that the pages use for drawings.

    AdamW on a one-cycle schedule (Smith 2018; Loshchilov & Hutter 2019), every image a little moved
    each time it is seen.

    Args:
        data: MNIST; its test images are not looked at.
        seed: of the weights, the dropout, the order and the augmentation.
        epochs: passes over the training images.

    Returns:
        An uncompiled model from (n, 28, 28, 1) float32 in [0, 1] to (n, 10) probabilities.
    """
    import keras

    keras.utils.set_random_seed(seed)
    network = build_cnn(CNN)
    steps = -(-len(data.x_train) // BATCH_SIZE)
    schedule = keras.optimizers.schedules.CosineDecay(
        **one_cycle(PEAK_LEARNING_RATE, steps * epochs)
    )
    trained = keras.Sequential([network])  # takes the optimizer, so that it is not saved
    trained.compile(
        keras.optimizers.AdamW(schedule), "sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    batches = _batches(data, np.random.default_rng(seed))
    trained.fit(batches, steps_per_epoch=steps, epochs=epochs, shuffle=False, verbose=2)
    return network


def augment(images: Images, random: np.random.Generator) -> Images:
    """Rotates, scales and shifts each image a little, at random.

    Args:
        images: (n, 28, 28) uint8.
        random: source of the changes.

    Returns:
        (n, 28, 28) uint8.
    """
    return np.stack([_move(image, random) for image in images])


def _move(image: Images, random: np.random.Generator) -> Images:
    """Samples an image through a random affine map about its centre, bilinearly."""
    angle = np.deg2rad(random.uniform(-MAX_ROTATION, MAX_ROTATION))
    scale = random.uniform(1 - MAX_SCALE, 1 + MAX_SCALE, size=2)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = rotation * scale
    centre = (np.array(image.shape) - 1) / 2
    offset = centre - matrix @ centre + random.uniform(-MAX_SHIFT, MAX_SHIFT, size=2)
    return ndimage.affine_transform(image, matrix, offset, order=1)


def _batches(data: Mnist, random: np.random.Generator) -> Iterator[tuple[NDArray, NDArray]]:
    """Endless batches of moved images, each epoch in an order of its own."""
    while True:
        order = random.permutation(len(data.x_train))
        for start in range(0, len(order), BATCH_SIZE):
            chosen = order[start : start + BATCH_SIZE]
            yield _as_input(augment(data.x_train[chosen], random)), data.y_train[chosen]


def _as_input(images: Images) -> NDArray[np.float32]:
    return images[..., None].astype(np.float32) / np.float32(255)


def measure(model: keras.Model, data: Mnist) -> dict[str, Any]:
    """Accuracy on the test images, over all and for each digit.

    Args:
        model: from (n, 28, 28, 1) float32 in [0, 1] to (n, 10) probabilities.
        data: its test images are used.

    Returns:
        JSON-ready figures for a card.
    """
    probabilities = model.predict(_as_input(data.x_test), batch_size=500, verbose=0)
    guesses = probabilities.argmax(axis=1)
    confusion = metrics.confusion_matrix(data.y_test, guesses)
    per_class = confusion.diagonal() / np.maximum(confusion.sum(axis=1), 1)
    return {
        "test_images": len(data.x_test),
        "test_accuracy": metrics.accuracy(data.y_test, probabilities),
        "test_loss": metrics.cross_entropy(data.y_test, probabilities),
        "test_accuracy_per_class": {str(digit): share for digit, share in enumerate(per_class)},
    }


RECIPES: dict[str, Callable[[Mnist, int, int], keras.Model]] = {"cnn": train_cnn}
"""How each shipped model is made: (data, seed, epochs) -> model."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Trains one model and writes its weights and card.

    Args:
        arguments: of the command line; those of the process where they are left out.
    """
    options = _parser().parse_args(arguments)
    data = load_mnist(options.mnist)
    began = time.monotonic()
    model = RECIPES[options.name](data, options.seed, options.epochs)
    seconds = time.monotonic() - began
    card = _card(options, data, round(seconds, 1)) | measure(model, data)
    file = registry.save(options.name, model, card, options.out)
    logging.info("%s: %.2f %% on the test images", file, 100 * card["test_accuracy"])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dlcore.pretrain", description=__doc__)
    parser.add_argument("name", choices=RECIPES, help="which model")
    parser.add_argument("--mnist", type=Path, help="an mnist.npz; else as the lab itself finds it")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--out", type=Path, default=registry.MODELS, help="directory to write to")
    return parser


def _card(options: argparse.Namespace, data: Mnist, seconds: float) -> registry.Card:
    return {
        "data": _data_facts(options.mnist, data),
        "input": "(n, 28, 28, 1) float32 in [0, 1], white ink on black, placed as in MNIST",
        "output": "(n, 10) float32 probabilities",
        "seed": options.seed,
        "epochs": options.epochs,
        "command": _command(options),
        "versions": _versions(),
        "training_seconds": seconds,
    }


def _data_facts(file: Path | None, data: Mnist) -> dict[str, Any]:
    digest = hashlib.sha256()
    for array in (data.x_train, data.y_train, data.x_test, data.y_test):
        digest.update(array.tobytes())
    return {
        "name": "MNIST (LeCun, Cortes, Burges), CC BY-SA 3.0",
        "source": data.source,
        "train_images": len(data.x_train),
        "sha256_of_arrays": digest.hexdigest(),
        **({"sha256_of_file": hashlib.sha256(file.read_bytes()).hexdigest()} if file else {}),
    }


def _command(options: argparse.Namespace) -> str:
    data = f" --mnist {options.mnist.name}" if options.mnist else ""
    return (
        f"python -m dlcore.pretrain {options.name}{data} "
        f"--seed {options.seed} --epochs {options.epochs}"
    )


def _versions() -> dict[str, str]:
    import keras
    import tensorflow

    packages = {module.__name__: module.__version__ for module in (keras, tensorflow, np, scipy)}
    return {"python": platform.python_version(), **packages}


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    main()
