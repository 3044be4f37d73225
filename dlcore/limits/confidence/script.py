"""The experiment as a plain Keras program."""

from __future__ import annotations

from string import Template

from dlcore.limits.confidence.config import SURE, ConfidenceConfig
from dlcore.limits.confidence.outlier_class import BATCH_SIZE, LEARNING_RATE
from dlcore.limits.confidence.temperature import LEAST, MOST

_PROGRAM = Template('''\
"""How sure a network is of digits in negative and of stripes, and two things that may help."""

import keras
import numpy as np

# The tutorial's network, as the lab has it in models/, or one of your own from 28x28 to ten.
model = keras.saving.load_model("cnn-tutorial.keras")
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()


def answers(network, images):
    """Probabilities for images (n, 28, 28) from 0 to 1."""
    return network.predict(images[..., np.newaxis].astype("float32"), verbose=0)


def softmax(logits):
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def calibration_error(probabilities, labels, bins=15):
    """Mean distance between how sure and how right it is (Guo et al. 2017)."""
    sure, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    place = np.minimum((sure * bins).astype(int), bins - 1)
    apart = [sure[place == b].sum() - right[place == b].sum() for b in range(bins)]
    return np.abs(apart).sum() / len(sure)


# 1. Sure and wrong: digits as they are, and the same in negative.
order = np.random.default_rng([$seed, 0]).permutation(len(x_test))
chosen, held_out = order[:$images], order[$images : $images + 1000]
digits, labels = x_test[chosen] / 255, y_test[chosen]
for name, images in (("as they are", digits), ("in negative", 1 - digits)):
    found = answers(model, images)
    right, sure = (found.argmax(axis=1) == labels).mean(), found.max(axis=1).mean()
    error = calibration_error(found, labels)
    print(f"{name}: {right:.4f} right, {sure:.4f} sure, calibration error {error:.4f}")

# 2. One number that makes it honest on digits: the temperature with the least cross-entropy.
# The logarithm of the probabilities: to a softmax the same as the logits.
logits = np.log(np.maximum(answers(model, x_test[held_out] / 255), 1e-38)).astype("float64")
of_truth = np.arange(len(held_out)), y_test[held_out]
temperatures = np.geomspace($least, $most, 2000)
losses = [-np.log(softmax(logits / t)[of_truth]).mean() for t in temperatures]
print(f"temperature: {temperatures[np.argmin(losses)]:.3f}")

# 3. One class more, taught with noise and asked about stripes, which it has never seen.
random = np.random.default_rng($seed)
noise = random.random(($outliers, 28, 28)) * (random.random(($outliers, 28, 28)) < 0.5)
angles, periods = random.uniform(0, np.pi, (200, 1, 1)), random.uniform(3, 8, (200, 1, 1))
y, x = np.mgrid[:28, :28]
stripes = np.cos(2 * np.pi * (x * np.cos(angles) + y * np.sin(angles)) / periods).clip(0, 1)

*before, last = model.layers  # shared: what the pupil learns, the model learns too
wider = keras.layers.Dense(11, "softmax", name="wider")
pupil = keras.Sequential([keras.Input((28, 28, 1)), *before, wider])
kernel, bias = last.get_weights()
wider.set_weights([np.pad(kernel, ((0, 0), (0, 1))), np.pad(bias, (0, 1))])


def report(name, network):
    sure = answers(network, stripes)[:, :10].max(axis=1) > $sure
    right = answers(network, digits).argmax(axis=1) == labels
    print(f"{name}: {sure.mean():.3f} of stripes surely a digit, {right.mean():.4f} digits right")


report("before", model)
some = random.permutation(len(x_train))[:$digits]
images = np.concatenate([x_train[some] / 255, noise])[..., np.newaxis].astype("float32")
classes = np.concatenate([y_train[some], np.full($outliers, 10)])
pupil.compile(keras.optimizers.Adam($learning_rate), "sparse_categorical_crossentropy")
pupil.fit(images, classes, batch_size=$batch_size, epochs=$epochs, verbose=0)
report("taught one class more", pupil)
''')


def script(config: ConfidenceConfig) -> str:
    """A program that asks the tutorial's network the same, with nothing but Keras and NumPy.

    It draws the same test images, so that its numbers on them are those of the experiment; of what
    shows no digit it has noise and stripes alone.
    """
    return _PROGRAM.substitute(
        vars(config),
        least=LEAST,
        most=MOST,
        sure=SURE,
        learning_rate=LEARNING_RATE,
        batch_size=BATCH_SIZE,
    )
