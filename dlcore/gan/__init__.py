"""Generative adversarial networks that draw digits (Goodfellow et al. 2014).

Begin with `build_generator(GanConfig())` and `train_gan`, or with `generate` for drawings by the
generator that ships. losses, penalties: what is minimised. model, compiled, training: the game and
a run of it. generator: what a trained one draws, and how good it is. plane: the game on points.
"""

from dlcore.gan.config import GanConfig, SideConfig
from dlcore.gan.generator.drawing import draw
from dlcore.gan.generator.shipped import DrawingError, generate
from dlcore.gan.networks import build_discriminator, build_generator
from dlcore.gan.run_config import GAN_PRESETS, GanRunConfig
from dlcore.gan.training import GanResult, train_gan

__all__ = [
    "GAN_PRESETS",
    "DrawingError",
    "GanConfig",
    "GanResult",
    "GanRunConfig",
    "SideConfig",
    "build_discriminator",
    "build_generator",
    "draw",
    "generate",
    "train_gan",
]
