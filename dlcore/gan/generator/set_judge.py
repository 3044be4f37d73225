"""Who reads drawings of other classes than digits: a small network that has learnt their set.

No network that ships can: each knows ten digits. One is trained before the game begins, on the same
training images, and teaches the generator nothing. How well it reads the test images goes along
with whatever it says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dlcore.data.dataset import DataSet
from dlcore.gan.generator.variety import within
from dlcore.registry.at_hand import reads_images
from dlcore.reports import Report, StopCallback
from dlcore.training.config import PRESETS, TrainConfig
from dlcore.training.recipe import DataRecipe

if TYPE_CHECKING:
    import keras

IMAGES_SEEN = 10_000  # in its training, again and again where there are fewer
MOST_EPOCHS = 60
MOST_IMAGES = 30_000  # of a large set
COMPARED = 100  # images of a class, for `SetJudge.spread`

_PART = "judge"


@dataclass(frozen=True)
class SetJudge:
    """A network that reads the classes of a set, and what real images of these are like.

    Attributes:
        model: of a .keras file.
        accuracy: share of the set's test images that it reads right, in [0, 1].
        spread: (k,) how far two training images of a class are apart, see `variety.within`; 0 where
            there is one alone.
    """

    model: bytes = field(repr=False)
    accuracy: float
    spread: tuple[float, ...]

    def arrays(self) -> dict[str, NDArray]:
        """All of it, to be kept in a state; `of` reads it."""
        return {
            f"{_PART}/model": np.frombuffer(self.model, np.uint8),
            f"{_PART}/accuracy": np.float64(self.accuracy).reshape(1),
            f"{_PART}/spread": np.array(self.spread),
        }

    @staticmethod
    def of(parts: Mapping[str, NDArray]) -> SetJudge | None:
        """The one that is among the arrays of a state; None where none is.

        Args:
            parts: as `TrainState.arrays` has them.
        """
        if f"{_PART}/model" not in parts:
            return None
        return SetJudge(
            parts[f"{_PART}/model"].tobytes(),
            float(parts[f"{_PART}/accuracy"][0]),
            tuple(parts[f"{_PART}/spread"].tolist()),
        )


def judge_config(data: DataSet) -> TrainConfig:
    """The training that makes it."""
    images = len(data.x_train)
    epochs = min(MOST_EPOCHS, -(-IMAGES_SEEN // images))
    usual = PRESETS["fast"]
    return replace(
        usual,
        network=replace(usual.network, classes=len(data.classes)),
        batch_size=64,
        epochs=epochs,
        train_share=min(1.0, MOST_IMAGES / images),
        data=DataRecipe(validation_share=0.01, set=data.fingerprint),
    )


def learn_judge(
    data: DataSet, should_stop: StopCallback, progress: Callable[[float], None]
) -> SetJudge:
    """Trains one, which takes some seconds. Sets the seeds of the whole process.

    Args:
        should_stop: asked after every few steps; what was learnt by then is what there is.
        progress: called with the share of it that is done.

    Raises:
        NothingLearnt: it was told to stop before there was anything to learn with.
    """
    from dlcore.training.run import TrainResult, train

    def report(news: Report) -> None:
        if at := news.get("progress"):
            progress((at["epoch"] - 1 + at["step"] / at["steps_per_epoch"]) / at["epochs"])

    learnt = train(judge_config(data), data, report, lambda: should_stop())
    assert isinstance(learnt, TrainResult)  # a plain callable pauses nothing
    return SetJudge(learnt.model, learnt.test_accuracy, spread(data))


def spread(data: DataSet) -> tuple[float, ...]:
    """Of the training images, see `SetJudge`."""
    labels = data.y_train
    classes = len(data.classes)
    some = np.concatenate([np.flatnonzero(labels == one)[:COMPARED] for one in range(classes)])
    return tuple(np.nan_to_num(within(data.x_train[some], labels[some], classes)).tolist())


def reads_classes(model: keras.Model) -> None:
    """Its contract, for `find_model`: a network of one's own, and no stranger's to be fitted."""
    reads_images(model)
