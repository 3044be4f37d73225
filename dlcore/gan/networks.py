"""The two players as Keras models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dlcore.gan.config import GanConfig

if TYPE_CHECKING:
    import keras

IMAGE_SHAPE = (28, 28, 1)
EMBEDDING = 16
LEAK = 0.2
BATCH_NORM_MOMENTUM = 0.9


def build_generator(config: GanConfig) -> keras.Model:
    """Builds the generator: dense to 7x7, then transposed convolutions to 14x14 and 28x28.

    Returns:
        An uncompiled model from z, (n, latent_dim) float32, or from [z, labels] with labels (n,)
        int32 in 0 to classes - 1 where it is conditional, to images (n, 28, 28, 1) float32 in
        [-1, 1].
    """
    from keras import Input, Model, layers

    noise = Input((config.latent_dim,), name="noise")
    inputs, x = [noise], noise
    if config.conditional:
        label = Input((), dtype="int32", name="label")
        embedded = layers.Embedding(config.classes, EMBEDDING, name="digit")(label)
        inputs, x = [noise, label], layers.Concatenate()([noise, embedded])
    x = layers.Dense(7 * 7 * 2 * config.width, use_bias=False)(x)
    x = layers.Reshape((7, 7, 2 * config.width))(x)
    x = _normalised(x)
    x = layers.Conv2DTranspose(config.width, 4, strides=2, padding="same", use_bias=False)(x)
    x = _normalised(x)
    x = layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh")(x)
    return Model(inputs, x, name="generator")


def _normalised(x: Any) -> Any:
    from keras import layers

    return layers.ReLU()(layers.BatchNormalization(momentum=BATCH_NORM_MOMENTUM)(x))


def build_discriminator(config: GanConfig) -> keras.Model:
    """Builds the discriminator: strided convolutions to 7x7, then dense.

    A conditional one adds the inner product of the embedded class with the last features
    (projection: Miyato & Koyama 2018, eq. 3).

    Returns:
        An uncompiled model from images (n, 28, 28, 1) float32 in [-1, 1], or from [images, labels],
        to scores (n, 1), high for real; with an auxiliary classifier to [scores, logits
        (n, classes)].
    """
    from keras import Input, Model, layers

    image = Input(IMAGE_SHAPE, name="image")
    x = image
    for filters in (config.discriminator_width, 2 * config.discriminator_width):
        x = layers.Conv2D(filters, 4, strides=2, padding="same")(x)
        x = layers.LeakyReLU(LEAK)(x)
    x = layers.Dense(4 * config.discriminator_width)(layers.Flatten()(x))
    features = layers.LeakyReLU(LEAK)(x)
    score = layers.Dense(1, name="score")(features)
    if not config.conditional:
        return Model(image, score, name="discriminator")
    label = Input((), dtype="int32", name="label")
    embedded = layers.Embedding(config.classes, 4 * config.discriminator_width, name="digit")(label)
    score = layers.Add()([score, layers.Dot(1)([features, embedded])])
    if not config.class_weight:
        return Model([image, label], score, name="discriminator")
    logits = layers.Dense(config.classes, name="classes")(features)
    return Model([image, label], [score, logits], name="discriminator")
