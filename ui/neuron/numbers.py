"""Numbers as they stand in formulas of /neuron."""

from __future__ import annotations

import math


def latex(value: float) -> str:
    """Three digits, and a power of ten where it is long."""
    if not math.isfinite(value):
        return r"\text{–}" if math.isnan(value) else r"\infty" if value > 0 else r"-\infty"
    digits, _e, power = f"{value:.3g}".partition("e")
    return rf"{digits} \cdot 10^{{{int(power)}}}" if power else digits


def factor(value: float) -> str:
    """The same behind a sign: in brackets where it is negative."""
    text = latex(value)
    return f"({text})" if text.startswith("-") else text
