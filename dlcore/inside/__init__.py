"""What the page about the inside of a CNN asks of the engine: one module, one question.

Each function ends with `model` and `data`, which name a network as `networks.find_model` takes it.
Images are (28, 28) float32 in [0, 1], white ink on black. Importable without Keras.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Digit = NDArray[np.float32]  # (28, 28) in [0, 1]
