"""What the view calls networks, groups and whom a network fails."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from dlcore.figures.classes import categories, short
from dlcore.limits.bias import metrics
from dlcore.limits.bias.config import BiasConfig, BiasResult
from dlcore.limits.bias.groups import KINDS
from dlcore.limits.bias.metrics import RightShare
from ui.frame.i18n import N_, plain
from ui.frame.i18n import gettext as _
from ui.shared.numbers import percent

NETWORK_TITLES = {
    "thinned": N_("Thinned"),
    "full": N_("Nothing thinned"),
    "weights": N_("Counted more often"),
    "data": N_("More real data"),
    "augmentation": N_("Augmentation"),
    "opposite": N_("The other thinned"),
    "simple": N_("Softmax regression, thinned"),
}
GROUPINGS = {
    "digit": N_("class"),
    "stroke": N_("stroke"),
    "slant": N_("slant"),
    "hand": N_("hand"),
}
AXES = {
    "digit": N_("class"),
    "stroke": N_("fifths by width of stroke (median)"),
    "slant": N_("fifths by slant (median; − leans left)"),
    "hand": N_("who drew it"),
}
_LONG = 10  # characters; a longer name is cut
_WRITING = {
    "thin": N_("thin strokes"),
    "thick": N_("thick strokes"),
    "left": N_("writing that leans left"),
    "right": N_("writing that leans right"),
}


def network(name: str) -> str:
    """What a network is called."""
    return _(NETWORK_TITLES[name])


def victim(found: BiasResult) -> str:
    """What is thinned, as Markdown."""
    return _image_kind(found, found.config.kind, found.config.digit, plain)


def victim_label(found: BiasResult, before: str = "") -> str:
    """The same in a figure.

    Args:
        before: stands before a class's name, "<br>" for a line of its own.
    """
    kind, digit = found.config.kind, found.config.digit
    return _image_kind(found, kind, digit, lambda name: before + _label(name))


def rival_label(found: BiasResult, before: str = "") -> str:
    """What the other network lacks, in a figure."""
    return _image_kind(found, *found.config.opposite, lambda name: before + _label(name))


def _image_kind(found: BiasResult, kind: str, digit: int, written: Callable[[str], str]) -> str:
    """What a kind of image is called within a sentence.

    Args:
        written: makes of a class's name what can stand there.
    """
    if kind != "digit":
        return _(_WRITING[kind])
    if not found.config.set:
        return _("the digit {digit}").format(digit=digit)
    return _("the class {name}").format(name=written(found.names[digit]))


def _label(name: str) -> str:
    return categories([short(name)])[0]


def groups(found: BiasResult, grouping: str) -> tuple[str, ...]:
    """What the groups are called, as plain text."""
    if grouping == "digit":
        return found.names
    if grouping == "hand":
        return tuple(_("hand {number}").format(number=one) for one in metrics.hands(found))
    places = 1 if grouping == "stroke" else 0
    unit = " px" if grouping == "stroke" else "°"
    return tuple(
        "–" if math.isnan(middle) else f"{middle:.{places}f}{unit}".replace("-", "−")
        for middle in found.middles[grouping]
    )


def labels(names: Iterable[str]) -> list[str]:
    """Names at an axis: short, and no two alike, which would be one bar."""
    made: list[str] = []
    for name in names:
        text = _label(name)
        if text in made and len(name) > _LONG:  # what is different may stand at the end
            text = _label(f"{name[:4]}…{name[-5:]}")
        while text in made:
            text += "\N{ZERO WIDTH SPACE}"
        made.append(text)
    return made


def groupings(found: BiasResult) -> list[str]:
    """In which ways the test images can be told apart."""
    return [name for name in GROUPINGS if name != "hand" or len(metrics.hands(found)) > 1]


def thinned_part(config: BiasConfig, name: str, grouping: str) -> int | None:
    """Which of the groups is what the network of that name lacks; None where none of them is."""
    if name == "full":
        return None
    kind, digit = config.opposite if name == "opposite" else (config.kind, config.digit)
    if KINDS[kind].grouping != grouping:
        return None
    return digit if grouping == "digit" else KINDS[kind].part


def with_interval(share: RightShare) -> str:
    """A share, and between which two it lies."""
    low, high = share.interval
    return f"{percent(share.value)} ({low:.1%}–{high:.1%})"
