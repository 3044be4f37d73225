"""A visitor's file becomes a data set: what the engine does, with progress and Stop."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dlcore.data.dataset import DataSet
from dlcore.data.formats import BeforeAfter, ReadingStopped, preview, read_upload, to_npz
from dlcore.data.known import load_known
from dlcore.errors import LabError
from dlcore.reports import ReportCallback, Reporter, StopCallback
from dlcore.training.result import TaskResult

PAIR_SIDE = 112  # px


@dataclass(frozen=True)
class IntakeConfig:
    """What is read, and how.

    Attributes:
        name: of the file.
        ink: pictures are brought to the size and place of MNIST's digits; else only scaled.
        known: there is no file, and the name is that of a known set, which is fetched.
    """

    name: str
    ink: bool = True
    known: bool = False


@dataclass(frozen=True, kw_only=True)
class IntakeResult(TaskResult):
    """What came of a file.

    Attributes:
        content: the set, as `dlcore.data.formats.to_npz` writes it; empty for a known one.
        images: of the set.
        left_out: names of files that are no part of it, and why; perhaps not all of them.
        left_out_count: how many there are.
    """

    content: bytes = field(repr=False)
    images: int
    left_out: tuple[tuple[str, LabError], ...]
    left_out_count: int


def some_pairs(content: bytes, ink: bool) -> tuple[BeforeAfter, ...]:
    """Some pictures of a file before and after, those before in a square of `PAIR_SIDE` px.

    Raises:
        DataError: see `dlcore.data.formats.preview`.
    """
    found = preview(content, ink=ink)
    return tuple(replace(one, before=_in_square(one.before)) for one in found)


def _in_square(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A picture however large, small enough to be sent; what is beside it is transparent."""
    scale = PAIR_SIDE / max(pixels.shape[:2])
    height, width = (max(1, round(side * scale)) for side in pixels.shape[:2])
    square = Image.new("RGBA", (PAIR_SIDE, PAIR_SIDE))
    place = ((PAIR_SIDE - width) // 2, (PAIR_SIDE - height) // 2)
    square.paste(Image.fromarray(pixels).resize((width, height)), place)
    return np.asarray(square)


def take_in(
    config: IntakeConfig,
    report: ReportCallback,
    should_stop: StopCallback,
    checkpoint: bytes = b"",
    supply: bytes = b"",
) -> IntakeResult | None:
    """Reads a file, or fetches a known set.

    Args:
        checkpoint: passed over: one begins anew.
        supply: the file.

    Returns:
        None where it was told to stop.

    Raises:
        DataError: there is no set in it, or it cannot be fetched.
    """
    begun = time.monotonic()
    reporter = Reporter(report)

    def progress(share: float) -> None:
        reporter.tell(phase="data", fraction=share)

    try:
        if config.known:
            return _fetched(load_known(config.name, progress, should_stop), begun)
        found = read_upload(
            config.name, supply, ink=config.ink, progress=progress, should_stop=should_stop
        )
    except ReadingStopped:
        return None
    return IntakeResult(
        seconds=time.monotonic() - begun,
        stopped=False,
        content=to_npz(found.data_set()),
        images=len(found.images),
        left_out=found.left_out,
        left_out_count=found.left_out_count,
    )


def _fetched(data: DataSet, begun: float) -> IntakeResult:
    return IntakeResult(
        seconds=time.monotonic() - begun,
        stopped=False,
        content=b"",
        images=len(data.x_train) + len(data.x_test),
        left_out=(),
        left_out_count=0,
    )
