"""Looking at a generator while it learns: pictures of it, and what a classifier says."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from dlcore import registry
from dlcore.data import DataSet
from dlcore.gan.film import fixed_labels, fixed_noise, pack, shown
from dlcore.gan.generator.drawing import draw
from dlcore.gan.generator.judge import Assessment, Features, Judge, assess, shipped_judge, some
from dlcore.gan.generator.set_judge import SetJudge
from dlcore.gan.generator.variety import variety
from dlcore.gan.run_config import GanRunConfig
from dlcore.metrics import frechet_distance
from dlcore.reports import RunPicture
from dlcore.training.budget import Budget

if TYPE_CHECKING:
    import keras

LOOK_SHARE = 0.025  # of the time
LOOK_SECONDS = 1.0
DISTANCE_SHARE = 0.015
DISTANCE_SECONDS = 5.0
LIVE_SAMPLES = 200
LIVE_OF_EACH = 10  # of many classes
DISTANCE_SAMPLES = 1000
SLOW_SECONDS = 0.2  # for `LIVE_SAMPLES` drawings


class Watch:
    """Draws from the same noise again and again, and judges; seldom enough to cost little.

    Args:
        config: the run.
        data: real images; those to test with are what drawings are compared with.
        judge: who reads the classes of another set than MNIST. The distance is measured by the
            features of the shipped classifier all the same: it is one between sets of images, of
            whatever they are, and so can be compared between sets.

    Attributes:
        floor: distance of as many training images from the test images; a generator that draws
            like the writers of the training images would come down to it.
    """

    def __init__(self, config: GanRunConfig, data: DataSet, judge: SetJudge | None = None) -> None:
        self._looker = shipped_judge(config.judge)
        self._reader = Judge(registry.load_bytes(judge.model)) if judge else self._looker
        self._set_judge = judge
        self._gan = config.gan
        self._live = live_samples(config.gan.classes)
        self._compared = count = min(DISTANCE_SAMPLES, len(data.x_train), len(data.x_test))
        self._noise = fixed_noise(config.gan.latent_dim, config.seed, max(count, self._live))
        self._labels = fixed_labels(len(self._noise), config.gan.classes)
        self._real = self._looker.gaussian(some(data.x_test, count))
        self.floor = frechet_distance(self._looker.gaussian(some(data.x_train, count)), self._real)
        self._look = Budget(LOOK_SHARE, LOOK_SECONDS)
        self._measure = Budget(DISTANCE_SHARE, DISTANCE_SECONDS, first=DISTANCE_SECONDS)

    def warm_up(self, generator: keras.Model) -> None:
        """Lets TensorFlow trace its graphs before time is counted."""
        drawn = draw(generator, self._noise[:1], self._labels[:1])
        for judge in {self._reader, self._looker}:
            judge.look(drawn)

    def glance(self, generator: keras.Model, step: int, seconds: float) -> RunPicture | None:
        """Draws and judges if it is time again.

        Args:
            generator: the one to draw with.
            step: turns of the generator since the training began.
            seconds: of training.

        Returns:
            The drawings that `film.shown` names, as `film.pack` packs them, and as facts what the
            classifier says of these and others: "counts", drawings read as each class; "evenness"
            of those counts, in [0, 1]; "agreement", share read as the class that was asked for,
            None where none was; "distance", Frechet distance to real images, absent where it was
            not measured this time; "floor", the same distance between real images and real images;
            of another set than MNIST "judge_accuracy", see `SetJudge`, and "variety", see
            `variety.variety`, of a conditional GAN. None where nothing is due.
        """
        if self._measure.due:
            with self._measure.spend():
                return self._picture(generator, step, seconds, len(self._noise))
        if self._look.due:
            with self._look.spend():
                return self._picture(generator, step, seconds, self._live)
        return None

    def assess(self, generator: keras.Model, in_a_hurry: bool = False) -> Assessment:
        """What the classifier says in the end.

        Args:
            generator: the one to draw with.
            in_a_hurry: somebody has pressed Stop; of a slow one, as many drawings as while it
                trains are enough then, and no distance is measured.
        """
        if in_a_hurry:
            draw(generator, self._noise[:1], self._labels[:1])  # TensorFlow traces
            began = time.monotonic()
            few = draw(generator, self._noise[: self._live], self._labels[: self._live])
            if time.monotonic() - began > SLOW_SECONDS:
                return self._judged(few)
        return self._judged(draw(generator, self._noise, self._labels))

    def _picture(self, generator: keras.Model, step: int, seconds: float, count: int) -> RunPicture:
        images = draw(generator, self._noise[:count], self._labels[:count])
        return RunPicture(
            step=step,
            seconds=seconds,
            packed=pack(images[shown(self._gan)]),
            facts=self._facts(images),
        )

    def _facts(self, images: np.ndarray) -> dict[str, Any]:
        found = self._judged(images)
        measured = {} if found.distance is None else {"distance": found.distance}
        return {
            "counts": list(found.counts),
            "evenness": found.evenness,
            "agreement": found.agreement,
            "floor": self.floor,
            **measured,
            **self._of_a_set(images),
        }

    def _of_a_set(self, images: np.ndarray) -> dict[str, float | None]:
        """What is said beside of another set than MNIST."""
        judge = self._set_judge
        if judge is None:
            return {}
        found: dict[str, float | None] = {"judge_accuracy": judge.accuracy}
        if self._gan.conditional:
            labels = self._labels[: len(images)]
            found["variety"] = variety(images, labels, judge.spread)
        return found

    def _judged(self, images: np.ndarray) -> Assessment:
        asked = self._labels[: len(images)] if self._gan.conditional else None
        opinion = self._reader.look(images)
        if len(images) < len(self._noise):
            return assess(opinion, asked, None)
        return assess(opinion, asked, self._real, self._features(images, opinion.features))

    def _features(self, images: np.ndarray, read_by: Features) -> Features:
        """Of as many drawings as there are real images to compare them with."""
        if self._reader is self._looker:
            return read_by[: self._compared]
        return self._looker.look(images[: self._compared]).features


def live_samples(classes: int) -> int:
    """Drawings that are looked at now and then: equally many of each class."""
    enough = classes * LIVE_OF_EACH > LIVE_SAMPLES
    return classes * LIVE_OF_EACH if enough else LIVE_SAMPLES - LIVE_SAMPLES % classes
