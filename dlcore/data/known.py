"""Sets that others have made, in MNIST's form: downloaded where there is a network, and kept.

The digests are those of torchvision (BSD-3-Clause, torchvision/datasets/mnist.py).
"""

from __future__ import annotations

import gzip
import logging
import os
import string
import struct
import tempfile
import threading
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import numpy as np
from numpy.typing import NDArray

from dlcore.data.dataset import DIGITS, DataError, DataSet
from dlcore.data.formats.collected import StopCallback, raise_if
from dlcore.data.formats.npz import from_npz, to_npz
from dlcore.data.origin import Origin, ProgressCallback, keras_datasets

_FOLDER = "dlcore"  # below Keras' data sets
_TYPES = {8: ">u1", 12: ">i4"}  # of IDX files, by their code
_WRITER = 2  # column of QMNIST's labels; the first is the digit
_UPPER = string.ascii_uppercase
_EMNIST_BALANCED = (*DIGITS, *_UPPER, *"abdefghnqrt")  # the other letters look alike in both cases
_log = logging.getLogger(__name__)
_loading = threading.Lock()  # two threads must not download the same files at once

Files = Mapping[str, Path]
"""Downloaded files by the names in `KnownSet.origins`."""


@dataclass(frozen=True)
class KnownSet:
    """A set that can be downloaded.

    Attributes:
        title: its name.
        classes: their names, in the order of the labels.
        licence: what may be done with it.
        source: where its makers describe it.
        count: of images.
        megabytes: that are downloaded.
        origins: of each file the places where it lies, the first one first.
        read: makes the images and labels of the files: x_train, y_train, x_test, y_test, and where
            writers are known, theirs.
    """

    title: str
    classes: tuple[str, ...]
    licence: str
    source: str
    count: int
    megabytes: int
    origins: Mapping[str, tuple[Origin, ...]]
    read: Callable[[Files], tuple[NDArray, ...]]


def is_here(name: str) -> bool:
    """Whether a known set has been downloaded already.

    Args:
        name: a key of `KNOWN`.
    """
    return _kept(name).is_file()


def fingerprint(name: str) -> str:
    """Of a known set that has been downloaded, see `DataSet.fingerprint`; "" of one that has not.

    Args:
        name: a key of `KNOWN`.
    """
    found = _found(name) if is_here(name) else None
    return found.fingerprint if found else ""


def load_known(
    name: str,
    progress: ProgressCallback = lambda share: None,
    should_stop: StopCallback = lambda: False,
) -> DataSet:
    """A known set, downloaded where it is not here, and kept below Keras' data sets.

    Args:
        name: a key of `KNOWN`.
        progress: called with the share of the download that is here.
        should_stop: asked now and then whether to give up.

    Raises:
        DataError: it is not here and cannot be downloaded; within seconds without a network.
        ReadingStopped: by `should_stop`.
    """
    if found := _found(name):  # at once, whatever else is being downloaded
        return found
    with _loading:
        if found := _found(name):
            return found
        with tempfile.TemporaryDirectory() as folder:
            files = _download(KNOWN[name], Path(folder), progress, should_stop)
            for other, known in KNOWN.items():
                if other != name and known.origins is KNOWN[name].origins:
                    _keep(other, _made(other, files))  # such a file is not downloaded twice
            data = _made(name, files)
        _keep(name, data)
        return data


def _found(name: str) -> DataSet | None:
    """What was kept; None where it is not here or damaged."""
    try:
        return from_npz(_kept(name).read_bytes())
    except (OSError, DataError) as error:
        _log.info("%s is not here: %s", name, error)
        return None


def _download(
    known: KnownSet, folder: Path, progress: ProgressCallback, should_stop: StopCallback
) -> Files:
    files = {}
    for done, (name, origins) in enumerate(known.origins.items()):

        def partly(share: float, done: int = done) -> None:
            raise_if(should_stop)
            progress((done + share) / len(known.origins))

        files[name] = folder / str(done)
        if not any(origin.fetch(files[name], partly) for origin in origins):
            raise DataError(
                "{title} could not be downloaded: there is no network, or the place where it lies "
                "does not answer. What is here can be used: the shipped sets, and files of your "
                "own.",
                title=known.title,
            )
    return files


def _made(name: str, files: Files) -> DataSet:
    known = KNOWN[name]
    x_train, y_train, x_test, y_test, *writers = known.read(files)
    writers_train, writers_test = writers or (None, None)
    return DataSet(
        *(x_train, y_train, x_test, y_test),
        *(name, known.classes, known.title, known.licence),
        *(writers_train, writers_test),
    )


def _kept(name: str) -> Path:
    return keras_datasets() / _FOLDER / f"{name}.npz"


def _keep(name: str, data: DataSet) -> None:
    """Writes the file whole or not at all; where that is impossible, it is downloaded again."""
    target = _kept(name)
    part = target.with_suffix(f".{os.getpid()}.part")  # another process may do the same
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(to_npz(data))
        os.replace(part, target)
    except OSError as error:
        _log.warning("%s could not be kept: %s", name, error)


def _array(file: IO[bytes]) -> NDArray:
    """An IDX file whose digest is known."""
    _, code, axes = struct.unpack(">HBB", file.read(4))
    shape = struct.unpack(f">{axes}I", file.read(4 * axes))
    return np.frombuffer(file.read(), _TYPES[code]).reshape(shape)


def _unpacked(path: Path) -> NDArray:
    with gzip.open(path) as file:
        return _array(cast(IO[bytes], file))


def _read_plain(files: Files) -> tuple[NDArray, ...]:
    names = ("train-images", "train-labels", "t10k-images", "t10k-labels")
    return tuple(_unpacked(files[name]) for name in names)


def _read_qmnist(files: Files) -> tuple[NDArray, ...]:
    x_train, x_test = (_unpacked(files[f"{part}-images"]) for part in ("train", "test"))
    y_train, y_test = (_unpacked(files[f"{part}-labels"]) for part in ("train", "test"))
    labels = (table[:, 0].astype(np.uint8) for table in (y_train, y_test))
    writers = (table[:, _WRITER].astype(np.int32) for table in (y_train, y_test))
    train, test = labels
    return x_train, train, x_test, test, *writers


def _read_emnist(
    split: str, first: int, of_class: tuple[int | None, int | None] = (None, None)
) -> Callable[[Files], tuple[NDArray, ...]]:
    """Of one split, whose labels count from `first`; its images lie on their side.

    Args:
        of_class: images of each class that are taken to learn from and to test with; None for all.
    """

    def read(files: Files) -> tuple[NDArray, ...]:
        arrays = []
        with zipfile.ZipFile(files["all"]) as archive:
            for part, most in zip(("train", "test"), of_class, strict=True):
                both = []
                for kind in ("images-idx3", "labels-idx1"):
                    name = f"gzip/emnist-{split}-{part}-{kind}-ubyte.gz"
                    with archive.open(name) as packed, gzip.open(packed) as file:
                        both.append(_array(cast(IO[bytes], file)))
                images, labels = both
                some = slice(None) if most is None else _fair(labels, most)
                arrays += [images[some], labels[some]]
        x_train, y_train, x_test, y_test = arrays
        upright = (np.ascontiguousarray(images.swapaxes(1, 2)) for images in (x_train, x_test))
        train, test = upright
        return train, y_train - np.uint8(first), test, y_test - np.uint8(first)

    return read


def _fair(labels: NDArray[np.uint8], of_class: int) -> NDArray[np.intp]:
    """So many of each class, drawn by lot, always the same, in the order that they have."""
    random = np.random.default_rng(0)
    own = (np.flatnonzero(labels == label) for label in np.unique(labels))
    return np.sort(np.concatenate([random.permutation(some)[:of_class] for some in own]))


def _mirrored(places: tuple[str, ...], files: Mapping[str, tuple[str, str]]) -> Mapping:
    """The origins of files that lie side by side in several places."""
    return {
        name: tuple(Origin(place + path, digest, "md5") for place in places)
        for name, (path, digest) in files.items()
    }


_IDX = {
    "train-images": "train-images-idx3-ubyte.gz",
    "train-labels": "train-labels-idx1-ubyte.gz",
    "t10k-images": "t10k-images-idx3-ubyte.gz",
    "t10k-labels": "t10k-labels-idx1-ubyte.gz",
}


def _idx(places: tuple[str, ...], *digests: str) -> Mapping[str, tuple[Origin, ...]]:
    paths = zip(_IDX.items(), digests, strict=True)
    return _mirrored(places, {name: (path, digest) for (name, path), digest in paths})


_EMNIST = _mirrored(
    (
        "https://biometrics.nist.gov/cs_links/EMNIST/",
        "https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/",
    ),
    {"all": ("gzip.zip", "58c8d27c78d21e728a6bc7b3cc06412e")},
)
_EMNIST_SOURCE = "https://www.nist.gov/itl/products-and-services/emnist-dataset"

KNOWN: Mapping[str, KnownSet] = {
    "fashion-mnist": KnownSet(
        "Fashion-MNIST",
        (
            *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
            *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
        ),
        "MIT",
        "https://github.com/zalandoresearch/fashion-mnist",
        70_000,
        31,
        _idx(
            (
                "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
                "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
            ),
            "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
            "25c81989df183df01b3e8a0aad5dffbe",
            "bef4ecab320f06d8554ea6380940ec79",
            "bb300cfdad3c16e7a12a480ee83cd310",
        ),
        _read_plain,
    ),
    "kmnist": KnownSet(
        "KMNIST",
        tuple("おきすつなはまやれを"),
        "CC BY-SA 4.0",
        "http://codh.rois.ac.jp/kmnist/",
        70_000,
        21,
        _idx(
            ("http://codh.rois.ac.jp/kmnist/dataset/kmnist/",),
            "bdb82020997e1d708af4cf47b453dcf7",
            "e144d726b3acfaa3e44228e80efcd344",
            "5c965bf0a639b31b8f53240b1b52f4d7",
            "7320c461ea6c1c855c0b718fb2a4b134",
        ),
        _read_plain,
    ),
    "emnist-letters": KnownSet(
        "EMNIST Letters",
        tuple(string.ascii_lowercase),
        "public domain",
        _EMNIST_SOURCE,
        145_600,
        562,
        _EMNIST,
        _read_emnist("letters", 1),
    ),
    "emnist-balanced": KnownSet(
        "EMNIST Balanced",
        _EMNIST_BALANCED,
        "public domain",
        _EMNIST_SOURCE,
        131_600,
        562,
        _EMNIST,
        _read_emnist("balanced", 0),
    ),
    # Of 280,000, which are more than a set holds here: 8,500 and 1,500 of each class, by lot.
    "emnist-digits": KnownSet(
        "EMNIST Digits (100,000 of 280,000)",
        DIGITS,
        "public domain",
        _EMNIST_SOURCE,
        100_000,
        562,
        _EMNIST,
        _read_emnist("digits", 0, (8_500, 1_500)),
    ),
    "qmnist": KnownSet(
        "QMNIST",
        DIGITS,
        "BSD 3-Clause",
        "https://github.com/facebookresearch/qmnist",
        120_000,
        20,
        _mirrored(
            ("https://raw.githubusercontent.com/facebookresearch/qmnist/master/",),
            {
                "train-images": (
                    "qmnist-train-images-idx3-ubyte.gz",
                    "ed72d4157d28c017586c42bc6afe6370",
                ),
                "train-labels": (
                    "qmnist-train-labels-idx2-int.gz",
                    "0058f8dd561b90ffdd0f734c6a30e5e4",
                ),
                "test-images": (
                    "qmnist-test-images-idx3-ubyte.gz",
                    "1394631089c404de565df7b7aeaf9412",
                ),
                "test-labels": (
                    "qmnist-test-labels-idx2-int.gz",
                    "5b5b05890a5e13444e108efe57b788aa",
                ),
            },
        ),
        _read_qmnist,
    ),
}
"""The sets by the names that `DataSet.source` and addresses have for them."""
