"""The images there are: MNIST, in full or in part."""

from dlcore.data.mnist import ENVIRONMENT_VARIABLE, DataError, Mnist, find_mnist, load_mnist, sample

__all__ = [
    "ENVIRONMENT_VARIABLE",
    "DataError",
    "Mnist",
    "find_mnist",
    "load_mnist",
    "sample",
]
