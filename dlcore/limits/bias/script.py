"""The experiment as a plain Keras program."""

from __future__ import annotations

from dlcore.limits.bias.config import BiasConfig


def script(config: BiasConfig) -> str:
    """A program that does the same and prints what it finds."""
    return f"seed = {config.seed}\n"
