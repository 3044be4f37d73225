"""Windows that slide over a picture: what the page about convolution and pooling computes.

Every answer comes from the layer of Keras that does it in a network. Pictures are (height, width)
float32 in [0, 1]. One module, one question; all are importable without Keras.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]  # (height, width)
Colours = NDArray[np.float32]  # (height, width, 3), red, green and blue in [0, 1]
Kernel = NDArray[np.float32]  # (size, size)
