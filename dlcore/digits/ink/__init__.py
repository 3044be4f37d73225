"""Telling ink from paper: on a canvas, in a picture from a drawing program, in a photo.

Begin with `extract_ink`, or with `hypotheses` where a network can choose. extraction: even and
grainy paper. doubt: whether that is all there is to it. search: if not, what may be ink. regions:
sheets and frames. background: shadows. lines: rules. gist: what belongs together. bounds: boxes.
"""

from dlcore.digits.ink.extraction import Drawing, Ink, extract_ink, shrink_factor
from dlcore.digits.ink.hypothesis import MOST, hypotheses
from dlcore.digits.ink.step import Hypothesis, InkStep

__all__ = [
    "MOST",
    "Drawing",
    "Hypothesis",
    "Ink",
    "InkStep",
    "extract_ink",
    "hypotheses",
    "shrink_factor",
]
