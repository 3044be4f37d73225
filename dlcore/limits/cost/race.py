"""A training that is measured on its way to a goal: images, seconds, processor seconds, joules.

For the engine: Keras is imported when something is trained.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dlcore.data import Mnist
from dlcore.limits.cost import operations
from dlcore.limits.cost.config import CostConfig, Race
from dlcore.limits.cost.energy import EnergyMeter
from dlcore.limits.experiment import Experiment
from dlcore.training.architectures import build_network
from dlcore.training.chance import seeded
from dlcore.training.compiled import CompileConfig, CompiledNetwork
from dlcore.training.config import PRESETS, TrainConfig
from dlcore.training.plan import Plan, make_plan
from dlcore.training.pool import ModelPool
from dlcore.training.prediction import predict_batches

MEASURED = 8
"""Times an epoch is measured."""
POOL = ModelPool(3, CompiledNetwork)
"""The two that race, and one that is pruned."""


def race(name: str, config: CostConfig, data: Mnist, experiment: Experiment) -> Iterator[Race]:
    """Trains one of the ready-made runs until it reads enough validation images.

    What TensorFlow compiles, and the measuring itself, is not among its seconds.

    Args:
        name: in `training.PRESETS`.

    Yields:
        What is known after each measurement, and once more when it was tested at the end.

    Raises:
        NothingLearnt: it was told to stop while the network was compiled.
        ConfigError: too few images to train on and validate with.
    """
    setting = replace(PRESETS[name], seed=config.seed)
    plan = make_plan(setting, data)
    compiling = CompileConfig.of(setting, plan.steps_per_execution)
    with POOL.borrow(compiling, lambda: experiment.stopped) as compiled:
        runner = _Runner(name, setting, plan, compiled, config, experiment)
        yield from runner.run()
        if not experiment.stopped:
            tested = accuracy(compiled, data.x_test, data.y_test, experiment)
            yield replace(runner.race, test_accuracy=tested)


class _Runner:
    """One training on its way.

    Attributes:
        race: what is known of it.
    """

    def __init__(
        self,
        name: str,
        setting: TrainConfig,
        plan: Plan,
        compiled: CompiledNetwork,
        config: CostConfig,
        experiment: Experiment,
    ) -> None:
        self._setting, self._plan, self._compiled = setting, plan, compiled
        self._config, self._experiment = config, experiment
        fresh = seeded(setting.seed, lambda: build_network(setting.network))
        self.race = Race(
            name=name,
            parameters=fresh.count_params(),
            multiply_adds=operations.forward(setting.network),
            epoch_images=len(plan.x_train),
        )
        compiled.reset(fresh, setting.seed)
        group = setting.batch_size * plan.steps_per_execution
        self._fit(np.arange(min(group, len(plan.x_train))))  # TensorFlow compiles here
        compiled.reset(fresh, setting.seed)
        compiled.set_rate(setting.learning_rate, plan.steps)
        self._seconds, self._core_seconds, self._joules, self._images = 0.0, 0.0, 0.0, 0

    def run(self) -> Iterator[Race]:
        for part in self._parts():
            if self._over():
                return
            self._train(part)
            if not self._images:
                return  # stopped before its first step
            self._measure()
            yield self.race

    def _parts(self) -> Iterator[NDArray[np.intp]]:
        """Each epoch in a new order, in parts that are made of whole groups of steps."""
        setting, count = self._setting, len(self._plan.x_train)
        group = setting.batch_size * self._plan.steps_per_execution
        length = max(group, count // MEASURED // group * group)
        cuts = list(range(length, count, length))[: MEASURED - 1]
        random = np.random.default_rng(setting.seed)
        for _epoch in range(setting.epochs):
            yield from np.split(random.permutation(count), cuts)

    def _over(self) -> bool:
        late = self._seconds >= self._config.seconds
        return self.race.reached or late or self._experiment.stopped

    def _train(self, part: NDArray[np.intp]) -> None:
        meter, cores, began = EnergyMeter(), time.process_time(), time.monotonic()
        self._images += self._fit(part, began)
        self._seconds += time.monotonic() - began
        self._core_seconds += time.process_time() - cores
        self._joules += meter.joules()

    def _fit(self, part: NDArray[np.intp], began: float | None = None) -> int:
        """Trains on these images.

        Args:
            began: the clock when it did; it ends where the time is over. None for no end.

        Returns:
            How many of them it was shown.
        """
        import keras

        batch, model = self._setting.batch_size, self._compiled.model
        shown = 0

        def end(step: int, logs: object) -> None:
            nonlocal shown
            shown = min((step + 1) * batch, len(part))
            if began is None:
                return
            seconds = self._seconds + time.monotonic() - began
            self._experiment.at(round(min(seconds, self._config.seconds)), self._limit)
            if seconds >= self._config.seconds or self._experiment.stopped:
                model.stop_training = True

        model.fit(
            self._plan.x_train[part][..., None],
            self._plan.y_train[part],
            batch_size=batch,
            shuffle=False,
            verbose=0,
            callbacks=[keras.callbacks.LambdaCallback(on_train_batch_end=end)],
        )
        return shown

    @property
    def _limit(self) -> int:
        return max(1, round(self._config.seconds))

    def _measure(self) -> None:
        found = accuracy(self._compiled, self._plan.x_val, self._plan.y_val)
        before = self.race
        self.race = replace(
            before,
            images=np.append(before.images, self._images),
            seconds=np.append(before.seconds, self._seconds),
            core_seconds=np.append(before.core_seconds, self._core_seconds),
            accuracy=np.append(before.accuracy, found),
            joules=self._joules,
            reached=found >= self._config.goal,
        )


def accuracy(
    compiled: CompiledNetwork,
    images: NDArray[np.uint8],
    labels: NDArray[np.uint8],
    experiment: Experiment | None = None,
) -> float:
    """Share of images that a network reads right.

    Args:
        experiment: which may be stopped in between.

    Returns:
        In [0, 1]; NaN where it was stopped.
    """
    guesses = []
    for batch in predict_batches(compiled.model, images):
        guesses.append(batch.argmax(axis=1))
        if experiment and experiment.stopped:
            return float("nan")
    return float((np.concatenate(guesses) == labels).mean())
