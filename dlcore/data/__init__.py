"""The images there are: MNIST, in full or the sample of it that needs no network.

Begin with `load_mnist`, or `find_mnist` where nothing may be downloaded. held_out: the test images
that networks are looked at with.
"""

from dlcore.data.mnist import ENVIRONMENT_VARIABLE, DataError, Mnist, find_mnist, load_mnist, sample

__all__ = [
    "ENVIRONMENT_VARIABLE",
    "DataError",
    "Mnist",
    "find_mnist",
    "load_mnist",
    "sample",
]
