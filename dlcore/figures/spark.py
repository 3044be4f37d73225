"""A trace as small as a stamp, as SVG: a page can show many at once."""

from __future__ import annotations

import numpy as np

from dlcore.figures import palette

WIDTH, HEIGHT = 84, 36  # px


def spark(
    trace: np.ndarray, beside: np.ndarray, stretch: tuple[int, int], low: float, high: float
) -> str:
    """A line over its steps, with another one faintly beside it and a stretch that is shaded.

    Args:
        trace, beside: (time,).
        stretch: first and last step of it, from 1.
        low, high: what the lower and the upper edge stand for.

    Returns:
        An SVG document of `WIDTH` x `HEIGHT` px on no background.
    """
    room = WIDTH / len(trace)
    left, width = (stretch[0] - 1) * room, (stretch[1] - stretch[0] + 1) * room
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect x="{left:.1f}" y="0" width="{width:.1f}" height="{HEIGHT}" '
        f'fill="{palette.VALIDATION}" fill-opacity="0.14"/>'
        f"{_line(beside, low, high, palette.MUTED, 1.5)}"
        f"{_line(trace, low, high, palette.TRAINING, 2)}</svg>"
    )


def _line(trace: np.ndarray, low: float, high: float, colour: str, width: float) -> str:
    x = (np.arange(len(trace)) + 0.5) * WIDTH / len(trace)
    y = HEIGHT - 2 - (trace - low) / max(high - low, 1e-6) * (HEIGHT - 4)
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
