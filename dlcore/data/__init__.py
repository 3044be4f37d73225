"""The images there are: MNIST, in full or the sample of it that needs no network, and one's own.

Begin with `load_mnist`, or `find_mnist` where nothing may be downloaded. dataset: what every set
is, and how one that nobody has parted is parted; held_out: the test images that networks are looked
at with; symbols: two thousand drawings made by program.
"""

from dlcore.data.dataset import DataError, DataSet, parted
from dlcore.data.mnist import ENVIRONMENT_VARIABLE, Mnist, find_mnist, load_mnist, sample

__all__ = [
    "ENVIRONMENT_VARIABLE",
    "DataError",
    "DataSet",
    "Mnist",
    "find_mnist",
    "load_mnist",
    "parted",
    "sample",
]
