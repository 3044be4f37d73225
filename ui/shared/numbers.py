"""Numbers as they stand in sentences and tables."""

from __future__ import annotations

import math
from collections.abc import Sequence


def plain(value: float) -> str:
    """Three digits, and a minus at which no line is broken; for text and tables."""
    if not math.isfinite(value):
        return "–" if math.isnan(value) else "∞" if value > 0 else "−∞"
    return f"{value:.3g}".replace("-", "−")


def percent(share: float, places: int = 1) -> str:
    """A share that was measured, be it all or nothing; a dash where there is none."""
    return "–" if math.isnan(share) else f"{share:.{places}%}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, its first column to the left and all others to the right."""
    ruler = ["|:--|" + "--:|" * (len(head) - 1)]
    lines = ["| " + " | ".join(row) + " |" for row in (head, *rows)]
    return "\n".join([lines[0], *ruler, *lines[1:]])
