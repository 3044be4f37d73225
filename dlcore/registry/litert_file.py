"""A network as LiteRT, the format for phones and small boards: its answers, one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore.registry.keras_file import RegistryError


class LiteRtNetwork:
    """A network run by the interpreter that TensorFlow brings. Not to be shared between threads.

    Args:
        data: of a .tflite file whose first output is asked for.

    Raises:
        RegistryError: it is no such file.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._interpreter = _interpreter(data)
            self._interpreter.allocate_tensors()
        except (ValueError, RuntimeError) as error:
            raise RegistryError("Not a LiteRT model: {error}", error=str(error)[:200]) from error
        self._inputs = {one["name"]: one["index"] for one in self._interpreter.get_input_details()}
        self._output = self._interpreter.get_output_details()[0]["index"]

    def predict(self, batch: Mapping[str, NDArray]) -> NDArray[np.float32]:
        """The answers to a batch, an array for each input by its name."""
        examples = zip(*batch.values(), strict=True)
        return np.concatenate([self._answer(batch, example) for example in examples])

    def _answer(self, names: Mapping[str, Any], example: tuple[NDArray, ...]) -> NDArray:
        for name, part in zip(names, example, strict=True):
            self._interpreter.set_tensor(self._inputs[name], np.asarray(part)[None])
        self._interpreter.invoke()
        return self._interpreter.get_tensor(self._output)


def _interpreter(data: bytes) -> Any:
    import tensorflow as tf

    return tf.lite.Interpreter(model_content=data, num_threads=1)
