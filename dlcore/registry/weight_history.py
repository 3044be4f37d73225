"""Checkpoints: the weights of a network after each epoch of its training."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.thinned import Thinned

MAX_EPOCHS = 12
MAX_BYTES = 4 << 20  # of one training; a server keeps the results of many


def parted(flat: NDArray, shapes: Sequence[tuple[int, ...]]) -> list[NDArray]:
    """All weights of a network in one row, (n,), as arrays of their shapes, in their order."""
    parts = np.split(flat, np.cumsum([math.prod(shape) for shape in shapes])[:-1])
    return [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]


@dataclass(frozen=True)
class WeightHistory:
    """The checkpoints of a training.

    Attributes:
        model: the bytes of its .keras file, as it was at the end.
        epochs: (k,) float32, increasing: epochs done at each checkpoint; 0 is before the training.
        weights: (k, n) float16, all weights of the network in the order of `get_weights`: half the
            memory of float32, rounded to 11 significant bits.
    """

    model: bytes
    epochs: NDArray[np.float32]
    weights: NDArray[np.float16]

    def unpacked(self, moment: int, shapes: Sequence[tuple[int, ...]]) -> list[NDArray[np.float32]]:
        """The weights of one checkpoint as `set_weights` takes them.

        Args:
            shapes: of the network's weights, in their order.
        """
        return parted(self.weights[moment].astype(np.float32), shapes)

    def to_bytes(self) -> bytes:
        """All of it as an .npz; `from_bytes` reads it."""
        buffer = io.BytesIO()
        model = np.frombuffer(self.model, np.uint8)
        np.savez(buffer, model=model, epochs=self.epochs, weights=self.weights)
        return buffer.getvalue()

    @staticmethod
    def from_bytes(data: bytes) -> WeightHistory:
        """Reads what `to_bytes` wrote."""
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return WeightHistory(arrays["model"].tobytes(), arrays["epochs"], arrays["weights"])


class WeightRecorder:
    """Collects checkpoints in bounded memory: those of a long training are thinned evenly.

    Args:
        parameters: how many weights there are. So many that fewer than three checkpoints would fit
            into `MAX_BYTES` are not collected at all.
    """

    def __init__(self, parameters: int) -> None:
        self._most = min(MAX_EPOCHS, MAX_BYTES // (2 * parameters))
        self._moments: Thinned[tuple[float, NDArray[np.float16]]] | None
        self._moments = Thinned(self._most) if self._most >= 3 else None
        self._last = -1.0

    def add(self, epoch: float, weights: Sequence[NDArray]) -> None:
        """Notes the weights after so many epochs; a second time for the same epoch changes nothing.

        Args:
            weights: as `get_weights` gives them.
        """
        if self._moments is None or epoch <= self._last:
            return
        flat = np.concatenate([np.ravel(part) for part in weights])
        largest = np.finfo(np.float16).max  # a variance of batch normalisation may be above it
        self._moments.append((epoch, np.clip(flat, -largest, largest).astype(np.float16)))
        self._last = epoch

    def cut(self, epoch: float) -> None:
        """Forgets what was noted after so many epochs."""
        if self._moments:
            self._moments.cut(lambda moment: moment[0] <= epoch)
        self._last = min(self._last, epoch)

    def arrays(self) -> dict[str, NDArray]:
        """What was collected, for `resume`."""
        moments = self._moments
        if moments is None or not moments.count:
            return {}
        epochs, weights = zip(*moments.items(), strict=True)
        thinning = np.array([moments.stride, moments.count])
        return {"epochs": np.array(epochs), "weights": np.stack(weights), "thinning": thinning}

    def resume(self, arrays: Mapping[str, NDArray]) -> None:
        """Goes on from what `arrays` of a recorder for as many parameters gave."""
        if self._moments is None or not arrays:
            return
        moments = list(zip(arrays["epochs"].tolist(), arrays["weights"], strict=True))
        stride, count = arrays["thinning"].tolist()
        self._moments = Thinned.resumed(moments, stride, count, self._most)
        self._last = moments[-1][0]

    def history(self, model: bytes) -> WeightHistory | None:
        """What was collected; None where that is less than two checkpoints.

        Args:
            model: the bytes of the network's .keras file.
        """
        moments = self._moments.items() if self._moments else []
        if len(moments) < 2:
            return None
        epochs, weights = zip(*moments, strict=True)
        return WeightHistory(model, np.array(epochs, np.float32), np.stack(weights))
