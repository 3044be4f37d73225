"""Learning from few, as a whole: from a network that ships, and beside it from nothing.

Features that tell digits apart tell most other drawings apart too (Yosinski et al. 2014). So first
only a new last layer learns, on features that stay as they are, and then all of it at a low rate,
which must not throw away what took 60,000 images to learn.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from math import cos, pi
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore.data.dataset import DataSet
from dlcore.few.augmentation import augmented
from dlcore.few.config import (
    NOTHING,
    TRANSFER,
    FewConfig,
    FewResult,
    FewTest,
    Misread,
    Strangeness,
)
from dlcore.few.network import NETWORKS, SOURCE, FewNetwork, Images
from dlcore.few.strangers import familiarity, strangeness, strangers
from dlcore.limits.scaled import scaled
from dlcore.metrics import confusion_matrix
from dlcore.reports import Progress, ReportCallback, Reporter, StopCallback
from dlcore.training.pool import NothingLearnt

HEAD_RATE = 2e-3
THAWED_RATE = 3e-4
FRESH_RATE = 1e-3
COPIES = 5  # of each image, changed, that the last layer goes through in turn
MOST_TESTED = 2000  # images, at the end
MOST_WATCHED = 200  # of these, after each pass
MOST_MISREAD = 24
STEPS = 6  # of a pass, or a few images would be gone through in too few
_BATCHES = (4, 64)  # images a step, at least and at most


def learn(
    config: FewConfig, data: DataSet, report: ReportCallback, should_stop: StopCallback
) -> FewResult | None:
    """Teaches a network the classes of a set from a few images of each, and tests it.

    Args:
        config: how.
        data: with what; its test images are never learnt from.
        report: series "transfer" and "nothing": accuracy on test images, in [0, 1], by passes.
        should_stop: asked at each step.

    Returns:
        What was learnt, in part where it was stopped; None where nothing was.

    Raises:
        RegistryError: the network that ships is absent or damaged.
    """
    began = time.monotonic()
    with suppress(NothingLearnt), NETWORKS.borrow(SOURCE, should_stop) as network:
        pupil = _Pupil(config, data, network, Reporter(report), should_stop)
        pupil.learn(TRANSFER)
        found = pupil.found()
        if config.compared and not should_stop():
            with suppress(NothingLearnt):  # what was learnt before stays
                pupil.learn(NOTHING)
        return FewResult(
            config=config,
            classes=data.classes,
            fingerprint=data.fingerprint,
            tests=pupil.tests,
            seconds=time.monotonic() - began,
            stopped=should_stop(),
            **found,
        )
    return None


def chosen(data: DataSet, config: FewConfig) -> NDArray[np.intp]:
    """Which images are learnt from: of each class so many at most, drawn by the seed.

    Returns:
        Indices into the training images.
    """
    order = np.random.default_rng([config.seed, 0]).permutation(len(data.y_train))
    labels = data.y_train[order]
    return np.concatenate(
        [order[labels == one][: config.images] for one in range(len(data.classes))]
    )


def for_the_test(data: DataSet, config: FewConfig) -> NDArray[np.intp]:
    """Which images are tested with, at most `MOST_TESTED`, drawn by the seed.

    In an order by lot: some sets, such as the letters of EMNIST, are sorted by class.

    Returns:
        Indices into the test images.
    """
    return np.random.default_rng([config.seed, 3]).permutation(len(data.y_test))[:MOST_TESTED]


class _Pupil:
    """A network that learns, twice where it is compared."""

    def __init__(
        self,
        config: FewConfig,
        data: DataSet,
        network: FewNetwork,
        reporter: Reporter,
        should_stop: StopCallback,
    ) -> None:
        self.tests: dict[str, FewTest] = {}
        self._config, self._data, self._network = config, data, network
        self._reporter, self._should_stop = reporter, should_stop
        which = chosen(data, config)
        self._learnt, self._labels = data.x_train[which], data.y_train[which].astype(np.int32)
        self._writers = None if data.writers_train is None else data.writers_train[which]
        self._images = scaled(self._learnt)
        some = for_the_test(data, config)
        self._tested, self._truth = data.x_test[some], data.y_test[some]
        self._batch = int(np.clip(len(which) // STEPS, *_BATCHES))
        self._began = time.monotonic()
        self._passed = 0  # passes of all trainings

    def learn(self, start: str) -> None:
        """One training from its beginning, and its test.

        Raises:
            NothingLearnt: it was told to stop before the first pass was over.
        """
        config, random = self._config, np.random.default_rng([self._config.seed, 1])
        began = time.monotonic()
        self._network.reset(len(self._data.classes), random, shipped=start == TRANSFER)
        frozen = config.frozen if start == TRANSFER else 0
        watched = scaled(self._tested[:MOST_WATCHED])
        done = 0
        for done, _ in enumerate(self._passes(start, frozen, random), start=1):
            right = self._said(watched).argmax(axis=1) == self._truth[:MOST_WATCHED]
            self._reporter.add_points(done, {start: float(right.mean())})
        if not done:
            raise NothingLearnt
        self._reporter.flush()
        seconds = time.monotonic() - began
        said = self._said(scaled(self._tested))
        guesses, classes = said.argmax(axis=1), said.shape[1]
        self.tests[start] = FewTest(confusion_matrix(self._truth, guesses, classes), seconds)

    def _passes(self, start: str, frozen: int, random: np.random.Generator) -> Iterator[None]:
        """Teaches; comes back after each pass."""
        yield from self._frozen_passes(frozen, random)
        steps = (self._config.epochs - frozen) * -(-len(self._images) // self._batch)
        rate = THAWED_RATE if start == TRANSFER else FRESH_RATE
        step = 0
        for _ in range(self._config.epochs - frozen):
            seen = self._changed(random)
            for some in self._batches(random):
                slower = (1 + cos(pi * step / steps)) / 2  # down to nothing along half a cosine
                self._network.teach(
                    seen[some], self._labels[some], rate * slower, shipped=start == TRANSFER
                )
                step += 1
            if self._should_stop():
                return
            yield

    def _frozen_passes(self, passes: int, random: np.random.Generator) -> Iterator[None]:
        """Features stay as they are, and so are found once for all passes."""
        copies = [self._network.features(self._changed(random)) for _ in range(min(COPIES, passes))]
        for number in range(passes):
            features = copies[number % len(copies)]
            for some in self._batches(random):
                self._network.teach_head(features[some], self._labels[some], HEAD_RATE)
            if self._should_stop():
                return
            yield

    def _batches(self, random: np.random.Generator) -> Iterator[NDArray[np.intp]]:
        """The images of each step of one pass."""
        order = random.permutation(len(self._images))
        steps = -(-len(order) // self._batch)
        for step in range(steps):
            if self._should_stop():
                return
            yield order[step * self._batch : (step + 1) * self._batch]
            self._tell(step + 1, steps)
        self._passed += 1

    def _tell(self, step: int, steps: int) -> None:
        epochs = self._config.epochs * (1 + self._config.compared)
        share = (self._passed + step / steps) / epochs
        progress = Progress(
            epoch=self._passed + 1,
            epochs=epochs,
            step=step,
            steps_per_epoch=steps,
            examples_per_second=0.0,
            seconds_left=(time.monotonic() - self._began) * (1 - share) / share,
        )
        self._reporter.tell(phase="training", progress=progress)

    def _changed(self, random: np.random.Generator) -> Images:
        return augmented(self._images, random) if self._config.augmented else self._images

    def _said(self, images: Images) -> NDArray[np.float32]:
        return self._network.probabilities(self._network.features(images))

    def found(self) -> dict[str, Any]:
        """What is kept of the network as it is now: fields of the result."""
        return {
            "model": self._network.to_bytes(self._data.classes),
            "learnt": self._learnt,
            "learnt_labels": self._labels.astype(np.uint8),
            "misread": _misread(self._tested, self._truth, self._said(scaled(self._tested))),
            "strangeness": self._strangeness(),
        }

    def _strangeness(self) -> Strangeness:
        kind, images = strangers(self._data, np.random.default_rng([self._config.seed, 2]))
        look = self._network.features
        learnt = look(self._images)
        known = familiarity(look(scaled(self._tested)), learnt)
        strange = familiarity(look(scaled(images)), learnt)
        return strangeness(learnt, self._writers, known, strange, kind)


def _misread(
    images: NDArray[np.uint8], truth: NDArray[np.uint8], said: NDArray[np.float32]
) -> Misread:
    answers, confidence = said.argmax(axis=1).astype(np.uint8), said.max(axis=1)
    wrong = np.flatnonzero(answers != truth)
    surest = wrong[np.argsort(-confidence[wrong], kind="stable")][:MOST_MISREAD]
    return Misread(images[surest], truth[surest], answers[surest], confidence[surest])
