"""Numbers as they stand in sentences, formulas and tables of /neuron."""

from __future__ import annotations

import math
from collections.abc import Sequence


def plain(value: float) -> str:
    """Three digits, and a minus at which no line is broken; for text and tables."""
    if not math.isfinite(value):
        return "–" if math.isnan(value) else "∞" if value > 0 else "−∞"
    return f"{value:.3g}".replace("-", "−")


def latex(value: float) -> str:
    """The same for formulas."""
    if not math.isfinite(value):
        return r"\text{–}" if math.isnan(value) else r"\infty" if value > 0 else r"-\infty"
    digits, _e, power = f"{value:.3g}".partition("e")
    return rf"{digits} \cdot 10^{{{int(power)}}}" if power else digits


def factor(value: float) -> str:
    """The same behind a sign: in brackets where it is negative."""
    text = latex(value)
    return f"({text})" if text.startswith("-") else text


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, its first column to the left and all others to the right."""
    ruler = ["|:--|" + "--:|" * (len(head) - 1)]
    lines = ["| " + " | ".join(row) + " |" for row in (head, *rows)]
    return "\n".join([lines[0], *ruler, *lines[1:]])
