"""What `dlcore.cnn` computes of a network as plain Keras programs, to run and change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from string import Template

from dlcore.cnn.attacks import STEPS
from dlcore.cnn.damage import Damage
from dlcore.cnn.network import INPUT_SHAPE, PRESETS, layer_specs
from dlcore.explain.network import LayerFacts
from dlcore.layers import code


@dataclass(frozen=True)
class Program:
    """What all programs about one network begin with.

    Attributes:
        file: of the network, where the program finds it.
        layers: of the network, in their order; it must be sequential.
        number: of the test image that is looked at.
        own_set: whether the network was trained on another set than MNIST; then the programs read
            `OWN_SET`, as `data.formats.to_npz` writes it.
    """

    file: str
    layers: Sequence[LayerFacts]
    number: int
    own_set: bool = False

    def layers_script(self, layer: str, unit: int) -> str:
        """The maps of a layer, and the test images that excite one of its units most."""
        return self._begun("What a layer passes on, and what one of its units looks for.") + (
            _LAYERS.substitute(layer=layer, unit=unit, named=self._named("strongest"))
        )

    def reasons_script(self, label: int, layer: str | None, size: int) -> str:
        """Saliency, integrated gradients, occlusion and, of `layer`, Grad-CAM."""
        program = self._begun("Four ways to ask why a network answers as it does.", _TENSORFLOW)
        program += self._scores() + _REASONS.substitute(label=label, size=size)
        return program + (_GRAD_CAM.substitute(layer=layer) if layer else "")

    def attack_script(self, truth: int, target: int | None, epsilon: float) -> str:
        """The fast gradient sign method, or, with a target, its iteration."""
        program = self._begun("A small change made against the network.", _TENSORFLOW)
        attack = (
            _FGSM.substitute(truth=truth, epsilon=epsilon)
            if target is None
            else _TARGETED.substitute(target=target, epsilon=epsilon, steps=STEPS)
        )
        return program + self._scores() + attack + _ATTACKED.substitute(answer=self._answer)

    def damage_script(self, damage: Damage, layer: str | None, off: int) -> str:
        """A spoilt image, and the answer to it by a network that lacks some filters."""
        program = self._begun("An image spoilt, and filters switched off.", _NDIMAGE)
        program += _DAMAGE.substitute(vars(damage))
        if layer is None or not off:
            program += _ANSWERED_WHOLE
        else:
            program += _SWITCHED_OFF.substitute(layer=layer, off=off)
        return program + _ANSWERED.substitute(answer=self._answer)

    def plane_script(self, layer: str) -> str:
        """The test images and the image on the plane of PCA."""
        program = self._begun("Where a network puts images, in two dimensions.", _PCA)
        return program + _PLANE.substitute(layer=layer, named=self._named("nearest"))

    def moments_script(self, epochs: int) -> str:
        """A training that keeps its weights after each epoch."""
        config = replace(PRESETS["tutorial"], classes=self.layers[-1].output_shape[-1])
        return _MOMENTS.substitute(
            data=(_OWN_DATA if self.own_set else _KERAS_DATA),
            number=self.number,
            epochs=epochs,
            network=code(layer_specs(config), INPUT_SHAPE),
            answer=self._answer,
        )

    @property
    def _answer(self) -> str:
        """How a program names the class that is likeliest by `answer`."""
        return "classes[answer.argmax()]" if self.own_set else "answer.argmax()"

    def _named(self, images: str) -> str:
        """What a program prints of some test images, by the name of what has their numbers."""
        if self.own_set:
            return f'"classes:", classes[y_test[{images}]]'
        return f'"digits:", y_test[{images}]'

    def _begun(self, title: str, imports: str = "") -> str:
        return _BEGINNING.substitute(
            title=title,
            imports=imports,
            file=self.file,
            data=_OWN_TESTS if self.own_set else _KERAS_TESTS,
            number=self.number,
        )

    def _scores(self) -> str:
        before, last = self.layers[-2:]
        head = _DENSE_HEAD if last.kind == "Dense" else _SOFTMAX_HEAD
        return _SCORES.substitute(before=before.name, head=head)


_TENSORFLOW = "import tensorflow as tf\n"
_NDIMAGE = "from scipy import ndimage\n"
_PCA = "from sklearn.decomposition import PCA\n"

OWN_SET = "data.npz"
"""The file that a program reads a data set of one's own from."""
_KERAS_TESTS = "_, (x_test, y_test) = keras.datasets.mnist.load_data()"
_KERAS_DATA = "(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()"
_OWN_TESTS = f"""\
# {OWN_SET} is the network's data set as this lab exports it: images, labels, the classes' names.
with np.load("{OWN_SET}") as file:
    x_test, y_test, classes = (file[name] for name in ("x_test", "y_test", "classes"))"""
_OWN_DATA = f"""\
# {OWN_SET} is a data set as this lab exports it: images, labels, and the classes' names.
with np.load("{OWN_SET}") as file:
    x_train, y_train, x_test, y_test, classes = (
        file[name] for name in ("x_train", "y_train", "x_test", "y_test", "classes")
    )"""

_BEGINNING = Template('''\
"""$title"""

import keras
import numpy as np
$imports
model = keras.saving.load_model("$file")
$data
x_test = x_test[..., np.newaxis].astype("float32") / 255  # (n, 28, 28, 1) in [0, 1]
image = x_test[$number : $number + 1]  # or one of your own, of the same shape

# The network layer by layer: what leaves each of them has a name.
inputs = here = keras.Input((28, 28, 1))
outputs = {}
for layer in model.layers:
    here = outputs[layer.name] = layer(here)
''')

_LAYERS = Template("""
tap = keras.Model(inputs, outputs["$layer"])
passed_on = tap(image).numpy()[0]
print(passed_on.shape, "at most", passed_on[..., $unit].max())

answers = tap.predict(x_test[:1000], verbose=0)[..., $unit]
peaks = answers.reshape(len(answers), -1).max(axis=1)
strongest = np.argsort(-peaks, kind="stable")[:8]
print("images that excite it most:", strongest, $named)
""")

_SCORES = Template('''
trunk = keras.Model(inputs, outputs["$before"])


def head(x):
    """To the scores: what the softmax makes probabilities of."""
    return $head

''')
_DENSE_HEAD = "x @ model.layers[-1].kernel + model.layers[-1].bias"
_SOFTMAX_HEAD = "x"

_REASONS = Template('''
def gradient(images, label):
    """Of the class's score by each pixel."""
    x = tf.convert_to_tensor(images)
    with tf.GradientTape() as tape:
        tape.watch(x)
        score = head(trunk(x))[:, label]
    return tape.gradient(score, x).numpy()


label = $label
saliency = np.abs(gradient(image, label))[0, ..., 0]

# Integrated gradients: the mean on the way from an empty image to this one.
shares = (np.arange(1000, dtype="float32") + 0.5) / 1000
way = shares[:, None, None, None] * image
integrated = (image * gradient(way, label).mean(axis=0))[0, ..., 0]
difference = float(head(trunk(image))[0, label] - head(trunk(0 * image))[0, label])
print(f"The parts add up to {integrated.sum():.2f}; the score is {difference:.2f} higher.")

# Occlusion: a square around each pixel in turn.
half = $size // 2
hidden = np.repeat(image, 784, axis=0)
for i in range(784):
    row, column = divmod(i, 28)
    hidden[i, max(row - half, 0) : row + half + 1, max(column - half, 0) : column + half + 1] = 0
whole = model(image).numpy()[0, label]
occlusion = whole - model.predict(hidden, verbose=0)[:, label].reshape(28, 28)
''')

_GRAD_CAM = Template("""
# Grad-CAM: the maps of a layer, each weighed with the mean gradient of the score by it.
both = keras.Model(inputs, [outputs["$layer"], trunk.output])
with tf.GradientTape() as tape:
    maps, end = both(image)
    score = head(end)[:, label]
weights = tf.reduce_mean(tape.gradient(score, maps), axis=(1, 2), keepdims=True)
grad_cam = tf.nn.relu(tf.reduce_sum(weights * maps, axis=-1)).numpy()[0]
""")

_FGSM = Template("""
x = tf.convert_to_tensor(image)
with tf.GradientTape() as tape:
    tape.watch(x)
    loss = tf.nn.sparse_softmax_cross_entropy_with_logits([$truth], head(trunk(x)))
attacked = np.clip(image + $epsilon * np.sign(tape.gradient(loss, x)), 0, 1)
""")

_TARGETED = Template("""
epsilon, steps = $epsilon, $steps
attacked = image
for _step in range(steps):
    x = tf.convert_to_tensor(attacked, tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(x)
        loss = tf.nn.sparse_softmax_cross_entropy_with_logits([$target], head(trunk(x)))
    attacked = attacked - 2.5 * epsilon / steps * np.sign(tape.gradient(loss, x))
    attacked = np.clip(attacked, np.maximum(image - epsilon, 0), np.minimum(image + epsilon, 1))
""")

_ATTACKED = Template("""
for name, x in (("before", image), ("after", attacked)):
    answer = model(x).numpy()[0]
    print(f"{name}: {$answer} with {answer.max():.1%}")
print(f"length of the change: {np.linalg.norm(attacked - image):.2f}")
""")

_DAMAGE = Template("""
spoilt = ndimage.rotate(image[0, ..., 0], $rotation, reshape=False, order=1)
spoilt = ndimage.shift(spoilt, ($down, $right), order=0)
spoilt[:, np.linspace(0, 27, $stripes + 2).round().astype(int)[1:-1]] = 0
noise = np.random.default_rng($seed).standard_normal(spoilt.shape)
spoilt = np.clip(spoilt + $noise * noise, 0, 1).astype("float32")[None, ..., None]
""")
_SWITCHED_OFF = Template("""
output = keras.Model(inputs, outputs["$layer"])(spoilt).numpy()
output[..., :$off] = 0  # these filters are switched off
answer = keras.Model(outputs["$layer"], here)(output).numpy()[0]
""")
_ANSWERED_WHOLE = """
answer = model(spoilt).numpy()[0]
"""
_ANSWERED = Template("""\
print(f"read as {$answer} with {answer.max():.1%}")
""")

_PLANE = Template("""
features = keras.Model(inputs, outputs["$layer"])
crowd = features.predict(x_test[:1000], verbose=0)
crowd = crowd.reshape(len(crowd), -1)
own = np.reshape(features(image), (1, -1))

pca = PCA(2).fit(crowd)
points, mine = pca.transform(crowd), pca.transform(own)[0]
print(f"This plane shows {pca.explained_variance_ratio_.sum():.0%} of how much they vary.")

nearest = np.argsort(np.linalg.norm(crowd - own, axis=1))[:6]  # itself, where it is among them
print("nearest test images:", nearest, $named)
""")

_MOMENTS = Template('''\
"""Keeps the weights of a network after each epoch, and reads one image with all of them."""

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
$data
x_train = x_train[..., np.newaxis].astype("float32") / 255
x_test = x_test[..., np.newaxis].astype("float32") / 255
image = x_test[$number : $number + 1]  # or one of your own, of the same shape

model = $network
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
kept = [model.get_weights()]  # before the training
keep = keras.callbacks.LambdaCallback(
    on_epoch_end=lambda epoch, logs: kept.append(model.get_weights())
)
model.fit(x_train, y_train, batch_size=128, epochs=$epochs, callbacks=[keep])

for epoch, weights in enumerate(kept):
    model.set_weights(weights)
    answer = model(image).numpy()[0]
    print(f"after {epoch} epochs: {$answer} with {answer.max():.1%}")
''')
