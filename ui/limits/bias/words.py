"""What the view calls networks, groups and whom a network fails."""

from __future__ import annotations

import math

from dlcore.limits.bias.config import BiasConfig, BiasResult
from dlcore.limits.bias.groups import KINDS
from dlcore.limits.bias.metrics import RightShare
from ui.frame.i18n import N_
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
GROUPINGS = {"digit": N_("digit"), "stroke": N_("stroke"), "slant": N_("slant")}
AXES = {
    "digit": N_("digit"),
    "stroke": N_("fifths by width of stroke (median)"),
    "slant": N_("fifths by slant (median; − leans left)"),
}
_WRITING = {
    "thin": N_("thin strokes"),
    "thick": N_("thick strokes"),
    "left": N_("writing that leans left"),
    "right": N_("writing that leans right"),
}


def network(name: str) -> str:
    """What a network is called."""
    return _(NETWORK_TITLES[name])


def image_kind(name: str, digit: int) -> str:
    """What a kind of image is called within a sentence."""
    return _("the digit {digit}").format(digit=digit) if name == "digit" else _(_WRITING[name])


def victim(config: BiasConfig) -> str:
    """What is thinned."""
    return image_kind(config.kind, config.digit)


def rival(config: BiasConfig) -> str:
    """What the other network lacks."""
    return image_kind(*config.opposite)


def groups(found: BiasResult, grouping: str) -> tuple[str, ...]:
    """What the groups are called at an axis."""
    if grouping == "digit":
        return tuple(map(str, range(10)))
    places = 1 if grouping == "stroke" else 0
    unit = " px" if grouping == "stroke" else "°"
    middles = [
        "–" if math.isnan(middle) else f"{middle:.{places}f}{unit}".replace("-", "−")
        for middle in found.middles[grouping]
    ]
    # two that are called alike would be one bar
    return tuple(
        text + "\N{ZERO WIDTH SPACE}" * middles[:i].count(text) for i, text in enumerate(middles)
    )


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
