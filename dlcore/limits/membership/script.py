"""The experiment as a plain Keras program."""

from __future__ import annotations

from string import Template

from dlcore import layers
from dlcore.contract import INPUT_SHAPE
from dlcore.limits.membership.accountant import DELTA
from dlcore.limits.membership.config import PLAIN, MembershipConfig
from dlcore.limits.membership.cures import WAYS, plain_training
from dlcore.limits.membership.images import MOST_TESTED, MOST_VALIDATED
from dlcore.limits.membership.private import LEARNING_RATE
from dlcore.limits.membership.private_training import promise
from dlcore.training import OPTIMIZERS, TrainConfig
from dlcore.training.architectures import layer_specs
from dlcore.training.regularisation import regularised
from dlcore.training.script import own_data_code

_PROGRAM = Template('''\
"""Was this image learnt? A membership attack on networks that are trained in several ways."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers

SEED, IMAGES, EPOCHS, BATCH_SIZE, LABEL_NOISE = $seed, $images, $epochs, $batch_size, $label_noise

# Drawn at random: images that are learnt, as many that never are, and some to validate with.
$data
x, x_test = x[..., np.newaxis] / np.float32(255), x_test[..., np.newaxis] / np.float32(255)
random = np.random.default_rng(SEED)
inside, outside, validation, _ = np.split(
    random.permutation(len(x)), np.cumsum([IMAGES, IMAGES, min(IMAGES, $most_validated)])
)
tested = random.permutation(len(x_test))[:$most_tested]

# Both sides have random labels, or the noise alone would tell which is which.
both = np.concatenate([inside, outside])
noise = np.random.default_rng(SEED)
replaced = noise.random(len(both)) < LABEL_NOISE
labels = np.where(replaced, noise.integers($classes, size=len(both), dtype="uint8"), y[both])
x_in, x_out, y_in, y_out = x[inside], x[outside], labels[:IMAGES], labels[IMAGES:]
held_out = (x[validation], y[validation])

$networks

def learn(model, *callbacks):
    model.compile(optimizer=keras.optimizers.Adam(0.001), loss="sparse_categorical_crossentropy")
    options = {"batch_size": BATCH_SIZE, "epochs": EPOCHS, "callbacks": list(callbacks)}
    model.fit(x_in, y_in, validation_data=held_out, verbose=0, **options)
    return model

$private
def report(name, model):
    """The attack says "learnt" where the loss is small: how often is that right?"""

    def losses(images, labels):
        said = model.predict(images, verbose=0)[np.arange(len(labels)), labels]
        return -np.log(np.maximum(said, np.finfo("float32").tiny))

    in_, out = losses(x_in, y_in), losses(x_out, y_out)
    thresholds = np.unique(np.concatenate([in_, out]))
    rightly = np.array([(in_ <= t).mean() for t in thresholds])
    wrongly = np.array([(out <= t).mean() for t in thresholds])
    # The area under the curve of the two: how often a loss inside is the smaller of a pair.
    auc = np.trapezoid([0, *rightly], [0, *wrongly])
    best = np.argmax(rightly - wrongly)
    right = (model.predict(x_test[tested], verbose=0).argmax(1) == y_test[tested]).mean()
    print(f"{name}: AUC {auc:.4f}, accuracy {right:.4f}. Best where the loss is at most")
    print(f"{thresholds[best]:.3g}: {rightly[best]:.1%} rightly, {wrongly[best]:.1%} wrongly")


$ways
''')

_NETWORK = Template("""
def $name():
    keras.utils.set_random_seed(SEED)
    return $code
""")

_PRIVATE = Template("""
# Differential privacy (Abadi et al. 2016): the gradient of each image is shortened to CLIP, and
# their sum made noisy. These steps promise epsilon = $epsilon at delta = $delta.
CLIP, NOISE = $clip_norm, $noise


def learn_privately(model):
    coins = np.random.default_rng([SEED, 1])
    optimizer = $optimizer
    lot = min(BATCH_SIZE, IMAGES)
    for _ in range(EPOCHS * -(-IMAGES // lot)):
        taken = coins.random(IMAGES) < lot / IMAGES  # each image by a coin of its own
        noisy = [
            (total + NOISE * CLIP * tf.random.normal(total.shape)) / lot
            for total in clipped(model, x_in[taken], y_in[taken].astype("int32"))
        ]
        optimizer.apply(noisy, model.trainable_variables)
    return model


@tf.function(reduce_retracing=True)
def clipped(model, images, labels):
    def gradient(example):
        image, label = example
        with tf.GradientTape() as tape:
            said = model(image[tf.newaxis])
            loss = keras.losses.sparse_categorical_crossentropy(label[tf.newaxis], said)
        found = tape.gradient(loss, [v.value for v in model.trainable_variables])
        return [part * tf.minimum(1.0, CLIP / tf.linalg.global_norm(found)) for part in found]

    return [tf.reduce_sum(part, 0) for part in tf.vectorized_map(gradient, (images, labels))]

""")


def script(config: MembershipConfig) -> str:
    """A program that does the same and prints what it finds.

    With the same images it finds the same, but for the noise of private training, which is other.
    """
    plain = plain_training(config, 0.5)
    trainings = {
        name: training(config, plain)
        for name in (PLAIN, *config.cures)
        if (training := WAYS[name].training)
    }
    private = "private" in config.cures
    ways = [_way(name, training, plain) for name, training in trainings.items()]
    if private:
        ways.append('report("private", learn_privately(plain()))')
    return _PROGRAM.substitute(
        data=_data(config),
        classes=config.network.classes,
        seed=config.seed,
        images=config.images,
        epochs=config.epochs,
        batch_size=plain.batch_size,
        label_noise=config.label_noise,
        most_validated=MOST_VALIDATED,
        most_tested=MOST_TESTED,
        networks="\n".join(
            _network(name, training)
            for name, training in trainings.items()
            if name == PLAIN or _is_another(training, plain)
        ),
        private=_private(config) if private else "",
        ways="\n".join(ways),
    )


def _data(config: MembershipConfig) -> str:
    if config.set:
        return f"{own_data_code()}\nx, y = x_train, y_train"
    return "(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()"


def _is_another(training: TrainConfig, plain: TrainConfig) -> bool:
    """Whether its network is not the plain one."""
    same = training.network == plain.network
    return not same or training.regularisation != plain.regularisation


def _network(name: str, training: TrainConfig) -> str:
    specs = regularised(layer_specs(training.network), training.regularisation)
    code = layers.code(specs, INPUT_SHAPE).replace("\n", "\n    ")
    return _NETWORK.substitute(name=name, code=code)


def _way(name: str, training: TrainConfig, plain: TrainConfig) -> str:
    network = f"{name if _is_another(training, plain) else PLAIN}()"
    if not training.patience:
        return f'report("{name}", learn({network}))'
    stop = f"keras.callbacks.EarlyStopping(patience={training.patience}, restore_best_weights=True)"
    return f'stop = {stop}\nreport("{name}", learn({network}, stop))'


def _private(config: MembershipConfig) -> str:
    optimizer = OPTIMIZERS["momentum"]
    arguments = {"learning_rate": LEARNING_RATE, **optimizer.arguments}
    return _PRIVATE.substitute(
        clip_norm=config.clip_norm,
        noise=config.noise,
        epsilon=f"{promise(config):.1f}",
        delta=DELTA,
        optimizer=f"keras.optimizers.{optimizer.kind}({layers.keywords(arguments)})",
    )
