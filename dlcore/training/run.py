"""Training a network on MNIST: the run itself, and what it leaves.

`train` is synchronous and knows no process: it is handed the data, a function to report to and a
function that says when to stop.
"""

from __future__ import annotations

import gc
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dlcore import metrics, registry
from dlcore.data import Mnist
from dlcore.reports import ReportCallback, Reporter, StopCallback
from dlcore.training.architectures import build_network
from dlcore.training.compiled import CompileConfig, CompiledNetwork
from dlcore.training.config import TrainConfig
from dlcore.training.monitor import Monitor
from dlcore.training.plan import Plan, make_plan
from dlcore.training.pool import ModelPool
from dlcore.training.prediction import predict_sample
from dlcore.training.result import RunResult

if TYPE_CHECKING:
    import keras

_COMPILED = ModelPool(4, CompiledNetwork)
HURRY_SECONDS = 1.0  # to test in, for somebody who has pressed Stop


@dataclass(frozen=True)
class Mistake:
    """A test image that is misclassified.

    Attributes:
        image: (28, 28) uint8.
        truth: the digit it is.
        guess: the most probable digit.
        confidence: its probability, in [0, 1].
    """

    image: NDArray[np.uint8]
    truth: int
    guess: int
    confidence: float


@dataclass(frozen=True, kw_only=True)
class TrainResult(RunResult):
    """What a training run leaves.

    Attributes, beside those of every result:
        test_loss: mean cross-entropy on the test images, nats.
        test_accuracy: share of the test images that are classified correctly, in [0, 1].
        confusion: (10, 10) int64 counts on the test images; row = truth, column = guess.
        mistakes: at most 24 misclassified test images, the most confident first.
        images_per_second: training images, validation pauses counted, the first group of steps
            (in which TensorFlow compiles) not.
        source: where the data came from, see `Mnist.source`.
        test_images: how many images the test metrics rest on: all there are or, after a stop, as
            many, drawn at random, as there was time for.
        sampled: they are not all.
        history: the bytes of a `WeightHistory`; None where it was too large or ended at once.
        wrong: (k,) int32, increasing, the test images that are misclassified, of those tested.
        guesses: (k,) uint8, what each of these is taken for.
    """

    test_loss: float
    test_accuracy: float
    confusion: NDArray[np.int64]
    mistakes: tuple[Mistake, ...]
    images_per_second: float
    source: str
    test_images: int
    sampled: bool = False
    history: bytes | None = None
    wrong: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    guesses: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))


def train(
    config: TrainConfig, data: Mnist, report: ReportCallback, should_stop: StopCallback
) -> TrainResult:
    """Trains a network and tests it; ends early, and is tested all the same, when told to stop.

    Sets the seeds of Python, NumPy and TensorFlow for the whole process.

    Args:
        config: the run.
        data: the images; the last tenth of those used is held out for validation.
        report: called at most 5 times a second, and once at the end. Series: "loss" and "accuracy",
            each the mean over the images of the newest steps alone, and "val_loss" and
            "val_accuracy" after each epoch.
        should_stop: asked after every few steps and while validating.

    Returns:
        The trained network and how well it does on the test images.

    Raises:
        TrainingDiverged: the loss became infinite or not a number.
        ConfigError: too few images to train on and validate with.
        NothingLearnt: it was told to stop while the network was compiled.
    """
    began = time.monotonic()
    plan = make_plan(config, data)
    reporter = Reporter(report)
    reporter.tell(phase="building")
    gc.collect()  # `fit` leaves cycles that hold a copy of the images: 50 MB a run
    fresh = _fresh_network(config)
    with _COMPILED.borrow(_compile_config(config, plan), should_stop) as compiled:
        compiled.reset(fresh, config.learning_rate, plan.steps, config.seed)
        monitor = Monitor(config, plan, compiled.model, reporter, should_stop)
        monitor.fit()
        reporter.tell(phase="evaluating")

        def measure() -> tuple[NDArray[np.intp], NDArray[np.float32]]:
            compiled.copy_weights_to(fresh)
            return predict_sample(
                compiled.model,
                data.x_test,
                lambda: monitor.stopped or should_stop(),
                HURRY_SECONDS,
            )

        tested, probabilities = monitor.settled(measure)
        if monitor.left:
            _COMPILED.hold(compiled, monitor.left.over)
    monitor.note_end(fresh.get_weights())
    reporter.flush()
    model = registry.to_bytes(fresh)
    history = monitor.weights.history(model)
    return TrainResult(
        **_test_metrics(data.x_test[tested], data.y_test[tested], probabilities),
        model=model,
        parameters=fresh.count_params(),
        seconds=time.monotonic() - began,
        images_per_second=monitor.pace.per_second,
        epochs_done=monitor.steps_done / plan.steps_per_epoch,
        stopped=monitor.stopped,
        source=data.source,
        test_images=len(tested),
        sampled=len(tested) < len(data.x_test),
        history=history.to_bytes() if history else None,
    )


def _test_metrics(
    images: NDArray[np.uint8], labels: NDArray[np.uint8], probabilities: NDArray[np.float32]
) -> dict[str, Any]:
    guesses = probabilities.argmax(axis=1)
    return {
        "test_loss": metrics.cross_entropy(labels, probabilities),
        "test_accuracy": metrics.accuracy(labels, probabilities),
        "confusion": metrics.confusion_matrix(labels, guesses),
        "mistakes": tuple(
            Mistake(
                image=images[index].copy(),  # a view would carry all test images along
                truth=int(labels[index]),
                guess=int(guesses[index]),
                confidence=float(probabilities[index].max()),
            )
            for index in metrics.worst_mistakes(labels, probabilities)
        ),
    }


def _fresh_network(config: TrainConfig) -> keras.Model:
    import keras

    keras.utils.set_random_seed(config.seed)
    return build_network(config.network)


def _compile_config(config: TrainConfig, plan: Plan) -> CompileConfig:
    return CompileConfig(
        config.network, config.optimizer, config.schedule, plan.steps_per_execution
    )
