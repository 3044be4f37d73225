"""The experiment as a whole: four networks asked about changed digits and about what is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore import registry
from dlcore.contract import CLASSES
from dlcore.data import Mnist
from dlcore.explain.network import Network
from dlcore.limits.confidence import answers, fooling, nonsense, shifts, temperature
from dlcore.limits.confidence.answers import Answers, Batch28, Quality
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

Asking = Callable[[Batch28], Mapping[str, Answers]]
"""From images to the answers of one network, or of several that share the work, by name."""


def run(config: ConfidenceConfig, data: Mnist, experiment: Experiment) -> ConfidenceResult:
    """Does it: first the tutorial's network, then what may help it.

    Raises:
        RegistryError: one of the networks that ship is absent or damaged.
    """
    experiment.begin(_PARTS)
    experiment.next_part()
    asked, network = _Asked(config, data, experiment), find_network(NAME)
    tutorial, refusing = _tutorial(network, asked.fit_temperature(network)), _refusing()
    asked.follow(tutorial)
    if not experiment.stopped:
        experiment.next_part()
        asked.keep_logits(network)
        asked.fool(network)
        asked.look(tutorial)
        asked.look(refusing)
    if not experiment.stopped:
        experiment.next_part()
        with taught(config, data, experiment) as pupil:
            if pupil and not experiment.stopped:
                experiment.next_part()
                asked.look(lambda images: {OUTLIER_CLASS: pupil(images)})
                asked.follow(lambda images: {OUTLIER_CLASS: pupil(images)})
    if not experiment.stopped:
        experiment.next_part()
        asked.follow(refusing)
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


def _tutorial(network: Network, warmth: float) -> Asking:
    """The tutorial's network, as it is and at a temperature."""

    def answered(images: Batch28) -> dict[str, Answers]:
        scores = network.scores(images[..., None])
        return {
            reader: answers.never_refused(temperature.softmax(scores, at))
            for reader, at in ((TUTORIAL, 1.0), (COOLED, warmth))
        }

    return answered


def _refusing() -> Asking:
    network, threshold = find_network("cnn"), registry.threshold(registry.card("cnn"))
    return lambda images: {
        REFUSING: answers.by_score(network.predict(images[..., None]), threshold)
    }


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

    def fit_temperature(self, network: Network) -> float:
        """On test images that are asked about nowhere else, where there are some."""
        images, labels = self._held_out
        found = temperature.fitted(network.scores(_scaled(images)[..., None]), labels)
        self._found["temperature"] = found
        return found

    def follow(self, ask: Asking) -> None:
        """Along all shifts; what is known is shown after each."""
        followers: dict[str, _Follower] = {}
        as_they_are = ask(_scaled(self._images))
        for number, name in enumerate(SHIFTS):
            for level in range(LEVELS):
                if self._experiment.stopped:
                    return
                said = ask(self._changed(name, level)) if level else as_they_are
                for reader, answered in said.items():
                    follower = followers.setdefault(reader, _Follower(self._labels))
                    follower.note(number, level, answered)
                self._experiment.at(number * LEVELS + level + 1, len(SHIFTS) * LEVELS)
            for reader, follower in followers.items():
                self._note("along", reader, follower.found())
            self._experiment.show(self.result())

    def keep_logits(self, network: Network) -> None:
        """Those of the digits as they are, of each shift as far as it goes, and of nonsense."""
        changed = [self._changed(name, LEVELS - 1) for name in SHIFTS]
        batches = (_scaled(self._images), *changed, *_scaled(self._pictures))
        digits, *others = [network.scores(b[..., None]).astype(np.float16) for b in batches]
        self._found["logits"] = TutorialLogits(
            digits, np.stack(others[: len(SHIFTS)]), np.stack(others[len(SHIFTS) :])
        )

    def fool(self, network: Network) -> None:
        """Makes noise that the network takes for digits."""
        made = []
        for number, radius in enumerate(fooling.RADII):
            if self._experiment.stopped:
                return
            made.append(fooling.fooling(network, radius, self._config.seed))
            self._experiment.at(number + 1, len(fooling.RADII))
        self._found["fooling"] = np.stack(made)

    def look(self, ask: Asking) -> None:
        """At digits as they are, and at all that is none; what is known is shown."""
        made = self._found.get("fooling")
        digits = ask(_scaled(self._images))
        nonsense = ask(_scaled(self._pictures).reshape(-1, 28, 28))
        fooled = {} if made is None else ask(_scaled(made).reshape(-1, 28, 28))
        shape = self._pictures.shape[:2]
        for reader, of_digits in digits.items():
            found = OnPictures(
                of_digits.said,
                of_digits.confidence,
                nonsense[reader].said.reshape(shape),
                nonsense[reader].confidence.reshape(shape),
            )
            if reader in fooled:
                found = replace(
                    found,
                    fooled_answers=fooled[reader].said.reshape(-1, CLASSES),
                    fooled_confidence=fooled[reader].confidence.reshape(-1, CLASSES),
                )
            self._note("on_pictures", reader, found)
        self._experiment.show(self.result())

    def _changed(self, name: str, level: int) -> Batch28:
        return shifts.changed(name, level, self._images, self._config.seed)


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
