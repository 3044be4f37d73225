"""Training a network on MNIST: what a run is made of, and the run itself.

`train` is synchronous and knows no process and no page: it is handed the data, a function to report
to and a function that says when to stop.
"""

from __future__ import annotations

import gc
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dlcore import metrics, registry
from dlcore.cnn import (
    INPUT_SHAPE,
    CnnConfig,
    ConfigError,
    build_cnn,
    check_choice,
    check_number,
    check_whole,
)
from dlcore.cnn import PRESETS as NETWORKS
from dlcore.data import Mnist
from dlcore.errors import LabError
from dlcore.reports import Progress, Report, ReportCallback, StopCallback

if TYPE_CHECKING:
    import keras

REPORT_SECONDS = 0.2
PREDICT_BATCH = 500
MAX_STEPS_PER_EXECUTION = 16
MAX_IMAGES_PER_EXECUTION = 1024
VALIDATION_SHARE = 0.1
WARM_UP_SHARE = 0.3  # of a one-cycle run's steps
SCHEDULES = ("constant", "one_cycle")


@dataclass(frozen=True)
class OptimizerSpec:
    """An optimizer: the name of a class in `keras.optimizers` and its keywords but the rate."""

    kind: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


OPTIMIZERS: dict[str, OptimizerSpec] = {
    "sgd": OptimizerSpec("SGD"),
    "momentum": OptimizerSpec("SGD", {"momentum": 0.9}),
    "rmsprop": OptimizerSpec("RMSprop"),
    "adam": OptimizerSpec("Adam"),
    "adamw": OptimizerSpec("AdamW"),
}
"""Every optimizer that a run can use. A new one is a new entry."""


@dataclass(frozen=True)
class TrainConfig:
    """One training run, told apart from another by its values alone.

    Attributes:
        network: what is trained.
        optimizer: a name in `OPTIMIZERS`.
        learning_rate: 1e-7 to 10; the peak where the schedule is "one_cycle".
        schedule: "constant", or "one_cycle" (Smith 2018): a linear warm-up over the first 30 % of
            the run, then a cosine down to zero.
        batch_size: images a step, 1-4096.
        epochs: passes over the training images, 1-200.
        train_share: the first share of the training images that is used, 0.001 to 1; the last
            tenth of it is held out for validation.
        seed: of the initial weights, the order of the images and the dropout.

    Raises:
        ConfigError: a value outside its range.
    """

    network: CnnConfig = NETWORKS["tutorial"]
    optimizer: str = "adam"
    learning_rate: float = 1e-3
    schedule: str = "constant"
    batch_size: int = 128
    epochs: int = 10
    train_share: float = 1.0
    seed: int = 0

    def __post_init__(self) -> None:
        if not isinstance(self.network, CnnConfig):
            raise ConfigError(
                "network must be a CnnConfig. Received: {value}", value=repr(self.network)
            )
        check_choice("optimizer", self.optimizer, OPTIMIZERS)
        check_number("learning_rate", self.learning_rate, 1e-7, 10.0)
        check_choice("schedule", self.schedule, SCHEDULES)
        check_whole("batch_size", self.batch_size, 1, 4096)
        check_whole("epochs", self.epochs, 1, 200)
        check_number("train_share", self.train_share, 0.001, 1.0)
        check_whole("seed", self.seed, 0, 2**32 - 1)


PRESETS: dict[str, TrainConfig] = {
    "tutorial": TrainConfig(),
    "fast": TrainConfig(
        NETWORKS["fast"], "adamw", learning_rate=4e-3, schedule="one_cycle", epochs=4
    ),
    "tiny": TrainConfig(NETWORKS["tiny"], learning_rate=2e-3, epochs=3),
}
"""Ready-made runs by name."""


def one_cycle(peak: float, steps: int) -> dict[str, float]:
    """Arguments of `keras.optimizers.schedules.CosineDecay` for one cycle (Smith 2018).

    Args:
        peak: highest learning rate; the run starts at 1/25 of it and ends at zero.
        steps: of the whole run.
    """
    warm_up = int(steps * WARM_UP_SHARE)
    return {
        "initial_learning_rate": peak / 25,
        "warmup_target": peak,
        "warmup_steps": warm_up,
        "decay_steps": steps - warm_up,
    }


class TrainingDiverged(LabError):  # noqa: N818 - named for what happened
    """The loss is no longer a finite number; says after which step."""


@dataclass(frozen=True)
class Mistake:
    """A test image that the network got wrong.

    Attributes:
        image: (28, 28) uint8.
        truth: the digit it is.
        guess: the digit the network said.
        confidence: the probability the network gave its guess, in [0, 1].
    """

    image: NDArray[np.uint8]
    truth: int
    guess: int
    confidence: float


@dataclass(frozen=True)
class TrainResult:
    """What a training run leaves.

    Attributes:
        test_loss: mean cross-entropy on the test images, nats.
        test_accuracy: share of the test images that are right, in [0, 1].
        confusion: (10, 10) int64 counts on the test images; row = truth, column = guess.
        mistakes: at most 24 wrong test images, the most confident first.
        model: the trained network as the bytes of a .keras file, without optimizer state.
        parameters: of the network.
        seconds: wall-clock time from the call to the result.
        images_per_second: training images, validation pauses counted, the first group of steps
            (in which TensorFlow compiles) not.
        epochs_done: a fraction after a stop.
        stopped: ended early because it was told to.
        source: where the data came from, see `Mnist.source`.
        test_images: how many images the test figures rest on.
    """

    test_loss: float
    test_accuracy: float
    confusion: NDArray[np.int64]
    mistakes: tuple[Mistake, ...]
    model: bytes
    parameters: int
    seconds: float
    images_per_second: float
    epochs_done: float
    stopped: bool
    source: str
    test_images: int


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
    """
    began = time.monotonic()
    plan = _plan(config, data)
    reporter = _Reporter(report)
    reporter.tell(phase="building")
    gc.collect()  # `fit` leaves cycles that hold a copy of the images: 50 MB a run
    fresh = _fresh_network(config)
    with _COMPILED.borrow(plan.recipe) as compiled:
        compiled.reset(config, fresh, plan.steps)
        monitor = _Monitor(config, plan, compiled.model, reporter, should_stop)
        monitor.fit()
        reporter.tell(phase="evaluating")
        probabilities = predict(compiled.model, data.x_test)
        compiled.copy_weights_to(fresh)
    reporter.flush()
    return TrainResult(
        **_test_figures(data, probabilities),
        model=registry.to_bytes(fresh),
        parameters=fresh.count_params(),
        seconds=time.monotonic() - began,
        images_per_second=monitor.pace.images_per_second,
        epochs_done=monitor.steps_done / plan.steps_per_epoch,
        stopped=monitor.stopped,
        source=data.source,
        test_images=len(data.x_test),
    )


def predict(model: keras.Model, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Runs images through a model in batches.

    Args:
        model: from (n, 28, 28, 1) uint8 to (n, 10).
        images: (n, 28, 28) uint8.

    Returns:
        (n, 10) float32 probabilities.
    """
    return np.concatenate(list(_predictions(model, images)))


def _predictions(model: keras.Model, images: NDArray[np.uint8]) -> Iterator[NDArray[np.float32]]:
    for start in range(0, len(images), PREDICT_BATCH):
        yield model.predict_on_batch(images[start : start + PREDICT_BATCH, :, :, None])


def _test_figures(data: Mnist, probabilities: NDArray[np.float32]) -> dict[str, Any]:
    guesses = probabilities.argmax(axis=1)
    return {
        "test_loss": metrics.cross_entropy(data.y_test, probabilities),
        "test_accuracy": metrics.accuracy(data.y_test, probabilities),
        "confusion": metrics.confusion_matrix(data.y_test, guesses),
        "mistakes": tuple(
            Mistake(
                image=data.x_test[index].copy(),  # a view would carry all test images along
                truth=int(data.y_test[index]),
                guess=int(guesses[index]),
                confidence=float(probabilities[index].max()),
            )
            for index in metrics.worst_mistakes(data.y_test, probabilities)
        ),
    }


@dataclass(frozen=True)
class _Recipe:
    """What a compiled model is compiled for; everything else can be set from run to run."""

    network: CnnConfig
    optimizer: str
    schedule: str
    steps_per_execution: int


@dataclass(frozen=True)
class _Plan:
    """The images of a run and how they fall into steps."""

    x_train: NDArray[np.uint8]
    y_train: NDArray[np.uint8]
    x_val: NDArray[np.uint8]
    y_val: NDArray[np.uint8]
    steps_per_epoch: int
    steps: int
    recipe: _Recipe


def _plan(config: TrainConfig, data: Mnist) -> _Plan:
    count = int(len(data.x_train) * config.train_share)
    cut = int(count * (1 - VALIDATION_SHARE))  # as `validation_split` of `fit` cuts
    if cut < 1:
        raise ConfigError(
            "train_share must leave at least 2 images to train on and validate with. "
            "Received: {share} of {images} images",
            share=config.train_share,
            images=len(data.x_train),
        )
    steps_per_epoch = -(-cut // config.batch_size)
    return _Plan(
        x_train=data.x_train[:cut],
        y_train=data.y_train[:cut],
        x_val=data.x_train[cut:count],
        y_val=data.y_train[cut:count],
        steps_per_epoch=steps_per_epoch,
        steps=steps_per_epoch * config.epochs,
        recipe=_Recipe(
            config.network,
            config.optimizer,
            config.schedule,
            _steps_per_execution(config.batch_size, steps_per_epoch),
        ),
    )


def _steps_per_execution(batch_size: int, steps_per_epoch: int) -> int:
    """Steps that Keras runs in one go: a power of two, so that few models are compiled.

    Few enough that a stop is noticed soon and that an epoch has a curve of several points.
    """
    most = min(
        MAX_STEPS_PER_EXECUTION, MAX_IMAGES_PER_EXECUTION // batch_size, steps_per_epoch // 8
    )
    return 2 ** (most.bit_length() - 1) if most else 1


def _fresh_network(config: TrainConfig) -> keras.Model:
    import keras

    keras.utils.set_random_seed(config.seed)
    return build_cnn(config.network)


class _Compiled:
    """A network compiled for training, made once and used for many runs.

    Keras 3.15 leaks about 6 MB each time a model is built, compiled and fitted, so a run takes a
    model that is there, with its weights and its optimizer set back. The model takes uint8 images:
    MNIST as float32 would be four times the memory.
    """

    def __init__(self, recipe: _Recipe) -> None:
        import keras

        self._network = build_cnn(recipe.network)
        self._cycle = {name: keras.Variable(1.0) for name in one_cycle(1.0, 1)}
        self._is_one_cycle = recipe.schedule == "one_cycle"
        self._optimizer = self._make_optimizer(OPTIMIZERS[recipe.optimizer])
        self.model = keras.Sequential(
            [
                keras.Input(INPUT_SHAPE, dtype="uint8"),
                keras.layers.Rescaling(1 / 255),
                self._network,
            ]
        )
        self.model.compile(
            self._optimizer,
            loss="sparse_categorical_crossentropy",
            metrics=["accuracy"],
            steps_per_execution=recipe.steps_per_execution,
        )
        self._optimizer.build(self.model.trainable_variables)
        self._trace_prediction()

    def reset(self, config: TrainConfig, fresh: keras.Model, steps: int) -> None:
        """Starts anew from the weights and random states of a fresh network."""
        import keras

        for variable in self._optimizer.variables:
            variable.assign(keras.ops.zeros_like(variable))
        for variable, value in zip(self._network.variables, fresh.variables, strict=True):
            variable.assign(value)
        self._set_learning_rate(config.learning_rate, steps)
        keras.utils.set_random_seed(config.seed)  # the order of the images

    def copy_weights_to(self, network: keras.Model) -> None:
        """Hands the weights over to a network that knows no optimizer."""
        network.set_weights(self._network.get_weights())

    def _make_optimizer(self, spec: OptimizerSpec) -> keras.optimizers.Optimizer:
        import keras

        # A schedule over variables: the next run changes its numbers without compiling again.
        schedule = keras.optimizers.schedules.CosineDecay(**self._cycle)
        rate = schedule if self._is_one_cycle else 1.0
        return getattr(keras.optimizers, spec.kind)(learning_rate=rate, **spec.arguments)

    def _set_learning_rate(self, rate: float, steps: int) -> None:
        if self._is_one_cycle:
            for name, value in one_cycle(rate, steps).items():
                self._cycle[name].assign(value)
        else:
            self._optimizer.learning_rate = rate

    def _trace_prediction(self) -> None:
        """Two sizes of batch make TensorFlow trace for any size: later, after a stop, it hurts."""
        for count in (1, 2):
            self.model.predict_on_batch(np.zeros((count, *INPUT_SHAPE), np.uint8))


class _Pool:
    """Keeps the compiled models used last; each is lent to one run at a time."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._idle: OrderedDict[_Recipe, _Compiled] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def borrow(self, recipe: _Recipe) -> Iterator[_Compiled]:
        with self._lock:
            compiled = self._idle.pop(recipe, None)
        compiled = compiled or _Compiled(recipe)
        try:
            yield compiled
        finally:
            self._give_back(recipe, compiled)

    def _give_back(self, recipe: _Recipe, compiled: _Compiled) -> None:
        with self._lock:
            self._idle[recipe] = compiled
            if len(self._idle) > self._size:
                self._idle.popitem(last=False)


_COMPILED = _Pool(size=4)


class _Reporter:
    """Gathers what there is to say and says it at most every `REPORT_SECONDS`."""

    def __init__(self, report: ReportCallback) -> None:
        self._report = report
        self._pending: Report = {}
        self._last = float("-inf")

    def tell(self, **changes: Any) -> None:
        """Notes the changed fields of a report, and sends it when its time has come."""
        self._pending.update(changes)  # type: ignore[typeddict-item]
        if time.monotonic() - self._last >= REPORT_SECONDS:
            self.flush()

    def add_points(self, x: int, values: Mapping[str, float]) -> None:
        """Notes a new point of each series; sent with the next `tell` or `flush`."""
        series = self._pending.setdefault("series", {})
        for name, y in values.items():
            series.setdefault(name, []).append([x, y])

    def flush(self) -> None:
        """Sends what is left."""
        if self._pending:
            pending, self._pending = self._pending, {}
            self._last = time.monotonic()
            self._report(pending)


class GroupMeans:
    """Means over the newest images alone, from Keras' running means over the epoch so far.

    With means m over n images now and m' over n' images before, the newest n - n' images have the
    mean (m n - m' n') / (n - n').
    """

    def __init__(self) -> None:
        self._sums: dict[str, float] = {}
        self._count = 0

    def newest(self, means: Mapping[str, float], count: int) -> dict[str, float]:
        """Takes the running means over the first `count` images; returns those of the new ones."""
        sums = {name: mean * count for name, mean in means.items()}
        new = count - self._count
        group = {name: (total - self._sums.get(name, 0.0)) / new for name, total in sums.items()}
        self._sums, self._count = sums, count
        return group


class _Pace:
    """Images a second since the first group of steps ended; before that TensorFlow compiles."""

    def __init__(self) -> None:
        self._began: tuple[float, int] | None = None
        self.images_per_second = 0.0

    def update(self, images: int) -> None:
        now = time.monotonic()
        if self._began is None:
            self._began = (now, images)
            return
        start, first = self._began
        self.images_per_second = (images - first) / max(now - start, 1e-9)


class _Monitor:
    """Follows one `fit`: reports, validates, and ends it when told to or when it diverges."""

    def __init__(
        self,
        config: TrainConfig,
        plan: _Plan,
        model: keras.Model,
        reporter: _Reporter,
        should_stop: StopCallback,
    ) -> None:
        self._config = config
        self._plan = plan
        self._model = model
        self._reporter = reporter
        self._should_stop = should_stop
        self._epoch = 0
        self._means = GroupMeans()
        self.pace = _Pace()
        self.steps_done = 0
        self.stopped = False

    def fit(self) -> None:
        """Trains; not at all when a stop came first."""
        import keras

        if self._asked_to_stop():
            return
        callback = keras.callbacks.LambdaCallback(
            on_epoch_begin=self._begin_epoch,
            on_train_batch_end=self._end_group,
            on_epoch_end=self._end_epoch,
        )
        self._model.fit(
            self._plan.x_train[:, :, :, None],
            self._plan.y_train,
            batch_size=self._config.batch_size,
            epochs=self._config.epochs,
            callbacks=[callback],
            verbose=0,
        )

    def _asked_to_stop(self) -> bool:
        self.stopped = self.stopped or self._should_stop()
        return self.stopped

    def _begin_epoch(self, epoch: int, logs: object) -> None:
        self._epoch = epoch
        self._means = GroupMeans()

    def _end_group(self, step: int, logs: Mapping[str, float]) -> None:
        # Keras counts a full group even where the epoch ends within it.
        step = min(step + 1, self._plan.steps_per_epoch)
        images = min(step * self._config.batch_size, len(self._plan.x_train))
        self.steps_done = self._epoch * self._plan.steps_per_epoch + step
        self._check_finite(logs["loss"])
        self._reporter.add_points(self.steps_done, _clipped(self._means.newest(logs, images)))
        self.pace.update(self._epoch * len(self._plan.x_train) + images)
        self._reporter.tell(phase="training", progress=self._progress(step, images))
        if self._asked_to_stop():
            self._model.stop_training = True

    def _end_epoch(self, epoch: int, logs: object) -> None:
        if self.stopped:
            return
        probabilities = self._validate()
        if probabilities is None:
            self._model.stop_training = True
            return
        loss = metrics.cross_entropy(self._plan.y_val, probabilities)
        self._check_finite(loss)
        accuracy = metrics.accuracy(self._plan.y_val, probabilities)
        self._reporter.add_points(self.steps_done, {"val_loss": loss, "val_accuracy": accuracy})

    def _validate(self) -> NDArray[np.float32] | None:
        """Probabilities of the validation images; None when a stop came in between."""
        batches = []
        for batch in _predictions(self._model, self._plan.x_val):
            batches.append(batch)
            if self._asked_to_stop():
                return None
        return np.concatenate(batches)

    def _progress(self, step: int, images: int) -> Progress:
        progress = Progress(
            epoch=self._epoch + 1,
            epochs=self._config.epochs,
            step=step,
            steps_per_epoch=self._plan.steps_per_epoch,
        )
        pace = self.pace.images_per_second
        if pace:
            epochs_left = self._config.epochs - self._epoch
            images_left = epochs_left * len(self._plan.x_train) - images
            progress |= {"images_per_second": pace, "seconds_left": images_left / pace}
        return progress

    def _check_finite(self, loss: float) -> None:
        if not math.isfinite(loss):
            raise TrainingDiverged(
                "The loss is no longer a finite number after step {step} of {steps}, with "
                "{optimizer} at learning rate {learning_rate}: a smaller one may help.",
                step=self.steps_done,
                steps=self._plan.steps,
                optimizer=self._config.optimizer,
                learning_rate=self._config.learning_rate,
            )


def _clipped(group: Mapping[str, float]) -> dict[str, float]:
    """Takes away the rounding of a difference of float32 means: an accuracy of 1.000001."""
    return {
        "loss": max(group["loss"], 0.0),
        "accuracy": min(max(group["accuracy"], 0.0), 1.0),
    }
