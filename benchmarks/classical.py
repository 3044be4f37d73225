"""Machine learning without depth against the tutorial's network, from 60,000 digits down to 100.

    DLCORE_MNIST=mnist.npz python -m benchmarks.classical [--seeds 3] [--counts 60000 100]

Logistic regression, the three nearest neighbours and a random forest, as scikit-learn has them,
and the two-block CNN of `article.py`. All learn from the same images of MNIST, drawn at random,
and are tested with all 10,000 test images. What learns from fewer than all is drawn and trained
anew with each seed; the accuracy is the mean over them.

Times are seconds of processor, of all threads together, so that other work on the machine counts
little. The clock starts with the images in memory and all libraries imported; compiling counts.
"""

from __future__ import annotations

import argparse
import time
import warnings
from dataclasses import dataclass
from statistics import fmean
from typing import Any, Protocol

import numpy as np

from benchmarks.article import compiled
from dlcore.data import load_mnist

COUNTS = (60_000, 1_000, 100)
EPOCHS, FEWEST_STEPS, BATCH = 5, 200, 128  # of the CNN: more epochs where an epoch is short


class Learner(Protocol):
    def fit(self, x: np.ndarray, y: np.ndarray) -> Any: ...

    def predict(self, x: np.ndarray) -> np.ndarray: ...


class Cnn:
    """The tutorial's network, with the methods that scikit-learn's have.

    Attributes:
        seed: of its weights and of the order of the images.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def fit(self, x: np.ndarray, y: np.ndarray) -> None:
        import keras

        keras.utils.set_random_seed(self.seed)
        self.model = compiled()
        epochs = max(EPOCHS, FEWEST_STEPS // -(-len(x) // BATCH))
        labels = keras.utils.to_categorical(y, 10)
        self.model.fit(_images(x), labels, batch_size=BATCH, epochs=epochs, verbose=0)

    def predict(self, x: np.ndarray) -> np.ndarray:
        return self.model.predict(_images(x), batch_size=1_000, verbose=0).argmax(axis=1)


def _images(x: np.ndarray) -> np.ndarray:
    """Rows of 784 pixels as (n, 28, 28, 1)."""
    return x.reshape(-1, 28, 28, 1)


def learners(seed: int) -> dict[str, Learner]:
    """Each of them, untrained."""
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.neighbors import KNeighborsClassifier

    return {
        "logistic regression": LogisticRegression(max_iter=100),
        "3 nearest neighbours": KNeighborsClassifier(3),
        "random forest, 100 trees": RandomForestClassifier(100, random_state=seed),
        "CNN": Cnn(seed),
    }


@dataclass(frozen=True)
class Score:
    """What one of them has come to.

    Attributes:
        accuracy: on the test images, in [0, 1].
        learning, answering: seconds of processor; the second for all test images.
    """

    accuracy: float
    learning: float
    answering: float


def score(learner: Learner, train: tuple, test: tuple) -> Score:
    """Trains and tests one."""
    began = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # logistic regression stops before it has converged
        learner.fit(*train)
    learnt = time.process_time()
    accuracy = float(np.mean(learner.predict(test[0]) == test[1]))
    return Score(accuracy, learnt - began, time.process_time() - learnt)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="of those who learn from fewer images")
    parser.add_argument("--counts", type=int, nargs="+", default=COUNTS, help="of images")
    arguments = parser.parse_args()
    seeds = arguments.seeds
    import keras  # noqa: F401 - before any clock starts

    data = load_mnist()
    x, x_test = (
        images.reshape(-1, 784).astype("float32") / 255 for images in (data.x_train, data.x_test)
    )
    score(Cnn(0), (x[:BATCH], data.y_train[:BATCH]), (x_test[:BATCH], data.y_test[:BATCH]))  # warm
    for count in (count for count in arguments.counts if count <= len(x)):
        print(f"{count:,} images", flush=True)
        draws = range(1 if count == len(x) else seeds)
        chosen = [np.random.default_rng(seed).permutation(len(x))[:count] for seed in draws]
        for name in learners(0):
            scores = [
                score(
                    learners(seed)[name],
                    (x[chosen[seed]], data.y_train[chosen[seed]]),
                    (x_test, data.y_test),
                )
                for seed in draws
            ]
            print(line(name, scores), flush=True)


def line(name: str, scores: list[Score]) -> str:
    """Means over the seeds."""
    accuracy, learning, answering = (
        fmean(getattr(one, what) for one in scores)
        for what in ("accuracy", "learning", "answering")
    )
    return (
        f"  {name:25}{accuracy:7.2%}   learning {learning:7.2f} s   "
        f"10,000 answers {answering:6.2f} s"
    )


if __name__ == "__main__":
    main()
