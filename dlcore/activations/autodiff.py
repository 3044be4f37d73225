"""Values and derivatives of a function of one number, by Keras and TensorFlow themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import tensorflow as tf


def value_and_derivative(
    function: Callable[[tf.Tensor], Any], x: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """f(x) and f'(x), elementwise, by automatic differentiation.

    Args:
        function: a float64 tensor (n,) to one of the same shape, each value from its own x only;
            a constant is spread over all x.
        x: (n,) numbers.

    Returns:
        Two float64 arrays (n,). Not finite where the function or its gradient is not.
    """
    import tensorflow as tf

    at = tf.constant(x, tf.float64)
    with tf.GradientTape() as tape:
        tape.watch(at)
        y = tf.broadcast_to(tf.convert_to_tensor(function(at), tf.float64), at.shape)
    slope = tape.gradient(y, at, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    return y.numpy(), slope.numpy()
