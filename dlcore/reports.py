"""What a running training says about itself, and how it is told to stop.

A training function takes two callables and knows nothing of who is behind them: `report`, to say
how far it is, and `should_stop`, to ask whether it has been told to end early.
"""

from collections.abc import Callable
from typing import Any, TypedDict


class Progress(TypedDict, total=False):
    """How far a training is.

    `epoch` and `step` count from 1, `step` within its epoch; `seconds_left` is an estimate for all
    epochs together.
    """

    epoch: int
    epochs: int
    step: int
    steps_per_epoch: int
    examples_per_second: float
    seconds_left: float


class Report(TypedDict, total=False):
    """What has changed since the last report; whatever is left out stays as it was.

    Holds plain Python numbers, lists and strings only, so that msgpack can carry it.
    """

    phase: str  # "data", "building", "training", "evaluating"
    fraction: float  # of the phase, in [0, 1]
    progress: Progress
    series: dict[str, list[list[float]]]  # new points [x, y]; x = steps since the training began
    snapshot: Any  # what the network can do at this moment, in a form of the training's own


ReportCallback = Callable[[Report], None]
"""Called with each report; returns at once."""

StopCallback = Callable[[], bool]
"""True once the training has been told to end early."""
