"""Names of classes along an axis: strangers' texts, and up to a hundred of them."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from dlcore.figures.layout import axis

_LONGEST = 10  # characters of a name where there is little room


def short(name: str) -> str:
    """A name cut to what goes below a tile or beside an axis."""
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def categories(names: Sequence[str]) -> list[str]:
    """Names as plotly's categories: tags in them are text, and none is a link."""
    return [html.escape(name, quote=False) for name in names]


def class_axis(
    names: Sequence[str], most: int, title: str | None = None, **more: Any
) -> dict[str, Any]:
    """An axis of `categories`, with as many names at it as there is room for.

    Args:
        names: all of them, each another.
        most: of those that are written: every second where there are more, every third and so on.
        title: of the axis.
    """
    every = -(-len(names) // most)
    return axis(
        title,
        type="category",
        tickmode="array",
        tickvals=categories(names)[::every],
        ticktext=[html.escape(short(name), quote=False) for name in names[::every]],
        **more,
    )
