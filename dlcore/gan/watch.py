"""Looking at a generator while it learns: pictures of it, and what a classifier says."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from dlcore.data import Mnist
from dlcore.gan.film import SAMPLES, fixed_labels, fixed_noise, pack
from dlcore.gan.generator.drawing import draw
from dlcore.gan.generator.judge import Assessment, assess, shipped_judge, some
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
DISTANCE_SAMPLES = 1000
SLOW_SECONDS = 0.2  # for `LIVE_SAMPLES` drawings


class Watch:
    """Draws from the same noise again and again, and judges; seldom enough to cost little.

    Args:
        config: the run.
        data: real images; those to test with are what drawings are compared with.

    Attributes:
        floor: distance of as many training images from the test images; a generator that draws
            like the writers of the training images would come down to it.
    """

    def __init__(self, config: GanRunConfig, data: Mnist) -> None:
        self._judge = shipped_judge(config.judge)
        self._conditional = config.gan.conditional
        count = min(DISTANCE_SAMPLES, len(data.x_train), len(data.x_test))
        self._noise = fixed_noise(config.gan.latent_dim, config.seed, max(count, LIVE_SAMPLES))
        self._labels = fixed_labels(len(self._noise))
        self._real = self._judge.gaussian(some(data.x_test, count))
        self.floor = frechet_distance(self._judge.gaussian(some(data.x_train, count)), self._real)
        self._look = Budget(LOOK_SHARE, LOOK_SECONDS)
        self._measure = Budget(DISTANCE_SHARE, DISTANCE_SECONDS, first=DISTANCE_SECONDS)

    def warm_up(self, generator: keras.Model) -> None:
        """Lets TensorFlow trace its graphs before time is counted."""
        self._judge.look(draw(generator, self._noise[:1], self._labels[:1]))

    def glance(self, generator: keras.Model, step: int, seconds: float) -> RunPicture | None:
        """Draws and judges if it is time again.

        Args:
            generator: the one to draw with.
            step: turns of the generator since the training began.
            seconds: of training.

        Returns:
            `SAMPLES` drawings as `film.pack` packs them, and as facts what the classifier says of
            these and others: "counts", drawings read as each of the ten digits; "evenness" of those
            counts, in [0, 1]; "agreement", share read as the digit that was asked for, None where
            none was; "distance", Frechet distance to real images, absent where it was not measured
            this time; "floor", the same distance between real images and real images. None where
            nothing is due.
        """
        if self._measure.due:
            with self._measure.spend():
                return self._picture(generator, step, seconds, len(self._noise))
        if self._look.due:
            with self._look.spend():
                return self._picture(generator, step, seconds, LIVE_SAMPLES)
        return None

    def assess(self, generator: keras.Model, in_a_hurry: bool = False) -> Assessment:
        """What the classifier says in the end.

        Args:
            generator: the one to draw with.
            in_a_hurry: somebody has pressed Stop; of a slow one, `LIVE_SAMPLES` drawings are enough
                then, and no distance is measured.
        """
        if in_a_hurry:
            draw(generator, self._noise[:1], self._labels[:1])  # TensorFlow traces
            began = time.monotonic()
            few = draw(generator, self._noise[:LIVE_SAMPLES], self._labels[:LIVE_SAMPLES])
            if time.monotonic() - began > SLOW_SECONDS:
                return self._judged(few)
        return self._judged(draw(generator, self._noise, self._labels))

    def _picture(self, generator: keras.Model, step: int, seconds: float, count: int) -> RunPicture:
        images = draw(generator, self._noise[:count], self._labels[:count])
        return RunPicture(
            step=step, seconds=seconds, packed=pack(images[:SAMPLES]), facts=self._facts(images)
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
        }

    def _judged(self, images: np.ndarray) -> Assessment:
        asked = self._labels[: len(images)] if self._conditional else None
        real = self._real if len(images) == len(self._noise) else None
        return assess(self._judge.look(images), asked, real)
