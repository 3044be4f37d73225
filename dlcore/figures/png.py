"""A picture of few shades as a small file, to lie below what a chart draws."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence

import numpy as np

from dlcore.figures import palette


def data_uri(shades: np.ndarray, colours: Sequence[str], opacities: Sequence[int]) -> str:
    """The picture as a PNG.

    Args:
        shades: (height, width) of indices, row 0 at the top.
        colours, opacities: of each shade, "#rrggbb" and from 0 to 255.
    """
    from PIL import Image

    image = Image.fromarray(shades.astype(np.uint8), mode="P")
    image.putpalette([part for colour in colours for part in palette.rgb(colour)])
    buffer = io.BytesIO()
    image.save(buffer, format="PNG", transparency=bytes(opacities), optimize=True)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
