"""Settings that can be changed while a training goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from dlcore.training.config import TrainConfig

STEERED: Mapping[str, type] = {"learning_rate": float, "dropout": float, "batch_size": int}
"""By name, and what the values of each are."""


def steered(config: TrainConfig, changes: Iterable[tuple[int, str, float]]) -> TrainConfig:
    """A configuration after changes.

    Args:
        config: as the training began.
        changes: (step, name in `STEERED`, value) each, in their order.

    Raises:
        ConfigError: a value outside its range.
    """
    for _, name, value in changes:
        config = with_setting(config, name, value)
    return config


def setting(config: TrainConfig, name: str) -> Any:
    """What a setting in `STEERED` is."""
    return config.network.dropout if name == "dropout" else getattr(config, name)


def with_setting(config: TrainConfig, name: str, value: float) -> TrainConfig:
    """A configuration with another value of a setting in `STEERED`.

    Raises:
        ConfigError: the value is outside its range.
    """
    told = STEERED[name](value)
    if name == "dropout":
        return replace(config, network=replace(config.network, dropout=told))
    return replace(config, **{name: told})
