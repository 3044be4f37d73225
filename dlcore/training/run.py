"""Training a network on a data set: the run itself, and what it leaves.

`train` is synchronous and knows no process: it is handed the data, a function to report to and a
function that says when to stop.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dlcore import metrics, registry
from dlcore.data import DataSet
from dlcore.data.dataset import DIGITS
from dlcore.reports import Held, Orders, ReportCallback, Reporter, StopCallback
from dlcore.training.architectures import build_network
from dlcore.training.chance import seeded
from dlcore.training.compiled import CompileConfig, CompiledNetwork
from dlcore.training.config import TrainConfig
from dlcore.training.monitor import CHANGES, Monitor, changes_of
from dlcore.training.plan import make_plan
from dlcore.training.pool import ModelPool, NothingLearnt, leaving
from dlcore.training.prediction import predict_sample
from dlcore.training.result import RunResult
from dlcore.training.state import TrainState, taken_up
from dlcore.training.steering import steered, with_setting
from dlcore.validation import ConfigError

if TYPE_CHECKING:
    import keras

_COMPILED = ModelPool(4, CompiledNetwork)
HURRY_SECONDS = 1.0  # to test in, for somebody who has pressed Stop


@dataclass(frozen=True)
class Mistake:
    """A test image that is misclassified.

    Attributes:
        image: (28, 28) uint8.
        truth: the class it is of, by its index.
        guess: the most probable one.
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
        confusion: (k, k) int64 counts on the test images; row = truth, column = guess.
        mistakes: at most 24 misclassified test images, the most confident first.
        images_per_second: training images, validation pauses counted, the first group of steps
            (in which TensorFlow compiles) not.
        source: where the data came from, see `DataSet.source`.
        test_images: how many images the test metrics rest on: all there are or, after a stop, as
            many, drawn at random, as there was time for.
        sampled: they are not all.
        history: the bytes of a `WeightHistory`; None where it was too large or ended at once.
        wrong: (k,) int32, increasing, the test images that are misclassified, of those tested.
        guesses: (k,) uint8, what each of these is taken for.
        best_epoch: epochs done when the weights were as they are left, where those of the lowest
            validation loss were asked for; else None.
        classes: what the k classes are called.
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
    best_epoch: float | None = None
    classes: tuple[str, ...] = DIGITS


def train(
    config: TrainConfig,
    data: DataSet,
    report: ReportCallback,
    should_stop: StopCallback,
    checkpoint: bytes = b"",
) -> TrainResult | Held:
    """Trains a network and tests it; ends early, and is tested all the same, when told to stop.

    Sets the seeds of Python, NumPy and TensorFlow for the whole process. A run that was paused and
    gone on with ends with the weights that it would have had without the pause.

    Args:
        config: the run.
        data: the images; the last part of those used is held out for validation.
        report: called at most 5 times a second, and once at the end. Series: "loss" and "accuracy",
            each the mean over the images of the newest steps alone, with "epoch" (epochs done) and
            "seconds" (of training), and "val_loss" and "val_accuracy" after each epoch. A
            checkpoint after each epoch, as long as that takes a small share of the time.
        should_stop: asked after every few steps and while validating. `Orders` can pause the run
            too, and change the settings in `steering.STEERED`.
        checkpoint: of a run of this config, to go on from.

    Returns:
        The trained network and how well it does on the test images; what to go on from, where the
        run was paused.

    Raises:
        TrainingDiverged: the loss became infinite or not a number.
        ConfigError: too few images to train on and validate with, or a network of other classes.
        StateError: the checkpoint is none of this run.
        NothingLearnt: it was told to stop while the network was compiled.
    """
    began = time.monotonic()
    orders, reporter = Orders.of(should_stop), Reporter(report)
    state = taken_up(checkpoint, reporter)
    earlier = state.position.seconds if state else 0.0
    while True:
        try:
            left = _stretch(config, data, reporter, orders, state)
        except NothingLearnt:
            if not orders.paused:
                raise
            left = Held(state.to_bytes() if state else b"")
        reporter.flush()
        if isinstance(left, TrainResult):
            return replace(left, seconds=earlier + time.monotonic() - began)
        if isinstance(left, Held):
            return left
        state = left


def _stretch(
    config: TrainConfig, data: DataSet, reporter: Reporter, orders: Orders, state: TrainState | None
) -> TrainState | Held | TrainResult:
    """Trains with one set of settings: to the end, to a pause, or until another is asked for."""
    now = steered(config, changes_of(state))
    plan = make_plan(now, data)
    reporter.tell(phase="building")
    gc.collect()  # `fit` leaves cycles that hold a copy of the images: 50 MB a run
    fresh = _fresh_network(now)
    compiling = CompileConfig.of(now, plan.steps_per_execution)
    with _COMPILED.borrow(compiling, leaving(orders, state)) as compiled:
        compiled.reset(fresh, now.seed)
        if state:
            compiled.restore(state)
        monitor = Monitor(now, plan, compiled, reporter, orders, state)
        monitor.fit()
        if monitor.left:
            _COMPILED.hold(compiled, monitor.left.over)
        if orders.changed and not monitor.ended:
            return _with_changes(monitor.state(), now, orders.take_changes(), reporter)
        if orders.paused and not monitor.complete:
            state = monitor.settled(monitor.state)
            return Held(_with_changes(state, now, orders.take_changes(), reporter).to_bytes())
        rest = b"" if monitor.complete else monitor.settled(monitor.checkpoint)
        reporter.tell(phase="evaluating", checkpoint=rest)

        def measure() -> tuple[NDArray[np.intp], NDArray[np.float32]]:
            if monitor.blown_up:
                compiled.set_weights(fresh.get_weights())
            elif monitor.best.weights:
                compiled.set_weights(monitor.best.weights)
            compiled.copy_weights_to(fresh)
            return predict_sample(
                compiled.model,
                data.x_test,
                lambda: monitor.stopped or orders(),
                HURRY_SECONDS,
            )

        tested, probabilities = monitor.settled(measure)
    monitor.note_end(fresh.get_weights())
    model = registry.to_bytes(fresh, data.classes)
    history = monitor.weights.history(model)
    return TrainResult(
        **_test_metrics(data, tested, probabilities),
        model=model,
        parameters=fresh.count_params(),
        seconds=0.0,  # only `train` knows
        images_per_second=monitor.pace.per_second,
        epochs_done=monitor.epochs_done,
        stopped=monitor.stopped,
        source=data.source,
        fingerprint=data.fingerprint,
        test_images=len(tested),
        sampled=len(tested) < len(data.x_test),
        history=history.to_bytes() if history else None,
        best_epoch=monitor.best.epoch or None,
        classes=data.classes,
    )


def _with_changes(
    state: TrainState, config: TrainConfig, asked: Mapping[str, float], reporter: Reporter
) -> TrainState:
    """A state to go on from with other settings; what is no such setting is left out."""
    changes = changes_of(state)
    for name, value in asked.items():
        try:
            config = with_setting(config, name, value)
        except (ConfigError, KeyError):
            continue
        changes = (*changes, (state.position.steps, name, value))
        reporter.note_change(state.position.steps, name, value)
    return replace(state, facts={**state.facts, CHANGES: changes})


def _test_metrics(
    data: DataSet, tested: NDArray[np.intp], probabilities: NDArray[np.float32]
) -> dict[str, Any]:
    images, labels = data.x_test[tested], data.y_test[tested]
    guesses = probabilities.argmax(axis=1)
    wrong = guesses != labels
    return {
        "wrong": tested[wrong].astype(np.int32),
        "guesses": guesses[wrong].astype(np.uint8),
        "test_loss": metrics.cross_entropy(labels, probabilities),
        "test_accuracy": metrics.accuracy(labels, probabilities),
        "confusion": metrics.confusion_matrix(labels, guesses, len(data.classes)),
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
    return seeded(config.seed, lambda: build_network(config.network))
