"""Checks on settings: each says which field is wrong, what was expected and what came."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, fields
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


def check_kind(field: str, value: object, kind: type) -> None:
    """Raises ConfigError unless `value` is a configuration of this class."""
    if not isinstance(value, kind):
        raise ConfigError(
            "{field} must be an instance of {expected}. Received: {value}",
            field=field,
            expected=kind.__name__,
            value=repr(value),
        )


@dataclass(frozen=True)
class Between:
    """The limits of a number, both included.

    Attributes:
        whole: only ints are numbers.
        optional: None is allowed too.
    """

    low: float
    high: float
    whole: bool = False
    optional: bool = False

    def check(self, name: str, value: object) -> None:
        """Raises ConfigError for a value outside."""
        if self.optional and value is None:
            return
        if self.whole:
            check_whole(name, value, int(self.low), int(self.high))
        else:
            check_number(name, value, self.low, self.high)


@dataclass(frozen=True)
class OneOf:
    """A choice between options, which may be the keys of a table."""

    options: Collection[Any]

    def check(self, name: str, value: object) -> None:
        """Raises ConfigError for a value that is none of them."""
        check_choice(name, value, self.options)


def real(default: float | None, low: float, high: float, **more: Any) -> Any:
    """A field of a configuration's class: a real number, with its limits; see `check_fields`."""
    return field(default=default, metadata={"limits": Between(low, high, **more)})


def whole(default: int, low: int, high: int) -> Any:
    """A field of a configuration's class: a whole number, with its limits."""
    return field(default=default, metadata={"limits": Between(low, high, whole=True)})


def one_of(default: Any, options: Collection[Any] = (True, False)) -> Any:
    """A field of a configuration's class: one of some options; on or off where none are named."""
    return field(default=default, metadata={"limits": OneOf(options)})


def limits_of(config: type, name: str) -> Any:
    """The limits, `Between` or `OneOf`, that a configuration's class declares for a field.

    Raises:
        KeyError: there are none.
    """
    return {one.name: one for one in fields(config)}[name].metadata["limits"]


def check_fields(config: Any) -> None:
    """Raises ConfigError for the first field of a configuration that is outside its limits."""
    for one in fields(config):
        if limits := one.metadata.get("limits"):
            limits.check(one.name, getattr(config, one.name))
