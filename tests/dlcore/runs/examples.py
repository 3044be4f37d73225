"""Runs as the engine would leave them, made by hand: small, and no Keras."""

from __future__ import annotations

import numpy as np

from dlcore.addition.config import AdditionConfig
from dlcore.addition.evaluation import Example
from dlcore.addition.training import AdditionResult
from dlcore.gan.generator.judge import Assessment
from dlcore.gan.run_config import GanRunConfig
from dlcore.gan.training import GanResult
from dlcore.runs import RunRecord
from dlcore.sweep import SweepConfig, SweepTrial
from dlcore.sweep.training import SweepResult
from dlcore.training import Mistake, TrainConfig, TrainingDiverged, TrainResult

OWNER, OTHER = "a" * 64, "b" * 64

TRAIN_RESULT = TrainResult(
    model=b"a .keras file",
    parameters=12,
    seconds=1.5,
    epochs_done=0.5,
    stopped=True,
    test_loss=0.25,
    test_accuracy=0.9,
    confusion=np.arange(100).reshape(10, 10),
    mistakes=(Mistake(np.eye(28, dtype=np.uint8), 3, 8, 0.75),),
    images_per_second=1000.0,
    source="sample",
    test_images=100,
    history=b"an .npz",
    wrong=np.array([3, 8], np.int32),
    guesses=np.arange(10, dtype=np.uint8),
)
GAN_RESULT = GanResult(
    model=b"a generator",
    parameters=34,
    seconds=2.5,
    epochs_done=1.0,
    stopped=True,
    trouble=TrainingDiverged("After step {step} of {steps}.", step=3, steps=9),
    assessment=Assessment((1,) * 10, 0.9, 0.8, None),
    floor=0.1,
    steps=3,
    images_per_second=10.0,
    source="sample",
)
ADDITION_RESULT = AdditionResult(
    model=b"an adder",
    parameters=56,
    seconds=3.5,
    epochs_done=2.0,
    stopped=False,
    accuracy=np.array([[1.0, 0.5], [0.25, 0.25]]),
    test_sums=np.full((2, 2), 9),
    mistakes=(Example("1+1", "3", "2"),),
    sums_per_second=99.0,
)
SWEEP_RESULT = SweepResult(
    model=b"the best of some",
    parameters=78,
    seconds=4.5,
    epochs_done=6.0,
    stopped=True,
    best=TrainConfig(learning_rate=0.002, batch_size=32),
    trials=(
        SweepTrial((0.002, 32), "done", (0.5, 0.75), 0.75, 0.6, 2.0, 1.5, 36),
        SweepTrial((0.002, 128), "running"),
    ),
    test_loss=0.5,
    test_accuracy=0.8,
    images_per_second=1000.0,
    source="sample",
    test_images=100,
)
RESULTS = (TRAIN_RESULT, GAN_RESULT, ADDITION_RESULT, SWEEP_RESULT)
CONFIGS = {
    "train": TrainConfig(),
    "gan": GanRunConfig(),
    "addition": AdditionConfig(),
    "sweep": SweepConfig(),
}
SERIES = {"loss": np.array([[1, 0.5], [2, 0.25]]), "val_accuracy": np.array([[2, 0.75]])}
PICTURES = [
    {"step": step, "seconds": step / 2, "packed": b"png %d" % step, "facts": {"agreement": 0.5}}
    for step in (0, 10, 20)
]


def record(run_id: str = "run", kind: str = "train", **changed) -> RunRecord:
    usual = {"owner": OWNER, "config": CONFIGS[kind], "status": "running", "created": 1000.0}
    return RunRecord(run_id, kind, **usual | changed)


def same(left, right) -> bool:
    """Whether two values hold the same, arrays and their types included."""
    if type(left) is not type(right):
        return False
    if isinstance(left, np.ndarray):
        return left.dtype == right.dtype and np.array_equal(left, right, equal_nan=True)
    if isinstance(left, list | tuple):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, Exception):
        return str(left) == str(right) and same(vars(left), vars(right))
    if hasattr(left, "__dataclass_fields__"):
        return same(vars(left), vars(right))
    return left == right or (left != left and right != right)
