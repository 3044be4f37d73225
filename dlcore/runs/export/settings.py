"""A run's settings as other programs take them: as a tree, and as one flat list."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any


def tree(config: Any) -> dict[str, Any]:
    """A config as plain dicts, lists, numbers and strings.

    Each dataclass in it is a dict of its fields, and the name of its class under "class".
    """
    content = {one.name: _plain(getattr(config, one.name)) for one in fields(config)}
    return {"class": type(config).__name__, **content}


def flat(config: Any) -> dict[str, Any]:
    """The same as one dict, by names such as "network.filters"; only numbers and strings.

    The class of a part stands under the part's own name, as "network": "CnnConfig".
    """
    found: dict[str, Any] = {}
    for one in fields(config):
        value = getattr(config, one.name)
        if is_dataclass(value):
            found[one.name] = type(value).__name__
            found |= {f"{one.name}.{name}": inner for name, inner in flat(value).items()}
        elif isinstance(value, bool | int | float | str):
            found[one.name] = value
        else:
            found[one.name] = str(_plain(value))
    return found


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return tree(value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return value
