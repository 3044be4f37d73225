"""What methods and numbers are called wherever this view shows them."""

from __future__ import annotations

import math
from collections.abc import Iterable

from dlcore.limits.explanation.config import ExplanationResult
from dlcore.limits.explanation.methods import CONTROL, METHODS
from ui.frame.i18n import gettext as _


def title(name: str) -> str:
    """A method in the visitor's language."""
    return _(METHODS[name].title)


def digit(found: ExplanationResult, number: int) -> str:
    """An image by its place and by what it is: "3: a 7"."""
    return _("{place}: a {digit}").format(place=number + 1, digit=found.truth[number])


def two_places(value: float) -> str:
    """Two digits behind the point, a dash for nothing, a minus at which no line is broken."""
    return "–" if math.isnan(value) else f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def explainers() -> Iterable[str]:
    """The methods that look at the network."""
    return (name for name in METHODS if name != CONTROL)


def valued(name: str, value: float) -> str:
    """ "Saliency (0.58)"."""
    return _("{name} ({value})").format(name=title(name), value=two_places(value))
