"""What a run is exported from, and what comes out."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dlcore.errors import LabError
from dlcore.runs.record import RunRecord
from dlcore.sweep.config import SweepConfig
from dlcore.training.recipe import DataRecipe
from dlcore.training.result import RunResult

Series = NDArray[np.float64]
"""Points of a curve, (n, 2): step since the training began, and value."""

_MOST_OF_NAME = 40  # characters of a visitor's name in that of a file


class ExportError(LabError):
    """A run cannot be exported in this format; says why in one sentence."""


@dataclass(frozen=True)
class RunToExport:
    """All of a run that goes into a file.

    Attributes:
        record: what is known of it.
        series: its curves by name.
        result: what it left; None of one that is not over.
        supply: the images of a run on a set of one's own, see `formats.to_npz`; empty of others.
        translate: English text of this package to that of the reader's language.
    """

    record: RunRecord
    series: Mapping[str, Series] = field(default_factory=dict)
    result: RunResult | None = None
    translate: Callable[[str], str] = str
    supply: bytes = field(default=b"", repr=False)

    @property
    def model(self) -> bytes:
        """Of the .keras file.

        Raises:
            ExportError: there is none.
        """
        if self.result is None:
            raise ExportError("This run has left no network: it is not over, or it failed.")
        if not self.result.model:
            raise ExportError("This run is kept without its network, as the examples are.")
        return self.result.model

    @property
    def began(self) -> float:
        """When it was started, or asked for; seconds since the epoch."""
        return self.record.started or self.record.created

    @property
    def has_own_set(self) -> bool:
        """Whether it learnt from another set than MNIST."""
        config = self.record.config
        recipe = getattr(config.base if isinstance(config, SweepConfig) else config, "data", None)
        return isinstance(recipe, DataRecipe) and recipe.set != ""

    @property
    def images(self) -> bytes:
        """Of the .npz of its data set.

        Raises:
            ExportError: it learnt from MNIST, or its images are not kept.
        """
        if not self.supply:
            raise ExportError("This run has no images of its own.")
        return self.supply

    @property
    def source(self) -> str:
        """Where its images came from, see `Mnist.source`; "keras" where nobody knows."""
        return getattr(self.result, "source", "keras")


@dataclass(frozen=True)
class Content:
    """What is in a file.

    Attributes:
        data: its bytes.
        difference: the largest between any number that this network answers and what Keras answers
            (probabilities, or pixels from -1 to 1 of a generator), on `networks.EXAMPLES` examples;
            None where no network was converted.
    """

    data: bytes = field(repr=False)
    difference: float | None = None


@dataclass(frozen=True)
class ExportedFile(Content):
    """A file to be downloaded.

    Attributes, beside those of its content:
        name: plain ASCII, without folders.
    """

    name: str = field(kw_only=True)


def file_name(record: RunRecord, ending: str) -> str:
    """What a file of this run is called: by kind, name and moment, and never by its secret id.

    Args:
        ending: with its dot.
    """
    moment = time.strftime("%Y%m%d-%H%M%S", time.gmtime(record.created))
    named = re.sub(r"[^A-Za-z0-9]+", "-", record.name)[:_MOST_OF_NAME].strip("-")
    return "-".join(part for part in ("dlcore", record.kind, named, moment) if part) + ending
