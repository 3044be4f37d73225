"""Five letters learnt from ten drawings of each: how many of ten further ones are read, how fast.

    python -m benchmarks.few --strokes uji_letters.npz

The file holds two drawings of each letter by each of eleven people. No hand there has twenty of
one letter, so ten hands stand in for one:

same hands   ten people, one drawing each to learn from, and their other one to be read;
other hands  five people, both drawings to learn from, and both of three others to be read.

The network that is learnt on from was taught that drawings of writers 0 to 7 are no digits (see
models/cnn.json), though not which letters they are; the three others are writers 8 to 10, whom it
has never seen. Strangers are drawn symbols, as in the lab, and besides the file's other letters.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore.data.dataset import DataSet
from dlcore.data.symbols import symbols
from dlcore.digits import preprocess
from dlcore.few import NOTHING, TRANSFER, FewConfig, FewResult, learn, read_few
from dlcore.metrics import area_under_roc
from dlcore.pretrain.handwriting.strokes import StrokeSet, draw, load_strokes

FIVES = ("abcde", "hkmrs", "ABEFG", "RnuvW", "gqyaj")
PEN = 0.09  # of a drawing's longer side
PIXELS = 200  # of the same
STRANGERS = 100
KNOWN = 8  # writers 0 to 7: see above
HEADINGS = ("transfer", "nothing", "its s", "its s", "cpu s", "kept", "refused", "area", "letters")

Drawings = Mapping[tuple[str, int], list[NDArray[np.uint8]]]
"""By letter and writer."""


def main() -> None:
    """Prints a line for each five letters, and the means."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--strokes", type=Path, required=True)
    parser.add_argument("--fives", type=int, default=len(FIVES))
    given = parser.parse_args()
    drawings = drawn(load_strokes(given.strokes))
    print("first of a process", *numbers(symbols(), FewConfig(images=2, epochs=4), {}))
    print("", *HEADINGS)
    for name, split in {"same hands": same_hands, "other hands": other_hands}.items():
        found = []
        for seed, five in enumerate(FIVES[: given.fives]):
            data = parts(split(drawings, five, np.random.default_rng(seed)), five)
            letters = {key: value for key, value in drawings.items() if key[0] not in five}
            found.append(numbers(data, FewConfig(), letters))
            print(name, five, *found[-1], flush=True)
        print(name, "mean", *np.round(np.mean(found, axis=0), 3))
    print("symbols", *numbers(symbols(), FewConfig(), {}))


def drawn(strokes: StrokeSet) -> Drawings:
    """All drawings, as a canvas would have them."""
    found: dict[tuple[str, int], list[NDArray[np.uint8]]] = {}
    for sample, letter, writer in zip(
        strokes.samples, strokes.labels, strokes.writers, strict=True
    ):
        points = np.concatenate(sample)
        scale = PIXELS / max(float(np.ptp(points, axis=0).max()), 1e-6)
        found.setdefault((str(letter), int(writer)), []).append(
            draw([stroke * scale for stroke in sample], PEN * PIXELS)
        )
    return found


def same_hands(drawings: Drawings, five: str, random: np.random.Generator) -> Any:
    """Images, labels and writers to learn from, and the same to be read."""
    learnt: list = []
    asked: list = []
    for label, letter in enumerate(five):
        for writer in random.permutation(11)[:10]:
            one, other = random.permutation(2)
            learnt.append((drawings[letter, writer][one], label, writer))
            asked.append((drawings[letter, writer][other], label, writer))
    return (*zip(*learnt, strict=True), *zip(*asked, strict=True))


def other_hands(drawings: Drawings, five: str, random: np.random.Generator) -> Any:
    """The same."""
    return of_hands(drawings, five, random.permutation(KNOWN)[:5], range(KNOWN, 11))


def of_hands(drawings: Drawings, letters: str, *sides: Iterable[int]) -> Any:
    """All drawings of some letters by the writers of each side."""
    found = (
        zip(
            *(
                (image, label, writer)
                for label, letter in enumerate(letters)
                for writer in side
                for image in drawings[letter, writer]
            ),
            strict=True,
        )
        for side in sides
    )
    return tuple(part for side in found for part in side)


def parts(split: Any, five: str) -> DataSet:
    """A set that is parted so."""
    x_train, y_train, by_train, x_test, y_test, by_test = split
    train, test = (
        np.rint(np.stack([preprocess(one)[..., 0] for one in x]) * 255).astype(np.uint8)
        for x in (x_train, x_test)
    )
    return DataSet(
        train,
        np.array(y_train, np.uint8),
        test,
        np.array(y_test, np.uint8),
        "own",
        tuple(five),
        five,
        writers_train=np.array(by_train, np.int32),
        writers_test=np.array(by_test, np.int32),
    )


def numbers(data: DataSet, config: FewConfig, letters: Drawings) -> list[float]:
    """What a line says, see `HEADINGS`."""
    began = time.process_time()
    result = learn(config, data, lambda report: None, lambda: False)
    processor = time.process_time() - began
    assert result is not None
    tests, strange = [result.tests[start] for start in (TRANSFER, NOTHING)], result.strangeness
    found = [
        *(test.accuracy for test in tests),
        *(test.seconds for test in tests),
        processor,
        strange.kept,
        strange.refused,
        strange.area,
        against_letters(result, data, letters) if letters else float("nan"),
    ]
    return [round(value, 3) for value in found]


def against_letters(result: FewResult, data: DataSet, letters: Drawings) -> float:
    """Area under the ROC curve of familiarity, test drawings against other letters."""
    images = [image for drawings in letters.values() for image in drawings]
    some = np.random.default_rng(0).permutation(len(images))[:STRANGERS]

    def familiarities(pictures: Any) -> NDArray[np.float64]:
        readings = (read_few(one, result.model, result.learnt) for one in pictures)
        return np.array([reading.familiarity for reading in readings if reading])

    return area_under_roc(familiarities(data.x_test), familiarities(images[i] for i in some))


if __name__ == "__main__":
    main()
