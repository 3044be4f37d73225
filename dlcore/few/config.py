"""What learning from few is set to, and what it leaves."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dlcore.training.result import TaskResult
from dlcore.validation import check_fields, one_of, whole

TRANSFER, NOTHING = "transfer", "nothing"
STARTS = (TRANSFER, NOTHING)
"""What a network begins with: the features of one that ships, or random weights."""


@dataclass(frozen=True)
class FewConfig:
    """What it is set to.

    Attributes:
        images: of each class that are learnt from, at most.
        epochs: passes over these; of the network that has been transferred, the first half teaches
            its last layer alone, and the second all of it, at a low rate.
        augmented: each image is turned, bent and shifted a little, anew in each pass.
        compared: beside it, the same network is taught from nothing.
        seed: of all chance in it.

    Raises:
        ConfigError: a value outside its range.
    """

    images: int = whole(10, 1, 50)
    epochs: int = whole(30, 2, 200)
    augmented: bool = one_of(True)
    compared: bool = one_of(True)
    seed: int = whole(0, 0, 2**31 - 1)

    def __post_init__(self) -> None:
        check_fields(self)

    @property
    def frozen(self) -> int:
        """The passes in which only the last layer learns."""
        return self.epochs // 2


@dataclass(frozen=True, eq=False)
class FewTest:
    """What one network makes of images that it has not learnt from.

    Attributes:
        confusion: (classes, classes) int64, rows: what it is, columns: what it is read as.
        seconds: that it had learnt by then.
    """

    confusion: NDArray[np.int64]
    seconds: float

    @property
    def accuracy(self) -> float:
        """Share that is read right."""
        return float(np.trace(self.confusion) / max(self.confusion.sum(), 1))


@dataclass(frozen=True, eq=False)
class Misread:
    """Images that were read wrongly, the surest errors first.

    Attributes:
        images: (n, 28, 28) uint8.
        truth, said: (n,) uint8, index of the class.
        confidence: (n,) float32, of what was said.
    """

    images: NDArray[np.uint8]
    truth: NDArray[np.uint8]
    said: NDArray[np.uint8]
    confidence: NDArray[np.float32]


@dataclass(frozen=True)
class Strangeness:
    """When a drawing is none of the classes, and how far that can be trusted.

    Attributes:
        threshold: of `familiarity`, in [-1, 1]; what is below is none of them.
        kept: share of the test images that are not below.
        refused: share of the strangers that are.
        area: under the ROC curve of the two; 0.5 is guessing.
        strangers: what these were: "symbols" or "digits".
    """

    threshold: float
    kept: float
    refused: float
    area: float
    strangers: str


@dataclass(frozen=True, kw_only=True, eq=False)
class FewResult(TaskResult):
    """What is left; in part where it was stopped.

    Attributes, beside those of every task:
        config: with which.
        classes: their names.
        fingerprint: of the set, see `DataSet.fingerprint`.
        model: the transferred network as the content of a .keras file, (n, 28, 28, 1) in [0, 1] to
            (n, classes).
        learnt, learnt_labels: (n, 28, 28) and (n,) uint8, what it has learnt from.
        tests: by what the network began with, those that have learnt.
        misread: by the transferred network.
        strangeness: of the same.
    """

    config: FewConfig
    classes: tuple[str, ...]
    fingerprint: str
    model: bytes = field(repr=False)
    learnt: NDArray[np.uint8]
    learnt_labels: NDArray[np.uint8]
    tests: dict[str, FewTest]
    misread: Misread
    strangeness: Strangeness
