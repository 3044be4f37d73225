"""The experiment as a plain Keras program."""

from __future__ import annotations

from string import Template

from dlcore.limits.explanation.config import ExplanationConfig


def script(config: ExplanationConfig, file: str = "") -> str:
    """A program that does its core, for integrated gradients and an edge detector.

    Args:
        file: of the network, where the program finds it; that of the configuration where it is
            left out.

    Returns:
        It prints how alike maps are before and after all layers are random, and how fast the
        probability falls as pixels are removed.
    """
    learnt = "cnn-tutorial" if config.network == "untrained" else config.network
    return _PROGRAM.substitute(
        file=file or f"models/{learnt}.keras",
        images=config.images,
        seed=config.seed,
        before=_UNTRAINED if config.network == "untrained" else "",
    )


_UNTRAINED = "randomise(1_000)  # a network that has learnt nothing\n"
_PROGRAM = Template('''\
"""Does an explanation depend on the network that it explains? (Adebayo et al. 2018)"""

import keras
import numpy as np
import tensorflow as tf
from scipy import ndimage, stats

ONES = ("gamma", "moving_variance")
model = keras.saving.load_model("$file")
_, (x_test, y_test) = keras.datasets.mnist.load_data()
chosen = np.random.default_rng($seed).permutation(len(x_test))[:$images]
images = x_test[chosen, ..., None].astype("float32") / 255  # (n, 28, 28, 1) in [0, 1]
layers = [layer for layer in model.layers if hasattr(layer, "kernel")][::-1]  # from the top


def randomise(draw):
    """Begins anew: kernels from Glorot & Bengio 2010, eq. 16, normalisations do nothing."""
    for number, layer in enumerate(layers):
        shape = layer.kernel.shape
        limit = np.sqrt(6 / (np.prod(shape[:-1]) + np.prod(shape[:-2]) * shape[-1]))
        random = np.random.default_rng(($seed, draw, number))
        bias = np.zeros((int(layer.use_bias), shape[-1]))
        layer.set_weights([random.uniform(-limit, limit, shape), *bias])
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.set_weights([np.full(w.shape, float(w.name in ONES)) for w in layer.weights])


$before
answers = model.predict(images, verbose=0).argmax(axis=1)


def scores(x):
    """What the softmax at the end makes probabilities of."""
    for layer in model.layers[:-1]:
        x = layer(x)
    last = model.layers[-1]
    return x @ last.kernel + last.bias if hasattr(last, "kernel") else x


def integrated(image, label, steps=64):
    """The image times the mean gradient from black to it (Sundararajan et al. 2017)."""
    shares = (np.arange(steps, dtype="float32") + 0.5) / steps
    way = tf.convert_to_tensor(shares[:, None, None, None] * image)
    with tf.GradientTape() as tape:
        tape.watch(way)
        score = scores(way)[:, label]
    return (image * tape.gradient(score, way).numpy().mean(axis=0))[..., 0]


def edges(image, label):
    """Looks at the image, never at the network."""
    down, across = (ndimage.sobel(image[..., 0], axis, mode="nearest") for axis in (0, 1))
    return np.hypot(down, across)


def removed(image, label, values):
    """Probability of the answer as pixels turn black, the most important first, 28 at a time."""
    order = np.argsort(-values.ravel(), kind="stable")
    batch = np.repeat(image[None], 29, axis=0)
    for step in range(29):
        batch[step].reshape(784)[order[: 28 * step]] = 0
    return model.predict(batch, verbose=0)[:, label]


methods = {"integrated gradients": integrated, "edge detector": edges}
found = {}
for name, method in methods.items():
    maps = [method(*pair) for pair in zip(images, answers)]
    curves = [removed(x, label, values) for x, label, values in zip(images, answers, maps)]
    area = np.trapezoid(np.mean(curves, axis=0), dx=1 / 28)
    found[name] = maps
    print(f"{name}: area below the deletion curve {area:.2f}")

randomise(0)
for name, method in methods.items():
    pairs = [(a, method(x, label)) for a, x, label in zip(found[name], images, answers)]
    strength = np.mean([stats.spearmanr(abs(a), abs(b), axis=None)[0] for a, b in pairs])
    signed = np.mean([stats.spearmanr(a, b, axis=None)[0] for a, b in pairs])
    print(f"{name}: all layers random, and alike to {strength:.2f}, with sign to {signed:.2f}")
''')
