"""The fit that all recipes share: AdamW on one cycle, an average of the weights, and no time lost.

On a processor that multiplies bfloat16 (AMX, or AVX-512 with it), what convolutions and products
multiply is rounded to 8 bits of mantissa, while weights and sums keep all 24 (Kalamkar et al.
2019); elsewhere all is float32, and what a fit ends with is in any case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dlcore.optimizers.schedules import one_cycle

if TYPE_CHECKING:
    import keras

AVERAGED = 0.15  # of the run: over about so much of its end the weights are averaged
STATISTICS = 100  # batches that means and variances are taken of in the end

_WAITING = 4  # batches that are made ahead, while the network learns from another


@dataclass(frozen=True)
class AdamWConfig:
    """AdamW on one cycle (Loshchilov & Hutter 2019; Smith 2018).

    Attributes:
        peak_learning_rate: the highest of the cycle.
        weight_decay: lambda, of the decoupled decay.
        clip: the gradients of all weights together are shortened to this norm, which keeps a
            recurrent network from a step over a cliff (Pascanu et al. 2013); None leaves them.
    """

    peak_learning_rate: float = 3e-3
    weight_decay: float = 0.02
    clip: float | None = None


def fit(
    network: keras.Model,
    batches: Callable[[], Iterator[tuple[Any, Any]]],
    steps: int,
    epochs: int,
    loss: str | Callable[[Any, Any], Any],
    adamw: AdamWConfig | None = None,
    metrics: Iterable[str] = (),
) -> None:
    """Fits a network, which ends with a moving average of its weights (Polyak & Juditsky 1992).

    Args:
        network: any; its weights are changed, and it stays uncompiled.
        batches: begins them: inputs and targets, without end, all of the dtypes of the first and of
            its shapes but for the first axis and, of inputs, any that `network` leaves open.
        steps: batches of an epoch.
        epochs: how many.
        loss, metrics: as Keras takes them.
        adamw: the usual one where it is left out.
    """
    import keras
    import tensorflow as tf

    adamw = adamw or AdamWConfig()
    quick = _with_fused_normalisation(network)
    schedule = keras.optimizers.schedules.CosineDecay(
        **one_cycle(adamw.peak_learning_rate, steps * epochs)
    )
    quick.compile(
        keras.optimizers.AdamW(
            schedule,
            weight_decay=adamw.weight_decay,
            beta_2=0.99,
            global_clipnorm=adamw.clip,
            use_ema=True,  # Keras puts the average in place when the fit ends
            ema_momentum=1 - 1 / max(2, AVERAGED * steps * epochs),
        ),
        loss,
        metrics=list(metrics),
    )
    first, targets = next(batches())
    waiting = tf.data.Dataset.from_generator(
        batches,
        output_signature=(
            tf.TensorSpec(network.inputs[0].shape, first.dtype),
            tf.TensorSpec((None, *targets.shape[1:]), targets.dtype),
        ),
    ).prefetch(_WAITING)
    with _bfloat16_where_it_is_fast():
        quick.fit(waiting, steps_per_epoch=steps, epochs=epochs, shuffle=False, verbose=2)
    network.set_weights(quick.get_weights())


def take_statistics(network: keras.Model, images: Iterable[NDArray[np.float32]]) -> None:
    """Takes mean and variance of every batch normalisation anew, as averages over some batches.

    Those of a fit are of other weights than the averaged ones it ends with, and of moved images.

    Args:
        network: changed, where it normalises batches.
        images: batches of its inputs; none are taken where nothing is normalised.
    """
    import keras

    normal = [part for part in network.layers if isinstance(part, keras.layers.BatchNormalization)]
    if not normal:
        return
    usual = [part.momentum for part in normal]
    for count, batch in enumerate(images):
        for part in normal:
            part.momentum = count / (count + 1)
        network(batch, training=True)
    for part, momentum in zip(normal, usual, strict=True):
        part.momentum = momentum


def _with_fused_normalisation(network: keras.Model) -> keras.Model:
    """The same network with the same weights, whose batches TensorFlow normalises in one go.

    Keras takes mean and variance apart, in a dozen passes over each activation: a third of the
    time of a convolutional network on a CPU.
    """
    import keras
    import tensorflow as tf

    class Fused(keras.layers.BatchNormalization):
        def call(self, inputs: Any, training: bool = False, mask: Any = None) -> Any:
            if not training:
                return super().call(inputs, training=training, mask=mask)
            outputs, mean, variance, *_ = tf.raw_ops.FusedBatchNormV3(
                x=inputs, scale=self.gamma, offset=self.beta, mean=[], variance=[],
                epsilon=self.epsilon, is_training=True,
            )  # fmt: skip
            for moving, new in ((self.moving_mean, mean), (self.moving_variance, variance)):
                moving.assign(moving * self.momentum + new * (1 - self.momentum))
            return outputs

    def anew(layer: keras.Layer) -> keras.Layer:
        images = isinstance(layer, keras.layers.BatchNormalization) and len(layer.input.shape) == 4
        return (Fused if images else type(layer)).from_config(layer.get_config())

    quick = keras.models.clone_model(network, clone_function=anew)
    quick.set_weights(network.get_weights())
    return quick


@contextmanager
def _bfloat16_where_it_is_fast() -> Iterator[None]:
    """Convolutions and products in bfloat16; TensorFlow leaves them on a CPU that has none."""
    import tensorflow as tf

    option = "auto_mixed_precision_onednn_bfloat16"
    tf.config.optimizer.set_experimental_options({option: True})
    try:
        yield
    finally:
        tf.config.optimizer.set_experimental_options({option: False})
