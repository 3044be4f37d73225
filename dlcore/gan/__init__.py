"""Generative adversarial networks that draw digits (Goodfellow et al. 2014)."""

from dlcore.gan.config import GanConfig, SideConfig
from dlcore.gan.generator.drawing import draw
from dlcore.gan.generator.shipped import DrawingError, generate
from dlcore.gan.networks import build_discriminator, build_generator
from dlcore.gan.run_config import GAN_PRESETS, GanJob, GanRunConfig, GanState
from dlcore.gan.training import GanResult, train_gan

__all__ = [
    "GAN_PRESETS",
    "DrawingError",
    "GanConfig",
    "GanJob",
    "GanResult",
    "GanRunConfig",
    "GanState",
    "SideConfig",
    "build_discriminator",
    "build_generator",
    "draw",
    "generate",
    "train_gan",
]
