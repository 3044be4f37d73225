"""The networks whose plane `/optimizers` goes down: `python -m dlcore.pretrain.landscape`.

Writes models/landscape.npz and its card: a random start, what training made of it, and a network
trained from another start. The page's own program trains the same (`dlcore.optimizers.script`).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import platform
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from dlcore.data import Mnist, load_mnist
from dlcore.optimizers.landscape import (
    BATCH_SIZE,
    CORNERS,
    EPOCHS,
    HIDDEN_UNITS,
    RATE,
    SEEDS,
    TRAINING_IMAGES,
    Corners,
    Weights,
    build,
    flat,
    save_corners,
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Trains the networks and writes their weights and card.

    Args:
        arguments: of the command line; those of the process where they are left out.
    """
    import keras
    import tensorflow

    parser = argparse.ArgumentParser(prog="python -m dlcore.pretrain.landscape")
    parser.add_argument("--mnist", type=Path, help="an mnist.npz; else as the lab itself finds it")
    mnist = load_mnist(parser.parse_args(arguments).mnist)
    data = save_corners(corners(mnist))
    CORNERS.write_bytes(data)
    card = {
        "name": CORNERS.stem,
        "data": {"source": mnist.source, "train_images": TRAINING_IMAGES},
        "output": "weights (3, 12730) float32: a start, what it became, and another network",
        "seeds": SEEDS,
        "epochs": EPOCHS,
        "learning_rate": RATE,
        "batch_size": BATCH_SIZE,
        "command": "python -m dlcore.pretrain.landscape --mnist mnist.npz",
        "versions": {
            "python": platform.python_version(),
            **{module.__name__: module.__version__ for module in (keras, tensorflow, np)},
        },
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    CORNERS.with_suffix(".json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    logging.info("%s: %.2f MB", CORNERS, len(data) / 1e6)


def corners(mnist: Mnist, epochs: int = EPOCHS) -> Corners:
    """A start, what training on the first images makes of it, and the same of another start."""
    (start, first), (_start, second) = _train(
        *flat(mnist.x_train, mnist.y_train, TRAINING_IMAGES), epochs
    )
    return start, first, second


def _train(images: np.ndarray, labels: np.ndarray, epochs: int) -> list[tuple[Weights, Weights]]:
    """Weights before and after, for each seed; each draws its own start, so that the minima are
    not of one valley. One model for all: Keras keeps for ever what it has once fitted.
    """
    import keras

    model = build()
    model.compile(
        keras.optimizers.Adam(),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        steps_per_execution=20,
    )
    model.optimizer.build(model.trainable_variables)
    ends = []
    for seed in SEEDS:
        start = _random_weights(seed)
        model.set_weights(start)
        for variable in model.optimizer.variables:
            variable.assign(keras.ops.zeros_like(variable))
        model.optimizer.learning_rate = RATE
        model.fit(images, labels, batch_size=BATCH_SIZE, epochs=epochs, shuffle=False, verbose=0)
        ends.append((tuple(start), tuple(model.get_weights())))
    return ends


def _random_weights(seed: int) -> list[np.ndarray]:
    """As Keras draws them for `build`, but without touching the seed of the whole process."""
    import keras

    draw = keras.initializers.GlorotUniform(seed)
    parts = []
    for shape in ((784, HIDDEN_UNITS), (HIDDEN_UNITS, 10)):
        kernel = keras.ops.convert_to_numpy(draw(shape))
        parts += [kernel, np.zeros(shape[1], np.float32)]
    return parts


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    main()
