"""A surface as a still picture of its contour lines, to lie below what moves.

Plotly's own contour takes a browser 50 ms, again for every frame of whatever is drawn above it.
"""

from __future__ import annotations

import numpy as np

from dlcore.figures import palette, png

LEVELS = 20
_WIDTH, _HEIGHT = 560, 360  # pixels; the browser stretches them
_DEEP, _LINE = 0.62, 0.85  # opacity of the deepest ground, and of a line
_SHADES = 40  # of opacity: few make a small file
_LINE_WIDTH = 0.7  # pixels


def data_uri(z: np.ndarray, lowest: float) -> str:
    """The picture as a PNG to be shown from the first to the last of the grid's coordinates.

    The deeper the more of one colour, which is to be seen on a light page and on a dark one.

    Args:
        z: (m, n), row 0 at the bottom.
        lowest: what the levels are measured from.
    """
    shades = np.round(_SHADES * _opacity(_enlarged(heights(z, lowest))))
    opacities = [255 * shade // _SHADES for shade in range(_SHADES + 1)]
    return png.data_uri(shades[::-1], [palette.MUTED] * len(opacities), opacities)


def heights(z: np.ndarray, lowest: float) -> np.ndarray:
    """A surface on a logarithmic scale, so that a flat valley between steep walls has levels too.

    Its deepest points are kept from minus infinity by the loss that two in a hundred lie below.
    """
    above = z.astype(float) - min(float(z.min()), lowest)
    return np.log10(above + max(float(np.percentile(above, 2)), 1e-6))


def _enlarged(z: np.ndarray) -> np.ndarray:
    """Interpolated linearly to the size of the picture."""
    rows, columns = (
        np.linspace(0, n - 1, m) for n, m in zip(z.shape, (_HEIGHT, _WIDTH), strict=False)
    )
    tall = np.stack([np.interp(rows, np.arange(len(z)), column) for column in z.T], axis=1)
    return np.stack([np.interp(columns, np.arange(z.shape[1]), row) for row in tall])


def _opacity(z: np.ndarray) -> np.ndarray:
    """Of bands between levels, with a line at each level: (rows, columns) in [0, 1]."""
    span = max(float(np.ptp(z)), 1e-9)
    level = LEVELS * (z - z.min()) / span
    slope = np.hypot(*np.gradient(level))  # levels a pixel
    distance = np.abs(level - np.round(level)) / np.maximum(slope, 1e-9)  # pixels
    line = np.clip(_LINE_WIDTH + 0.5 - distance, 0, 1) * np.clip(1 - slope, 0, 1)
    line *= (np.round(level) > 0) & (np.round(level) < LEVELS)
    ground = _DEEP * (1 - np.minimum(np.floor(level), LEVELS - 1) / (LEVELS - 1))
    return ground + (np.maximum(_LINE * 0.6, ground + 0.15) - ground) * line
