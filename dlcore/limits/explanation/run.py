"""The experiment as a whole: one network, several explanations of its answers, and two tests."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from dlcore.data import Mnist
from dlcore.limits.experiment import Experiment
from dlcore.limits.explanation import deletion, sanity
from dlcore.limits.explanation.config import MEASURES, ExplanationConfig, ExplanationResult
from dlcore.limits.explanation.methods import METHODS, Maps, quantised
from dlcore.limits.explanation.sanity import SpareNetwork
from dlcore.limits.scaled import scaled

READ = 500  # test images that tell how well the network still reads
_AT_ONCE = 8  # images between two questions whether to stop
_FRESH = 1_000  # draw of the weights of a network that has learnt nothing


class _NoTimeLeft(Exception):  # noqa: N818 - named for what happened
    """There is no time for more."""


def run(config: ExplanationConfig, data: Mnist, experiment: Experiment) -> ExplanationResult | None:
    """Does it.

    Returns:
        None where it was stopped before there was an explanation.
    """
    experiment.begin(2 + config.draws)
    name = "cnn-tutorial" if config.network == "untrained" else config.network
    with sanity.spare(name).lent() as spare:
        work = _Explaining(config, data, experiment, spare)
        with contextlib.suppress(_NoTimeLeft):
            work.all()
        return work.found() if work.begun else None


class _Explaining:
    """What is known so far, and the steps that find more."""

    def __init__(
        self, config: ExplanationConfig, data: Mnist, experiment: Experiment, spare: SpareNetwork
    ) -> None:
        self._config, self._data = config, data
        self._experiment, self._spare = experiment, spare
        self._chosen = _chosen(data.y_test, config.images, config.seed)
        self._images = scaled(data.x_test[self._chosen])
        n, layers = len(self._images), len(spare.layers)
        self._maps: list[Maps] = []  # of the moments that are known, (m, n, 28, 28)
        self._accuracy = _unknown(layers + 1)
        self._similar = _unknown(config.draws, len(MEASURES), len(METHODS), layers + 1, n)
        self._alone = _unknown(config.draws, len(MEASURES), len(METHODS), layers, n)
        self._curves = _unknown(2, len(METHODS) + 1, n, deletion.STEPS + 1)
        self._draws = 0

    @property
    def begun(self) -> bool:
        """Whether the answers are explained."""
        return bool(self._maps)

    def all(self) -> None:
        """Everything, one after another.

        Raises:
            _NoTimeLeft: it is to end.
        """
        self._learn_nothing_if_asked()
        self._explain()
        self._delete()
        for draw in range(self._config.draws):
            self._experiment.next_part()
            self._cascade(draw)
            self._one_by_one(draw)
            self._draws += 1
            self._experiment.show(self.found())

    def _learn_nothing_if_asked(self) -> None:
        if self._config.network == "untrained":
            for layer in range(len(self._spare.layers)):
                self._randomise(layer, _FRESH)
        self._learnt = self._spare.network.model.get_weights()

    def _explain(self) -> None:
        self._experiment.next_part()
        network = self._spare.network
        said = network.predict(self._images)
        self._answers = said.argmax(axis=1).astype(np.int32)
        self._sure = said.max(axis=1)
        self._maps.append(self._explained(lambda done: self._experiment.at(done, len(METHODS))))
        self._similar[..., 0, :] = self._compared(self._maps[0])
        self._accuracy[0] = self._read()
        self._experiment.show(self.found())

    def _delete(self) -> None:
        self._experiment.next_part()
        maps = quantised(self._maps[0])
        for number, image in enumerate(self._images[..., 0]):
            self._ask()
            self._experiment.at(number, len(self._images))
            for method, pixels in enumerate(_orders(maps[:, number], number)):
                label = int(self._answers[number])
                for kind in (0, 1):
                    self._curves[kind, method, number] = deletion.curves(
                        self._spare.network, image, label, pixels, inserted=bool(kind)
                    )
        self._experiment.show(self.found())

    def _cascade(self, draw: int) -> None:
        """Layer after layer from the top, each beside those before it."""
        self._restore()
        for layer in range(len(self._spare.layers)):
            self._experiment.at(layer, 2 * len(self._spare.layers))
            self._randomise(layer, draw)
            maps = self._explained()
            self._similar[draw, :, :, layer + 1] = self._compared(maps)
            if draw == 0:
                self._accuracy[layer + 1] = self._read()
                self._maps.append(maps)
                self._experiment.show(self.found())

    def _one_by_one(self, draw: int) -> None:
        """Each layer while all others are as they were; the topmost is known by now."""
        self._alone[draw, :, :, 0] = self._similar[draw, :, :, 1]
        layers = len(self._spare.layers)
        for layer in range(1, layers):
            self._experiment.at(layers + layer, 2 * layers)
            self._restore()
            self._randomise(layer, draw)
            self._alone[draw, :, :, layer] = self._compared(self._explained())

    def _explained(self, follow: Callable[[int], None] = lambda done: None) -> Maps:
        """(m, n, 28, 28), by the network as it is now."""
        found = []
        for number, method in enumerate(METHODS.values()):
            follow(number)
            parts = []
            for at in range(0, len(self._images), _AT_ONCE):
                self._ask()
                some = slice(at, at + _AT_ONCE)
                images, answers = self._images[some], self._answers[some]
                parts.append(method.maps(self._spare.network, images, answers))
            found.append(np.concatenate(parts))
        return np.array(found)

    def _compared(self, maps: Maps) -> NDArray[np.float32]:
        """(measures, m, n): with those of the network as it was."""
        pairs = zip(self._maps[0], maps, strict=True)
        ink = self._images[..., 0] > 0
        return np.stack([sanity.similarity(*pair, ink) for pair in pairs], axis=1)

    def _read(self) -> float:
        said = self._spare.network.predict(scaled(self._data.x_test[:READ]))
        return float((said.argmax(axis=1) == self._data.y_test[:READ]).mean())

    def _restore(self) -> None:
        self._spare.network.model.set_weights(self._learnt)

    def _randomise(self, layer: int, draw: int) -> None:
        self._spare.randomise(layer, (self._config.seed, draw))

    def _ask(self) -> None:
        if self._experiment.stopped:
            raise _NoTimeLeft

    def found(self) -> ExplanationResult:
        """What is known so far."""
        return ExplanationResult(
            seconds=self._experiment.seconds,
            stopped=self._experiment.stopped,
            config=self._config,
            source=self._data.source,
            images=self._data.x_test[self._chosen],
            truth=self._data.y_test[self._chosen],
            answers=self._answers.astype(np.uint8),
            probabilities=self._sure,
            layers=self._spare.layers,
            accuracy=self._accuracy.copy(),
            maps=quantised(np.stack(self._maps, axis=1)),
            similarity=_mean(self._similar),
            alone=_mean(self._alone),
            draws=self._draws,
            deletion=self._curves[0].copy(),
            insertion=self._curves[1].copy(),
        )


def _unknown(*shape: int) -> NDArray[np.float32]:
    return np.full(shape, np.nan, np.float32)


def _mean(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Over the first axis, draws or digits, those that are known; NaN where none is."""
    known = np.isfinite(values)
    total = np.where(known, values, 0).sum(axis=0)
    with np.errstate(invalid="ignore"):
        return (total / known.sum(axis=0)).astype(np.float32)


def _chosen(labels: NDArray[np.uint8], count: int, seed: int) -> NDArray[np.intp]:
    """Test images by their numbers, each digit about equally often, in an order by chance."""
    random = np.random.default_rng(seed)
    mixed = random.permutation(len(labels))
    turn = np.empty(len(labels), int)  # how many of the same digit come before it
    for digit in np.unique(labels):
        of_digit = labels[mixed] == digit
        turn[of_digit] = np.arange(of_digit.sum())
    return random.permutation(mixed[np.argsort(turn, kind="stable")[:count]])


def _orders(maps: NDArray[np.int8], number: int) -> Iterator[NDArray[np.intp]]:
    """Of the pixels of one image: by each explanation, and by chance."""
    yield from map(deletion.order, maps)
    yield deletion.random_order(maps[0].size, number)


def headline(result: ExplanationResult) -> dict[str, float]:
    """The two numbers that the page ends with, by name: of a method whose pictures stay."""
    names = ("similarity_strength", "similarity_signed")
    method = list(METHODS).index("integrated")
    values = _mean(result.similarity[:2, method, -1].T)  # those of the digits that have one
    return dict(zip(names, map(float, values), strict=True))
