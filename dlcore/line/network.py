"""The network that reads lines: convolutions over the picture, one recurrent layer along it.

Convolutional-recurrent, as Shi, Bai & Yao 2015: what the convolutions see at one place becomes one
step of a sequence, and a bidirectional layer reads it from both ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlcore.line.picture import HEIGHT
from dlcore.line.reading import SYMBOLS

if TYPE_CHECKING:
    import keras

FILTERS = (32, 64, 96, 128)
STRIDE = 2
"""Columns of the picture for each place. No more: two thin ones and the blank between them lie
within six."""
FEATURES = 96  # of each place, that the recurrent layer is given
UNITS = 96  # of it, in each direction
DROPOUT = 0.2


def build_line_network() -> keras.Model:
    """From pictures (n, HEIGHT, W, 1) to beliefs (n, W / STRIDE, SYMBOLS), rows summing to 1.

    W is any multiple of `STRIDE`.
    """
    from keras import Input, Model, layers

    picture = Input((HEIGHT, None, 1), name="line")
    seen = picture
    for number, filters in enumerate(FILTERS):
        if number == 0:  # where pictures are largest, a stride costs less than pooling
            seen = layers.Conv2D(filters, 5, strides=(2, STRIDE), padding="same", use_bias=False)(
                seen
            )
        else:
            seen = layers.Conv2D(filters, 3, padding="same", use_bias=False)(seen)
        seen = layers.BatchNormalization()(seen)
        seen = layers.ReLU()(seen)
        if number > 0:
            seen = layers.MaxPooling2D((2, 1))(seen)
    rows = HEIGHT // 2 ** len(FILTERS)
    along = layers.Permute((2, 1, 3))(seen)  # (n, places, rows, filters)
    along = layers.Reshape((-1, rows * FILTERS[-1]))(along)
    along = layers.Dense(FEATURES, activation="relu")(along)
    along = layers.Dropout(DROPOUT)(along)
    along = layers.Bidirectional(layers.GRU(UNITS, return_sequences=True))(along)
    along = layers.Dropout(DROPOUT)(along)
    along = layers.Dense(SYMBOLS, name="logits")(along)
    return Model(picture, layers.Softmax(name="beliefs")(along), name="line")
