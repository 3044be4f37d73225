"""The game: a keras.Model whose training step is a turn of each player."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dlcore.gan.config import GanConfig, SideConfig
from dlcore.gan.networks import build_discriminator, build_generator
from dlcore.gan.penalties import gradient_penalty, slope_penalty

if TYPE_CHECKING:
    import keras

FIGURES = ("d_loss", "g_loss", "d_real", "d_fake", "d_right")
"""What a step tells: both losses; mean D(x) of real and of generated images, a probability or a
score (see `GanLoss.squashed`); share of the images that the discriminator gets right."""

PENALTY_SHARE = 8
"""R1 and R2 look at every eighth image only, at eight times the weight: they change slowly
(Karras et al. 2020, appendix B, who look at all images in every sixteenth step)."""


def build_gan(config: GanConfig) -> Any:
    """Makes both players, the averaged generator that is shown, and the game, not yet compiled."""
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
            shown: the generator with averaged weights.
            instance_noise, ema: variables, set from outside while it trains.
            sums: (5,) sums of `FIGURES` over the steps since they were last set to zero.
            steps: number of those steps.
        """

        def __init__(self, config: GanConfig) -> None:
            super().__init__()
            self.config = config
            self.generator = build_generator(config)
            self.shown = build_generator(config)
            self.shown.set_weights(self.generator.get_weights())
            self.discriminator = build_discriminator(config)
            self.instance_noise = _number(config.instance_noise)
            self.ema = _number(config.ema)
            self.sums = keras.Variable([0.0] * len(FIGURES), trainable=False, name="sums")
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
            """Draws with the generator that is shown."""
            return self.shown(inputs, training=False)

        def train_step(self, data: Any) -> dict[str, Any]:
            """`discriminator_steps` turns of the discriminator, one of the generator."""
            images, labels = data
            turns = self.config.discriminator_steps
            parts = [(images[k::turns], labels[k::turns]) for k in range(turns)]
            for real, digits in parts:
                told = _discriminator_turn(self, _scaled(real), digits)
            g_loss = _generator_turn(self, _scaled(real), digits)
            _average(self)
            d_loss, *rest = told
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
    """One step of the discriminator; its loss, D(x) of both kinds and the share it gets right."""
    import tensorflow as tf
    from keras import ops

    fake = _drawn(gan, labels)
    images = _disturbed(gan, ops.concatenate([real, fake]))
    twice = ops.concatenate([labels, labels])
    with tf.GradientTape() as tape:
        scores, logits = _judged(gan, images, twice)
        real_scores, fake_scores = ops.split(scores, 2)
        record = gan.config.record
        own = record.discriminator(real_scores, fake_scores, gan.config.label_smoothing)
        loss = own + _penalty(gan, images, labels)
        if logits is not None:
            loss += gan.config.class_weight * _class_loss(ops.split(logits, 2)[0], labels)
    _learn(gan.discriminator_optimizer, tape, loss, gan.discriminator)
    return own, *_opinion(gan, real_scores, fake_scores)


def _generator_turn(gan: Any, real: Any, labels: Any) -> Any:
    """One step of the generator; its loss."""
    import tensorflow as tf

    record = gan.config.record
    # Only where the loss compares with real images are they judged again.
    real_scores = _judged(gan, _disturbed(gan, real), labels)[0] if record.pairs else None
    with tf.GradientTape() as tape:
        scores, logits = _judged(gan, _disturbed(gan, _drawn(gan, labels)), labels)
        own = record.generator(real_scores, scores)
        loss = own
        if logits is not None:
            loss += gan.config.class_weight * _class_loss(logits, labels)
    _learn(gan.generator_optimizer, tape, loss, gan.generator)
    return own


def _drawn(gan: Any, labels: Any) -> Any:
    """Images of these digits, or of any, from fresh noise."""
    import keras

    noise = keras.random.normal(
        (keras.ops.shape(labels)[0], gan.config.latent_dim), seed=gan.random
    )
    inputs = [noise, labels] if gan.config.conditional else noise
    return gan.generator(inputs, training=True)


def _disturbed(gan: Any, images: Any) -> Any:
    """What the discriminator is shown of images: moved a little, and with noise."""
    return _noisy(gan, _moved(gan, images))


def _moved(gan: Any, images: Any) -> Any:
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


def _judged(gan: Any, images: Any, labels: Any) -> tuple[Any, Any]:
    """Scores (n, 1) and the logits of the auxiliary classifier, or None."""
    inputs = [images, labels] if gan.config.conditional else images
    answer = gan.discriminator(inputs, training=True)
    return answer if gan.config.class_weight else (answer, None)


def _class_loss(logits: Any, labels: Any) -> Any:
    import keras

    losses = keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True)
    return keras.ops.mean(losses)


def _penalty(gan: Any, images: Any, labels: Any) -> Any:
    """What the slope of the discriminator costs; images are real first, then generated."""
    import keras

    real, fake = keras.ops.split(images, 2)
    r1, r2 = gan.config.penalties
    total = 0.0
    for weight, kind in ((r1, real), (r2, fake)):
        if weight:
            some, digits = kind[::PENALTY_SHARE], labels[::PENALTY_SHARE]
            total += weight / 2 * slope_penalty(_scorer(gan, digits), some)
    if gan.config.record.gradient_penalty:
        shape = (keras.ops.shape(real)[0], 1, 1, 1)
        mix = keras.random.uniform(shape, seed=gan.random)
        found = gradient_penalty(_scorer(gan, labels), real, fake, mix)
        total += gan.config.record.gradient_penalty * found
    return total


def _scorer(gan: Any, labels: Any) -> Any:
    return lambda images: _judged(gan, images, labels)[0]


def _opinion(gan: Any, real: Any, fake: Any) -> tuple[Any, Any, Any]:
    """Mean D(x) of both kinds, and the share on the right side."""
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


def _learn(optimizer: Any, tape: Any, loss: Any, player: keras.Model) -> None:
    variables = player.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables, strict=True))


def _average(gan: Any) -> None:
    """Moves the shown generator's weights towards those that are trained."""
    for shown, trained in zip(gan.shown.variables, gan.generator.variables, strict=True):
        if "seed" not in shown.path:
            shown.assign(trained + gan.ema * (shown - trained))
