"""Two thousand drawn symbols of seven scripts, made by program: a set that needs no network.

Begin with `symbols`. glyphs: how each is written, stroke by stroke; hands: who writes, and what is
their own; drawn: from strokes to images.
"""

from dlcore.data.symbols.drawn import symbols

__all__ = ["symbols"]
