"""Images as a network is asked about them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def scaled(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(n, 28, 28) uint8 -> (n, 28, 28, 1) in [0, 1]."""
    return images[..., None].astype(np.float32) / np.float32(255)
