"""Things to try with a network in the plane."""

from __future__ import annotations

from ui.frame.explore import Preset


def offered() -> dict[str, Preset]:
    """By name."""
    return {}
