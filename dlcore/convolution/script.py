"""What `dlcore.convolution` computes as plain Keras programs, to run and change."""

from __future__ import annotations

from string import Template

import numpy as np

from dlcore.convolution import Kernel
from dlcore.convolution.patterns import PATTERNS
from dlcore.convolution.window import Window
from dlcore.layers import keywords

FROM_FILE = """\
from PIL import Image

picture = np.asarray(Image.open("picture.png").convert("L")) / 255  # any picture of yours"""

_FILTERED = Template('''\
"""A filter slides over a picture."""

import keras
import numpy as np
$source

kernel = np.array($kernel)
layer = keras.layers.Conv2D(1, $arguments, use_bias=False)
layer.build((None, *picture.shape, 1))
layer.set_weights([kernel[:, :, None, None]])  # rows, columns, channels in, filters

output = layer(picture[None, :, :, None]).numpy()[0, :, :, 0]
print(output.shape)
print(output.round(2))
''')

_POOLED = Template('''\
"""Max and average pooling, and what they make of a shifted picture."""

import keras
import numpy as np
$source

down, right = $down, $right
room = np.pad(picture, max(abs(down), abs(right)))
moved = np.roll(room, (down, right), axis=(0, 1))
inside = slice(max(abs(down), abs(right)), -max(abs(down), abs(right)) or None)
batch = np.stack([picture, moved[inside, inside]])[..., None]  # pictures, rows, columns, channels

changes = {}
for kind in (keras.layers.MaxPooling2D, keras.layers.AveragePooling2D):
    still, shifted = kind($arguments)(batch).numpy()[..., 0]
    changes[kind.__name__] = np.abs(shifted - still).sum() / max(np.abs(still).sum(), 1e-12)
    print(f"{kind.__name__}: {still.shape}, the shift changes {changes[kind.__name__]:.1%}")
''')

_TRANSPOSED = Template('''\
"""A transposed convolution grows a picture: each pixel stamps the kernel."""

import keras
import numpy as np
$source

kernel = np.array($kernel)


def grow(picture, kernel):
    layer = keras.layers.Conv2DTranspose(1, $arguments, use_bias=False)
    layer.build((None, *picture.shape, 1))
    layer.set_weights([kernel[:, :, None, None]])
    return layer(picture[None, :, :, None]).numpy()[0, :, :, 0]


output = grow(picture, kernel)
overlap = grow(np.ones_like(picture), np.ones_like(kernel))  # stamps on each pixel
middle = overlap[len(overlap) // 2].astype(int)
print(picture.shape, "->", output.shape)
print("stamps on the pixels of the middle row:", *middle)
''')

_MIXED = Template('''\
"""Three channels in, two filters: each filter has a kernel for every channel."""

import keras
import numpy as np
$source

down, right = np.meshgrid(*(np.linspace(0, 1, side) for side in picture.shape), indexing="ij")
colours = picture[:, :, None] * np.stack([1 - right, down, right], axis=-1)  # red, green, blue

kernels = np.array($kernels).reshape($shape)  # rows, columns, channels, filters
biases = np.array($biases)
layer = keras.layers.Conv2D(2, $size, padding="same")
layer.build((None, *colours.shape))
layer.set_weights([kernels, biases])

output = layer(colours[None]).numpy()[0]
print(output.shape, layer.count_params(), "parameters")
''')


def from_mnist(number: int) -> str:
    """Lines that make `picture` a test image of MNIST."""
    return f"\npicture = keras.datasets.mnist.load_data()[1][0][{number}] / 255"


def from_pattern(name: str, side: int) -> str:
    """Lines that make `picture` one of `PATTERNS`."""
    return (
        f"\nside = {side}\ny, x = np.mgrid[:side, :side]\n"
        f"picture = ({PATTERNS[name].source}).astype(float)"
    )


def filtered_script(source: str, kernel: Kernel, window: Window) -> str:
    """The program whose `output` is that of `filtered.filtered`."""
    given = {"strides": window.stride, "padding": window.padding, "dilation_rate": window.dilation}
    return _FILTERED.substitute(
        source=source, kernel=_numbers(kernel), arguments=_arguments(window, given)
    )


def pooled_script(source: str, window: Window, right: int, down: int) -> str:
    """The program whose `changes` are those of `pooled.pooled`."""
    given = {"strides": window.stride, "padding": window.padding}
    return _POOLED.substitute(
        source=source, down=down, right=right, arguments=_arguments(window, given)
    )


def transposed_script(source: str, kernel: Kernel, window: Window) -> str:
    """The program whose `output` and `overlap` are those of `transposed.transposed`."""
    given = {"strides": window.stride, "padding": window.padding}
    return _TRANSPOSED.substitute(
        source=source, kernel=_numbers(kernel), arguments=_arguments(window, given)
    )


def mixed_script(source: str, kernels: np.ndarray, biases: tuple[float, ...]) -> str:
    """The program whose `output` is that of `channels.mixed` on the picture in painted colours."""
    return _MIXED.substitute(
        source=source,
        kernels=[round(float(weight), 4) for weight in kernels.ravel()],
        shape=kernels.shape,
        biases=list(biases),
        size=kernels.shape[0],
    )


def _arguments(window: Window, given: dict) -> str:
    plain = {"padding": "valid", "dilation_rate": 1}
    return f"{window.size}, " + keywords({k: v for k, v in given.items() if v != plain.get(k)})


def _numbers(kernel: Kernel) -> str:
    rows = (
        ", ".join(f"{round(float(weight), 6):g}" for weight in row) for row in np.asarray(kernel)
    )
    return "[\n" + "".join(f"    [{row}],\n" for row in rows) + "]"
