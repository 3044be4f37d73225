"""A second way to everything that is compiled: plain Keras networks with the state's weights."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf

from dlcore.gan.plane.config import PlaneConfig
from dlcore.gan.plane.game import game
from dlcore.gan.plane.networks import BETAS, build_discriminator, build_generator
from dlcore.gan.plane.play import start
from dlcore.gan.plane.state import PlaneState


class Plain:
    """A game as a student would write it, of networks as small as the configuration says."""

    def __init__(self, config: PlaneConfig) -> None:
        self.config = config
        self.generator = build_generator(
            config.latent_dim, config.units, config.layers, config.seed
        )
        self.discriminator = build_discriminator(config.units, config.layers, config.seed)
        self.optimizers = [
            keras.optimizers.Adam(rate, beta_1=BETAS[0], beta_2=BETAS[1])
            for rate in (config.generator_rate, config.discriminator_rate)
        ]

    def weights(self) -> list[np.ndarray]:
        return [*self.generator.get_weights(), *self.discriminator.get_weights()]

    def take(self, state: PlaneState) -> None:
        """The weights of a state, without what is too many."""
        own = [v for p in (self.generator, self.discriminator) for v in p.variables]
        for variable, whole in zip(own, game(self.config.layers).weights(state), strict=True):
            variable.assign(whole[tuple(map(slice, variable.shape))])

    def scores(self, points) -> tf.Tensor:
        return self.discriminator(tf.convert_to_tensor(points))[:, 0]

    def exact_scores(self, points) -> np.ndarray:
        """By NumPy, in double precision."""
        x = np.asarray(points, np.float64)
        *hidden, last = self.discriminator.layers
        for layer in hidden:
            x = np.maximum(x @ layer.kernel.numpy() + layer.bias.numpy(), 0)
        return (x @ last.kernel.numpy() + last.bias.numpy())[:, 0]

    def discriminator_turn(self, noise, real) -> None:
        fake = self.generator(noise)
        r1, r2, gp = self.config.penalties
        assert not gp
        with tf.GradientTape() as tape:
            loss = self.config.record.discriminator(self.scores(real), self.scores(fake), 0.0)
            loss += r1 / 2 * self._squares(real) + r2 / 2 * self._squares(fake)
        self._learn(1, self.discriminator, tape, loss)

    def generator_turn(self, noise, real) -> None:
        with tf.GradientTape() as tape:
            generated = self.generator(noise)
            loss = self.config.record.generator(self.scores(real), self.scores(generated))
        self._learn(0, self.generator, tape, loss)

    def _squares(self, at) -> tf.Tensor:
        at = tf.convert_to_tensor(at)
        with tf.GradientTape() as tape:
            tape.watch(at)
            scores = self.scores(at)
        return tf.reduce_mean(tf.reduce_sum(tape.gradient(scores, at) ** 2, axis=1))

    def _learn(self, side: int, player, tape, loss) -> None:
        variables = player.trainable_variables
        self.optimizers[side].apply(tape.gradient(loss, variables), variables)


@pytest.fixture
def plain():
    """Makes a plain game."""
    return Plain


@pytest.fixture(scope="session")
def begun() -> PlaneState:
    """The usual game before its first turn."""
    return start(PlaneConfig()).state
