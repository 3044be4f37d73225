"""Training a network to add: the run itself, and what it leaves."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dlcore import registry
from dlcore.addition.alphabet import Codes
from dlcore.addition.config import AdditionConfig, answer_length, question_length
from dlcore.addition.evaluation import Evaluation, Example
from dlcore.addition.network import build_addition
from dlcore.addition.sums import (
    TEST,
    TEST_SUMS,
    VALIDATION,
    VALIDATION_SUMS,
    draw_training,
    encode_sums,
    held_out,
)
from dlcore.reports import Held, Orders, ReportCallback, Reporter, StopCallback
from dlcore.training.chance import seeded
from dlcore.training.compiled import CompiledModel, ReusableOptimizer
from dlcore.training.config import OPTIMIZERS
from dlcore.training.fit_monitor import BEGINNING, Extent, FitMonitor, TrainingDiverged
from dlcore.training.plan import steps_within_reach
from dlcore.training.pool import ModelPool, leaving
from dlcore.training.result import RunResult
from dlcore.training.state import TrainState, taken_up

if TYPE_CHECKING:
    import keras

OPTIMIZER = "adam"
EXAMPLES = 4  # of each length, in a snapshot
MISTAKES = 3  # of each pair of lengths, in the result
HURRIED_SUMS = 100  # of each length, to test with for somebody who has pressed Stop
_MOST_STEPS_PER_EXECUTION = 8  # a stop is noticed after each


@dataclass(frozen=True, kw_only=True)
class AdditionResult(RunResult):
    """What a training leaves.

    Attributes, beside those of every result:
        accuracy: (digits, digits) float64 in [0, 1], exact match on the test sums by the number of
            digits of the first number (row) and of the second (column), from 1 on.
        test_sums: (digits, digits) int64, how many sums each accuracy rests on; fewer after a stop.
        mistakes: test sums with a wrong answer, up to `MISTAKES` of each pair of lengths.
        sums_per_second: trained on, pauses counted, the first group of steps not.
    """

    accuracy: NDArray[np.float64]
    test_sums: NDArray[np.int64]
    mistakes: tuple[Example, ...]
    sums_per_second: float


def train_addition(
    config: AdditionConfig,
    report: ReportCallback,
    should_stop: StopCallback,
    checkpoint: bytes = b"",
) -> AdditionResult | Held:
    """Trains a network to add and tests it; ends early, and is tested all the same, when told to.

    Sets the seeds of Python, NumPy and TensorFlow for the whole process.

    Args:
        config: the run.
        report: called at most 5 times a second, and once at the end. Series: "loss", the mean over
            the newest steps alone; after each epoch "right_1", "right_2" ..., accuracy on the
            validation sums of two numbers with so many digits. Snapshot: "accuracy", that of all
            pairs of lengths as rows of a table, and "examples", validation sums as [question,
            answer, right answer]; the first one before the first step.
        should_stop: asked after every few steps. `Orders` can pause the run too.
        checkpoint: of a run of this config, to go on from.

    Returns:
        The trained network and its accuracy on the test sums; what to go on from, where the run was
        paused.

    Raises:
        TrainingDiverged: the loss became infinite or not a number.
        StateError: the checkpoint is none of this run.
        NothingLearnt: it was told to stop while the network was compiled.
    """
    began = time.monotonic()
    orders, reporter = Orders.of(should_stop), Reporter(report)
    state = taken_up(checkpoint, reporter)
    reporter.tell(phase="building")
    fresh = _fresh(config)
    with _COMPILED.borrow(_compile_config(config), leaving(orders, state)) as compiled:
        compiled.reset(fresh, config.seed)
        if state:
            compiled.restore(state)
        compiled.set_rate(config.learning_rate, config.steps)
        monitor = AdditionMonitor(config, compiled, reporter, orders, state)
        monitor.fit()
        if monitor.left:
            _COMPILED.hold(compiled, monitor.left.over)
        rest = b"" if monitor.complete else monitor.settled(monitor.checkpoint)
        if orders.paused and rest:
            reporter.flush()
            return Held(rest)
        reporter.tell(phase="examining", checkpoint=rest)
        count = HURRIED_SUMS if monitor.stopped else TEST_SUMS
        evaluation = Evaluation(held_out(TEST, count, config.digits), config)

        def measure() -> tuple[NDArray[np.float64], list[Example]]:
            compiled.copy_weights_to(fresh)
            return evaluation.measured(compiled.model, MISTAKES)

        accuracy, mistakes = monitor.settled(measure)
    reporter.flush()
    return AdditionResult(
        accuracy=accuracy,
        test_sums=evaluation.counts,
        mistakes=tuple(mistakes),
        model=registry.to_bytes(fresh),
        parameters=fresh.count_params(),
        seconds=(state.position.seconds if state else 0.0) + time.monotonic() - began,
        sums_per_second=monitor.pace.per_second,
        epochs_done=monitor.epochs_done,
        stopped=monitor.stopped,
    )


class AdditionMonitor(FitMonitor):
    """Follows a `fit`: evaluates the validation sums before it and after each epoch."""

    def __init__(
        self,
        config: AdditionConfig,
        compiled: CompiledModel,
        reporter: Reporter,
        orders: Orders,
        state: TrainState | None = None,
    ) -> None:
        sums = config.steps_per_epoch * config.batch_size
        extent = Extent(config.epochs, sums, config.batch_size)
        at = state.position if state else BEGINNING
        super().__init__(extent, compiled.model, reporter, orders, at)
        self._config = config
        self._compiled = compiled
        self._evaluation = Evaluation(held_out(VALIDATION, VALIDATION_SUMS, config.digits), config)

    def fit(self) -> None:
        """Trains on sums drawn as it goes; not at all when a stop came first.

        Raises:
            TrainingDiverged: the loss became infinite or not a number.
        """
        if not self.steps_done:
            self._measure()
        self._fit(self._rest)

    def _rest(self, offset: int) -> dict[str, Any]:
        left = (self._extent.examples - offset) // self._config.batch_size
        batches = training_batches(self._config, self.steps_done)
        return {"x": batches, "steps_per_epoch": left, "shuffle": False}

    def checkpoint(self) -> bytes:
        return TrainState(self.position(), self._compiled.arrays()).to_bytes()

    def _measure(self) -> bool:
        table = self._evaluation.table(self._model)
        examples = self._evaluation.examples(self._model, EXAMPLES)
        shares = {f"right_{n}": share for n, share in enumerate(np.diag(table).tolist(), start=1)}
        self._reporter.add_points(self.steps_done, shares)
        self._reporter.tell(
            snapshot={
                "accuracy": table.tolist(),
                "examples": [[e.question, e.said, e.answer] for e in examples],
            }
        )
        return True

    def _diverged(self) -> TrainingDiverged:
        return self._diverged_with(OPTIMIZER, self._config.learning_rate)


def training_batches(
    config: AdditionConfig, done: int = 0
) -> Iterator[tuple[tuple[Codes, Codes], Codes]]:
    """Batches without end, each of new sums: ((questions, prompts), answers).

    Args:
        done: steps of a training that goes on; its batches are left out.
    """
    random = np.random.default_rng(config.seed)
    count = config.steps_per_epoch * config.batch_size
    epochs, steps = divmod(done, config.steps_per_epoch)
    for _ in range(epochs):
        draw_training(count, config.digits, random)
    while True:
        sums = draw_training(count, config.digits, random)
        drawn = encode_sums(sums, config.digits, config.ones_first)
        prompts = drawn.prompts
        first, steps = steps * config.batch_size, 0
        for start in range(first, count, config.batch_size):
            some = slice(start, start + config.batch_size)
            yield (drawn.questions[some], prompts[some]), drawn.answers[some]


def _compile(config: AdditionConfig) -> CompiledModel:
    network = build_addition(config)
    return CompiledModel(
        network,
        network,
        ReusableOptimizer(OPTIMIZERS[OPTIMIZER], "one_cycle"),
        loss="sparse_categorical_crossentropy",
        steps_per_execution=steps_per_execution(
            config.steps_per_epoch, config.batch_size * _work(network, config.digits)
        ),
    )


_COMPILED: ModelPool[CompiledModel] = ModelPool(3, _compile)


def _compile_config(config: AdditionConfig) -> AdditionConfig:
    """The key of `_COMPILED`: a config without what is set anew for each run."""
    return replace(config, learning_rate=1.0, epochs=1, seed=0)


def steps_per_execution(steps_per_epoch: int, work_per_step: float = 0) -> int:
    """Steps that Keras runs in one go: a power of two that an epoch is a multiple of.

    Batches have no end here, and Keras would run over that of an epoch.

    Args:
        steps_per_epoch: at least 1.
        work_per_step: multiplications of a forward pass; 0 for few.
    """
    within_reach = max(1, steps_within_reach(work_per_step))
    few = 1 << (within_reach.bit_length() - 1)
    return min(_MOST_STEPS_PER_EXECUTION, steps_per_epoch & -steps_per_epoch, few)


def _work(network: keras.Model, digits: int) -> int:
    """Multiplications of one sum on its way through: half of the weights read, half write."""
    return network.count_params() * (question_length(digits) + answer_length(digits)) // 2


def _fresh(config: AdditionConfig) -> keras.Model:
    return seeded(config.seed, lambda: build_addition(config))
