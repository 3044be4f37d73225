"""Small random changes of the images while a network is trained on them."""

from __future__ import annotations

from dataclasses import dataclass
from math import radians
from typing import Any

from dlcore.contract import INPUT_SHAPE
from dlcore.validation import check_fields, real


@dataclass(frozen=True)
class Augmentation:
    """How far each training image is moved, anew each time that it is seen; 0 is not at all.

    Attributes:
        shift: in each direction by up to so many pixels, 0 to 10.
        rotation: about the middle by up to so many degrees either way, 0 to 180.
        zoom: larger or smaller by up to this share, 0 to 0.5.

    Raises:
        ConfigError: a value outside its range.
    """

    shift: float = real(0.0, 0.0, 10.0)
    rotation: float = real(0.0, 0.0, 180.0)
    zoom: float = real(0.0, 0.0, 0.5)

    def __post_init__(self) -> None:
        check_fields(self)

    @property
    def is_on(self) -> bool:
        """Whether any image is moved at all."""
        return self != Augmentation()


def augmenting(augmentation: Augmentation) -> Any:
    """A Keras layer that moves each image of a batch, in training alone.

    One affine map an image, and so one interpolation, where Keras' own layers, one after the other,
    blur it three times. Pixels from outside the image are black.

    Returns:
        From (n, 28, 28, 1) to the same. Its state is its variable `random.state`;
        `reseed(seed)` sets that back.
    """
    import keras
    from keras import ops

    amounts = (
        augmentation.shift,
        augmentation.shift,
        radians(augmentation.rotation),
        augmentation.zoom,
    )

    class Augmenting(keras.layers.Layer):
        def __init__(self) -> None:
            super().__init__(name="augmenting")
            self.random = keras.random.SeedGenerator(0)

        def call(self, images: Any, training: bool = False) -> Any:
            if not training:
                return images
            drawn = keras.random.uniform((ops.shape(images)[0], 4), -1, 1, seed=self.random)
            return moved(images, *ops.unstack(drawn * ops.array(amounts, "float32"), axis=1))

        def compute_output_shape(self, input_shape: Any) -> Any:
            return input_shape

        def reseed(self, seed: int) -> None:
            self.random.state.assign(keras.random.SeedGenerator(seed).state)

    return Augmenting()


def moved(images: Any, right: Any, down: Any, angle: Any, zoom: Any) -> Any:
    """Images larger by a share and turned, both about their middle, then shifted.

    The affine map says for each pixel of the answer where in the image it comes from.

    Args:
        images: (n, 28, 28, 1) in [0, 1].
        right, down: (n,) pixels.
        angle: (n,) radians, clockwise.
        zoom: (n,) shares, above -1.
    """
    from keras import ops

    middle = (INPUT_SHAPE[0] - 1) / 2
    cosine, sine = ops.cos(angle) / (1 + zoom), ops.sin(angle) / (1 + zoom)
    x, y = middle + right, middle + down  # where the middle goes to
    zero = ops.zeros_like(cosine)
    rows = (
        *(cosine, sine, middle - cosine * x - sine * y),
        *(-sine, cosine, middle + sine * x - cosine * y),
        *(zero, zero),
    )
    return ops.image.affine_transform(images, ops.stack(rows, axis=1), data_format="channels_last")
