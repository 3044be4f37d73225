"""Training a GAN: the run itself, and what it leaves.

As `dlcore.training`, it is synchronous and knows no process and no page.
"""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dlcore import registry
from dlcore.data import DataSet
from dlcore.data.dataset import DIGITS
from dlcore.gan.compiled import CompiledGan, GanCompileConfig
from dlcore.gan.generator.judge import Assessment
from dlcore.gan.generator.set_judge import SetJudge, learn_judge
from dlcore.gan.model import build_gan
from dlcore.gan.networks import build_generator
from dlcore.gan.run_config import GanRunConfig
from dlcore.gan.watch import Watch
from dlcore.reports import Held, Orders, ReportCallback, Reporter, StopCallback
from dlcore.training import fit_monitor
from dlcore.training.budget import Budget
from dlcore.training.chance import seeded
from dlcore.training.fit_monitor import Extent, FitMonitor, TrainingDiverged
from dlcore.training.order import rest_of_epoch
from dlcore.training.plan import steps_per_execution
from dlcore.training.pool import ModelPool, NothingLearnt, leaving
from dlcore.training.result import RunResult
from dlcore.training.state import TrainState, taken_up
from dlcore.validation import ConfigError

if TYPE_CHECKING:
    import keras

_COMPILED: ModelPool[CompiledGan] = ModelPool(2, CompiledGan)


LEAST_IMAGES = 10_240
"""An epoch of a set of one's own has so many at least, each several times where they are fewer: as
many as the largest step can take."""

KEEP_SHARE = 0.005  # of the time
KEEP_SECONDS = 10.0


@dataclass(frozen=True, kw_only=True)
class GanResult(RunResult):
    """What a run leaves; its model is the `ema_generator`.

    Attributes, beside those of every result:
        assessment: by the classifier on some hundred drawings.
        floor: distance of as many training images from the test images.
        steps: turns of the generator.
        images_per_second: real images that the discriminator saw, as `TrainResult` counts them.
        source: where the data came from, see `DataSet.source`.
        classes: what it can draw.
        judge: who read these classes in `assessment`; None where they are digits, which the
            classifier reads that ships.
    """

    assessment: Assessment
    floor: float
    steps: int
    images_per_second: float
    source: str
    classes: tuple[str, ...] = DIGITS
    judge: SetJudge | None = None


@dataclass(frozen=True)
class GanPlan(Extent):
    """How the images fall into steps, full ones only.

    The batch of a step is a batch of the config for each turn of the discriminator.

    Attributes, beside those of every extent:
        per_execution: steps that Keras runs in one go.
        different: images; the first ones that there are to train on.
        copies: of each, that an epoch goes through.
    """

    per_execution: int
    different: int
    copies: int = 1


def make_gan_plan(config: GanRunConfig, data: DataSet) -> GanPlan:
    """Works the steps out; all images are trained on, for nothing is validated.

    Raises:
        ConfigError: too few images for one step, or of other classes than the players know.
    """
    if config.gan.classes != len(data.classes):
        raise ConfigError(
            "The generator draws {network} classes, but the data set has {found}.",
            network=config.gan.classes,
            found=len(data.classes),
        )
    images = config.batch_size * config.gan.discriminator_steps
    count = int(len(data.x_train) * config.train_share)
    copies = -(-LEAST_IMAGES // count) if config.set and count else 1
    per_epoch = copies * count // images
    if not per_epoch:
        raise ConfigError(
            "A step needs {images} images: batch_size times discriminator_steps. "
            "Received: {count} images",
            images=images,
            count=count,
        )
    per_execution = steps_per_execution(images, per_epoch)
    return GanPlan(config.epochs, per_epoch * images, images, per_execution, count, copies)


def train_gan(
    config: GanRunConfig,
    data: DataSet,
    report: ReportCallback,
    should_stop: StopCallback,
    checkpoint: bytes = b"",
) -> GanResult | Held:
    """Trains a generator against a discriminator; ends early when told to stop.

    Sets the seeds of Python, NumPy and TensorFlow for the whole process. A loss that is no finite
    number ends the run too, and what is left is the last generator that was good.

    Of another set than MNIST, a `SetJudge` is trained before the game; a run that goes on keeps it.

    Args:
        config: the run.
        data: real images.
        report: called at most 5 times a second, and once at the end. Series: `model.METRICS`, means
            over the newest steps alone, and "agreement", "evenness" and "distance" where they were
            measured; "picture" every second or so, see `Watch.glance`; "snapshot" now and then:
            the generator as the bytes of a .keras file, so that it outlives this process; and a
            checkpoint as often.
        should_stop: asked after every few steps. `Orders` can pause the run too.
        checkpoint: of a run of this config, to go on from.

    Returns:
        The generator and how well it draws; what to go on from, where the run was paused.

    Raises:
        ConfigError: too few images, or of other classes than the players know.
        StateError: the checkpoint is none of this GAN.
        RegistryError: the classifier that is to judge is absent or damaged.
        NothingLearnt: it was told to stop while the networks were compiled, or their judge trained.
    """
    began = time.monotonic()
    plan = make_gan_plan(config, data)
    orders, reporter = Orders.of(should_stop), Reporter(report)
    state = taken_up(checkpoint, reporter)
    judge = _judge(config, data, state, orders, reporter)
    reporter.tell(phase="building")
    gc.collect()
    fresh = _fresh(config)
    watch = Watch(config, data, judge)
    compiling = GanCompileConfig.of(config.gan, plan.per_execution)
    with _COMPILED.borrow(compiling, leaving(orders, state)) as compiled:
        compiled.reset(config.gan, fresh, config.seed)
        if state:
            compiled.restore(state)
        monitor = GanMonitor(config, plan, compiled, watch, reporter, orders, state, data, judge)
        monitor.fit()
        if monitor.left:
            _COMPILED.hold(compiled, monitor.left.over)
        generator = build_generator(config.gan)
        generator.set_weights(monitor.good_weights())
        rest = b"" if monitor.complete else monitor.checkpoint()
        if orders.paused and rest:
            reporter.tell(snapshot=registry.to_bytes(generator, data.classes))
            reporter.flush()
            return Held(rest)
        # The result will hold the generator.
        reporter.tell(phase="evaluating", snapshot=None, checkpoint=rest)
    assessment = watch.assess(generator, in_a_hurry=monitor.stopped)
    reporter.flush()
    return GanResult(
        model=registry.to_bytes(generator, data.classes),
        parameters=generator.count_params(),
        assessment=assessment,
        floor=watch.floor,
        steps=monitor.steps_done,
        epochs_done=monitor.epochs_done,
        seconds=(state.position.seconds if state else 0.0) + time.monotonic() - began,
        images_per_second=monitor.pace.per_second,
        stopped=monitor.stopped,
        trouble=monitor.trouble,
        source=data.source,
        fingerprint=data.fingerprint,
        classes=data.classes,
        judge=judge,
    )


def _judge(
    config: GanRunConfig,
    data: DataSet,
    state: TrainState | None,
    orders: Orders,
    reporter: Reporter,
) -> SetJudge | None:
    """Who reads the drawings of a set of one's own: the same over all pauses."""
    if not config.set:
        return None
    kept = SetJudge.of(state.arrays) if state else None
    if kept:
        return kept
    reporter.tell(phase="judging", fraction=0.0)
    judge = learn_judge(data, orders, lambda share: reporter.tell(fraction=share))
    reporter.tell(fraction=0.0)
    if orders():  # it has learnt in part, and would be kept so
        raise NothingLearnt
    return judge


def _fresh(config: GanRunConfig) -> keras.Model:
    return seeded(config.seed, lambda: build_gan(config.gan))


@dataclass(frozen=True)
class _Moment:
    """A game at the end of a group of steps, to go back to where the next is left.

    Attributes:
        steps: done by then.
        good: weights of the newest `ema_generator` that draws.
        state: to go on from.
    """

    steps: int
    good: Sequence[np.ndarray]
    state: TrainState


class GanMonitor(FitMonitor):
    """Follows the `fit` of a game: looks at the drawings, and keeps the last good generator.

    Attributes:
        trouble: the error that ended it, if one did.
    """

    def __init__(
        self,
        config: GanRunConfig,
        plan: GanPlan,
        compiled: CompiledGan,
        watch: Watch,
        reporter: Reporter,
        orders: Orders,
        state: TrainState | None,
        data: DataSet,
        judge: SetJudge | None,
    ) -> None:
        at = state.position if state else fit_monitor.BEGINNING
        super().__init__(plan, compiled.model, reporter, orders, at)
        self._config = config
        self._plan = plan
        self._compiled = compiled
        self._watch = watch
        self._data = data
        self._judge = judge
        self._good: Sequence[np.ndarray] = ()
        self._kept: _Moment | None = None
        self._handing = Budget(KEEP_SHARE, KEEP_SECONDS, first=KEEP_SECONDS)
        self.trouble: TrainingDiverged | None = None

    def fit(self) -> None:
        """Trains; not at all when a stop came first."""
        self._watch.warm_up(self._model.ema_generator)
        self._look()
        self._keep_moment()
        images, labels = self._real()

        def rest(offset: int) -> dict[str, Any]:
            return rest_of_epoch(images, labels, offset, batch_size=self._extent.batch_size)

        try:
            self._fit(rest)
        except TrainingDiverged as error:
            self.trouble = error.with_traceback(None)  # which holds the images
        if self.left and self._kept:
            self._closed = True
            self._count(self._kept.steps)
            self._good = self._kept.good

    def _real(self) -> tuple[np.ndarray, np.ndarray]:
        """The images of an epoch, (n, 28, 28, 1), and their labels, (n,) int32."""
        plan, data = self._plan, self._data
        images, labels = data.x_train[: plan.different], data.y_train[: plan.different]
        if plan.copies > 1:  # else a view will do: the images are 47 MB
            images = np.tile(images, (plan.copies, 1, 1))
            labels = np.tile(labels, plan.copies)
        count = plan.examples
        return images[:count, :, :, None], labels[:count].astype(np.int32)

    def _should_leave(self) -> bool:
        """Only from where it can be gone on with: what is under way has no end to go back from."""
        kept = self._kept is not None and self._kept.steps == self.steps_done
        return kept and super()._should_leave()

    def _keep_moment(self) -> None:
        self._keep_if_good()
        self._kept = _Moment(self.steps_done, self._good, self._state())

    def checkpoint(self) -> bytes:
        if self.trouble:
            return b""
        state = self._kept.state if self.left and self._kept else self._state()
        return state.to_bytes()

    def _state(self) -> TrainState:
        judge = self._judge.arrays() if self._judge else {}
        return TrainState(self.position(), self._compiled.arrays() | judge)

    def _count(self, steps: int) -> None:
        self.steps_done, self.examples_done = steps, steps * self._extent.batch_size

    def good_weights(self) -> Sequence[np.ndarray]:
        """Of the newest `ema_generator` that draws."""
        if not self.left:
            self._keep_if_good()
        return self._good

    def _newest(self, step: int, logs: Mapping[str, float]) -> dict[str, float]:
        steps, metrics = self._compiled.take_sums()
        self._count(self.steps_done + steps)
        self._check_finite(*metrics.values())
        return metrics

    def _look(self) -> None:
        self._set_pace()
        if self._took > fit_monitor.LONG_STEP_SECONDS:  # the next ones will too
            self._keep_moment()
        generator = self._model.ema_generator
        picture = self._watch.glance(generator, self.steps_done, self._seconds())
        if picture is None:
            return
        self._keep_if_good()
        self._hand_over()
        found = {name: picture["facts"].get(name) for name in ("agreement", "evenness", "distance")}
        measured = {name: y for name, y in found.items() if y is not None}
        self._reporter.add_points(self.steps_done, measured)
        self._reporter.tell(picture=picture)

    def _set_pace(self) -> None:
        """Of the steps to come."""
        done = self.steps_done / self._extent.steps
        rate = learning_rate_share(done) if self._config.schedule == "cosine" else 1.0
        self._compiled.set_pace(self._config.gan, rate, max(0.0, 1.0 - done))

    def _keep_if_good(self) -> None:
        weights = self._model.ema_generator.get_weights()
        if not self._good or all(np.isfinite(array).all() for array in weights):
            self._good = weights

    def _hand_over(self) -> None:
        """Sends the generator to whoever waits for it, in case this process dies."""
        if self._handing.due:
            with self._handing.spend():
                generator, classes = self._model.ema_generator, self._data.classes
                self._reporter.tell(snapshot=registry.to_bytes(generator, classes))

    def _diverged(self) -> TrainingDiverged:
        gan = self._config.gan
        return TrainingDiverged(
            "A loss is no longer a finite number after step {step} of {steps}, with learning rates "
            "of {generator} and {discriminator}: smaller ones may help. The last generator that "
            "could draw is kept.",
            step=self.steps_done,
            steps=self._extent.steps,
            generator=gan.generator.learning_rate,
            discriminator=gan.discriminator.learning_rate,
        )


def learning_rate_share(done: float) -> float:
    """Of the peak, when this share of a run is done: 1 over the first half, then half a cosine."""
    late = min(max(2 * done - 1, 0.0), 1.0)
    return 0.5 * (1 + math.cos(math.pi * late))
