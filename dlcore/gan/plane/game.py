"""Both players and their turns, compiled once and used by all games with as many hidden layers.

The compiled networks are as large as any game's. In a smaller game the weights of what is too many
are zero, and stay so: a ReLU unit into which and out of which all weights are zero passes nothing
on and gets no gradient, and Adam moves nothing whose gradient has always been zero. An input that
is always zero does the same to the weights it feeds.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore.gan.losses import GAN_LOSSES
from dlcore.gan.plane.config import BATCH_SIZES, LATENT_DIMS, LATENTS, UNITS, PlaneConfig
from dlcore.gan.plane.game_losses import discriminator_loss, generator_loss, penalty_gradients
from dlcore.gan.plane.networks import (
    BETAS,
    PLAYERS,
    build_discriminator,
    build_generator,
    first_weights,
)
from dlcore.gan.plane.opinion import GRID, places
from dlcore.gan.plane.points import SAMPLES
from dlcore.gan.plane.state import PlaneState

LATENT, WIDTH, BATCH = max(LATENT_DIMS), max(UNITS), max(BATCH_SIZES)  # of what is compiled
GENERATOR, DISCRIMINATOR = range(len(PLAYERS))
_NOISE, _CHOICE, _MIX = range(3)  # what is drawn in an update


@dataclass(frozen=True)
class Look:
    """G(z), D(x) and D(G(z)) for some noise z and some real points x.

    Attributes:
        generated: (n, 2) float32, G(z).
        real_scores, generated_scores: (n,) float32, D before any squashing.
        arrows: (n, 2) float32, minus the gradient of the generator's loss by each generated point,
            as if the loss were a sum over them.
        field: (GRID, GRID) float32, scores over the view, row 0 at its bottom.
        discriminator_loss, generator_loss: over these points, without penalties.
    """

    generated: NDArray[np.float32]
    real_scores: NDArray[np.float32]
    generated_scores: NDArray[np.float32]
    arrows: NDArray[np.float32]
    field: NDArray[np.float32]
    discriminator_loss: float
    generator_loss: float


class Game:
    """Networks, optimizers and compiled updates; all state goes in and comes out of each call."""

    def __init__(self, layers: int) -> None:
        import keras
        import tensorflow as tf

        self._lock = threading.Lock()
        self._players = (
            build_generator(LATENT, WIDTH, layers),
            build_discriminator(WIDTH, layers),
        )
        rule = {"learning_rate": 0.0, "beta_1": BETAS[0], "beta_2": BETAS[1]}
        self._optimizers = [keras.optimizers.Adam(**rule) for _ in PLAYERS]
        for optimizer, player in zip(self._optimizers, self._players, strict=True):
            optimizer.build(player.trainable_variables)
        self._variables = [
            *(variable for player in self._players for variable in player.trainable_variables),
            *(memory for optimizer in self._optimizers for memory in _memories(optimizer)),
        ]
        self.size = sum(int(np.prod(variable.shape)) for variable in self._variables)
        self._compile(tf)

    def _compile(self, tf: Any) -> None:
        numbers = tf.TensorSpec([self.size])
        points = tf.TensorSpec([SAMPLES, 2])
        whole = tf.TensorSpec([], tf.int32)
        settings = {name: tf.TensorSpec([], kind) for name, kind in _kinds().items()}
        some = tf.TensorSpec([None, 2])
        # By XLA: a round takes half the time, and much less where other threads want the cores.
        self._compiled_play = tf.function(
            self._play, input_signature=[numbers, points, settings], jit_compile=True
        )
        self._compiled_look = tf.function(
            self._look, input_signature=[numbers, tf.TensorSpec([None, LATENT]), some, whole]
        )
        # By XLA too: from the same bits it makes other random numbers than TensorFlow.
        self._compiled_deal = tf.function(
            self._deal, input_signature=[points, whole, whole, settings], jit_compile=True
        )

    # What is asked -------------------------------------------------------------------------------

    def start(self, config: PlaneConfig) -> PlaneState:
        """Fresh weights, the same for the same seed, and Adam's averages, all 0."""
        numbers = np.zeros(self.size, np.float32)
        weights = (weight for layer in first_weights(config) for weight in layer)
        for weight, whole in zip(weights, self._parts(numbers), strict=False):
            whole[tuple(map(slice, weight.shape))] = weight
        return PlaneState(numbers)

    def play(
        self, config: PlaneConfig, state: PlaneState, rounds: int, players: tuple[int, ...]
    ) -> PlaneState:
        """So many rounds, in each of which these players have a turn, the discriminator first."""
        d_steps = config.discriminator_steps if DISCRIMINATOR in players else 0
        g_steps = int(GENERATOR in players)
        settings = _settings(config) | {
            "rounds": rounds,
            "d_steps": d_steps,
            "g_steps": g_steps,
            "d_done": state.discriminator_updates,
            "g_done": state.generator_updates,
        }
        with self._lock:
            numbers = self._compiled_play(state.numbers, real_points(config), _tensors(settings))
        return PlaneState(
            numbers.numpy(),
            state.discriminator_updates + rounds * d_steps,
            state.generator_updates + rounds * g_steps,
        )

    def look(
        self,
        config: PlaneConfig,
        state: PlaneState,
        noise: NDArray[np.float32],
        real: NDArray[np.float32],
    ) -> Look:
        """G(z), D and the losses for noise z (n, latent_dim) and as many real points (n, 2)."""
        wide = np.pad(noise, ((0, 0), (0, LATENT - noise.shape[1])))
        with self._lock:
            found = self._compiled_look(state.numbers, wide, real, _place(config.loss))
        *arrays, d_loss, g_loss = (part.numpy() for part in found)
        generated, real_scores, scores, arrows, field = arrays
        return Look(
            generated,
            real_scores,
            scores,
            arrows,
            field.reshape(GRID, GRID),
            float(d_loss),
            float(g_loss),
        )

    def deal(
        self, config: PlaneConfig, player: int, update: int
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The batch of an update: noise (batch, latent_dim) and real points (batch, 2), float32.

        Args:
            update: how many updates that player had before.
        """
        settings = _tensors(_settings(config) | dict.fromkeys(_COUNTS, 0))
        noise, real = self._compiled_deal(real_points(config), player, update, settings)
        rows = slice(config.batch_size)
        return noise.numpy()[rows, : config.latent_dim], real.numpy()[rows]

    def weights(self, state: PlaneState) -> list[NDArray[np.float32]]:
        """Kernels and biases of both players, the generator's first, as large as compiled."""
        count = sum(len(player.trainable_variables) for player in self._players)
        return self._parts(state.numbers)[:count]

    def _parts(self, numbers: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """The numbers of a state as views in the shapes of the variables."""
        sizes = [int(np.prod(variable.shape)) for variable in self._variables]
        flat = np.split(numbers, np.cumsum(sizes)[:-1])
        return [part.reshape(v.shape) for part, v in zip(flat, self._variables, strict=True)]

    # What is compiled ----------------------------------------------------------------------------

    def _play(self, numbers: Any, points: Any, settings: dict[str, Any]) -> Any:
        import tensorflow as tf

        self._take(numbers)
        for optimizer, side in zip(self._optimizers, ("g", "d"), strict=True):
            done = tf.cast(settings[f"{side}_done"], optimizer.iterations.dtype)
            optimizer.iterations.assign(done)
            optimizer.learning_rate.assign(settings[f"{side}_rate"])
        d_done, g_done = settings["d_done"], settings["g_done"]
        played = tf.constant(0)
        while played < settings["rounds"]:
            d_end, g_end = d_done + settings["d_steps"], g_done + settings["g_steps"]
            while d_done < d_end:
                self._update_discriminator(points, d_done, settings)
                d_done += 1
            while g_done < g_end:
                self._update_generator(points, g_done, settings)
                g_done += 1
            played += 1
        return tf.concat([tf.reshape(v.value, [-1]) for v in self._variables], 0)

    def _update_discriminator(self, points: Any, update: Any, settings: dict[str, Any]) -> None:
        import tensorflow as tf

        generator, discriminator = self._players
        noise, real = self._deal(points, DISCRIMINATOR, update, settings)
        fake = generator(noise)
        with tf.GradientTape() as tape:
            scores = discriminator(tf.concat([real, fake], 0))[:, 0]
        _, *by_scores = discriminator_loss(settings["loss"], *tf.split(scores, 2))
        variables = discriminator.trainable_variables
        gradients = tape.gradient(scores, variables, tf.concat(by_scores, 0))
        seed = _seed(settings, DISCRIMINATOR, update, _MIX)
        mix = tf.random.stateless_uniform([BATCH, 1], seed)
        mix = _repeated(mix, settings["batch"])
        weights = (settings["r1"], settings["r2"], settings["gp"])
        more = penalty_gradients(discriminator, real, fake, mix, weights)
        gradients = [a + b for a, b in zip(gradients, more, strict=True)]
        self._optimizers[DISCRIMINATOR].apply(gradients, variables)

    def _update_generator(self, points: Any, update: Any, settings: dict[str, Any]) -> None:
        import tensorflow as tf

        generator, discriminator = self._players
        noise, real = self._deal(points, GENERATOR, update, settings)
        with tf.GradientTape() as tape:
            scores = discriminator(generator(noise))[:, 0]
        real_scores = discriminator(real)[:, 0]
        _, _, by_scores = generator_loss(settings["loss"], real_scores, scores)
        variables = generator.trainable_variables
        self._optimizers[GENERATOR].apply(tape.gradient(scores, variables, by_scores), variables)

    def _deal(self, points: Any, side: Any, update: Any, settings: dict[str, Any]) -> Any:
        """Noise (BATCH, LATENT) and real points (BATCH, 2) of an update, from its number alone."""
        import tensorflow as tf

        shape = [BATCH, LATENT]
        seed = _seed(settings, side, update, _NOISE)
        noise = tf.where(
            settings["latent"] == _place("uniform", LATENTS),
            tf.random.stateless_uniform(shape, seed, -1.0, 1.0),
            tf.random.stateless_normal(shape, seed),
        )
        used = tf.cast(tf.range(LATENT) < settings["latent_dim"], tf.float32)
        choice = _seed(settings, side, update, _CHOICE)
        which = tf.random.stateless_uniform([BATCH], choice, 0, SAMPLES, tf.int32)
        batch = settings["batch"]
        return _repeated(noise * used, batch), _repeated(tf.gather(points, which), batch)

    def _look(self, numbers: Any, noise: Any, real: Any, loss: Any) -> Any:
        import tensorflow as tf

        self._take(numbers)
        generator, discriminator = self._players
        generated = generator(noise)
        real_scores = discriminator(real)[:, 0]
        with tf.GradientTape() as tape:
            tape.watch(generated)
            scores = discriminator(generated)[:, 0]
        g_loss, _, by_scores = generator_loss(loss, real_scores, scores)
        count = tf.cast(tf.shape(scores)[0], tf.float32)
        arrows = -count * tape.gradient(scores, generated, by_scores)
        d_loss, *_ = discriminator_loss(loss, real_scores, scores)
        field = discriminator(tf.constant(places()))
        return generated, real_scores, scores, arrows, field, d_loss, g_loss

    def _take(self, numbers: Any) -> None:
        import tensorflow as tf

        at = 0
        for variable in self._variables:
            size = int(np.prod(variable.shape))
            variable.assign(tf.reshape(numbers[at : at + size], variable.shape))
            at += size


_SCALARS = ("iteration", "learning_rate")
_COUNTS = ("rounds", "d_steps", "g_steps", "d_done", "g_done")


def _memories(optimizer: Any) -> list[Any]:
    """Adam's two averages of each weight; not its counter, nor its rate."""
    return [v for v in optimizer.variables if v.path.split("/")[-1] not in _SCALARS]


def _kinds() -> dict[str, Any]:
    """What a compiled update can be told, and of what kind it is."""
    import tensorflow as tf

    whole = (*_COUNTS, "seed", "loss", "latent", "latent_dim", "batch")
    return dict.fromkeys(whole, tf.int32) | dict.fromkeys(
        ("g_rate", "d_rate", "r1", "r2", "gp"), tf.float32
    )


def _settings(config: PlaneConfig) -> dict[str, float]:
    r1, r2, between = config.penalties
    return {
        "seed": config.seed,
        "loss": _place(config.loss),
        "latent": _place(config.latent, LATENTS),
        "latent_dim": config.latent_dim,
        "batch": config.batch_size,
        "g_rate": config.generator_rate,
        "d_rate": config.discriminator_rate,
        "r1": r1,
        "r2": r2,
        "gp": between,
    }


def _tensors(settings: dict[str, float]) -> dict[str, Any]:
    import tensorflow as tf

    return {name: tf.constant(settings[name], kind) for name, kind in _kinds().items()}


def _place(name: str, table: Any = GAN_LOSSES) -> int:
    return list(table).index(name)


def _repeated(rows: Any, batch: Any) -> Any:
    """The first `batch` rows over and over, a whole number of times.

    A mean over all is then the mean over those: one compiled update serves every size of batch.
    """
    import tensorflow as tf

    return tf.gather(rows, tf.range(BATCH) % batch)


def _seed(settings: dict[str, Any], side: Any, update: Any, use: int) -> Any:
    """A seed of its own for each draw of a game."""
    import tensorflow as tf

    return tf.stack([settings["seed"] * 8 + side * 4 + use, update])


@lru_cache(maxsize=32)
def real_points(config: PlaneConfig) -> NDArray[np.float32]:
    """(SAMPLES, 2), all that a game is played on."""
    return config.real.sample(config.seed)


_making = threading.Lock()


def game(layers: int) -> Game:
    """The one of this process for networks with so many hidden layers."""
    with _making:
        return _made(layers)


# None is ever dropped: TensorFlow would keep its graph, and making it again would add another.
@cache
def _made(layers: int) -> Game:
    return Game(layers)
