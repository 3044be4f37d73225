"""One colour, one meaning, on every page.

The first four are from Okabe and Ito's palette (2008), moved slightly so that each keeps a contrast
of at least 3:1 on both the light and the dark page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

TRAINING = "#1F83C4"  # what the network is fitted to
VALIDATION = "#D87300"  # what it has not seen
RIGHT = "#0E9A73"  # the answer, or a right one
WRONG = "#CC5DA4"  # a wrong one
MUTED = "#7C86A0"  # the rest

# For things compared with one another, of which none is right or wrong: functions, optimizers.
# Chosen to stay apart for the colour-blind too; a test holds that.
SERIES = ("#1F83C4", "#D87300", "#B05CFF", "#00A0B8", "#B0307A", "#8C6239")
# Ten classes: the six colours of a series, and four more that stand apart from them. The digits
# themselves are the marks, so that nobody has to tell ten colours apart.
CLASSES = (*SERIES, "#0E9A73", "#D64550", "#6F7BD9", "#7E8A1F")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")


class LineStyle(NamedTuple):
    """How one series is drawn wherever it appears: `colour` as "#rrggbb", `dash` as in plotly."""

    colour: str
    dash: str


def line_styles(names: Iterable[str]) -> dict[str, LineStyle]:
    """A style of its own for each name, by its place in a table: the first six differ in colour.

    Raises:
        ValueError: more names than there are styles, 30.
    """
    styles = [LineStyle(colour, dash) for dash in DASHES for colour in SERIES]
    names = list(names)
    if len(names) > len(styles):
        raise ValueError(f"At most {len(styles)} names have a style. Received: {len(names)}")
    return dict(zip(names, styles, strict=False))


def rgb(colour: str) -> tuple[int, int, int]:
    """ "#rrggbb" as three numbers from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def rgba(colour: str, alpha: float) -> str:
    """ "#rrggbb" with an opacity in [0, 1], as CSS and plotly write it."""
    red, green, blue = rgb(colour)
    return f"rgba({red},{green},{blue},{alpha:g})"
