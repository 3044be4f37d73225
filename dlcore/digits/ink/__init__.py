"""Telling ink from paper: on a canvas, in a picture from a drawing program, in a photo.

Begin with `extract_ink`, or with `hypotheses` where a network can choose. extraction: even and
grainy paper. hypothesis: what may be ink, and the steps that lead there.
"""

from dlcore.digits.ink.extraction import Drawing, Ink, extract_ink, shrink_factor
from dlcore.digits.ink.hypothesis import Hypothesis, InkStep, hypotheses

__all__ = [
    "Drawing",
    "Hypothesis",
    "Ink",
    "InkStep",
    "extract_ink",
    "hypotheses",
    "shrink_factor",
]
