"""A Keras network in the formats of other programs, for its answers alone."""

from __future__ import annotations

import os
from collections.abc import Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dlcore.registry.keras_file import RegistryError

if TYPE_CHECKING:
    import keras

OPSET = 18  # of ONNX; what a network here is made of has not changed since
ONNX_PACKAGES = ("tf2onnx", "onnx")


def trouble(packages: Iterable[str]) -> RegistryError | None:
    """Why nothing can be done here that needs these packages; None where they are installed."""
    absent = [name for name in packages if find_spec(name) is None]
    if not absent:
        return None
    return RegistryError(
        "This needs packages that are not installed on this server: pip install {packages}",
        packages=" ".join(absent),
    )


def to_onnx(model: keras.Model) -> bytes:
    """A network as ONNX, for batches of any size.

    Returns:
        Of an .onnx file. Its inputs have the names, the order and the types of the network's own.

    Raises:
        RegistryError: the packages that do it are not installed.
    """
    if why := trouble(ONNX_PACKAGES):
        raise why
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    import tf2onnx

    called, signature = _traced(model, None)
    graph, _extra = tf2onnx.convert.from_function(
        called, signature, opset=OPSET, custom_op_handlers={"Erfc": (_complement, [])}
    )
    return graph.SerializeToString()


def to_litert(model: keras.Model, examples: NDArray[np.float32] | None = None) -> bytes:
    """A network as LiteRT, which was TensorFlow Lite; for one example at a time.

    One at a time since a recurrent network for batches of any size needs TensorFlow's own
    operations beside those of LiteRT, and those no phone has. The weights lie in the graph as
    constants: loops cannot read variables there.

    Args:
        examples: (n, ...) of a network with one input. With them it computes in whole numbers of 8
            bits, whose scales are those of what these examples become on their way through it
            (Jacob et al. 2018); its inputs and outputs stay as they are.

    Returns:
        Of a .tflite file. Its inputs have the names and the types of the network's own.
    """
    import tensorflow as tf
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    called, signature = _traced(model, 1)
    frozen = convert_variables_to_constants_v2(called.get_concrete_function(*signature))
    converter = tf.lite.TFLiteConverter.from_concrete_functions([frozen])
    if examples is not None:
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        converter.representative_dataset = lambda: ([example[None]] for example in examples)
    return converter.convert()


def _complement(graph: Any, node: Any, name: str, _arguments: list[Any]) -> None:
    """erfc(x) as 1 - erf(x): GELU has it, and ONNX has no word for it."""
    shapes, types = node.output_shapes, node.output_dtypes
    one = graph.make_const(f"{name}_one", np.array(1, np.float32))
    error_function = graph.make_node("Erf", node.input)
    graph.remove_node(node.name)
    graph.make_node(
        "Sub",
        [one.output[0], error_function.output[0]],
        outputs=node.output,
        name=name,
        shapes=shapes,
        dtypes=types,
    )


def _traced(model: keras.Model, batch: int | None) -> tuple[Any, list[Any]]:
    """A function of TensorFlow that answers as the network does, and what it takes."""
    import tensorflow as tf

    signature = [
        tf.TensorSpec((batch, *one.shape[1:]), one.dtype, name=one.name) for one in model.inputs
    ]

    @tf.autograph.experimental.do_not_convert
    def called(*inputs: Any) -> Any:
        return model(inputs[0] if len(inputs) == 1 else list(inputs), training=False)

    return tf.function(called), signature
