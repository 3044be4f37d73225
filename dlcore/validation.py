"""Checks on settings: each says which field is wrong, what was expected and what came."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dlcore.errors import LabError


class ConfigError(LabError):
    """A setting is outside what is possible; names the field, what was expected and what came."""


def check_choice(field: str, value: object, choices: Iterable[object]) -> None:
    """Raises ConfigError unless `value` is one of `choices`, and of the same type as it."""
    choices = tuple(choices)
    if not any(type(value) is type(choice) and value == choice for choice in choices):
        expected = ", ".join(map(str, choices))
        raise ConfigError(
            "{field} must be one of {expected}. Received: {value}",
            field=field,
            expected=expected,
            value=repr(value),
        )


def check_whole(field: str, value: object, low: int, high: int) -> None:
    """Raises ConfigError unless `value` is an int in [low, high]; True and False are none."""
    if type(value) is not int or not low <= value <= high:
        raise ConfigError(
            "{field} must be a whole number from {low} to {high}. Received: {value}",
            field=field,
            low=f"{low:,}",
            high=f"{high:,}",
            value=repr(value),
        )


def check_number(field: str, value: Any, low: float, high: float) -> None:
    """Raises ConfigError unless `value` is an int or float in [low, high]; NaN is in no range."""
    if type(value) not in (int, float) or not low <= value <= high:
        raise ConfigError(
            "{field} must be a number from {low} to {high}. Received: {value}",
            field=field,
            low=f"{low:g}",
            high=f"{high:g}",
            value=repr(value),
        )
