"""Convolution, pooling and transposed convolution on single pictures, by the layers of Keras.

Begin with window (size, stride, padding, dilation) and filtered. kernels, patterns: classic filters
and test pictures. channels: several channels in and out. learnt: filters of trained networks.
pooled, transposed, script. Pictures are (height, width) float32 in [0, 1]. Importable without
Keras.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]  # (height, width)
Colours = NDArray[np.float32]  # (height, width, 3), red, green and blue in [0, 1]
Kernel = NDArray[np.float32]  # (size, size)
