"""The experiment as a plain Keras program."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from string import Template

from dlcore import layers
from dlcore.contract import INPUT_SHAPE
from dlcore.limits.bias.config import BiasConfig
from dlcore.limits.bias.groups import KINDS
from dlcore.limits.bias.networks import NETWORKS
from dlcore.training.architectures import layer_specs
from dlcore.training.script import data_code, own_data_code

_PROGRAM = Template('''\
"""Whom a network fails: $set with only $left images $victim."""

import keras
import numpy as np
from keras import layers

$data
x_train, y_train = x_train[:$images], y_train[:$images]

$measure
# Of the thinned kind only the first $left are left.
few = np.flatnonzero(rare)[:$left]
thinned = np.sort(np.concatenate([np.flatnonzero(~rare), few]))
missing = rare.sum() - len(few)


def guesses(images, labels):
    """What a network says of the test images that has learnt from these."""
    keras.utils.set_random_seed($seed)
    model = $network
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    x = images[..., np.newaxis].astype("float32") / 255
    model.fit(x, labels, batch_size=128, epochs=$epochs, validation_split=0.01, verbose=0)
    seen = x_test[..., np.newaxis].astype("float32") / 255
    return model.predict(seen, verbose=0).argmax(axis=1)


def wilson(right, z=1.96):
    """Between which two a share lies with 95 % (Wilson 1927)."""
    n, share = len(right), right.mean()
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return middle - half, middle + half


def say(name, indices):
    """Accuracy, and recall of those that are rare and of all others."""
    right = guesses(x_train[indices], y_train[indices]) == y_test
    low, high = wilson(right[rare_test])
    print(
        f"{name}: accuracy {right.mean():.4f}, rare {right[rare_test].mean():.4f} "
        f"({low:.4f} to {high:.4f}), others {right[~rare_test].mean():.4f}"
    )


say("Thinned", thinned)
say("Nothing thinned", np.arange(len(y_train)))
if len(few) and missing:
    # As often as some were taken away, the few that are left come again: weights, in expectation.
    say("Counted more often", np.concatenate([np.resize(few, missing), thinned]))
if missing:
    more = np.flatnonzero(rare)[: $left + $collected]
    say("More real data", np.sort(np.concatenate([np.flatnonzero(~rare), more])))
''')

_DIGIT = Template("""\
rare, rare_test = y_train == $digit, y_test == $digit
""")

_WRITING = Template("""\
$function


# Of each $class, the fifth $which; where it begins, the training images say.
value, value_test = measured(x_train), measured(x_test)
edge = np.full($classes, np.nan)
for label in np.unique(y_train):
    edge[label] = np.quantile(value[y_train == label], $quantile)
rare, rare_test = value $sign edge[y_train], value_test $sign edge[y_test]
""")

_STROKE = '''
def measured(images):
    """Mean width of the strokes in pixels: twice the ink by the length of its outline."""
    ink = np.pad(images / 255, ((0, 0), (1, 1), (1, 1)))
    down, right = np.diff(ink, axis=1)[:, :, :-1], np.diff(ink, axis=2)[:, :-1]
    return 2 * ink.sum(axis=(1, 2)) / np.hypot(down, right).sum(axis=(1, 2))'''

_SLANT = '''
def measured(images):
    """How far the writing leans to the right, degrees, by the second moments of its ink."""
    ink = images.astype("float64")
    y, x = np.mgrid[:28, :28]
    total = ink.sum(axis=(1, 2))[:, None, None]
    dy = y - (ink * y / total).sum(axis=(1, 2), keepdims=True)
    dx = x - (ink * x / total).sum(axis=(1, 2), keepdims=True)
    return np.degrees(np.arctan2(-(ink * dx * dy).sum((1, 2)), (ink * dy**2).sum((1, 2))))'''

_WRITTEN = {
    "thin": "with the thinnest strokes",
    "thick": "with the thickest strokes",
    "left": "that leans most to the left",
    "right": "that leans most to the right",
}


def script(config: BiasConfig) -> str:
    """A program that trains the thinned network, one with nothing thinned and two of the cures, and
    prints whom each fails."""
    digit, kind = config.kind == "digit", "class" if config.set else "digit"
    network = replace(NETWORKS["thinned"].network, classes=config.classes)
    specs = layer_specs(network)
    return _PROGRAM.substitute(
        set="a set of one's own" if config.set else "MNIST",
        victim=f"of the {kind} {config.digit}" if digit else _WRITTEN[config.kind],
        data=own_data_code() if config.set else data_code("keras"),
        images=config.images,
        measure=_measure(config),
        left=config.left,
        collected=config.collected,
        seed=config.seed,
        network=textwrap.indent(layers.code(specs, INPUT_SHAPE), "    ").lstrip(),
        epochs=config.epochs,
    )


def _measure(config: BiasConfig) -> str:
    if config.kind == "digit":
        return _DIGIT.substitute(digit=config.digit)
    kind = KINDS[config.kind]
    return _WRITING.substitute(
        function=_STROKE if kind.grouping == "stroke" else _SLANT,
        which=_WRITTEN[config.kind],
        classes=config.classes,
        **{"class": "class" if config.set else "digit"},
        quantile="4 / 5" if kind.part else "1 / 5",
        sign=">" if kind.part else "<=",
    )
