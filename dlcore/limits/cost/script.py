"""The experiment as a plain Keras program."""

from __future__ import annotations

from string import Template

from dlcore import layers
from dlcore.contract import INPUT_SHAPE
from dlcore.limits.cost import distillation
from dlcore.limits.cost.config import RACERS, CostConfig
from dlcore.optimizers.schedules import WARM_UP_SHARE
from dlcore.training.architectures import layer_specs
from dlcore.training.config import OPTIMIZERS, PRESETS, TrainConfig

_PROGRAM = Template('''\
"""Counts what two trainings cost until they read $goal of the validation images."""

import math
import time

import keras
import numpy as np
from keras import layers

WATTS = 10.0  # that one busy core draws, with its share of the rest: an assumption
GRID = 473.0  # grams of CO2 a kilowatt hour, the world's mean in 2024 (Ember 2025)

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train[..., np.newaxis].astype("float32") / 255  # (n, 28, 28, 1)
x_test = x_test[..., np.newaxis].astype("float32") / 255
cut = int(len(x_train) * 0.9)  # the last tenth is for validation
x_val, y_val = x_train[cut:], y_train[cut:]


def multiply_adds(model):
    """Products of one image on its way through, layer by layer."""
    total = 0
    for layer in model.layers:
        if isinstance(layer, layers.Conv2D):  # each output is a sum over a window
            total += math.prod(layer.output.shape[1:]) * math.prod(layer.kernel.shape[:-1])
        elif isinstance(layer, layers.Dense):
            total += math.prod(layer.kernel.shape)
        elif isinstance(layer, layers.BatchNormalization):
            total += math.prod(layer.output.shape[1:])
    return total


def one_cycle(peak, images, epochs, batch_size):
    """Learning rates that go up to the peak, then down to zero (Smith 2018)."""
    steps = epochs * math.ceil(images / batch_size)
    warm_up = int(steps * $warm_up)
    return keras.optimizers.schedules.CosineDecay(
        peak / 25, steps - warm_up, warmup_target=peak, warmup_steps=warm_up
    )


def race(name, model, optimizer, batch_size, epochs):
    """Trains until the goal, and says what that took; forward once, backward twice."""
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    began = time.process_time()
    for epoch in range(1, epochs + 1):
        model.fit(x_train[:cut], y_train[:cut], batch_size=batch_size, verbose=0)
        accuracy = model.evaluate(x_val, y_val, verbose=0)[1]
        work = 3 * multiply_adds(model) * epoch * cut
        watt_hours = (time.process_time() - began) * WATTS / 3600
        print(
            f"{name}: {accuracy:.4f} after {epoch} epochs, {work:.3e} multiply-adds, "
            f"{watt_hours:.4f} Wh, {watt_hours / 1000 * GRID:.4f} g of CO2"
        )
        if accuracy >= $goal:
            break


keras.utils.set_random_seed($seed)
fast = $fast
race("fast", fast, $fast_optimizer, $fast_batch, $fast_epochs)

keras.utils.set_random_seed($seed)
tutorial = $tutorial
race("tutorial", tutorial, $tutorial_optimizer, $tutorial_batch, $tutorial_epochs)

# Pruned: nine in ten weights, the smallest of all layers, become 0.
weights = tutorial.get_weights()
sizes = np.abs(np.concatenate([one.ravel() for one in weights if one.ndim > 1]))
limit = np.quantile(sizes, 0.9)
pruned = keras.models.clone_model(tutorial)
pruned.set_weights([one * (np.abs(one) > limit) if one.ndim > 1 else one for one in weights])

# A student with few parameters learns from the softened answers of the tutorial's network.
student = $student
images, labels = x_train[:$images], y_train[:$images]
soft = np.clip(tutorial.predict(images, verbose=0), 1e-7, 1) ** (1 / $temperature)
soft /= soft.sum(axis=1, keepdims=True)


def loss(targets, logits):
    """Labels and teacher, weighed; T^2 makes the gradients of soft answers as large again."""
    hard = keras.ops.categorical_crossentropy(targets[:, :10], logits, from_logits=True)
    softened = logits / $temperature
    taught = keras.ops.categorical_crossentropy(targets[:, 10:], softened, from_logits=True)
    return (1 - $teaching) * hard + $teaching * $temperature**2 * taught


rate = one_cycle($student_rate, len(images), $student_epochs, $student_batch)
student.compile(keras.optimizers.Adam(rate), loss)
targets = np.concatenate([np.eye(10)[labels], soft], axis=1)
student.fit(images, targets, batch_size=$student_batch, epochs=$student_epochs, verbose=0)

for name, model in (("whole", tutorial), ("pruned", pruned), ("student", student)):
    accuracy = (model.predict(x_test, verbose=0).argmax(axis=1) == y_test).mean()
    print(f"{name}: test accuracy {accuracy:.4f}, {multiply_adds(model):,} multiply-adds an image")
''')


def script(config: CostConfig) -> str:
    """A program that does the core of it and prints what it finds.

    Both trainings and the goal, pruning and a student are those of the experiment; there is a look
    at the validation images after each epoch only. What LiteRT does in 8 bits is left out.
    """
    *before, _softmax = layer_specs(distillation.STUDENT)
    logits = (*before, layers.layer("Dense", units=10))
    found = {
        "goal": config.goal,
        "warm_up": WARM_UP_SHARE,
        "seed": config.seed,
        "student": layers.code(logits, INPUT_SHAPE),
        "images": config.student_images,
        "temperature": config.temperature,
        "teaching": config.teaching,
        "student_epochs": distillation.epochs(config.student_images),
        "student_rate": distillation.PEAK,
        "student_batch": distillation.BATCH,
    }
    for name in RACERS:
        run = PRESETS[name]
        found |= {
            name: layers.code(layer_specs(run.network), INPUT_SHAPE),
            f"{name}_optimizer": _optimizer(run),
            f"{name}_batch": run.batch_size,
            f"{name}_epochs": run.epochs,
        }
    return _PROGRAM.substitute(found)


def _optimizer(run: TrainConfig) -> str:
    """The Keras object as source."""
    rate = repr(run.learning_rate)
    if run.schedule == "one_cycle":
        rate = f"one_cycle({rate}, cut, {run.epochs}, {run.batch_size})"
    spec = OPTIMIZERS[run.optimizer]
    more = f", {layers.keywords(spec.arguments)}" if spec.arguments else ""
    return f"keras.optimizers.{spec.kind}({rate}{more})"
