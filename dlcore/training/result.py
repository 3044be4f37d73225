"""What every training leaves, whatever was trained."""

from __future__ import annotations

from dataclasses import dataclass

from dlcore.training.fit_monitor import TrainingDiverged


@dataclass(frozen=True, kw_only=True)
class RunResult:
    """What a training leaves; each kind of training adds what it has measured.

    Attributes:
        model: the trained network as the bytes of a .keras file, without optimizer state.
        parameters: of the network.
        seconds: wall-clock time from the call to the result.
        epochs_done: a fraction after a stop.
        stopped: ended early because it was told to.
        fingerprint: of the data, see `Mnist.fingerprint`; "" where they were made for it.
        trouble: why it ended early by itself; the model is then the last that was good.
    """

    model: bytes
    parameters: int
    seconds: float
    epochs_done: float
    stopped: bool
    trouble: TrainingDiverged | None = None
    fingerprint: str = ""
