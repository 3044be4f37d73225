"""The networks that ship, as ONNX: `python -m dlcore.pretrain.onnx_export [NAME ...]`.

Made from the .keras files with tf2onnx, which the lab itself can do without. A test holds each to
its Keras model (`tests/dlcore/registry`).
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dlcore import registry
from dlcore.contract import CLASSES
from dlcore.gan.generator.drawing import is_conditional, latent_dim
from dlcore.registry import shipped
from dlcore.registry.converted import to_onnx

if TYPE_CHECKING:
    import keras

EXPORTED = ("cnn", "cnn-tutorial", "gan", "line", "rnn-gru", "rnn-lstm", "rnn-simple")


def main(arguments: Sequence[str] | None = None) -> None:
    """Makes .onnx files from .keras files again.

    Args:
        arguments: of the command line; those of the process where they are left out.
    """
    parser = argparse.ArgumentParser(prog="python -m dlcore.pretrain.onnx_export")
    parser.add_argument("names", nargs="*", default=EXPORTED, help="all of them if left out")
    for name in parser.parse_args(arguments).names:
        data = export(registry.load(name))
        shipped.save_onnx(registry.path(name), data)
        logging.info("%s: %.2f MB", name, len(data) / 1e6)


def export(model: keras.Model) -> bytes:
    """A network as ONNX, for batches of any size.

    Args:
        model: one that reads digits, or a generator as `build_generator` makes it. A conditional
            generator takes the shares of the ten digits, (n, 10) float32, in place of their labels:
            one-hot for a digit, and anything between two for what lies between them.

    Returns:
        Of an .onnx file.
    """
    return to_onnx(_of_shares(model) if len(model.inputs) == 2 else model)


def _of_shares(generator: keras.Model) -> Any:
    """A conditional generator from noise and shares of the digits."""
    from keras import Input, Model, layers, ops

    assert is_conditional(generator)
    embedding = next(part for part in generator.layers if isinstance(part, layers.Embedding))
    drawn = Model([generator.inputs[0], embedding.output], generator.output)
    noise = Input((latent_dim(generator),), name="noise")
    shares = Input((CLASSES,), name="shares")
    return Model([noise, shares], drawn([noise, ops.matmul(shares, embedding.embeddings)]))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    main()
