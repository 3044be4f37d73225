"""A drawing read by a network that has learnt from few: which class, or none of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dlcore.data.dataset import SIDE
from dlcore.digits.ink import Drawing
from dlcore.digits.preprocessing import prepared
from dlcore.few.strangers import Features, cosines
from dlcore.limits.scaled import scaled
from dlcore.registry.keras_file import load_bytes

if TYPE_CHECKING:
    import keras

_KEPT = 4  # networks that are asked again and again while somebody draws


@dataclass(frozen=True, eq=False)
class FewReading:
    """What it makes of a drawing.

    Attributes:
        seen: (28, 28) float32 in [0, 1], the image that the network was given.
        probabilities: (classes,) float32.
        familiarity: cosine to the nearest that it has learnt from, see `few.strangers`.
        nearest: index of the nearest among the images that it has learnt from.
    """

    seen: NDArray[np.float32]
    probabilities: NDArray[np.float32]
    familiarity: float
    nearest: int


def read_few(drawing: Drawing, model: bytes, learnt: NDArray[np.uint8]) -> FewReading | None:
    """Reads a drawing.

    Args:
        drawing: as `digits.preprocess` takes it.
        model, learnt: of a `FewResult`.

    Returns:
        None where nothing is drawn.

    Raises:
        RegistryError: the model is damaged.
    """
    seen = prepared(drawing)
    if seen is None:
        return None
    look, known = _opened(model, learnt.tobytes())
    features, probabilities = look.predict_on_batch(seen[None, ..., None])
    near = cosines(features, known)[0]
    return FewReading(seen, probabilities[0], float(near.max()), int(near.argmax()))


@lru_cache(maxsize=_KEPT)
def _opened(model: bytes, learnt: bytes) -> tuple[keras.Model, Features]:
    """From images to features and probabilities, and the features of what was learnt from."""
    import keras

    network = load_bytes(model)
    look = keras.Model(network.inputs, [network.layers[-1].input, network.outputs[0]])
    images = np.frombuffer(learnt, np.uint8).reshape(-1, SIDE, SIDE)
    return look, look.predict(scaled(images), batch_size=500, verbose=0)[0]
