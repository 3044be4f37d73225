"""What the experiment is set to, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass

from dlcore.training.result import TaskResult
from dlcore.validation import check_fields, whole


@dataclass(frozen=True)
class BiasConfig:
    """What the experiment is set to.

    Attributes:
        seed: of all chance in it.

    Raises:
        ConfigError: a value outside its range.
    """

    seed: int = whole(0, 0, 2**31 - 1)

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, kw_only=True)
class BiasResult(TaskResult):
    """What it has found; in part where it was stopped or still goes.

    Attributes, beside those of every task:
        config: with which.
        source: of the images, see `Mnist.source`.
    """

    config: BiasConfig
    source: str
