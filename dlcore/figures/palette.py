"""One colour, one meaning, on every page.

The first four are from Okabe and Ito's palette (2008), moved slightly so that each keeps a contrast
of at least 3:1 on both the light and the dark page.
"""

TRAINING = "#1F83C4"  # what the network is fitted to
VALIDATION = "#D87300"  # what it has not seen
RIGHT = "#0E9A73"  # the answer, or a right one
WRONG = "#CC5DA4"  # a wrong one
MUTED = "#7C86A0"  # the rest


def rgba(colour: str, alpha: float) -> str:
    """ "#rrggbb" with an opacity in [0, 1], as CSS and plotly write it."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha:g})"
