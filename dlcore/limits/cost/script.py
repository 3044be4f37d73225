"""The experiment as a plain Keras program."""

from __future__ import annotations

from dlcore.limits.cost.config import CostConfig


def script(config: CostConfig) -> str:
    """A program that does the same and prints what it finds."""
    return f"seed = {config.seed}\n"
