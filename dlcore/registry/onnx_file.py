"""A network as ONNX: its answers without Keras, in a process that never imports TensorFlow.

ONNX Runtime needs 0.1 s and 30 MB where TensorFlow needs seconds and 600 MB, and answers about one
image in a millisecond. What it cannot do is look inside, take gradients, or learn.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore.registry.keras_file import RegistryError

Shape = tuple[int | None, ...]
Predict = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""From a batch to the answers of a network."""


def can_run() -> bool:
    """Whether ONNX Runtime is installed."""
    return find_spec("onnxruntime") is not None


class OnnxNetwork:
    """A network run by ONNX Runtime on one thread. Safe to share between threads.

    Args:
        data: of an .onnx file.

    Attributes:
        input_shape, output_shape: as a Keras model has them, of the first input and output: None
            where any length is taken.

    Raises:
        RegistryError: it is no such file.
    """

    def __init__(self, data: bytes) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # A reading takes a millisecond: more threads would only wait for each other.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3  # errors; what is wrong is raised as well
        try:
            self._session = onnxruntime.InferenceSession(
                data, options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # its errors have no class in common but this
            raise RegistryError("Not an ONNX model: {error}", error=str(error)[:200]) from error
        self._names = [one.name for one in self._session.get_inputs()]
        self.input_shape = _shape(self._session.get_inputs()[0].shape)
        self.output_shape = _shape(self._session.get_outputs()[0].shape)

    def predict_on_batch(self, *inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        """The first output for a batch, an array for each input."""
        (answer,) = self._session.run(None, dict(zip(self._names, inputs, strict=True)))
        return answer


def _shape(dimensions: list[Any]) -> Shape:
    """What has a name, or none, may be of any length."""
    return tuple(size if isinstance(size, int) else None for size in dimensions)
