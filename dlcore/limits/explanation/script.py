"""The experiment as a plain Keras program."""

from __future__ import annotations

from dlcore.limits.explanation.config import ExplanationConfig


def script(config: ExplanationConfig) -> str:
    """A program that does the same and prints what it finds."""
    return f"seed = {config.seed}\n"
