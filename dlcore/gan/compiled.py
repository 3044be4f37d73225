"""A GAN compiled once and trained many times; and its state, to resume from."""

from __future__ import annotations

from collections import ChainMap
from dataclasses import dataclass, replace
from typing import Any

from numpy.typing import NDArray

from dlcore.gan.config import GanConfig
from dlcore.gan.model import METRICS, build_gan
from dlcore.training.state import TrainState, assign, numbered

PARTS = (
    "generator",
    "ema_generator",
    "discriminator",
    "generator_optimizer",
    "discriminator_optimizer",
)


@dataclass(frozen=True)
class GanCompileConfig:
    """What a GAN is compiled for; everything else can be set from run to run."""

    config: GanConfig
    steps_per_execution: int

    @staticmethod
    def of(config: GanConfig, steps_per_execution: int) -> GanCompileConfig:
        """Leaves out what is a variable of the compiled model."""
        sides = {
            name: replace(getattr(config, name), learning_rate=0.0)
            for name in ("generator", "discriminator")
        }
        noise = 1.0 if config.instance_noise else 0.0
        fixed = replace(config, **sides, instance_noise=noise, ema=0.0)
        return GanCompileConfig(fixed, steps_per_execution)


class CompiledGan:
    """Players, optimizers and training graph, kept because Keras leaks with each that is made.

    Attributes:
        model: the game, see `dlcore.gan.model`.
    """

    def __init__(self, compiling: GanCompileConfig) -> None:
        self.model = build_gan(compiling.config)
        self.model.compile(compiling.steps_per_execution)

    def reset(self, config: GanConfig, fresh: Any, seed: int) -> None:
        """Starts anew.

        Args:
            config: the one it was compiled for, but for what is a variable.
            fresh: a game of the same players with fresh weights.
            seed: of the noise and of the order of the images.
        """
        import keras

        for name in ("generator", "ema_generator", "discriminator"):
            getattr(self.model, name).set_weights(getattr(fresh, name).get_weights())
        for optimizer in self._optimizers():
            for variable in optimizer.variables:
                variable.assign(keras.ops.zeros_like(variable))
        self.model.ema.assign(config.ema)
        self.take_sums()
        keras.utils.set_random_seed(seed)
        self.model.random.state.assign(keras.random.SeedGenerator(seed).state)
        self.set_pace(config, 1.0, 1.0)

    def set_pace(self, config: GanConfig, rate: float, noise: float) -> None:
        """Sets learning rates and instance noise to these shares of what they are in `config`."""
        for name, optimizer in zip(("generator", "discriminator"), self._optimizers(), strict=True):
            optimizer.learning_rate = getattr(config, name).learning_rate * rate
        self.model.instance_noise.assign(config.instance_noise * noise)

    def take_sums(self) -> tuple[int, dict[str, float]]:
        """Steps since this was last asked, and the means of `METRICS` over them."""
        sums, steps = self.model.sums.numpy(), int(self.model.steps.numpy())
        self.model.sums.assign([0.0] * len(METRICS))
        self.model.steps.assign(0.0)
        return steps, dict(zip(METRICS, (sums / max(steps, 1)).tolist(), strict=True))

    def arrays(self) -> dict[str, NDArray]:
        """All that a training has changed, for `restore`."""
        parts = [numbered(part, [v.numpy() for v in self._variables(part)]) for part in PARTS]
        return dict(ChainMap(*parts)) | numbered("noise", [self.model.random.state.numpy()])

    def restore(self, state: TrainState) -> None:
        """Sets all of it as it was; after `reset`.

        Raises:
            StateError: it is the state of a GAN of another shape.
        """
        for part in PARTS:
            assign(self._variables(part), state.part(part))
        assign([self.model.random.state], state.part("noise"))

    def _optimizers(self) -> tuple[Any, Any]:
        return self.model.generator_optimizer, self.model.discriminator_optimizer

    def _variables(self, part: str) -> list[Any]:
        return [v for v in getattr(self.model, part).variables if "seed" not in v.path]
