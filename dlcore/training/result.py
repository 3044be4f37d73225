"""What every training leaves, whatever was trained, and every experiment made of some."""

from __future__ import annotations

from dataclasses import dataclass

from dlcore.training.fit_monitor import TrainingDiverged


@dataclass(frozen=True, kw_only=True)
class TaskResult:
    """What is left by whatever reports and can be stopped.

    Attributes:
        seconds: wall-clock time from the call to the result.
        stopped: ended early because it was told to.
        trouble: why it ended early by itself.
    """

    seconds: float
    stopped: bool
    trouble: TrainingDiverged | None = None


@dataclass(frozen=True, kw_only=True)
class RunResult(TaskResult):
    """What a training leaves; each kind of training adds what it has measured.

    Attributes, beside those of every task:
        model: the trained network as the bytes of a .keras file, without optimizer state; the last
            that was good where there was trouble.
        parameters: of the network.
        epochs_done: a fraction after a stop.
        fingerprint: of the data, see `Mnist.fingerprint`; "" where they were made for it.
    """

    model: bytes
    parameters: int
    epochs_done: float
    fingerprint: str = ""
