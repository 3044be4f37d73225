"""The experiment as a whole: four networks asked about changed digits and about what is none."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore import registry
from dlcore.contract import CLASSES
from dlcore.data import Mnist
from dlcore.explain.network import Network
from dlcore.limits.confidence import answers, fooling, nonsense, shifts, temperature
from dlcore.limits.confidence.answers import Answering, Answers, Batch28, Quality
from dlcore.limits.confidence.config import (
    COOLED,
    OUTLIER_CLASS,
    REFUSING,
    TUTORIAL,
    AlongShifts,
    ConfidenceConfig,
    ConfidenceResult,
    OnPictures,
    TutorialLogits,
)
from dlcore.limits.confidence.nonsense import NONSENSE
from dlcore.limits.confidence.outlier_class import NAME, taught
from dlcore.limits.confidence.shifts import LEVELS, SHIFTS
from dlcore.limits.experiment import Experiment
from dlcore.registry.at_hand import find_network

SAMPLES = 6
"""Digits that are shown; each another one where there are so many."""
SHOWN = 4
"""Pictures of each kind of nonsense that are shown."""
_HELD_OUT = 1000  # test images, at most, that the temperature is fitted on
_PARTS = 5


def run(config: ConfidenceConfig, data: Mnist, experiment: Experiment) -> ConfidenceResult:
    """Does it: first the tutorial's network, then what may help it.

    Raises:
        RegistryError: one of the networks that ship is absent or damaged.
    """
    experiment.begin(_PARTS)
    experiment.next_part()
    asked = _Asked(config, data, experiment)
    asked.follow_tutorial(find_network(NAME))
    if not experiment.stopped:
        experiment.next_part()
        asked.show_nonsense(find_network(NAME), _refusing())
    if not experiment.stopped:
        experiment.next_part()
        with taught(config, data, experiment) as pupil:
            if pupil and not experiment.stopped:
                experiment.next_part()
                asked.ask(OUTLIER_CLASS, pupil)
    if not experiment.stopped:
        experiment.next_part()
        asked.ask(REFUSING, _refusing())
    return asked.result()


def headline(result: ConfidenceResult) -> dict[str, float]:
    """The two numbers that the page ends with, by name."""
    found = of_inverted(result)
    return {"accuracy_inverted": found.accuracy, "confidence_inverted": found.confidence}


def of_inverted(result: ConfidenceResult, reader: str = TUTORIAL) -> Quality:
    """How good one network is on inverted digits; NaN where that is not known."""
    along = result.along.get(reader)
    place = list(SHIFTS).index("invert"), LEVELS - 1
    names = [one.name for one in fields(Quality)]
    return Quality(
        **{name: float(getattr(along, name)[place]) if along else float("nan") for name in names}
    )


def refusal_threshold() -> float | None:
    """The digit score below which the network that ships refuses on the lab's pages."""
    knowing = registry.card("cnn").get("knowing") or {}
    return (knowing.get("page") or knowing).get("threshold")


def _refusing() -> Answering:
    network, threshold = find_network("cnn"), refusal_threshold()
    return lambda images: answers.by_score(network.predict(images[..., None]), threshold)


class _Asked:
    """What is asked about, and what has been answered."""

    def __init__(self, config: ConfidenceConfig, data: Mnist, experiment: Experiment) -> None:
        self._config, self._source, self._experiment = config, data.source, experiment
        random = np.random.default_rng([config.seed, 0])
        chosen, rest = np.split(random.permutation(len(data.x_test)), [config.images])
        chosen = chosen[_different_first(data.y_test[chosen])]
        self._images, self._labels = data.x_test[chosen], data.y_test[chosen]
        held_out = rest[:_HELD_OUT] if len(rest) else chosen
        self._held_out = data.x_test[held_out], data.y_test[held_out]
        self._pictures = np.stack(
            [nonsense.pictures(name, config.pictures, random) for name in NONSENSE]
        )
        self._found: dict[str, Any] = {  # fields of the result, as they become known
            "samples": self._images[:SAMPLES],
            "sample_labels": self._labels[:SAMPLES],
            "labels": self._labels,
            "gallery": self._pictures[:, :SHOWN],
        }

    def result(self) -> ConfidenceResult:
        """All of it so far."""
        return ConfidenceResult(
            config=self._config,
            source=self._source,
            seconds=self._experiment.seconds,
            stopped=self._experiment.stopped,
            **self._found,
        )

    def _note(self, name: str, reader: str, value: AlongShifts | OnPictures) -> None:
        """A result of one network, beside those of the others; a dict that was shown stays."""
        self._found[name] = {**self._found.get(name, {}), reader: value}

    def follow_tutorial(self, network: Network) -> None:
        """The tutorial's network along all shifts, as it is and cooled, inverted digits first."""
        images, labels = self._held_out
        warmth = temperature.fitted(network.scores(_scaled(images)[..., None]), labels)
        self._found["temperature"] = warmth
        plain, cooled = _Follower(self._labels), _Follower(self._labels)
        logits = np.full((len(SHIFTS), len(self._images), CLASSES), np.nan, np.float16)
        of_digits = network.scores(_scaled(self._images)[..., None])
        for number, name in enumerate(SHIFTS):
            for level in range(LEVELS):
                if self._experiment.stopped:
                    return
                scores = of_digits if level == 0 else network.scores(self._changed(name, level))
                for follower, at in ((plain, 1.0), (cooled, warmth)):
                    said = answers.never_refused(temperature.softmax(scores, at))
                    follower.note(number, level, said)
                logits[number] = scores
                self._experiment.at(number * LEVELS + level + 1, len(SHIFTS) * LEVELS)
            self._found["logits"] = TutorialLogits(of_digits.astype(np.float16), logits.copy())
            self._note("along", TUTORIAL, plain.found())
            self._note("along", COOLED, cooled.found())
            self._experiment.show(self.result())

    def show_nonsense(self, network: Network, refusing: Answering) -> None:
        """What is no digit, and noise made to be one, to the tutorial's network and the shipped."""
        kinds, count = self._pictures.shape[:2]
        scores = network.scores(_scaled(self._pictures).reshape(-1, 28, 28, 1))
        scores = scores.reshape(kinds, count, CLASSES).astype(np.float16)
        self._found["logits"] = replace(self._found["logits"], nonsense=scores)
        made = []
        for number, radius in enumerate(fooling.RADII):
            if self._experiment.stopped:
                return
            made.append(fooling.fooling(network, radius, self._config.seed))
            self._experiment.at(number + 1, len(fooling.RADII))
        self._found["fooling"] = np.stack(made)

        def tutorial(images: Batch28, at: float) -> Answers:
            logits = network.scores(images[..., None])
            return answers.never_refused(temperature.softmax(logits, at))

        self._look(TUTORIAL, lambda images: tutorial(images, 1.0))
        self._look(COOLED, lambda images: tutorial(images, self._found["temperature"]))
        self._look(REFUSING, refusing)
        self._experiment.show(self.result())

    def ask(self, reader: str, answering: Answering) -> None:
        """One more network, about all of it."""
        self._look(reader, answering)
        follower = _Follower(self._labels)
        of_digits = answering(_scaled(self._images))
        for number, name in enumerate(SHIFTS):
            for level in range(LEVELS):
                if self._experiment.stopped:
                    return
                changed = self._changed(name, level)[..., 0] if level else None
                said = of_digits if changed is None else answering(changed)
                follower.note(number, level, said)
                self._experiment.at(number * LEVELS + level + 1, len(SHIFTS) * LEVELS)
            self._note("along", reader, follower.found())
            self._experiment.show(self.result())

    def _look(self, reader: str, answering: Answering) -> None:
        """One network on digits as they are and on all that is none."""
        digits = answering(_scaled(self._images))
        nonsense = answering(_scaled(self._pictures).reshape(-1, 28, 28))
        shape = self._pictures.shape[:2]
        found = OnPictures(
            digits.said,
            digits.confidence,
            nonsense.said.reshape(shape),
            nonsense.confidence.reshape(shape),
        )
        if (made := self._found.get("fooling")) is not None:
            fooled = answering(_scaled(made).reshape(-1, 28, 28))
            found = replace(
                found,
                fooled_answers=fooled.said.reshape(made.shape[:2]),
                fooled_confidence=fooled.confidence.reshape(made.shape[:2]),
            )
        self._note("on_pictures", reader, found)

    def _changed(self, name: str, level: int) -> NDArray[np.float32]:
        return shifts.changed(name, level, self._images, self._config.seed)[..., None]


class _Follower:
    """One network on its way along the shifts.

    Args:
        labels: of the images.
    """

    def __init__(self, labels: NDArray[np.uint8]) -> None:
        self._labels = labels
        shape = len(SHIFTS), LEVELS
        self._measures = {one.name: np.full(shape, np.nan, np.float32) for one in fields(Quality)}
        samples = min(SAMPLES, len(labels))
        self._said = np.zeros((*shape, samples), np.uint8)
        self._confidence = np.full((*shape, samples), np.nan, np.float32)

    def note(self, shift: int, level: int, said: Answers) -> None:
        """The answers at one level of one shift."""
        found = answers.quality(said, self._labels)
        for name, measure in self._measures.items():
            measure[shift, level] = getattr(found, name)
        self._said[shift, level] = said.said[:SAMPLES]
        self._confidence[shift, level] = said.confidence[:SAMPLES]

    def found(self) -> AlongShifts:
        """What is known by now; it stays as it is when more becomes known."""
        return AlongShifts(
            **{name: measure.copy() for name, measure in self._measures.items()},
            sample_answers=self._said.copy(),
            sample_confidence=self._confidence.copy(),
        )


def _scaled(images: NDArray[np.uint8]) -> Batch28:
    return images.astype(np.float32) / np.float32(255)


def _different_first(labels: NDArray[np.uint8]) -> NDArray[np.intp]:
    """An order that begins with one image of each digit, in the order in which they come."""
    firsts = np.sort(np.unique(labels, return_index=True)[1])
    return np.concatenate([firsts, np.delete(np.arange(len(labels)), firsts)])
