"""The game as a keras.Model: a training step updates the discriminator, then the generator."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dlcore.gan.config import GanConfig, SideConfig
from dlcore.gan.networks import build_discriminator, build_generator
from dlcore.gan.penalties import gradient_penalty, zero_centred_penalty

if TYPE_CHECKING:
    import keras

METRICS = ("d_loss", "g_loss", "d_real", "d_fake", "d_right")
"""Of a step: both losses, without penalties; mean D(x) of real and of generated images, a
probability or a score (see `GanLoss.squashed`); accuracy of the discriminator, in [0, 1]."""

PENALTY_SHARE = 8
"""R1 and R2 look at every eighth image only, at eight times the weight: they change slowly
(Karras et al. 2020, appendix B, who look at all images in every sixteenth step)."""


def build_gan(config: GanConfig) -> Any:
    """Makes both players, the averaged generator and the game, not yet compiled."""
    return _gan_class()(config)


@lru_cache(maxsize=1)
def _gan_class() -> Any:
    """The class is made here because importing Keras costs seconds (and a web process has none)."""
    import keras

    class Gan(keras.Model):
        """Generator against discriminator.

        Attributes:
            config: the game.
            generator, discriminator: the players.
            ema_generator: the same network with the exponential moving average of the generator's
                weights; it draws the samples.
            instance_noise, ema: variables, set from outside while it trains.
            sums: (5,) sums of `METRICS` over the steps since they were last set to zero.
            steps: number of those steps.
        """

        def __init__(self, config: GanConfig) -> None:
            super().__init__()
            self.config = config
            self.generator = build_generator(config)
            self.ema_generator = build_generator(config)
            self.ema_generator.set_weights(self.generator.get_weights())
            self.discriminator = build_discriminator(config)
            self.instance_noise = _number(config.instance_noise)
            self.ema = _number(config.ema)
            self.sums = keras.Variable([0.0] * len(METRICS), trainable=False, name="sums")
            self.steps = _number(0.0)
            self.random = keras.random.SeedGenerator()

        def compile(self, steps_per_execution: int = 1) -> None:
            """Gives each player its optimizer."""
            self.generator_optimizer = make_optimizer(self.config.generator)
            self.discriminator_optimizer = make_optimizer(self.config.discriminator)
            super().compile(
                optimizer=self.generator_optimizer,
                steps_per_execution=steps_per_execution,
                jit_compile=False,  # twice as slow on a CPU
            )
            self.generator_optimizer.build(self.generator.trainable_variables)
            self.discriminator_optimizer.build(self.discriminator.trainable_variables)

        def call(self, inputs: Any) -> Any:
            """Draws with the averaged generator."""
            return self.ema_generator(inputs, training=False)

        def train_step(self, data: Any) -> dict[str, Any]:
            """`discriminator_steps` turns of the discriminator, one of the generator."""
            images, labels = data
            turns = self.config.discriminator_steps
            parts = [(images[k::turns], labels[k::turns]) for k in range(turns)]
            for real, digits in parts:
                d_loss, *rest = _discriminator_turn(self, _scaled(real), digits)
            g_loss = _generator_turn(self, _scaled(real), digits)
            _update_ema(self)
            self.sums.assign_add(keras.ops.stack([d_loss, g_loss, *rest]))
            self.steps.assign_add(1.0)
            return {"d_loss": d_loss, "g_loss": g_loss}

    return Gan


def make_optimizer(side: SideConfig) -> keras.optimizers.Optimizer:
    """The Keras optimizer of one player."""
    import keras

    rate = side.learning_rate
    if side.optimizer == "adam":
        return keras.optimizers.Adam(rate, beta_1=side.beta_1, beta_2=side.beta_2)
    if side.optimizer == "rmsprop":
        return keras.optimizers.RMSprop(rate, rho=side.beta_2)
    return keras.optimizers.SGD(rate, momentum=side.beta_1)


def _number(value: float) -> keras.Variable:
    import keras

    return keras.Variable(float(value), trainable=False)


def _scaled(images: Any) -> Any:
    """uint8 to [-1, 1]."""
    from keras import ops

    return ops.cast(images, "float32") / 127.5 - 1.0


def _discriminator_turn(gan: Any, real: Any, labels: Any) -> tuple[Any, ...]:
    """One step of the discriminator; its loss without penalties, mean D(x) of both, accuracy."""
    import tensorflow as tf
    from keras import ops

    fake = _generated(gan, labels)
    images = _augmented(gan, ops.concatenate([real, fake]))
    twice = ops.concatenate([labels, labels])
    with tf.GradientTape() as tape:
        scores, logits = _scores_and_logits(gan, images, twice)
        real_scores, fake_scores = ops.split(scores, 2)
        record = gan.config.record
        own = record.discriminator(real_scores, fake_scores, gan.config.label_smoothing)
        loss = own + _penalty(gan, images, labels)
        if logits is not None:
            loss += gan.config.class_weight * _class_loss(ops.split(logits, 2)[0], labels)
    _apply_gradients(gan.discriminator_optimizer, tape, loss, gan.discriminator)
    return own, *_discriminator_metrics(gan, real_scores, fake_scores)


def _generator_turn(gan: Any, real: Any, labels: Any) -> Any:
    """One step of the generator; its loss without the classifier's."""
    import tensorflow as tf

    record = gan.config.record
    # Only where the loss compares with real images are these scored again.
    real_scores = _scorer(gan, labels)(_augmented(gan, real)) if record.pairs else None
    with tf.GradientTape() as tape:
        scores, logits = _scores_and_logits(gan, _augmented(gan, _generated(gan, labels)), labels)
        own = record.generator(real_scores, scores)
        loss = own
        if logits is not None:
            loss += gan.config.class_weight * _class_loss(logits, labels)
    _apply_gradients(gan.generator_optimizer, tape, loss, gan.generator)
    return own


def _generated(gan: Any, labels: Any) -> Any:
    """G(z) for fresh noise z, and for these labels where it is conditional."""
    import keras

    noise = keras.random.normal(
        (keras.ops.shape(labels)[0], gan.config.latent_dim), seed=gan.random
    )
    inputs = [noise, labels] if gan.config.conditional else noise
    return gan.generator(inputs, training=True)


def _augmented(gan: Any, images: Any) -> Any:
    """Images as the discriminator gets them: translated by whole pixels, and with noise added."""
    return _noisy(gan, _translated(gan, images))


def _translated(gan: Any, images: Any) -> Any:
    import keras
    import tensorflow as tf

    most = gan.config.shift
    if not most:
        return images
    by = keras.random.randint((2,), -most, most + 1, seed=gan.random)
    return tf.roll(images, by, axis=[1, 2])  # digits have a black margin of 4 pixels


def _noisy(gan: Any, images: Any) -> Any:
    import keras

    if not gan.config.instance_noise:
        return images
    noise = keras.random.normal(keras.ops.shape(images), seed=gan.random)
    return images + gan.instance_noise * noise


def _scores_and_logits(gan: Any, images: Any, labels: Any) -> tuple[Any, Any]:
    """Scores (n, 1) and the logits of the auxiliary classifier, or None."""
    inputs = [images, labels] if gan.config.conditional else images
    answer = gan.discriminator(inputs, training=True)
    return answer if gan.config.class_weight else (answer, None)


def _class_loss(logits: Any, labels: Any) -> Any:
    import keras

    losses = keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True)
    return keras.ops.mean(losses)


def _penalty(gan: Any, images: Any, labels: Any) -> Any:
    """R1, R2 and gradient penalty of the discriminator; images are real first, then generated."""
    import keras

    real, fake = keras.ops.split(images, 2)
    r1, r2 = gan.config.penalties
    total = 0.0
    for weight, kind in ((r1, real), (r2, fake)):
        if weight:
            some, digits = kind[::PENALTY_SHARE], labels[::PENALTY_SHARE]
            total += weight / 2 * zero_centred_penalty(_scorer(gan, digits), some)
    if gan.config.record.gradient_penalty:
        shape = (keras.ops.shape(real)[0], 1, 1, 1)
        mix = keras.random.uniform(shape, seed=gan.random)
        found = gradient_penalty(_scorer(gan, labels), real, fake, mix)
        total += gan.config.record.gradient_penalty * found
    return total


def _scorer(gan: Any, labels: Any) -> Any:
    return lambda images: _scores_and_logits(gan, images, labels)[0]


def _discriminator_metrics(gan: Any, real: Any, fake: Any) -> tuple[Any, Any, Any]:
    """Mean D(x) of real and of generated images, and the accuracy, all scalars."""
    from keras import ops

    record = gan.config.record
    middle = record.threshold
    if middle is None:  # only differences count
        middle = (ops.mean(real) + ops.mean(fake)) / 2
    right = (_share(real > middle) + _share(fake < middle)) / 2
    if record.squashed:
        real, fake = ops.sigmoid(real), ops.sigmoid(fake)
    return ops.mean(real), ops.mean(fake), right


def _share(marks: Any) -> Any:
    from keras import ops

    return ops.mean(ops.cast(marks, "float32"))


def _apply_gradients(optimizer: Any, tape: Any, loss: Any, player: keras.Model) -> None:
    variables = player.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables, strict=True))


def _update_ema(gan: Any) -> None:
    """w_ema = w + ema (w_ema - w), for all variables, running statistics included."""
    for average, trained in zip(gan.ema_generator.variables, gan.generator.variables, strict=True):
        if "seed" not in average.path:
            average.assign(trained + gan.ema * (average - trained))
